"""A year of a calendar as people look at it, and what differs between two versions, in words."""

from calendar import Calendar as Weeks
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from congvu.core.clock import DayKind, DayNote, OpeningHours, WorkCalendar
from congvu.faces import words
from congvu.orgs.calendars.content import Content
from congvu.orgs.calendars.files import weekday_name


def kind_label(kind: DayKind) -> str:
    return {
        DayKind.HOLIDAY: _("nghỉ lễ"),
        DayKind.COMPENSATORY: _("nghỉ bù"),
        DayKind.SWAP_OFF: _("nghỉ hoán đổi"),
        DayKind.SWAP_WORK: _("làm bù"),
    }[kind]


@dataclass(frozen=True, slots=True)
class DayCell:
    """`look`: off, hol, swap-off, swap-work or "" for an ordinary working day."""

    day: date
    look: str
    title: str
    is_today: bool


@dataclass(frozen=True, slots=True)
class Month:
    first: date
    weeks: tuple[tuple[DayCell | None, ...], ...]
    working_days: int


@dataclass(frozen=True, slots=True)
class Year:
    year: int
    months: tuple[Month, ...]
    notes: tuple[DayNote, ...]
    working_days: int
    provisional: bool
    missing: bool


def year_of(calendar: WorkCalendar, year: int, *, today: date) -> Year:
    """Twelve months of the year; `missing` when the calendar does not know it."""
    first, last = date(year, 1, 1), date(year, 12, 31)
    notes = tuple(note for day, note in sorted(calendar.notes.items()) if first <= day <= last)
    unknown = first < calendar.first_day or last > calendar.last_day or _in_gap(calendar, year)
    if unknown:
        return Year(year, (), notes, 0, provisional=False, missing=True)
    months = tuple(_month(calendar, year, month, today) for month in range(1, 13))
    total = sum(month.working_days for month in months)
    return Year(year, months, notes, total, provisional=calendar.is_provisional(last), missing=False)


def _in_gap(calendar: WorkCalendar, year: int) -> bool:
    return any(missing == year for _first, _last, missing in calendar.gaps)


def _month(calendar: WorkCalendar, year: int, month: int, today: date) -> Month:
    weeks = tuple(
        tuple(_cell(calendar, day, today) if day.month == month else None for day in week)
        for week in Weeks().monthdatescalendar(year, month)
    )
    worked = sum(calendar.is_working(cell.day) for week in weeks for cell in week if cell)
    return Month(date(year, month, 1), weeks, worked)


def _cell(calendar: WorkCalendar, day: date, today: date) -> DayCell:
    note, works = calendar.note_on(day), calendar.is_working(day)
    look = "" if works else "off"
    if note is not None:
        look = {DayKind.SWAP_WORK: "swap-work", DayKind.SWAP_OFF: "swap-off"}.get(note.kind, "hol")
    title = words.day_full(day)
    if note is not None:
        title += f": {note.name} ({kind_label(note.kind)})" + (f", {note.source}" if note.source else "")
    elif not works:
        title += ": " + _("ngày nghỉ hằng tuần")
    return DayCell(day, look, title, day == today)


@dataclass(frozen=True, slots=True)
class HoursLine:
    weekday: str
    hours: str
    valid: str


def hours_lines(calendar: WorkCalendar, on: date) -> list[HoursLine]:
    """The hours of each weekday in the week after `on` that has no exceptional day on it."""
    found = []
    for weekday in range(7):
        day = _ordinary(calendar, weekday, on)
        shifts = calendar.shifts[calendar.index(day.toordinal())]
        text = ", ".join(f"{_clock(opens)}–{_clock(closes)}" for opens, closes in shifts)
        found.append(HoursLine(weekday_name(weekday), text or _("nghỉ"), ""))
    return found


def _ordinary(calendar: WorkCalendar, weekday: int, on: date) -> date:
    start = on.toordinal() + (weekday - on.weekday()) % 7
    days = (date.fromordinal(ordinal) for ordinal in range(start, start + 7 * 12, 7))
    return next((day for day in days if calendar.note_on(day) is None), date.fromordinal(start))


def _clock(minute: int) -> str:
    return f"{minute // 60:02}:{minute % 60:02}"


def differences(old: Content, new: Content) -> list[str]:
    """One sentence for each day and each weekday's hours that is not as before."""
    before = {(note.day, note.name): note for note in old.days}
    after = {(note.day, note.name): note for note in new.days}
    said = [_said(_("Thêm"), note) for key, note in sorted(after.items()) if key not in before]
    said += [_said(_("Bỏ"), note) for key, note in sorted(before.items()) if key not in after]
    said += [_said(_("Sửa"), after[key]) for key in sorted(before.keys() & after.keys()) if before[key] != after[key]]
    for weekday in range(7):
        now = _hours(new.hours, weekday)
        if _hours(old.hours, weekday) != now:
            shown = now or _("theo lịch chung")
            said.append(_("Giờ làm việc %(weekday)s: %(hours)s") % {"weekday": weekday_name(weekday), "hours": shown})
    return said


def _said(what: str, note: DayNote) -> str:
    text = f"{what} {words.day(note.day)}: {note.name} ({kind_label(note.kind)})"
    return text + (f", {note.source}" if note.source else "")


def _hours(rows: tuple[OpeningHours, ...], weekday: int) -> str:
    said = []
    for row in sorted(
        (r for r in rows if r.weekday == weekday), key=lambda r: (r.valid_from or date.min, str(r.opens))
    ):
        text = f"{row.opens:%H:%M}–{row.closes:%H:%M}" if row.opens and row.closes else _("nghỉ")
        since = _(" từ %(day)s") % {"day": words.day(row.valid_from)} if row.valid_from else ""
        said.append(text + since)
    return ", ".join(said)
