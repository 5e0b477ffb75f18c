"""How long something may take, as it is written in decisions and procedure tables."""

import re
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum

from congvu.core.errors import N_, DomainError
from congvu.core.text import fold


class AllowanceUnit(StrEnum):
    WORKING_DAYS = "working_days"
    CALENDAR_DAYS = "calendar_days"
    WORKING_HOURS = "working_hours"
    SAME_DAY = "same_day"


class AllowanceWarning(StrEnum):
    """A doubt that does not stop loading; the row waits in the review queue."""

    FRACTION_OF_A_DAY = "fraction_of_a_day"

    @property
    def sentence(self) -> str:
        return N_("Thời hạn lẻ “ngày” được tính theo giờ làm việc; hãy ghi rõ “ngày làm việc”.")


@dataclass(frozen=True, slots=True)
class Allowance:
    """An amount and its unit. A part of a day is always working time, hence unit `working_days`."""

    amount: Decimal
    unit: AllowanceUnit
    warnings: tuple[AllowanceWarning, ...] = field(default=(), compare=False)

    def __post_init__(self) -> None:
        if not self.amount.is_finite() or self.amount <= 0:
            raise AllowanceNotPositive(amount=_number(self.amount))
        if self.amount > _MOST:
            raise AllowanceTooLong(amount=_number(self.amount), most=_number(_MOST))
        if self.unit is AllowanceUnit.SAME_DAY and self.amount != 1:
            raise AllowanceUnreadable(text=f"{_number(self.amount)} × trong ngày")
        if self.unit is AllowanceUnit.CALENDAR_DAYS and not self.is_whole:
            raise AllowanceUnreadable(text=f"{_number(self.amount)} ngày")

    @property
    def is_whole(self) -> bool:
        return self.amount == self.amount.to_integral_value()

    def __str__(self) -> str:
        """The canonical Vietnamese text; `parse_allowance` reads it back."""
        if self.unit is AllowanceUnit.SAME_DAY:
            return "trong ngày"
        return f"{_number(self.amount)} {_WORDS[self.unit]}"


class NoAllowance(DomainError):
    """There is no text to read a limit from."""

    code = "allowance_blank"
    sentence = N_("Chưa ghi thời hạn; hãy ghi như “5 ngày làm việc”, “15 ngày”, “8 giờ làm việc” hoặc “trong ngày”.")
    status = 422


class AllowanceWithoutUnit(DomainError):
    """A bare number: working days or calendar days cannot be told."""

    code = "allowance_without_unit"
    sentence = N_(
        "Thời hạn “%(text)s” thiếu đơn vị; hãy ghi rõ “%(text)s ngày làm việc”, “%(text)s ngày” hay “%(text)s giờ”."
    )
    status = 422


class AllowanceNotPositive(DomainError):
    """Zero or less."""

    code = "allowance_not_positive"
    sentence = N_("Thời hạn phải lớn hơn 0, không phải %(amount)s; việc trả ngay thì ghi “trong ngày”.")
    status = 422


class AllowanceTooLong(DomainError):
    """More than anybody is ever given; most likely a slip of the pen."""

    code = "allowance_too_long"
    sentence = N_("Thời hạn %(amount)s quá dài; hãy ghi số không quá %(most)s.")
    status = 422


class AllowanceUnreadable(DomainError):
    """None of the forms."""

    code = "allowance_unreadable"
    sentence = N_(
        "Không đọc được thời hạn “%(text)s”; hãy ghi như “5 ngày làm việc”, “0,5 ngày làm việc”, “15 ngày”, "
        "“8 giờ làm việc” hoặc “trong ngày”."
    )
    status = 422


_MOST = Decimal(2000)
_WORDS = {
    AllowanceUnit.WORKING_DAYS: "ngày làm việc",
    AllowanceUnit.CALENDAR_DAYS: "ngày",
    AllowanceUnit.WORKING_HOURS: "giờ làm việc",
}
_UNITS = {
    "ngay lam viec": AllowanceUnit.WORKING_DAYS,
    "ngay": AllowanceUnit.CALENDAR_DAYS,
    "ngay lich": AllowanceUnit.CALENDAR_DAYS,
    "gio": AllowanceUnit.WORKING_HOURS,
    "gio lam viec": AllowanceUnit.WORKING_HOURS,
    "gio hanh chinh": AllowanceUnit.WORKING_HOURS,
}
_FORM = re.compile(
    r"(?:trong thoi han |trong vong |khong qua |toi da |trong )?"
    r"(?P<number>[-−+]?\d+(?:[.,]\d+)?)(?: ?\([^()]*\))?\s*(?P<unit>[^\d\W][^\d]*)?"
)
_SAME_DAY = ("trong ngay", "trong ngay lam viec")


def parse_allowance(text: str) -> Allowance:
    """Read a limit, whatever its case, diacritics and Unicode form; a decimal comma or point.

    >>> str(parse_allowance("0.5 NGAY LAM VIEC"))
    '0,5 ngày làm việc'
    >>> parse_allowance("trong ngày").unit.value
    'same_day'
    """
    plain = fold(text).rstrip(" .;")
    if not plain:
        raise NoAllowance(field="limit")
    if plain in _SAME_DAY:
        return Allowance(Decimal(1), AllowanceUnit.SAME_DAY)
    found = _FORM.fullmatch(plain)
    if not found or _thousands(found["number"]):
        raise AllowanceUnreadable(field="limit", text=text.strip())
    if not found["unit"]:
        raise AllowanceWithoutUnit(field="limit", text=found["number"])
    unit = _UNITS.get(found["unit"].strip())
    if unit is None:
        raise AllowanceUnreadable(field="limit", text=text.strip())
    return _allowance(Decimal(found["number"].replace(",", ".").replace("−", "-")), unit)


def _allowance(amount: Decimal, unit: AllowanceUnit) -> Allowance:
    if unit is AllowanceUnit.CALENDAR_DAYS and amount != amount.to_integral_value():
        return Allowance(amount, AllowanceUnit.WORKING_DAYS, (AllowanceWarning.FRACTION_OF_A_DAY,))
    return Allowance(amount, unit)


def _thousands(number: str) -> bool:
    """“1.000” may be a thousand or one: not guessed. “0.125” is an eighth."""
    return bool(re.fullmatch(r"[-−+]?[1-9]\d{0,2}[.,]\d{3}", number))


def _number(amount: Decimal) -> str:
    text = f"{amount:f}"
    return (text.rstrip("0").rstrip(".") if "." in text else text).replace(".", ",")
