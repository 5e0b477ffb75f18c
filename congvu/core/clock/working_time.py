"""Working time between moments: for “còn 4 ngày làm việc”, for clocks, for adding minutes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal

from congvu.core.clock.calendar import MINUTE, WorkCalendar
from congvu.core.clock.moments import local


def working_days_between(earlier: date, later: date, calendar: WorkCalendar) -> int:
    """Working days after `earlier` up to and including `later`; negative when they stand the other way round.

    From today to the due day it is “còn n ngày làm việc”, from the due day to today “quá n ngày làm việc”.
    """
    if later < earlier:
        return -working_days_between(later, earlier, calendar)
    calendar.require(earlier.toordinal(), later.toordinal())
    base = calendar.base
    return calendar.position[later.toordinal() - base + 1] - calendar.position[earlier.toordinal() - base + 1]


def working_minutes_between(earlier: datetime, later: datetime, calendar: WorkCalendar) -> int:
    """Whole minutes of opening time between two moments (rounded down); negative when reversed."""
    if later < earlier:
        return -working_minutes_between(later, earlier, calendar)
    calendar.require(local(earlier).toordinal(), local(later).toordinal())
    return (calendar.time_at(later) - calendar.time_at(earlier)) // MINUTE


def add_minutes(moment: datetime, minutes: int, calendar: WorkCalendar) -> datetime:
    """The moment after that much opening time; an end of day stays in that day. Zero minutes: the moment itself."""
    if minutes < 0:
        raise ValueError("minutes must not be negative")
    if minutes == 0:
        return moment
    found = calendar.moment_of_time(calendar.time_at(moment) + minutes * MINUTE)
    calendar.require(local(moment).toordinal(), found.toordinal())
    return found


def next_opening(moment: datetime, calendar: WorkCalendar) -> datetime:
    """The moment itself when the unit is open, else when it opens next. At the closing minute it is closed."""
    moment = local(moment)
    ordinal = moment.toordinal()
    index = calendar.index(ordinal)
    now = moment.hour * 60 + moment.minute
    for opens, closes in calendar.shifts[index]:
        if now < opens:
            return moment.replace(hour=opens // 60, minute=opens % 60, second=0, microsecond=0)
        if now < closes:
            return moment
    following = calendar.working_day(calendar.position[index + 1])
    calendar.require(ordinal, following)
    return calendar.opening(following)


@dataclass(frozen=True, slots=True)
class Elapsed:
    """Working days, two places, half up: of a stretch, what was used and what stood still."""

    used: Decimal
    paused: Decimal


def elapsed(
    from_at: datetime, until: datetime, calendar: WorkCalendar, *, pauses: Sequence[tuple[datetime, datetime]] = ()
) -> Elapsed:
    """How many working days passed between two moments, and how many of them were paused.

    Each day counts as one however long it is. Pauses as (since, until) moments, in order, not overlapping.
    """
    until = max(until, from_at)
    calendar.require(local(from_at).toordinal(), local(until).toordinal())
    start, end = calendar.share_at(from_at), calendar.share_at(until)
    paused = 0
    for since, ended in pauses:
        if since < until and ended > from_at:
            paused += calendar.share_at(min(ended, until)) - calendar.share_at(max(since, from_at))
    return Elapsed(used=_days(end - start - paused, calendar), paused=_days(paused, calendar))


def _days(share: int, calendar: WorkCalendar) -> Decimal:
    return (Decimal(share) / calendar.whole_day).quantize(Decimal("0.01"), ROUND_HALF_UP)
