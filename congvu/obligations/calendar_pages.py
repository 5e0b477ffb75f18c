"""Typed parts of the pages of work calendars."""

from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.core.clock import DayNote, day_of
from congvu.faces import words
from congvu.faces.parts import Column, Link, Num, Progress, Row, Table
from congvu.faces.parts.lists import CellValue
from congvu.obligations import subjects
from congvu.obligations.recompute.effects import Effect, Summary
from congvu.orgs import units
from congvu.orgs.actor import Actor
from congvu.orgs.calendars import commands, selectors
from congvu.orgs.calendars.content import Content, content_of
from congvu.orgs.calendars.year import HoursLine, Year, differences, hours_lines, year_of
from congvu.orgs.models import Calendar, CalendarChange, Unit
from congvu.orgs.models.calendar import ExceptionalDay


@dataclass(frozen=True, slots=True)
class CalendarPage:
    id: int
    name: str
    is_official: bool
    unit_code: str
    year: Year
    years: tuple[int, ...]
    hours: list[HoursLine]
    versions: list[selectors.VersionRow]
    others: list[tuple[int, str]]
    open_changes: list[CalendarChange]
    removable: frozenset[tuple[date, str]]
    manages_all: bool

    @property
    def notes(self) -> list[tuple[DayNote, bool]]:
        """The days of the year, each with whether it may be taken out of this calendar here."""
        return [(note, (note.day, note.name) in self.removable) for note in self.year.notes]


def calendar_page(calendar_id: int | None, shown: int, *, actor: Actor, today: date) -> CalendarPage:
    """The official calendar when no other is asked for."""
    found = selectors.in_force(calendar_id) if calendar_id else selectors.official()
    row = Calendar.objects.select_related("unit").get(pk=found.calendar_id)
    others = _names(today)
    known = found.calendar
    years = tuple(range(known.loaded_years[-1] + 2, known.loaded_years[0] - 1, -1))
    return CalendarPage(
        row.pk, dict(others)[row.pk], row.unit is None, row.unit.code if row.unit else _own_code(actor),
        year_of(known, shown, today=today), years, hours_lines(known, today),
        [version for version in selectors.versions(row.pk) if version.in_force_from], others,
        list(CalendarChange.objects.filter(state__in=["proposed", "applying"]).order_by("-id")),
        _removable(row.pk) if commands.may_manage(actor, row.unit_id) else frozenset(),
        commands.may_manage(actor, None),
    )  # fmt: skip


def _own_code(actor: Actor) -> str:
    """The unit that who manages a part only is asked about first; "" for who manages the official calendar."""
    if actor.unit_id is None or not actor.may(commands.MANAGE) or commands.may_manage(actor, None):
        return ""
    return str(Unit.objects.values_list("code", flat=True).get(pk=actor.unit_id))


def _removable(calendar_id: int) -> frozenset[tuple[date, str]]:
    """A calendar's own days in its version in force."""
    own = ExceptionalDay.objects.filter(version__calendar=calendar_id, version__in_force=True)
    return frozenset(own.order_by("day", "id").values_list("day", "name"))


def _names(today: date) -> list[tuple[int, str]]:
    rows = list(Calendar.objects.order_by("-code", "id").values_list("pk", "unit_id"))
    names = units.names_of([unit for _, unit in rows if unit], today)
    official = [(pk, str(_("Lịch chung cả tỉnh"))) for pk, unit in rows if unit is None]
    return official + sorted(((pk, names.get(unit, "")) for pk, unit in rows if unit), key=lambda one: one[1])


@dataclass(frozen=True, slots=True)
class ChangePage:
    change: CalendarChange
    calendars: list[str]
    differences: list[str]
    summary: Summary | None
    by_unit: Table | None
    effects: Table | None
    progress: Progress | None


def change_page(change: CalendarChange, summary: Summary | None, *, today: date) -> ChangePage:
    edited = commands.proposed_for(change)
    said: list[str] = []
    for version in change.versions.select_related("calendar", "follows").order_by("id"):
        if version.calendar.unit_id in edited:
            old = content_of(version.follows_id) if version.follows_id else Content()
            said += differences(old, content_of(version.pk))
    names = units.names_of([unit for unit in edited if unit], today)
    calendars = [names.get(unit, "") if unit else str(_("Lịch chung cả tỉnh")) for unit in edited]
    return ChangePage(
        change, calendars, said, summary,
        _by_unit(summary, today) if summary else None, _effects(summary, today) if summary else None,
        progress_of(change),
    )  # fmt: skip


def progress_of(change: CalendarChange) -> Progress | None:
    if change.applied_at is None:
        return None
    detail = _("%(moved)s việc đổi hạn, %(later)s người được báo hẹn lùi") % {
        "moved": words.number(change.moved), "later": words.number(change.moved_later),
    }  # fmt: skip
    return Progress(
        _("Tính lại hạn"), change.looked_at, change.total, reverse("calendars:progress", args=[change.pk]),
        finished=change.state == CalendarChange.State.DONE, detail=detail,
    )  # fmt: skip


def _by_unit(found: Summary, today: date) -> Table:
    names = units.names_of(list(found.by_unit), today)
    rows = [
        Row(
            str(unit), names.get(unit, ""),
            {"unit": names.get(unit, ""), "moved": Num(count), "later": Num(found.later_by_unit[unit])},
        )
        for unit, count in sorted(found.by_unit.items(), key=lambda one: (-one[1], one[0]))
    ]  # fmt: skip
    return Table(
        key="effects-by-unit", caption=_("Theo đơn vị"), noun=_("đơn vị"), rows=rows, count=len(rows),
        columns=(
            Column("unit", _("Đơn vị"), phone="title", fixed=True),
            Column("moved", _("Việc đổi hạn"), figures=True, width="l", phone="side"),
            Column("later", _("Lùi hạn"), figures=True, width="l", phone="meta"),
        ),
        chooses_columns=False, keys_help=False,
    )  # fmt: skip


def _effects(found: Summary, today: date) -> Table:
    named = subjects.describe([(effect.item.kind, effect.item.subject_id) for effect in found.rows])
    names = units.names_of({effect.item.unit_id for effect in found.rows}, today)
    rows = []
    for effect in found.rows:
        item = effect.item
        what = named.get((item.kind, item.subject_id))
        title = f"{what.code} – {what.title}" if what else f"{item.kind} {item.subject_id}"
        cells: dict[str, CellValue] = {
            "what": Link(title, reverse("obligations:detail", args=[item.pk])),
            "unit": names.get(item.unit_id, ""),
            "old": words.day(day_of(item.due_at)) if item.due_at else "",
            "new": _new(effect),
        }
        rows.append(Row(str(item.pk), title, cells))
    return Table(
        key="effects", caption=_("Việc đổi hạn"), noun=_("việc"), rows=rows, count=found.moved,
        columns=(
            Column("what", _("Việc"), phone="title", fixed=True),
            Column("unit", _("Đơn vị đang giữ"), width="xl", phone="meta"),
            Column("old", _("Hạn cũ"), width="l", phone="meta"),
            Column("new", _("Hạn mới"), width="xxl", phone="side"),
        ),
        chooses_columns=False, keys_help=False,
    )  # fmt: skip


def _new(effect: Effect) -> str:
    new = effect.new
    if new is None or new.due_on is None:
        return effect.refused
    text = words.day(new.due_on)
    if effect.is_later:
        return _("%(day)s, lùi") % {"day": text}
    if effect.is_earlier:
        return _("%(day)s, sớm hơn") % {"day": text}
    return _("%(day)s, hết tạm tính") % {"day": text} if not new.provisional else text
