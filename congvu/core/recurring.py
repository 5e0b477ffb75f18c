"""Days on which something comes again. Pure."""

import calendar
from datetime import date, timedelta
from typing import Final

_MONTHS: Final = {"month": 1, "quarter": 3, "year": 12}


def next_after(day: date, *, every: str, anchor: date) -> date:
    """The next occurrence after `day`; the day of the month is the anchor's, or the last one of a shorter month.

    >>> next_after(date(2026, 1, 31), every="month", anchor=date(2026, 1, 31))
    datetime.date(2026, 2, 28)
    >>> next_after(date(2026, 2, 28), every="month", anchor=date(2026, 1, 31))
    datetime.date(2026, 3, 31)
    """
    if every == "week":
        return day + timedelta(days=7)
    months = day.year * 12 + day.month - 1 + _MONTHS[every]
    year, month = divmod(months, 12)
    latest = calendar.monthrange(year, month + 1)[1]
    return date(year, month + 1, min(anchor.day, latest))
