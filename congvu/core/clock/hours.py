"""Opening hours per weekday, valid from–until."""

from bisect import bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from itertools import pairwise

from congvu.core.errors import N_, DomainError

Shifts = tuple[tuple[int, int], ...]
"""Opening and closing minute of the day of each stretch of work, in order, apart from each other."""


@dataclass(frozen=True, slots=True)
class OpeningHours:
    """One stretch of work on one weekday (Monday is 0); several rows make morning and afternoon.

    `closes` 00:00 means midnight at the day's end. Both times None: closed on that weekday.
    `valid_until` is exclusive. Among rows of a weekday the latest `valid_from` on or before the day holds alone.
    """

    weekday: int
    opens: time | None
    closes: time | None
    valid_from: date | None = None
    valid_until: date | None = None


class HoursReversed(DomainError):
    """A stretch of work closes before it opens, or has only one of the two times."""

    code = "hours_reversed"
    sentence = N_("Giờ làm việc %(opens)s–%(closes)s không dùng được; giờ đóng cửa phải sau giờ mở cửa.")
    status = 422


class HoursOverlap(DomainError):
    """Two stretches of work of one weekday overlap."""

    code = "hours_overlap"
    sentence = N_("Giờ làm việc %(weekday)s bị chồng nhau từ %(opens)s; hãy sửa để các buổi không trùng giờ.")
    status = 422


WEEKDAYS = ("thứ Hai", "thứ Ba", "thứ Tư", "thứ Năm", "thứ Sáu", "thứ Bảy", "Chủ nhật")

DEFAULT_HOURS: tuple[OpeningHours, ...] = tuple(
    OpeningHours(weekday, opens, closes)
    for weekday in range(5)
    for opens, closes in ((time(7, 30), time(11, 30)), (time(13), time(17)))
)


class Timetable:
    """A unit's own hours over the default 07:30–11:30, 13:00–17:00 Monday to Friday, each found once."""

    def __init__(self, own: Sequence[OpeningHours]) -> None:
        self._own = own
        self._turns = sorted({day for row in own for day in (row.valid_from, row.valid_until) if day is not None})
        self._found: dict[tuple[int, int], Shifts] = {}

    def shifts(self, day: date, weekday: int) -> Shifts:
        """The hours of `weekday` as they are valid on `day`."""
        key = bisect_right(self._turns, day), weekday
        if key not in self._found:
            self._found[key] = _shifts(_valid(self._own, day, weekday) or _valid(DEFAULT_HOURS, day, weekday))
        return self._found[key]


def _shifts(rows: Sequence[OpeningHours]) -> Shifts:
    spans = sorted({_span(row) for row in rows if row.opens is not None or row.closes is not None})
    for (_, closes), (opens, _) in pairwise(spans):
        if opens < closes:
            raise HoursOverlap(weekday=WEEKDAYS[rows[0].weekday], opens=f"{opens // 60:02}:{opens % 60:02}")
    return tuple(spans)


def _valid(rows: Sequence[OpeningHours], day: date, weekday: int) -> list[OpeningHours]:
    valid = [
        row
        for row in rows
        if row.weekday == weekday
        and (row.valid_from is None or row.valid_from <= day)
        and (row.valid_until is None or day < row.valid_until)
    ]
    latest = max((row.valid_from or date.min for row in valid), default=None)
    return [row for row in valid if (row.valid_from or date.min) == latest]


def _span(row: OpeningHours) -> tuple[int, int]:
    if row.opens is not None and row.closes is not None:
        opens = row.opens.hour * 60 + row.opens.minute
        closes = row.closes.hour * 60 + row.closes.minute or 24 * 60
        if opens < closes:
            return opens, closes
    raise HoursReversed(opens=row.opens or "…", closes=row.closes or "…")
