"""The work calendar of an obligation: found once when it arises, frozen by (calendar, version) from then on."""

from dataclasses import dataclass
from datetime import date

from congvu.core.clock import WorkCalendar
from congvu.orgs.calendars import selectors


@dataclass(frozen=True, slots=True)
class Dated:
    calendar_id: int
    version: int
    calendar: WorkCalendar


def of_unit(unit_id: int, on: date) -> Dated:
    """The calendar a unit works by on a day, in its version in force now."""
    found = selectors.calendar_of(unit_id, on)
    return Dated(found.calendar_id, found.version, found.calendar)


def of_version(calendar_id: int, version: int) -> WorkCalendar:
    """The calendar as it was frozen into an obligation."""
    return selectors.calendar_version(calendar_id, version)
