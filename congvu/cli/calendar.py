"""The work calendar that a command names, as a value of the core."""

from datetime import datetime

from congvu.core.clock import WorkCalendar


def calendar_named(code: str, at: datetime) -> WorkCalendar:
    """The calendar in force; the official one when no code is given. Refused when there is none of that code."""
    from congvu.orgs.calendars import selectors

    return selectors.calendar_by_code(code, at)
