# ruff: noqa: E501  (a line of the table is one case)
"""Limits as people write them."""

import unicodedata
from decimal import Decimal

import pytest

from congvu.core.clock import (
    Allowance,
    AllowanceNotPositive,
    AllowanceTooLong,
    AllowanceUnit,
    AllowanceUnreadable,
    AllowanceWarning,
    AllowanceWithoutUnit,
    NoAllowance,
    parse_allowance,
)

READ = """
12 ngày làm việc | 12 | working_days
1 ngày làm việc | 1 | working_days
05 ngày làm việc | 5 | working_days
0,5 ngày làm việc | 0.5 | working_days
0.25 ngày làm việc | 0.25 | working_days
0.125 ngày làm việc | 0.125 | working_days
1,50 ngày làm việc | 1.5 | working_days
3 ngày | 3 | calendar_days
3,0 ngày | 3 | calendar_days
60 ngày | 60 | calendar_days
10 ngày lịch | 10 | calendar_days
8 giờ | 8 | working_hours
1 giờ làm việc | 1 | working_hours
1,5 giờ | 1.5 | working_hours
4 giờ hành chính | 4 | working_hours
trong ngày | 1 | same_day
Trong ngày làm việc | 1 | same_day
TRONG NGÀY. | 1 | same_day
12 NGÀY LÀM VIỆC | 12 | working_days
12 Ngày Làm Việc | 12 | working_days
12 ngay lam viec | 12 | working_days
8 GIO | 8 | working_hours
trong ngay | 1 | same_day
12ngày làm việc | 12 | working_days
không quá 5 ngày làm việc | 5 | working_days
Trong thời hạn 15 ngày | 15 | calendar_days
trong vòng 24 giờ | 24 | working_hours
tối đa 20 ngày làm việc | 20 | working_days
10 (mười) ngày làm việc | 10 | working_days
+3 ngày | 3 | calendar_days
"""


@pytest.mark.parametrize("line", READ.strip().splitlines())
@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_limits_are_read(line: str, form: str) -> None:
    text, amount, unit = line.split(" | ")
    found = parse_allowance(unicodedata.normalize(form, f"  {text} "))
    assert (found.amount, found.unit, found.warnings) == (Decimal(amount), AllowanceUnit(unit), ())


@pytest.mark.parametrize("text", ["0,5 ngày", "0.25 NGÀY", "2,5 ngay", "1,5 ngày lịch"])
def test_a_part_of_a_day_is_working_time_with_a_warning(text: str) -> None:
    found = parse_allowance(text)
    assert (found.unit, found.warnings) == (AllowanceUnit.WORKING_DAYS, (AllowanceWarning.FRACTION_OF_A_DAY,))
    assert "ngày làm việc" in found.warnings[0].sentence


@pytest.mark.parametrize("text", ["", "   ", "\n", "."])
def test_a_blank_is_no_limit(text: str) -> None:
    with pytest.raises(NoAllowance, match="5 ngày làm việc") as refused:
        parse_allowance(text)
    assert refused.value.field == "limit"


@pytest.mark.parametrize("text", ["5", " 0,5 ", "12."])
def test_a_number_without_unit_says_which_units_there_are(text: str) -> None:
    with pytest.raises(AllowanceWithoutUnit, match=r"ngày làm việc”, “.* ngày”"):
        parse_allowance(text)


@pytest.mark.parametrize("text", ["0 ngày làm việc", "0,00 giờ", "-3 ngày", "−1 giờ"])
def test_nothing_or_less_is_refused(text: str) -> None:
    with pytest.raises(AllowanceNotPositive, match="lớn hơn 0"):
        parse_allowance(text)


@pytest.mark.parametrize("text", ["1000000 ngày làm việc", "2001 giờ", "99999999999999999999 ngày"])
def test_a_slip_of_the_pen_is_refused(text: str) -> None:
    with pytest.raises(AllowanceTooLong, match="2000"):
        parse_allowance(text)


@pytest.mark.parametrize(
    "text",
    [
        "5 tháng", "2 tuần", "1 năm", "30 phút", "năm ngày", "ngày", "ngày làm việc", "5 ngày rưỡi", "3-5 ngày",
        "1.000 ngày", "1,000 giờ", "5 ngày 3 giờ", "5,,5 ngày", "1e3 ngày", "Không có thông tin", "5 ngày làm", "NaN ngày",
        "Trực tuyến: 3 Ngày làm việc; Trực tiếp: 13 Ngày làm việc",
    ],
)  # fmt: skip
def test_anything_else_is_refused_with_the_forms_that_are_right(text: str) -> None:
    with pytest.raises(AllowanceUnreadable) as refused:
        parse_allowance(text)
    assert text in str(refused.value)
    assert "8 giờ làm việc" in str(refused.value)


@pytest.mark.parametrize(
    ("text", "written"),
    [
        ("12 NGAY LAM VIEC", "12 ngày làm việc"),
        ("0.50 ngày làm việc", "0,5 ngày làm việc"),
        ("0,25 ngày", "0,25 ngày làm việc"),
        ("100 ngày", "100 ngày"),
        ("8h", None),
        ("8 gio", "8 giờ làm việc"),
        ("TRONG NGÀY", "trong ngày"),
    ],
)
def test_how_a_limit_is_written(text: str, written: str | None) -> None:
    if written is None:
        with pytest.raises(AllowanceUnreadable):
            parse_allowance(text)
    else:
        assert str(parse_allowance(text)) == written
        assert parse_allowance(written) == parse_allowance(text)


@pytest.mark.parametrize(
    ("amount", "unit"),
    [(Decimal(2), AllowanceUnit.SAME_DAY), (Decimal("0.5"), AllowanceUnit.CALENDAR_DAYS)],
)
def test_a_limit_that_means_nothing_cannot_be_made(amount: Decimal, unit: AllowanceUnit) -> None:
    with pytest.raises(AllowanceUnreadable):
        Allowance(amount, unit)


@pytest.mark.parametrize("amount", ["NaN", "Infinity", "0", "-1"])
def test_a_limit_that_is_no_positive_number_cannot_be_made(amount: str) -> None:
    with pytest.raises(AllowanceNotPositive):
        Allowance(Decimal(amount), AllowanceUnit.WORKING_DAYS)
