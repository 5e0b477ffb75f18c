"""Whose calendar holds where, in which version, and which years are loaded."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import NamedTuple

from congvu.core.clock import WorkCalendar
from congvu.core.errors import N_, DomainError
from congvu.ledger.prepared import prepared_cursor
from congvu.orgs.calendars.content import value_of
from congvu.orgs.models.calendar import OFFICIAL, Calendar, CalendarVersion
from congvu.orgs.units import UnitUnknown, unit_by_code


class NoCalendar(DomainError):
    """The installation has no official calendar: its tables were not set up by `congvu migrate`."""

    code = "calendar_none"
    sentence = N_("Chưa có lịch làm việc nào. Người quản trị hãy chạy “congvu migrate” để nạp lịch kèm theo phần mềm.")
    status = 409


class CalendarUnknown(DomainError):
    """No calendar and no unit has this code."""

    code = "calendar_unknown"
    sentence = N_(
        "Không có lịch làm việc hay đơn vị nào mang mã “%(code)s”; hãy dùng mã đơn vị, hoặc “official” cho lịch chung."
    )
    status = 422


class InForce(NamedTuple):
    """The calendar that holds, its version, and the value to compute with."""

    calendar_id: int
    version: int
    calendar: WorkCalendar


_NEAREST = """
SELECT DISTINCT ON (asked.unit_id, asked.day) asked.unit_id, asked.day, c.id, v.number, v.id
FROM unnest(%s::bigint[], %s::date[]) AS asked(unit_id, day)
CROSS JOIN calendar c
JOIN calendar_version v ON v.calendar_id = c.id AND v.in_force
LEFT JOIN unit_under u ON u.lower_id = asked.unit_id AND u.upper_id = c.unit_id AND u.during @> asked.day
WHERE (c.unit_id IS NULL OR u.depth IS NOT NULL OR c.unit_id = asked.unit_id) AND c.id <> %s
ORDER BY asked.unit_id, asked.day, (c.unit_id = asked.unit_id) DESC NULLS LAST, u.depth NULLS LAST, c.id
"""


def calendar_of(unit_id: int | None, on: date, *, without: int = 0) -> InForce:
    """The unit's own calendar, else that of the nearest unit above that has one on that day, else the official.

    `without`: as if that calendar did not exist.
    """
    if unit_id is None:
        return official()
    return calendars_of([unit_id], on, without=without)[unit_id]


def calendars_of(unit_ids: Iterable[int], on: date, *, without: int = 0) -> dict[int, InForce]:
    """The same for many units in one query."""
    held = calendars_on(((unit, on) for unit in unit_ids), without=without)
    return {unit: found for (unit, _on), found in held.items()}


def calendars_on(asked: Iterable[tuple[int, date]], *, without: int = 0) -> dict[tuple[int, date], InForce]:
    """The same for many units, each on its day, in one query."""
    pairs = sorted(set(asked))
    with prepared_cursor() as cursor:
        cursor.execute(_NEAREST, [[unit for unit, _on in pairs], [on for _unit, on in pairs], without])
        found = cursor.fetchall()
    if not found and pairs:
        raise NoCalendar
    return {(unit, on): InForce(calendar, number, value_of(version)) for unit, on, calendar, number, version in found}


def official() -> InForce:
    """The official calendar. Raises NoCalendar."""
    found = CalendarVersion.objects.filter(calendar__code=OFFICIAL, in_force=True).order_by("id").first()
    if found is None:
        raise NoCalendar
    return InForce(found.calendar_id, found.number, value_of(found.pk))


def calendar_version(calendar_id: int, number: int) -> WorkCalendar:
    """The value of any version, also of one that is no longer in force."""
    return value_of(CalendarVersion.objects.values_list("pk", flat=True).get(calendar=calendar_id, number=number))


def in_force(calendar_id: int) -> InForce:
    """The version of that calendar that is in force now."""
    found = CalendarVersion.objects.filter(calendar=calendar_id, in_force=True).order_by("id").first()
    if found is None:
        raise NoCalendar
    return InForce(calendar_id, found.number, value_of(found.pk))


def calendar_by_code(code: str, on: date) -> InForce:
    """`official`, the code of a calendar, or the code of a unit (its calendar). Raises CalendarUnknown."""
    found = Calendar.objects.filter(code=code).order_by("id").first()
    if found is not None:
        return in_force(found.pk)
    try:
        return calendar_of(unit_by_code(code, on).pk, on)
    except UnitUnknown:
        raise CalendarUnknown(field="calendar", code=code) from None


def loaded_years() -> tuple[int, ...]:
    """The years of the official calendar that are complete, for `congvu doctor`. Empty when there is no calendar."""
    try:
        return official().calendar.loaded_years
    except NoCalendar:
        return ()


def source_of(calendar_id: int | None, number: int | None) -> str:
    """The paper that a version rests on; "" when it is not known."""
    if calendar_id is None or number is None:
        return ""
    found = CalendarVersion.objects.filter(calendar=calendar_id, number=number).order_by("id")
    return found.values_list("source", flat=True).first() or ""


@dataclass(frozen=True, slots=True)
class VersionRow:
    id: int
    number: int
    source: str
    loaded_at: datetime
    in_force: bool
    in_force_from: datetime | None
    change_id: int
    state: str


def versions(calendar_id: int) -> list[VersionRow]:
    """All versions, the newest first."""
    rows = CalendarVersion.objects.filter(calendar=calendar_id).select_related("change").order_by("-number")
    return [
        VersionRow(
            row.pk, row.number, row.source, row.loaded_at, row.in_force, row.in_force_from, row.change_id,
            row.change.state,
        )
        for row in rows
    ]  # fmt: skip
