"""The work calendar: every day with its hours, cumulative minutes and working-day position."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from math import lcm
from types import MappingProxyType

from congvu.core.clock.days import DayKind, DayNote, by_day, fixed_holidays, loaded_years
from congvu.core.clock.hours import OpeningHours, Shifts, Timetable
from congvu.core.clock.moments import VIETNAM, local
from congvu.core.errors import N_, DomainError

MINUTE = 60_000_000
"""One minute in microseconds, the unit of all exact working time here."""

PROVISIONAL_YEARS = 10
"""How many years past the last loaded one are computed from weekends and fixed holidays."""


class CalendarMissing(DomainError):
    """A day lies in a year whose official calendar is not loaded and may not be guessed."""

    code = "calendar_missing"
    sentence = N_("Chưa có lịch làm việc năm %(year)s; hãy nạp lịch nghỉ lễ chính thức của năm đó rồi làm lại.")

    def __init__(self, year: int) -> None:
        super().__init__(year=year)


class NoYearLoaded(DomainError):
    """No year of the given days is complete: there is nothing to count on."""

    code = "calendar_no_year_loaded"
    sentence = N_(
        "Lịch chưa đủ năm nào: mỗi năm phải có 1/1, Tết Nguyên đán, Giỗ Tổ Hùng Vương, 30/4, 1/5 và 2/9. "
        "Hãy nạp tệp lịch nghỉ lễ chính thức."
    )
    status = 422


@dataclass(frozen=True, slots=True)
class WorkDay:
    """One day as a table stores it. `before`: minutes of all days before; `position`: working days before."""

    day: date
    minutes: int
    before: int
    position: int
    shifts: Shifts
    provisional: bool


@dataclass(frozen=True, slots=True, eq=False)
class WorkCalendar:
    """Made by `build_calendar`. Days are ordinals inside; look-ups outside the known days raise CalendarMissing."""

    first_day: date
    last_day: date
    loaded_years: tuple[int, ...]
    provisional_from: date
    notes: Mapping[date, DayNote]
    gaps: tuple[tuple[int, int, int], ...]  # first ordinal, last ordinal, year
    base: int
    shifts: tuple[Shifts, ...]
    minutes: tuple[int, ...]
    before: tuple[int, ...]  # one longer than the days
    position: tuple[int, ...]  # one longer than the days
    working: tuple[int, ...]  # ordinals of the working days
    ends: tuple[int, ...]  # microseconds of work up to the end of each working day
    whole_day: int  # units of day-share time in a day: a multiple of every day's minutes

    # -- days ---------------------------------------------------------------------------------------------

    def index(self, ordinal: int) -> int:
        """Where the day stands in the tuples; CalendarMissing before the first and after the last known day."""
        index = ordinal - self.base
        if 0 <= index < len(self.minutes):
            return index
        raise CalendarMissing(date.fromordinal(ordinal).year)

    def is_working(self, day: date) -> bool:
        return self.minutes_on(day) > 0

    def minutes_on(self, day: date) -> int:
        """Scheduled minutes of the day; CalendarMissing when its year is not known."""
        ordinal = day.toordinal()
        self.require(ordinal, ordinal)
        return self.minutes[self.index(ordinal)]

    def is_provisional(self, day: date) -> bool:
        """Past the last loaded year: weekends and fixed holidays only."""
        return day >= self.provisional_from

    def note_on(self, day: date) -> DayNote | None:
        return self.notes.get(day)

    def require(self, from_ordinal: int, to_ordinal: int) -> None:
        """Refuse a stretch of days (both ends included) that touches a year not loaded."""
        for earliest, latest, year in self.gaps:
            if from_ordinal <= latest and to_ordinal >= earliest:
                raise CalendarMissing(year)
        self.index(from_ordinal)
        self.index(to_ordinal)

    def working_day(self, position: int) -> int:
        """Ordinal of the working day at that position."""
        if position < len(self.working):
            return self.working[position]
        raise CalendarMissing(self.last_day.year + 1)

    def position_of(self, ordinal: int) -> int:
        """Working days before that day: the position of the first working day on or after it."""
        return self.position[self.index(ordinal)]

    def days(self) -> Iterator[WorkDay]:
        """Every known day in order, without the days of years that are not loaded."""
        for index, minutes in enumerate(self.minutes):
            ordinal = self.base + index
            if not any(earliest <= ordinal <= latest for earliest, latest, _ in self.gaps):
                day = date.fromordinal(ordinal)
                yield WorkDay(
                    day, minutes, self.before[index], self.position[index], self.shifts[index], self.is_provisional(day)
                )

    # -- moments ------------------------------------------------------------------------------------------

    def time_at(self, moment: datetime) -> int:
        """Working time of this calendar up to the moment, in microseconds."""
        moment = local(moment)
        index = self.index(moment.toordinal())
        return self.before[index] * MINUTE + self.worked(index, moment)

    def share_at(self, moment: datetime) -> int:
        """The same in shares of working days: each day is worth `whole_day`, however long it is."""
        moment = local(moment)
        index = self.index(moment.toordinal())
        passed = self.position[index] * self.whole_day
        if minutes := self.minutes[index]:
            passed += self.worked(index, moment) * (self.whole_day // (minutes * MINUTE))
        return passed

    def worked(self, index: int, moment: datetime) -> int:
        """Working microseconds of that day up to the local time of the moment."""
        now = ((moment.hour * 60 + moment.minute) * 60 + moment.second) * 1_000_000 + moment.microsecond
        done = 0
        for opens, closes in self.shifts[index]:
            if now <= opens * MINUTE:
                break
            done += min(now, closes * MINUTE) - opens * MINUTE
        return done

    def moment_of_time(self, passed: int) -> datetime:
        """The earliest moment at which that much working time has passed: an end of day stays in that day."""
        position = bisect_left(self.ends, passed)
        ordinal = self.working_day(position)
        index = ordinal - self.base
        return self._moment(index, passed - self.before[index] * MINUTE)

    def moment_of_share(self, passed: int) -> datetime:
        """The earliest moment at which that many shares of working days have passed."""
        position, rest = divmod(passed - 1, self.whole_day)
        index = self.working_day(position) - self.base
        return self._moment(index, (rest + 1) // (self.whole_day // (self.minutes[index] * MINUTE)))

    def closing(self, ordinal: int) -> datetime:
        """Closing hour of a working day."""
        return _at(ordinal, self.shifts[ordinal - self.base][-1][1] * MINUTE)

    def opening(self, ordinal: int) -> datetime:
        """Opening hour of a working day."""
        return _at(ordinal, self.shifts[ordinal - self.base][0][0] * MINUTE)

    def _moment(self, index: int, worked: int) -> datetime:
        for opens, closes in self.shifts[index]:
            length = (closes - opens) * MINUTE
            if worked <= length:
                break
            worked -= length
        return _at(self.base + index, opens * MINUTE + worked)


def _at(ordinal: int, microseconds: int) -> datetime:
    return datetime.fromordinal(ordinal).replace(tzinfo=VIETNAM) + timedelta(microseconds=microseconds)


def build_calendar(
    official: Iterable[DayNote],
    *,
    hours: Sequence[OpeningHours] = (),
    own_days: Iterable[DayNote] = (),
    provisional_years: int = PROVISIONAL_YEARS,
) -> WorkCalendar:
    """A complete calendar from the official days, a unit's hours and its own days, which win over the official ones.

    Years between loaded ones that are not loaded themselves are gaps: whatever touches them is refused.
    Past the last loaded year the days come from the weekly hours, the fixed holidays and what is already announced.
    """
    official = tuple(official)
    years = loaded_years(official)
    if not years:
        raise NoYearLoaded
    last_year = years[-1] + provisional_years
    notes = (
        {note.day: note for year in range(years[-1] + 1, last_year + 1) for note in fixed_holidays(year)}
        | by_day(official)
        | by_day(own_days)
    )
    first_day, last_day = date(years[0], 1, 1), date(last_year, 12, 31)
    gap_years = set(range(years[0], years[-1])) - set(years)
    base = first_day.toordinal()
    shifts = _shifts(base, last_day.toordinal(), gap_years, notes, hours)
    return _assemble(
        years=years, first_day=first_day, last_day=last_day, gap_years=gap_years, notes=notes, shifts=shifts
    )


def _shifts(
    first: int, last: int, gap_years: set[int], notes: Mapping[date, DayNote], hours: Sequence[OpeningHours]
) -> list[Shifts]:
    table = Timetable(hours)
    days = map(date.fromordinal, range(first, last + 1))
    return [() if day.year in gap_years else _shifts_of(day, notes.get(day), table) for day in days]


def _shifts_of(day: date, note: DayNote | None, table: Timetable) -> Shifts:
    """Off when a note says so; a make-up day has the hours of the weekday that it replaces."""
    usual = table.shifts(day, day.weekday())
    if note is None:
        return usual
    if note.kind is not DayKind.SWAP_WORK:
        return ()
    # Without a named pair: the weekday before it that is ordinarily worked (Friday for a Saturday).
    weekdays = [note.swap_pair.weekday()] if note.swap_pair else [(day.weekday() - back) % 7 for back in range(1, 7)]
    return next((found for weekday in weekdays if (found := table.shifts(day, weekday))), usual)


def _assemble(
    *,
    years: tuple[int, ...],
    first_day: date,
    last_day: date,
    gap_years: set[int],
    notes: Mapping[date, DayNote],
    shifts: Sequence[Shifts],
) -> WorkCalendar:
    base = first_day.toordinal()
    minutes = tuple(sum(closes - opens for opens, closes in one) for one in shifts)
    before, position, working, ends = [0], [0], [], []
    for index, length in enumerate(minutes):
        before.append(before[-1] + length)
        position.append(position[-1] + (length > 0))
        if length:
            working.append(base + index)
            ends.append(before[-1] * MINUTE)
    return WorkCalendar(
        first_day=first_day,
        last_day=last_day,
        loaded_years=years,
        provisional_from=date(years[-1] + 1, 1, 1),
        notes=MappingProxyType(dict(notes)),
        gaps=tuple((date(year, 1, 1).toordinal(), date(year, 12, 31).toordinal(), year) for year in sorted(gap_years)),
        base=base,
        shifts=tuple(shifts),
        minutes=minutes,
        before=tuple(before),
        position=tuple(position),
        working=tuple(working),
        ends=tuple(ends),
        whole_day=lcm(*(length for length in set(minutes) if length)) * MINUTE,
    )


def changed_calendar(old: WorkCalendar, new: WorkCalendar) -> date | None:
    """The earliest day known differently: hours, off or not, provisional or official, known or missing.

    A due date before it is the same in both calendars; None when nothing differs.
    """
    earliest = min(old.base, new.base)
    latest = max(old.last_day, new.last_day).toordinal()
    for ordinal in range(earliest, latest + 1):
        if _known(old, ordinal) != _known(new, ordinal):
            return date.fromordinal(ordinal)
    return None


def _known(calendar: WorkCalendar, ordinal: int) -> tuple[Shifts, bool] | None:
    try:
        calendar.require(ordinal, ordinal)
    except CalendarMissing:
        return None
    return calendar.shifts[ordinal - calendar.base], calendar.is_provisional(date.fromordinal(ordinal))
