"""Numbers as people write them."""

from decimal import ROUND_HALF_UP, Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvu.core.numbers import (
    NO_BREAK_SPACE,
    AmbiguousNumber,
    UnreadableMoney,
    UnreadableNumber,
    format_money,
    format_number,
    format_percent,
    parse_money,
    parse_number,
    parse_percent,
    round_to,
)

numbers = st.decimals(min_value=-(10**12), max_value=10**12, places=2)


@pytest.mark.parametrize(
    ("value", "places", "vietnamese", "english"),
    [
        pytest.param("1234567.5", None, "1.234.567,5", "1,234,567.5", id="keeps what is there"),
        pytest.param("1234.5", 2, "1.234,50", "1,234.50", id="zeros up to the places asked for"),
        pytest.param("55.555", 2, "55,56", "55.56", id="half goes up"),
        pytest.param("-0.004", 2, "0,00", "0.00", id="no minus before nothing"),
        pytest.param("-1234", None, "-1.234", "-1,234", id="minus stays"),
        pytest.param("1E+3", None, "1.000", "1,000", id="never an exponent"),
        pytest.param("999.995", 2, "1.000,00", "1,000.00", id="rounding may carry"),
    ],
)
def test_format_number(value, places, vietnamese, english):
    assert format_number(Decimal(value), places=places) == vietnamese
    assert format_number(Decimal(value), places=places, lang="en") == english


@pytest.mark.parametrize(
    ("text", "number"),
    [
        pytest.param("1.276", "1276", id="a point before three digits is thousands"),
        pytest.param("1.234.567,89", "1234567.89", id="both marks"),
        pytest.param("1234,5", "1234.5", id="thousands need not be marked"),
        pytest.param("55,55", "55.55", id="comma is decimal"),
        pytest.param("0,125", "0.125", id="three digits after nought are a fraction"),
        pytest.param("0.125", "0.125", id="with a point too: thousands never begin with 0"),
        pytest.param("73.63", "73.63", id="one reading only, though foreign"),
        pytest.param("1,234.56", "1234.56", id="foreign with both marks"),
        pytest.param("1,234,567", "1234567", id="two commas can only be thousands"),
        pytest.param(" −1 234,5 ", "-1234.5", id="typographic minus and spaces"),
        pytest.param("12\u00a0500", "12500", id="hard space"),
    ],
)
def test_parse_number(text, number):
    assert parse_number(text) == Decimal(number)


@pytest.mark.parametrize(
    ("text", "number"), [("1.234", "1.234"), ("1,234", "1234"), ("9.5", "9.5"), ("0,5", "0.5"), ("1.234,5", "1234.5")]
)
def test_parse_number_of_a_file(text, number):
    assert parse_number(text, lang="en") == Decimal(number)


def test_a_comma_before_three_digits_is_refused_with_both_readings():
    with pytest.raises(AmbiguousNumber) as refusal:
        parse_number("-1,234", field="amount")
    assert refusal.value.field == "amount"
    assert str(refusal.value).startswith("“-1,234” có thể đọc là -1.234 hoặc -1,234.")
    assert parse_number("-1.234") == -1234
    assert parse_number("-1,2340") == Decimal("-1.234")  # both remedies of the sentence work


@pytest.mark.parametrize(
    "text", ["", "abc", "1.23.456", "1,2,3", "1..2", "12-3", "1.234,567,8", ",5", "5,", "NaN", "1e5", "²"]
)
def test_what_is_no_number_is_refused(text):
    with pytest.raises(UnreadableNumber):
        parse_number(text)


@given(numbers, st.sampled_from(["vi", "en"]))
def test_what_we_write_we_read(number, lang):
    assert parse_number(format_number(number, places=2, lang=lang), lang=lang) == number


@given(st.decimals(min_value=-(10**9), max_value=10**9, places=5), st.integers(0, 4))
def test_rounding_is_half_up(number, places):
    assert round_to(number, places) == number.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)


def test_percent():
    assert format_percent(Decimal("98.625")) == f"98,63{NO_BREAK_SPACE}%"
    assert format_percent(Decimal("101.9"), places=1, lang="en") == "101.9%"
    assert format_percent(None) == "–"
    assert parse_percent("55,55 %") == parse_percent("55.55%") == Decimal("55.55")


@pytest.mark.parametrize("text", ["1.250.000", "1250000 đồng", "1.250.000đ", "1.250.000 VND", "1.250.000 ₫"])
def test_parse_money(text):
    assert parse_money(text) == 1_250_000


@pytest.mark.parametrize("text", ["-5", "0,5", "miễn phí", ""])
def test_money_is_whole_and_never_negative(text):
    with pytest.raises(UnreadableMoney):
        parse_money(text)


def test_money_is_written_with_its_name():
    assert format_money(50_000) == f"50.000{NO_BREAK_SPACE}đồng"
    assert format_money(50_000, lang="en") == f"50,000{NO_BREAK_SPACE}VND"
