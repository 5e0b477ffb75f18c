"""A list's address, its chips, columns, paging and sort heads."""

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from django.template.loader import render_to_string
from django.test import RequestFactory

from congvu.faces.lists import ListState, decode_cursor, encode_cursor
from congvu.faces.parts import Code, Column, Filter, Link, Num, Paging, Row, RowGroup, SumRow, Table

STATUSES = (("mo", "đang mở"), ("xong", "đã xong"))


def state(query: str, cookie: str = "") -> ListState:
    request = RequestFactory().get(f"/viec/?{query}")
    if cookie:
        request.COOKIES["cv-cot-viec"] = cookie
    return ListState.of(request, default_sort="han", sorts=("han", "ma"), key="viec")


def test_an_unknown_sort_falls_back() -> None:
    assert state("xep=-ma").sort == "-ma"
    assert state("xep=password").sort == "han"
    assert state("").sort == "han"


@pytest.mark.parametrize("key", [("2026-01-08", 7), (None, 1), (3,), ("có dấu", 2)])
def test_a_cursor_survives_the_address(key: tuple[str | int | None, ...]) -> None:
    assert decode_cursor(encode_cursor(key)) == key


@pytest.mark.parametrize("text", ["", "%%%", "e30", "bm9uZQ", "W3t9XQ", "ế"])
def test_a_broken_cursor_is_the_first_page(text: str) -> None:
    assert decode_cursor(text) is None


def test_changing_a_condition_goes_back_to_the_first_page_and_keeps_the_rest() -> None:
    here = state("tt=mo&q=an&sau=abc")
    assert here.url(tt=None) == "/viec/?q=an"
    assert here.url(xep="ma") == "/viec/?tt=mo&q=an&xep=ma"
    assert here.sort_url == "/viec/?tt=mo&q=an&xep="
    assert state("").sort_url == "/viec/?xep="


def test_paging_keeps_conditions() -> None:
    here = state("tt=mo")
    following = here.paging(("2026-01-08", 7)).next_url
    assert following.startswith("/viec/?tt=mo&sau=")
    assert decode_cursor(following.rpartition("=")[2]) == ("2026-01-08", 7)
    assert here.paging(None) == Paging()


def test_a_set_condition_is_a_chip_that_takes_it_off() -> None:
    chip = state("tt=mo&q=an").choice("tt", "Trạng thái", STATUSES)
    assert chip.is_set
    assert (chip.value_label, chip.off_url) == ("đang mở", "/viec/?q=an")


def test_an_unknown_value_is_no_condition() -> None:
    chip = state("tt=khac").choice("tt", "Trạng thái", STATUSES)
    assert not chip.is_set
    assert [choice.url for choice in chip.choices] == ["/viec/?tt=mo", "/viec/?tt=xong"]


def test_a_typed_condition_carries_the_others_along() -> None:
    chip = state("tt=mo&sau=abc").typed("den", "Hạn đến", input="date")
    drawn = render_to_string("faces/_filter.html", {"filter": chip})
    assert 'name="tt" value="mo"' in drawn
    assert 'name="sau"' not in drawn
    assert 'type="date"' in drawn


def test_chosen_columns_come_from_the_cookie() -> None:
    assert state("", cookie="who.due").columns == ("who", "due")
    assert state("").columns is None


COLUMNS = (
    Column("code", "Mã", fixed=True, sort="ma"),
    Column("title", "Việc", fixed=True),
    Column("who", "Của ai"),
    Column("opened", "Nhận ngày", hidden_at_first=True, figures=True),
)
ROW = Row(
    "7", "NV-7", {"code": Code("NV-7"), "title": Link("<b>Rà soát</b>", "/7/"), "who": None, "opened": date(2026, 1, 8)}
)


def table(**changes: Any) -> Table:
    return replace(Table("viec", "Việc", COLUMNS, [ROW], chooses_columns=False), **changes)


def test_columns_hidden_at_first_and_chosen() -> None:
    assert [column.key for column in table().visible] == ["code", "title", "who"]
    assert [column.key for column in table(shown=("opened",)).visible] == ["code", "title", "opened"]


def test_heads_offer_the_other_direction() -> None:
    heads = {column.key: (url, now) for column, url, now in table(sort="ma", sort_url="/viec/?xep=").heads}
    assert heads["code"] == ("/viec/?xep=-ma", "ascending")
    assert heads["title"] == ("", "")
    heads = {column.key: (url, now) for column, url, now in table(sort="-ma", sort_url="/viec/?xep=").heads}
    assert heads["code"] == ("/viec/?xep=ma", "descending")


def test_values_are_escaped() -> None:
    drawn = render_to_string("faces/_table.html", {"table": table()})
    assert "<b>Rà soát</b>" not in drawn
    assert "&lt;b&gt;Rà soát&lt;/b&gt;" in drawn


def test_a_group_without_rows_is_not_shown_and_zero_is_written() -> None:
    groups = (RowGroup("Quá hạn", (), count=0), RowGroup("Hôm nay", (ROW,), count=5, more_url="/nua/"))
    drawn = render_to_string("faces/_table.html", {"table": table(rows=(), groups=groups)})
    assert "Quá hạn" not in drawn
    assert "Xem 4 dòng nữa" in drawn
    assert render_to_string("faces/cells/num.html", {"value": Num(0)}).startswith("0")


def test_the_count_is_exact_and_says_of_how_many() -> None:
    drawn = render_to_string(
        "faces/_table.html", {"table": table(count=1031, total=2000, noun="việc", total_of="việc đang mở")}
    )
    assert "<b>1.031 việc khớp</b> trong 2.000 việc đang mở" in drawn


def test_the_sum_row_follows_the_chosen_columns() -> None:
    drawn = table(sums=SumRow("Cộng", {"opened": Num(3)}), shown=("opened",))
    assert [(cell.column.key, cell.type) for cell in drawn.sum_cells] == [("title", "text"), ("opened", "num")]


def test_an_empty_list_says_what_to_do() -> None:
    assert "Bỏ bớt điều kiện lọc" in render_to_string("faces/_table.html", {"table": table(rows=())})


def test_a_filter_not_set_is_not_a_link() -> None:
    assert not Filter("tt", "Trạng thái").is_set
