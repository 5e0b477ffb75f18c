"""Dates, hours and numbers, in Vietnamese and in English."""

from datetime import UTC, date, datetime, time
from decimal import Decimal

import pytest
from django.template import engines
from django.utils import translation

from congvu.faces import words

SATURDAY = date(2026, 11, 21)
MOMENT = datetime(2026, 11, 21, 7, 5, tzinfo=UTC)  # 14:05 in Vietnam
NEAR_MIDNIGHT = datetime(2026, 11, 20, 17, 30, tzinfo=UTC)  # 00:30 on the 21st in Vietnam


@pytest.mark.parametrize(
    ("function", "value", "vietnamese", "english"),
    [
        (words.day, SATURDAY, "21/11/2026", "21 Nov 2026"),
        (words.day, NEAR_MIDNIGHT, "21/11/2026", "21 Nov 2026"),
        (words.day_month, date(2026, 1, 8), "08/01", "8 Jan"),
        (words.weekday, SATURDAY, "thứ Bảy", "Saturday"),
        (words.weekday, date(2026, 11, 22), "Chủ nhật", "Sunday"),
        (words.weekday_short, date(2026, 11, 22), "CN", "Sun"),
        (words.day_full, SATURDAY, "Thứ Bảy 21/11/2026", "Saturday 21 Nov 2026"),
        (words.day_short, date(2026, 1, 10), "T7 10/01", "Sat 10 Jan"),
        (words.month, SATURDAY, "Tháng 11/2026", "Nov 2026"),
        (words.hour, MOMENT, "14:05", "14:05"),
        (words.hour, time(7, 30), "07:30", "07:30"),
        (words.moment, MOMENT, "21/11/2026, 14:05", "21 Nov 2026, 14:05"),
        (words.moment_short, MOMENT, "21/11, 14:05", "21 Nov, 14:05"),
        (words.number, Decimal("1234.56"), "1.234,56", "1,234.56"),
        (words.number, 1234567, "1.234.567", "1,234,567"),
        (words.number, 0, "0", "0"),
        (words.number, -5, "-5", "-5"),
        (words.signed, 5, "+5", "+5"),
        (words.signed, -1234, "−1.234", "−1,234"),
        (words.signed, 0, "0", "0"),
        (words.working_days, 3, "3 ngày làm việc", None),
        (words.days_left, 3, "còn 3 ngày làm việc", None),
        (words.initials, "Lê Minh Châu", "LC", "LC"),
        (words.initials, "", "", ""),
    ],
)
def test_wording(function, value, vietnamese, english) -> None:
    with translation.override("vi"):
        assert function(value) == vietnamese
    if english is not None:
        with translation.override("en"):
            assert function(value) == english


@pytest.mark.parametrize(
    ("value", "places", "expected"),
    [(Decimal("2.675"), 2, "2,68"), (Decimal("0.125"), 2, "0,13"), (98.5, 2, "98,50"), (3, 1, "3,0")],
)
def test_rounding_is_half_up_and_keeps_zeros(value, places, expected) -> None:
    assert words.number(value, places) == expected


def test_a_rate_without_anything_is_not_made_up() -> None:
    assert words.percent(0, 0) == "chưa có"
    assert words.percent(0, 5) == "0,00 %"
    assert words.percent(41806, 43046) == "97,12 %"
    assert words.fraction(41806, 43046) == "41.806 / 43.046"


def render(source: str, **values: object) -> str:
    return str(engines["django"].from_string("{% load faces %}" + source).render(values))


def test_filters_write_nothing_for_nothing() -> None:
    assert render("[{{ a|day }}|{{ b|number }}|{{ c|moment }}]", a=None, b=None, c="") == "[||]"
    assert render("{{ n|number }} {{ n|number:2 }}", n=0) == "0 0,00"


def test_filters_take_arguments() -> None:
    assert render("{{ a|percent:b }} · {{ a|fraction:b }}", a=1, b=3) == "33,33 % · 1 / 3"


def test_an_icon_is_drawn_from_the_sprite_and_hidden_from_screen_readers() -> None:
    drawn = render('{% icon "inbox" %}')
    assert 'aria-hidden="true"' in drawn
    assert "icons.svg#inbox" in drawn
    assert render("{% icon name %}", name="") == ""


def test_an_unknown_icon_is_an_error() -> None:
    with pytest.raises(Exception, match="no-such-icon"):
        render('{% icon "no-such-icon" %}')
