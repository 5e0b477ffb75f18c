"""When something is due: the one reading of every kind of limit.

Wording, sources and worked examples: docs/rules/deadlines.md.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from enum import StrEnum

from congvu.core.clock.allowance import Allowance, AllowanceUnit
from congvu.core.clock.calendar import MINUTE, WorkCalendar
from congvu.core.clock.moments import day_of, end_of, local, start_of
from congvu.core.clock.pauses import Pause, require_in_order
from congvu.core.clock.working_time import next_opening

CUT_OFF = time(15)
"""NĐ 61/2018, Điều 18, and NĐ 309/2026 (Điều 18 khoản 2): received *after* 15 giờ goes to the next working day."""


class ClockKind(StrEnum):
    """`legal`: what the citizen or the assigner was promised. `step`: one desk, always working time."""

    LEGAL = "legal"
    STEP = "step"


class Waiting(StrEnum):
    """What a wait for the citizen does to the clock."""

    PAUSES = "pauses"
    RESTARTS = "restarts"
    RUNS_ON = "runs_on"


@dataclass(frozen=True, slots=True)
class ClockRule:
    """How the clock of a procedure runs under the law in force when the dossier was received; frozen with it.

    `restarts`: after the supplement the whole limit runs again from the moment of resuming, which is then day zero.
    `supplements`: how often a supplement may be asked for (None: no bound); the room refuses more.
    """

    waiting: Waiting = Waiting.PAUSES
    cut_off: time = CUT_OFF
    clock: ClockKind = ClockKind.LEGAL
    supplements: int | None = None
    source: str = ""


_MICROSECOND = timedelta(microseconds=1)

DEFAULT_RULE = ClockRule()
STEP_RULE = ClockRule(clock=ClockKind.STEP)


@dataclass(frozen=True, slots=True)
class Due:
    """`due_at` is printed; after `late_at` it is late. All three are None while an open pause holds the clock.

    A limit in days: `due_at` is the closing hour of `due_on`, `late_at` the last moment before 24:00 of that day.
    A limit in working time: both are the same moment.
    `clock_from_at`: from where the clock counts; asked again from there, the answer is the same.
    """

    due_at: datetime | None
    due_on: date | None
    late_at: datetime | None
    provisional: bool
    clock_from_at: datetime

    @property
    def is_paused(self) -> bool:
        return self.due_at is None


def due(
    received_at: datetime,
    allowance: Allowance,
    calendar: WorkCalendar,
    *,
    pauses: Sequence[Pause] = (),
    rule: ClockRule = DEFAULT_RULE,
) -> Due:
    """When the work accepted at `received_at` is due.

    Pauses in order of time; one that begins after the limit ran out changes nothing.
    Raises CalendarMissing when a day between the two lies in a year that is not loaded, PausesOverlap.
    """
    if not pauses or rule.waiting is Waiting.RUNS_ON:
        return _due(received_at, allowance, calendar, (), rule)
    require_in_order(pauses)
    if rule.waiting is Waiting.RESTARTS:
        received_at, pauses = restarted(received_at, allowance, calendar, pauses, rule)
    return _due(received_at, allowance, calendar, pauses, rule)


def restarted(
    received_at: datetime, allowance: Allowance, calendar: WorkCalendar, waits: Sequence[Pause], rule: ClockRule
) -> tuple[datetime, tuple[Pause, ...]]:
    """The moment from which the whole limit runs after the waits, and the wait that is still open, if any."""
    for wait in waits:
        if wait.until is not None and wait.until <= received_at:
            continue
        late_at = _due(received_at, allowance, calendar, (), rule).late_at
        if late_at is not None and wait.since >= late_at:
            break
        if wait.until is None:
            return received_at, (wait,)
        received_at = wait.until
    return received_at, ()


def is_in_days(allowance: Allowance, clock: ClockKind) -> bool:
    """Is the limit kept until the end of a day (else until a moment)?"""
    if allowance.unit is AllowanceUnit.SAME_DAY:
        return True
    return clock is ClockKind.LEGAL and allowance.unit is not AllowanceUnit.WORKING_HOURS and allowance.is_whole


def _due(
    received_at: datetime, allowance: Allowance, calendar: WorkCalendar, pauses: Sequence[Pause], rule: ClockRule
) -> Due:
    received_at = local(received_at)
    day_zero = received_at.toordinal()
    calendar.require(day_zero, day_zero)
    if not is_in_days(allowance, rule.clock):
        return _in_working_time(received_at, allowance, calendar, pauses)
    if allowance.unit is AllowanceUnit.SAME_DAY:
        return _same_day(received_at, calendar, pauses, rule.cut_off)
    find = _working_days if allowance.unit is AllowanceUnit.WORKING_DAYS else _calendar_days
    ordinal = find(day_zero, int(allowance.amount), calendar, pauses)
    return _by_day(ordinal, day_zero, received_at, calendar)


def _by_day(ordinal: int | None, day_zero: int, clock_from_at: datetime, calendar: WorkCalendar) -> Due:
    if ordinal is None:
        return Due(None, None, None, False, clock_from_at)
    calendar.require(day_zero, ordinal)
    due_at = calendar.closing(ordinal)
    due_on = due_at.date() if due_at.toordinal() == ordinal else date.fromordinal(ordinal)
    return Due(due_at, due_on, end_of(due_on), due_on >= calendar.provisional_from, clock_from_at)


def _working_days(day_zero: int, amount: int, calendar: WorkCalendar, pauses: Sequence[Pause]) -> int | None:
    position = calendar.position_of(day_zero + 1) + amount - 1
    return _push(position, day_zero + 1, calendar, pauses)


def _push(position: int, earliest: int, calendar: WorkCalendar, pauses: Sequence[Pause]) -> int | None:
    """The working day at that position, later by the working days that are paused; None under an open pause."""
    for pause in pauses:
        since = calendar.position_of(max(local(pause.since).toordinal(), earliest))
        if since > position:
            break
        if pause.until is None:
            return None
        position += calendar.position_of(max(local(pause.until).toordinal(), earliest)) - since
    return calendar.working_day(position)


def _same_day(received_at: datetime, calendar: WorkCalendar, pauses: Sequence[Pause], cut_off: time) -> Due:
    day_zero = received_at.toordinal()
    index = calendar.index(day_zero)
    shifts = calendar.shifts[index]
    if shifts and received_at.time() <= cut_off and received_at <= calendar.closing(day_zero):
        ordinal = _push(calendar.position[index], day_zero, calendar, pauses)
        return _by_day(ordinal, day_zero, received_at, calendar)
    position = calendar.position[index + 1]
    clock_from_at = start_of(date.fromordinal(calendar.working_day(position)))
    ordinal = _push(position, day_zero + 1, calendar, pauses)
    return _by_day(ordinal, day_zero, clock_from_at, calendar)


def _calendar_days(day_zero: int, amount: int, calendar: WorkCalendar, pauses: Sequence[Pause]) -> int | None:
    ordinal, done = day_zero + amount, 0
    for pause in pauses:
        since = max(local(pause.since).toordinal(), day_zero + 1)
        if since > ordinal:
            break
        if pause.until is None:
            return None
        ordinal += max(local(pause.until).toordinal(), day_zero + 1) - since
        done += 1
    ordinal = calendar.working_day(calendar.position_of(ordinal))
    # The last day was off and the due date moved on: a pause may still begin before it.
    for pause in pauses[done:]:
        if local(pause.since).toordinal() > ordinal:
            break
        if pause.until is None:
            return None
        ordinal = max(ordinal, calendar.working_day(calendar.position_of(local(pause.until).toordinal())))
    return ordinal


def _in_working_time(
    received_at: datetime, allowance: Allowance, calendar: WorkCalendar, pauses: Sequence[Pause]
) -> Due:
    """Hours and parts of days, exact to the microsecond; a day is worth its own scheduled minutes."""
    in_hours = allowance.unit is AllowanceUnit.WORKING_HOURS
    passed_at = calendar.time_at if in_hours else calendar.share_at
    start = passed_at(received_at)
    end = start + int(allowance.amount * (60 * MINUTE if in_hours else calendar.whole_day))
    clock_from_at = next_opening(received_at, calendar)
    for pause in pauses:
        since = passed_at(pause.since) if pause.since > received_at else start
        if since >= end:
            break
        if pause.until is None:
            return Due(None, None, None, False, clock_from_at)
        if pause.until > received_at:
            end += passed_at(pause.until) - since
    due_at = (calendar.moment_of_time if in_hours else calendar.moment_of_share)(end)
    calendar.require(received_at.toordinal(), due_at.toordinal())
    due_on = day_of(due_at - _MICROSECOND)  # closing at 24:00 belongs to the day that ends
    return Due(due_at, due_on, due_at, due_on >= calendar.provisional_from, clock_from_at)
