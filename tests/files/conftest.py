"""A store in a folder of the test's own, an actor, and small files that are what they say."""

import io
import zipfile
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)
PDF = b"%PDF-1.7\n1 0 obj\n<<>>\nendobj\nstartxref\n9\n%%EOF\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"


@dataclass(frozen=True)
class Who:
    person_id: int | None = 7
    unit_id: int | None = 3


@pytest.fixture(autouse=True)
def folder(settings, tmp_path) -> Path:
    place = tmp_path / "kho tệp"
    settings.FILES_URL = place.as_uri()
    return place


@pytest.fixture
def put():
    """Keep these bytes under this name."""
    from congvu.files import store

    def one(content: bytes = PDF, name: str = "đơn.pdf"):
        return store.put(io.BytesIO(content), name=name, declared_type="", actor=Who(), at=NOON)

    return one


def archive(parts: dict[str, bytes], *, method: int = zipfile.ZIP_DEFLATED) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", method) as made:
        for name, content in parts.items():
            made.writestr(name, content)
    return target.getvalue()


def docx(**more: bytes) -> bytes:
    return archive({"[Content_Types].xml": b"<Types/>", "word/document.xml": "<w>Đơn</w>".encode(), **more})
