"""Dates, hours and numbers as people here write them; English forms when English is the active language.

Plain functions; the template filters of the same names call them. Moments are shown in the installation's time zone.
"""

from datetime import date, datetime, time
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING, TypeAlias

from django.utils import timezone
from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from congvu.core.clock import AllowanceUnit, parse_allowance
from congvu.core.errors import DomainError

if TYPE_CHECKING:
    from django_stubs_ext import StrPromise

Words: TypeAlias = "str | StrPromise"
Day: TypeAlias = "date | datetime"
Number: TypeAlias = "int | float | Decimal"

_WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")
_WEEKDAYS_SHORT = ("T2", "T3", "T4", "T5", "T6", "T7", "CN")
_WEEKDAYS_EN = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_LIMITS_EN = {
    AllowanceUnit.WORKING_DAYS: "working day",
    AllowanceUnit.CALENDAR_DAYS: "day",
    AllowanceUnit.WORKING_HOURS: "working hour",
}
_MONTHS_EN = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")


def english() -> bool:
    return (get_language() or "vi").startswith("en")


def local_day(value: Day) -> date:
    """The calendar day of a day or moment, in local time."""
    return _local(value).date() if isinstance(value, datetime) else value


def day(value: Day) -> str:
    """21/11/2026 · 21 Nov 2026"""
    on = local_day(value)
    return f"{on.day} {_MONTHS_EN[on.month - 1]} {on.year}" if english() else f"{on:%d/%m/%Y}"


def day_month(value: Day) -> str:
    """21/11 · 21 Nov"""
    on = local_day(value)
    return f"{on.day} {_MONTHS_EN[on.month - 1]}" if english() else f"{on:%d/%m}"


def weekday(value: Day) -> str:
    """thứ Bảy · Saturday"""
    return (_WEEKDAYS_EN if english() else _WEEKDAYS)[local_day(value).weekday()]


def weekday_short(value: Day) -> str:
    """T7 · Sat"""
    on = local_day(value)
    return _WEEKDAYS_EN[on.weekday()][:3] if english() else _WEEKDAYS_SHORT[on.weekday()]


def day_full(value: Day) -> str:
    """Thứ Bảy 21/11/2026 · Saturday 21 Nov 2026"""
    name = weekday(value)
    return f"{name[0].upper()}{name[1:]} {day(value)}"


def day_short(value: Day) -> str:
    """T7 21/11 · Sat 21 Nov"""
    return f"{weekday_short(value)} {day_month(value)}"


def month(value: Day) -> str:
    """Tháng 11/2026 · Nov 2026"""
    on = local_day(value)
    return f"{_MONTHS_EN[on.month - 1]} {on.year}" if english() else f"Tháng {on:%m/%Y}"


def hour(value: datetime | time) -> str:
    """14:05"""
    return f"{_local(value) if isinstance(value, datetime) else value:%H:%M}"


def moment(value: datetime) -> str:
    """21/11/2026, 14:05 · 21 Nov 2026, 14:05"""
    return f"{day(value)}, {hour(value)}"


def moment_short(value: datetime) -> str:
    """21/11, 14:05 · 21 Nov, 14:05"""
    return f"{day_month(value)}, {hour(value)}"


def number(value: Number, places: int | None = None) -> str:
    """1.234,56 · 1,234.56. `places` rounds half up and keeps zeros; without it a number is written as it is."""
    exact = value if isinstance(value, Decimal) else Decimal(str(value))
    if places is not None:
        exact = exact.quantize(Decimal(1).scaleb(-places), rounding=ROUND_HALF_UP)
    text = f"{exact:,f}"
    return text if english() else text.translate(str.maketrans(",.", ".,"))


def signed(value: Number, places: int | None = None) -> str:
    """+1.234 · −5 with a true minus sign; zero without a sign."""
    text = number(value if value > 0 else -value, places)
    return text if value == 0 else f"+{text}" if value > 0 else f"−{text}"


def percent(numerator: Number, denominator: Number, places: int = 2) -> str:
    """97,12 % of a fraction, half up; “chưa có” when nothing happened, never a made-up 0 or 100."""
    if not denominator:
        return _("chưa có")
    share = Decimal(str(numerator)) * 100 / Decimal(str(denominator))
    return f"{number(share, places)} %" if not english() else f"{number(share, places)}%"


def fraction(numerator: Number, denominator: Number) -> str:
    """41.806 / 43.046"""
    return f"{number(numerator)} / {number(denominator)}"


def days(count: Number) -> str:
    """3 ngày · 3 days"""
    return ngettext("%(count)s ngày", "%(count)s ngày", _plural(count)) % {"count": number(count)}


def working_days(count: Number) -> str:
    """3 ngày làm việc · 3 working days"""
    return ngettext("%(count)s ngày làm việc", "%(count)s ngày làm việc", _plural(count)) % {"count": number(count)}


def days_left(count: Number) -> str:
    """còn 3 ngày làm việc · 3 working days left"""
    text = ngettext("còn %(count)s ngày làm việc", "còn %(count)s ngày làm việc", _plural(count))
    return text % {"count": number(count)}


def limit(text: str) -> str:
    """5 ngày làm việc · 5 working days. What no limit can be read from is shown as it was written."""
    if not english():
        return text
    try:
        allowance = parse_allowance(text)
    except DomainError:
        return text
    if allowance.unit is AllowanceUnit.SAME_DAY:
        return "the same day"
    unit = _LIMITS_EN[allowance.unit]
    return f"{number(allowance.amount.normalize())} {unit if allowance.amount == 1 else f'{unit}s'}"


def initials(name: str) -> str:
    """LC for Lê Minh Châu: first and last word, as people here are told apart."""
    words = name.split()
    return (words[0][:1] + (words[-1][:1] if len(words) > 1 else "")).upper() if words else ""


def _plural(count: Number) -> int:
    return 1 if count == 1 else 2


def _local(value: datetime) -> datetime:
    return timezone.localtime(value) if timezone.is_aware(value) else value
