"""Spans of days that figures are counted over: months, quarters, halves, years, and the windows of official reports.

A reporting year of the administrative-reform report runs from 15 December to 14 December (docs/rules/metrics.md).
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum

from congvu.core.errors import N_, DomainError

_A_DAY = timedelta(days=1)
_REPORT_TURNS_ON = 15  # a reporting window begins on this day of the month before


class PeriodUnreadable(DomainError):
    """The text names no period."""

    code = "period_unreadable"
    sentence = N_(
        "Không đọc được kỳ “%(text)s”. Hãy ghi như 2025, 2025Q1, 2025H1, 2025M05, kỳ báo cáo 2025-BC, 2025Q1-BC, "
        "2025H1-BC, hoặc 2025-01-01..2025-03-31."
    )
    status = 422


class PeriodTurned(DomainError):
    """The last day lies before the first."""

    code = "period_turned"
    sentence = N_("Kỳ từ %(first)s đến %(last)s có ngày cuối trước ngày đầu. Hãy đổi lại hai ngày.")
    status = 422


class Grain(StrEnum):
    MONTH = "M"
    QUARTER = "Q"
    HALF = "H"
    YEAR = "Y"
    DAYS = "D"


_MONTHS = {Grain.MONTH: 1, Grain.QUARTER: 3, Grain.HALF: 6, Grain.YEAR: 12}
_PARTS = {grain: 12 // months for grain, months in _MONTHS.items()}


@dataclass(frozen=True, slots=True)
class Period:
    """Days from `first_on` up to but not including `until_on`.

    `grain`, `year`, `number` say what it is called; `reporting` that it is a window of the official report.
    """

    first_on: date
    until_on: date
    grain: Grain = Grain.DAYS
    year: int = 0
    number: int = 0
    reporting: bool = False

    def __post_init__(self) -> None:
        if self.until_on <= self.first_on:
            raise PeriodTurned(first=self.first_on.isoformat(), last=(self.until_on - _A_DAY).isoformat())

    @property
    def last_on(self) -> date:
        """The last day that belongs to it."""
        return self.until_on - _A_DAY

    @property
    def code(self) -> str:
        """How it is written in addresses and files; `period_from` reads it back."""
        if self.grain is Grain.DAYS:
            return f"{self.first_on.isoformat()}..{self.last_on.isoformat()}"
        part = {Grain.YEAR: "", Grain.MONTH: f"M{self.number:02d}"}.get(self.grain, f"{self.grain}{self.number}")
        return f"{self.year:04d}{part}{'-BC' if self.reporting else ''}"

    def __contains__(self, day: date) -> bool:
        return self.first_on <= day < self.until_on

    def months(self) -> tuple["Period", ...]:
        """The period cut at the turns of its months (of the 15th in a reporting window): together exactly itself."""
        return tuple(self._cut())

    def _cut(self) -> Iterator["Period"]:
        start = self.first_on
        while start < self.until_on:
            whole = month_of(start, reporting=self.reporting)
            end = min(whole.until_on, self.until_on)
            yield whole if (start, end) == (whole.first_on, whole.until_on) else Period(start, end)
            start = end


def days(first_on: date, last_on: date) -> Period:
    """Both days included.

    >>> days(date(2025, 1, 1), date(2025, 3, 31)).until_on
    datetime.date(2025, 4, 1)
    """
    if last_on < first_on:
        raise PeriodTurned(first=first_on.isoformat(), last=last_on.isoformat())
    return Period(first_on, last_on + _A_DAY)


def named(year: int, grain: Grain = Grain.YEAR, number: int = 1, *, reporting: bool = False) -> Period:
    """The `number`-th month, quarter or half of a year, or the year; `reporting` moves both ends to the 15th before.

    >>> named(2025, Grain.QUARTER, 1, reporting=True).first_on, named(2025, reporting=True).last_on
    (datetime.date(2024, 12, 15), datetime.date(2025, 12, 14))
    """
    months = _MONTHS[grain]
    first = 12 * year + months * (number - 1)
    return Period(
        _turn(first, reporting=reporting), _turn(first + months, reporting=reporting), grain, year, number, reporting
    )


def _turn(month: int, *, reporting: bool) -> date:
    """The day on which the month begins, months counted through the years from 0."""
    if reporting:
        return date((month - 1) // 12, (month - 1) % 12 + 1, _REPORT_TURNS_ON)
    return date(month // 12, month % 12 + 1, 1)


def month_of(day: date, *, reporting: bool = False) -> Period:
    """The month the day lies in; in a reporting year 15 December already is January's."""
    month = 12 * day.year + day.month - 1 + int(reporting and day.day >= _REPORT_TURNS_ON)
    return named(month // 12, Grain.MONTH, month % 12 + 1, reporting=reporting)


_NAMED = re.compile(r"(\d{4})(?:([MQH])(\d{1,2}))?(-BC)?", re.ASCII)


def period_from(text: str) -> Period:
    """Read what `Period.code` writes.

    >>> period_from("2025H1-BC").last_on, period_from("2025M02").last_on
    (datetime.date(2025, 6, 14), datetime.date(2025, 2, 28))
    """
    body = text.strip()
    if ".." in body:
        return _days_from(body)
    found = _NAMED.fullmatch(body)
    if not found:
        raise PeriodUnreadable(text=text)
    year, letter, number, reporting = found.groups()
    grain = Grain(letter or Grain.YEAR)
    part = int(number or 1)
    if not (1 < int(year) < 9999 and 1 <= part <= _PARTS[grain]):
        raise PeriodUnreadable(text=text)
    return named(int(year), grain, part, reporting=bool(reporting))


def _days_from(text: str) -> Period:
    first, _, last = text.partition("..")
    try:
        ends = date.fromisoformat(first.strip()), date.fromisoformat(last.strip())
    except ValueError:
        raise PeriodUnreadable(text=text) from None
    if ends[1] == date.max:
        raise PeriodUnreadable(text=text)
    return days(*ends)
