"""A log can be given away: it has the request, the door and the fault, and no person's data."""

import json
import logging
from collections.abc import Iterator
from io import StringIO
from logging.config import dictConfig

import pytest
import structlog
from django.db import IntegrityError

from congvu.config import logs

NAME, CCCD, PHONE, MAIL = "Nguyễn Thị Bích Hằng", "079199012345", "0912 345 678", "hang.nguyen@example.vn"


@pytest.fixture
def written() -> Iterator[StringIO]:
    """What goes to standard error under the production settings of logging."""
    stream = StringIO()
    settings = logs.settings(as_json=True)
    settings["handlers"]["standard_error"]["stream"] = stream
    before = logging.root.handlers[:], logging.root.level
    dictConfig(settings)
    yield stream
    logging.root.handlers[:], logging.root.level = before
    structlog.contextvars.clear_contextvars()


def lines(stream: StringIO) -> list[dict[str, object]]:
    return [json.loads(line) for line in stream.getvalue().splitlines()]


def test_a_line_is_one_json_object_with_its_request(written: StringIO) -> None:
    structlog.contextvars.bind_contextvars(request_id="abc-12345")
    structlog.get_logger("congvu.access").info("request", method="POST", status=201, ms=3.5)
    (line,) = lines(written)
    assert line.pop("timestamp")
    assert line == {
        "event": "request", "level": "info", "logger": "congvu.access", "request_id": "abc-12345",
        "method": "POST", "status": 201, "ms": 3.5,
    }  # fmt: skip


def test_what_is_not_listed_is_left_out(written: StringIO) -> None:
    structlog.get_logger("congvu").info("dossier", applicant=NAME, cccd=CCCD, code="H01")
    (line,) = lines(written)
    assert line["code"] == "H01"
    assert "applicant" not in line
    assert "cccd" not in line


@pytest.mark.parametrize(
    "said",
    [
        f"duplicate key value violates unique constraint applicant_name\nDETAIL:  Key (name)=({NAME}) already exists.",
        f"invalid literal for int() with base 10: '{CCCD}'",
        f"no applicant {NAME} with {CCCD}",
        f"phone {PHONE} of “{NAME}” is not reachable",
        f"mailbox {MAIL} unavailable",
        f"Failing row contains (1, {NAME}, {CCCD}).",
    ],
)
def test_a_fault_tells_where_and_not_whom(written: StringIO, said: str) -> None:
    def deeper() -> None:
        raise IntegrityError(said)

    for log in (logging.getLogger("django.request"), logging.getLogger("some.library")):
        try:
            deeper()
        except IntegrityError:
            log.exception("Failed with %s", said)
    first, second = lines(written)
    text = written.getvalue()
    for secret in (NAME, CCCD, PHONE, MAIL, "Bích", "Hằng", "345 678", "example.vn"):
        assert secret not in text
    assert "IntegrityError" in str(first["fault"])
    assert "deeper" in str(second["fault"])
    assert "test_logs.py" in str(second["fault"])


def test_the_constraint_and_the_table_stay_readable() -> None:
    said = 'duplicate key value violates unique constraint "dossier_code_once"'
    assert logs.without_people(said) == said
    assert logs.without_people("took 1234 ms for 56 rows of 2026-11-24") == "took 1234 ms for 56 rows of 2026-11-24"
