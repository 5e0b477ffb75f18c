"""The work calendar of an obligation: found once when it arises.

(calendar, version) on the row say by which days its date was computed. Whatever computes it again while it is open
(a pause that ends, an extension, a change of the calendar) does so by the version in force then, and notes it.
"""

from collections.abc import Iterable
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


def of_units(asked: Iterable[tuple[int, date]]) -> dict[tuple[int, date], Dated]:
    """The same for many units, each on its day, in one query."""
    return {key: Dated(*found) for key, found in selectors.calendars_on(asked).items()}


def of_version(calendar_id: int, version: int) -> WorkCalendar:
    """The calendar as it was frozen into an obligation."""
    return selectors.calendar_version(calendar_id, version)


def in_force(calendar_id: int | None) -> Dated:
    """The same calendar in its version in force now; the official one for what never had any."""
    found = selectors.official() if calendar_id is None else selectors.in_force(calendar_id)
    return Dated(found.calendar_id, found.version, found.calendar)
