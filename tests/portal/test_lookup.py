"""What the public may see: by code only how far; with the receipt's secret more; never a number, never a full name."""

from typing import Any

import pytest
from django.core.cache import cache
from django.test import Client

from congvu.dossiers.models import Dossier
from tests.dossiers.walking import forward
from tests.dossiers.world import build, moment


@pytest.fixture
def dossier(db: None) -> Dossier:
    cache.clear()
    world = build("1.012784")
    found = world.receive("1.012784", moment("2026-01-07 08:15"))
    forward(found, moment("2026-01-07 09:00"))
    return found


def page(**query: str) -> Any:
    return Client().get("/tra-cuu/", query)


def test_by_code_alone_only_the_progress(dossier: Dossier) -> None:
    text = page(ma=dossier.code).content.decode()
    assert "Đang được thẩm định" in text
    assert "22/01/2026" in text
    for hidden in ("Lan", "Chi nhánh", "417", "326", "Phạm Thị Dung", "Đường đi"):
        assert hidden not in text, hidden


def test_with_the_secret_where_and_why_and_a_short_name(dossier: Dossier) -> None:
    text = page(ma=dossier.code.lower(), bm=dossier.receipt_secret.lower()).content.decode()
    for shown in ("N. T. Lan", "Chi nhánh Văn phòng Đăng ký đất đai Bến Lức", "Vì sao là ngày này", "Đường đi"):
        assert shown in text, shown
    for hidden in ("Nguyễn Thị Lan", "080199123417", "0912345678", "••", "Phạm Thị Dung", "Chuyên viên"):
        assert hidden not in text, hidden


def test_a_wrong_secret_shows_no_more(dossier: Dossier) -> None:
    text = page(ma=dossier.code, bm="SAISAISA").content.decode()
    assert "không đúng" in text
    assert "N. T. Lan" not in text


def test_an_unknown_code_says_where_the_code_stands(db: None) -> None:
    cache.clear()
    answer = page(ma="H53.18-260107-0006")
    assert answer.status_code == 404
    assert "giấy hẹn" in answer.content.decode()
    assert page().status_code == 200


def test_asking_too_often_is_refused(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.utils import timezone

    cache.clear()
    monkeypatch.setattr(timezone, "now", lambda: moment("2026-01-07 09:00"))
    answers = [page(ma="H53.18-260107-0006").status_code for _n in range(21)]
    assert answers == [404] * 20 + [429]


def test_a_counter_pushed_out_of_the_cache_is_no_fault(db: None, monkeypatch: pytest.MonkeyPatch) -> None:
    def gone(*_given: object, **_more: object) -> int:
        raise ValueError("no such key")

    monkeypatch.setattr(type(cache._connections[cache._alias]), "incr", gone)  # type: ignore[attr-defined]
    assert page(ma="H53.18-260107-0006").status_code == 404


def test_no_kit_and_no_script_of_the_house(dossier: Dossier) -> None:
    text = page(ma=dossier.code).content.decode()
    assert "<script" not in text
    assert "htmx" not in text
