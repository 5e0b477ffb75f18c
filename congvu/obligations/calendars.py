"""The work calendar of an obligation: found once when it arises, frozen by (calendar, version) from then on."""

from dataclasses import dataclass
from datetime import date
from importlib import import_module
from typing import Any

from congvu.core.clock import WorkCalendar


@dataclass(frozen=True, slots=True)
class Dated:
    calendar_id: int
    version: int
    calendar: WorkCalendar


def of_unit(unit_id: int, on: date) -> Dated:
    """The calendar a unit works by on a day, in its version in force now."""
    calendar_id, version, calendar = _selectors().calendar_of(unit_id, on)
    return Dated(calendar_id, version, calendar)


def of_version(calendar_id: int, version: int) -> WorkCalendar:
    """The calendar as it was frozen into an obligation."""
    found: WorkCalendar = _selectors().calendar_version(calendar_id, version)
    return found


def _selectors() -> Any:
    return import_module("congvu.orgs.calendars.selectors")
