"""Periods of days. Stored half-open, `[from, until)`; people name the last day included; the border converts here."""

from datetime import date, timedelta

from psycopg.types.range import Range

Days = Range[date]
ONE_DAY = timedelta(days=1)


def days(since: date | None, until: date | None = None) -> Days:
    """`[since, until)`; None is unbounded."""
    return Range(since, until, "[)")


def through(since: date | None, last: date | None) -> Days:
    """From `since` to the last day *included*, as files and pages write it."""
    return days(since, last + ONE_DAY if last else None)


def last_day(during: Days) -> date | None:
    """The last day included; None while it runs without end."""
    return during.upper - ONE_DAY if during.upper else None


def covers(outer: Days, inner: Days) -> bool:
    """Whether every day of `inner` lies in `outer`."""
    from_early_enough = outer.lower is None or (inner.lower is not None and outer.lower <= inner.lower)
    until_late_enough = outer.upper is None or (inner.upper is not None and inner.upper <= outer.upper)
    return from_early_enough and until_late_enough


def holds(during: Days, day: date) -> bool:
    return (during.lower is None or during.lower <= day) and (during.upper is None or day < during.upper)


def overlap(one: Days, other: Days) -> bool:
    starts_before_end = one.lower is None or other.upper is None or one.lower < other.upper
    ends_after_start = one.upper is None or other.lower is None or other.lower < one.upper
    return starts_before_end and ends_after_start
