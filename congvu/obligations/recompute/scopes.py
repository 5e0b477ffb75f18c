"""Which open obligations a change of calendars can touch: one scope for each new version."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from congvu.core.clock import WorkCalendar, changed_calendar, start_of
from congvu.orgs.calendars import selectors
from congvu.orgs.calendars.content import value_of
from congvu.orgs.models import CalendarChange, CalendarVersion
from congvu.orgs.units import under


@dataclass(frozen=True, slots=True)
class Scope:
    """Obligations of `from_calendar` (of these units alone, where given) go to `calendar_id`, `version`.

    What was due before `first_day`, the first day that is known differently, cannot move.
    """

    from_calendar: int
    calendar_id: int
    version: int
    calendar: WorkCalendar
    first_day: date
    units: tuple[int, ...] | None = None

    def candidates(self) -> Q:
        found = Q(calendar_id=self.from_calendar, closed_at=None, paused=False, late_at__gte=start_of(self.first_day))
        if self.from_calendar == self.calendar_id:
            found &= ~Q(calendar_version=self.version)
        return found if self.units is None else found & Q(unit_id__in=self.units)


def scopes_of(change: CalendarChange) -> list[Scope]:
    """In a fixed order. Versions in which no day differs have none."""
    found = []
    versions = change.versions.select_related("calendar", "follows").order_by("id")
    for version in versions:
        scope = _scope(version, change.proposed_at.date() if change.applied_at is None else change.applied_at.date())
        if scope is not None:
            found.append(scope)
    return found


def _scope(version: CalendarVersion, on: date) -> Scope | None:
    value = value_of(version.pk)
    if version.follows is not None:
        first_day = changed_calendar(value_of(version.follows.pk), value)
        if first_day is None:
            return None
        return Scope(version.calendar_id, version.calendar_id, version.number, value, first_day)
    if version.calendar.unit_id is None:
        return None
    before = _before(version, on)
    first_day = changed_calendar(before.calendar, value)
    if first_day is None:
        return None
    units = tuple(sorted(_moving(version, before.calendar_id, on)))
    return Scope(before.calendar_id, version.calendar_id, version.number, value, first_day, units)


def _before(version: CalendarVersion, on: date) -> selectors.InForce:
    """The calendar that held for the unit until it got its own."""
    return selectors.calendar_of(version.calendar.unit_id, on, without=version.calendar_id)


def _moving(version: CalendarVersion, before: int, on: date) -> Iterable[int]:
    """The unit and those below it that worked by the same calendar as it did."""
    unit_id = version.calendar.unit_id
    if unit_id is None:
        return []
    below = {unit_id, *under(unit_id, on)}
    held = selectors.calendars_of(below, on, without=version.calendar_id)
    return [unit for unit, found in held.items() if found.calendar_id == before]
