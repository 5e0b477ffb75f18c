"""The catalogue as a reader sees it."""

from typing import Any

import pytest
from django.test import Client

from congvu.catalog.models import ReviewItem
from congvu.orgs.models import Person, Position, Role, Unit, UnitHeir, UnitKind, UnitSpan, UnitUnder
from congvu.orgs.ranges import days
from tests.catalog.test_load import few  # noqa: F401

ALWAYS = days(None)


def sign_in(role: str) -> Client:
    unit = Unit.objects.create(code="X", during=ALWAYS)
    kind = UnitKind.objects.get(code="so")
    UnitSpan.objects.create(unit=unit, name="Sở Tư pháp", short_name="STP", kind=kind, during=ALWAYS)
    UnitHeir.objects.create(unit=unit, heir=unit, during=ALWAYS)
    UnitUnder.objects.create(upper=unit, lower=unit, depth=0, during=ALWAYS)
    person = Person.objects.create(username="an", full_name="Lê An")
    Position.objects.create(person=person, role=Role.objects.get(code=role), unit=unit, during=ALWAYS)
    client = Client()
    client.force_login(person)
    return client


@pytest.mark.usefixtures("few")
def test_the_list_is_searched_without_diacritics_and_counts() -> None:
    client = sign_in("specialist")
    page = client.get("/thu-tuc/", {"q": "khai sinh"}).content.decode()
    assert "Thủ tục đăng ký khai sinh" in page
    assert "Tách thửa" not in page
    assert "1 thủ tục khớp" in page
    doubtful = client.get("/thu-tuc/", {"loc": "doubt"}).content.decode()
    assert "1.001022" in doubtful
    assert "1.012784" not in doubtful


@pytest.mark.usefixtures("few")
def test_a_procedure_shows_its_table_papers_and_limits() -> None:
    client = sign_in("specialist")
    page = client.get("/thu-tuc/1.012784/").content.decode()
    for text in ("Thẩm định hồ sơ", "9 ngày làm việc", "chỉ vùng khó khăn", "2304/QĐ-BNNMT", "Quy trình nội bộ, bản 1"):
        assert text in page, text
    default = client.get("/thu-tuc/1.001193/").content.decode()
    assert "Quy trình mặc định" in default
    assert client.get("/thu-tuc/9.999999/").status_code == 404


@pytest.mark.usefixtures("few")
def test_only_who_manages_the_catalogue_settles_doubts() -> None:
    item = ReviewItem.objects.filter(procedure__code="1.001022", about="limit").get()
    client = sign_in("specialist")
    assert client.get("/thu-tuc/can-soat/").status_code == 403
    assert client.post(f"/thu-tuc/can-soat/{item.pk}/", {"settlement": "x"}).status_code == 403


@pytest.mark.usefixtures("few")
def test_a_refused_settlement_keeps_what_was_typed() -> None:
    item = ReviewItem.objects.filter(procedure__code="1.001022", about="limit").get()
    client = sign_in("admin")
    answer: Any = client.post(f"/thu-tuc/can-soat/{item.pk}/", {"settlement": "Theo QĐ 12", "limit": "ba ngày"})
    assert answer.status_code == 422
    assert "Không đọc được thời hạn" in answer.content.decode()
    assert "Theo QĐ 12" in answer.content.decode()
    done = client.post(f"/thu-tuc/can-soat/{item.pk}/", {"settlement": "Theo QĐ 12", "limit": "3 ngày làm việc"})
    assert done.status_code == 302
    assert "3 ngày làm việc" in client.get("/thu-tuc/1.001022/").content.decode()
    again = client.post(f"/thu-tuc/can-soat/{item.pk}/", {"settlement": "Theo QĐ 12"})
    assert again.status_code == 409


def test_strangers_are_led_to_the_sign_in(db: None) -> None:
    answer: Any = Client().get("/thu-tuc/")
    assert answer.status_code == 302
    assert "/tai-khoan/" in answer.url


@pytest.mark.usefixtures("few")
def test_the_list_asks_the_same_number_of_queries_whatever_it_shows(django_assert_max_num_queries: Any) -> None:
    client = sign_in("specialist")
    with django_assert_max_num_queries(15):
        client.get("/thu-tuc/")
