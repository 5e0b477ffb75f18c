"""What a version of a calendar says, and the `WorkCalendar` that follows from it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import lru_cache

from django.db import connection

from congvu.core.clock import DayKind, DayNote, OpeningHours, WorkCalendar, build_calendar
from congvu.orgs.models.calendar import CalendarVersion, ExceptionalDay, Hours


@dataclass(frozen=True, slots=True)
class Content:
    """A calendar's own days and hours; for a unit without the official ones that lie below."""

    days: tuple[DayNote, ...] = ()
    hours: tuple[OpeningHours, ...] = ()

    def sorted(self) -> "Content":
        """The same in one order, so that equal contents are equal values."""
        return Content(
            tuple(sorted(self.days, key=lambda note: (note.day, note.name))), tuple(sorted(set(self.hours), key=_order))
        )


@dataclass(frozen=True, slots=True)
class Named:
    """A content with the calendar it is meant for: `unit_id` None for the official one."""

    unit_id: int | None
    content: Content = field(default_factory=Content)


def _order(row: OpeningHours) -> tuple[object, ...]:
    return row.weekday, row.valid_from or date.min, row.valid_until or date.max, str(row.opens)


def content_of(version_id: int) -> Content:
    """Two queries; the days in the order in which the earliest note of a day counts."""
    days = ExceptionalDay.objects.filter(version=version_id).order_by("day", "id")
    hours = Hours.objects.filter(version=version_id).order_by("weekday", "valid_from", "opens", "id")
    return Content(
        tuple(DayNote(row.day, DayKind(row.kind), row.name, row.swap_pair, row.source) for row in days),
        tuple(OpeningHours(row.weekday, row.opens, row.closes, row.valid_from, row.valid_until) for row in hours),
    )


def value_from(own: Content, official: Content | None = None) -> WorkCalendar:
    """The complete calendar. `official` is None where `own` is the official content itself.

    A unit's hours replace the official ones of a weekday as a whole, as those replace the default.
    """
    if official is None:
        return build_calendar(own.days, hours=own.hours)
    weekdays = {row.weekday for row in own.hours}
    hours = [*own.hours, *(row for row in official.hours if row.weekday not in weekdays)]
    return build_calendar(official.days, hours=hours, own_days=own.days)


@lru_cache(maxsize=256)
def value_of(version_id: int) -> WorkCalendar:
    """Built once in a process: a version never changes."""
    base_id = CalendarVersion.objects.values_list("base_id", flat=True).get(pk=version_id)
    return value_from(content_of(version_id), content_of(base_id) if base_id else None)


def save(version: CalendarVersion, content: Content) -> None:
    ExceptionalDay.objects.bulk_create(
        ExceptionalDay(
            version=version, day=note.day, kind=note.kind, name=note.name, swap_pair=note.swap_pair, source=note.source
        )
        for note in content.days
    )
    Hours.objects.bulk_create(
        Hours(
            version=version, weekday=row.weekday, opens=row.opens, closes=row.closes,
            valid_from=row.valid_from, valid_until=row.valid_until,
        )
        for row in content.hours
    )  # fmt: skip


_COPY = "COPY work_day (version_id, day, minutes, before, position, shifts, provisional) FROM STDIN"


def materialise(versions: Iterable[CalendarVersion]) -> None:
    """Write every day of the versions, once."""
    values = [(version.pk, value_of(version.pk)) for version in versions]  # asked before the copy holds the connection
    with connection.cursor() as cursor, cursor.copy(_COPY) as copy:
        for version_id, value in values:
            for day in value.days():
                shifts = [minute for shift in day.shifts for minute in shift]
                copy.write_row((version_id, day.day, day.minutes, day.before, day.position, shifts, day.provisional))


def extent(value: WorkCalendar) -> dict[str, date]:
    return {
        "first_day": value.first_day,
        "last_day": value.last_day,
        "provisional_from": value.provisional_from,
    }


def sources_of(days: Sequence[DayNote]) -> str:
    """The papers that the days rest on, each once, in order."""
    return "; ".join(dict.fromkeys(note.source for note in days if note.source))
