"""How much of a limit is used, paused and left at a moment: the bars of the clocks."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal

from congvu.core.clock.allowance import Allowance, AllowanceUnit
from congvu.core.clock.calendar import MINUTE, WorkCalendar
from congvu.core.clock.deadline import DEFAULT_RULE, ClockRule, Waiting, due, is_in_days, restarted
from congvu.core.clock.moments import day_of, local, start_of
from congvu.core.clock.pauses import Pause, require_in_order

_DAY = timedelta(days=1)
_MICROSECOND = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class Budget:
    """Of a limit, in its own unit (working days, calendar days or working hours), two places, half up.

    `left` is `total - used`: below zero it says by how much the limit is exceeded.
    """

    total: Decimal
    used: Decimal
    paused: Decimal
    left: Decimal
    unit: AllowanceUnit


def budget(
    received_at: datetime,
    allowance: Allowance,
    calendar: WorkCalendar,
    *,
    at: datetime,
    pauses: Sequence[Pause] = (),
    rule: ClockRule = DEFAULT_RULE,
) -> Budget:
    """What the clock of the limit shows at `at`.

    A limit in days starts with the day after acceptance, and today counts by the part of it that has passed.
    Pauses that begin after the limit ran out are not paused time.
    """
    require_in_order(pauses)
    in_days = is_in_days(allowance, rule.clock)
    if rule.waiting is Waiting.RUNS_ON:
        pauses = ()
    elif rule.waiting is Waiting.RESTARTS:
        received_at, pauses = restarted(received_at, allowance, calendar, _begun(pauses, at), rule)
    answer = due(received_at, allowance, calendar, pauses=_begun(pauses, at), rule=rule)
    start = _start(answer.clock_from_at, allowance) if in_days else received_at
    # A step in calendar days is kept in working time (docs/rules/deadlines.md), so it is measured in working days.
    in_its_unit = in_days or allowance.unit is not AllowanceUnit.CALENDAR_DAYS
    unit = allowance.unit if in_its_unit else AllowanceUnit.WORKING_DAYS
    ruler = _ruler(unit, calendar)
    end = max(at, start)
    calendar.require(local(start).toordinal(), local(end).toordinal())
    paused = Decimal(0)
    for pause in pauses:
        if pause.since >= end or (answer.late_at is not None and pause.since >= answer.late_at):
            break
        since, until = pause.since, pause.until or end
        if in_days:
            since, until = start_of(day_of(since)), end if pause.until is None else start_of(day_of(until))
        since, until = max(since, start), min(until, end)
        if since < until:
            paused += ruler(until) - ruler(since)
    used = _two(ruler(end) - ruler(start) - paused)
    return Budget(allowance.amount, used, _two(paused), _two(allowance.amount - used), unit)


def _begun(pauses: Sequence[Pause], at: datetime) -> tuple[Pause, ...]:
    return tuple(pause for pause in pauses if pause.since < at)


def _start(clock_from_at: datetime, allowance: Allowance) -> datetime:
    day = start_of(day_of(clock_from_at))
    return day if allowance.unit is AllowanceUnit.SAME_DAY else day + _DAY


def _ruler(unit: AllowanceUnit, calendar: WorkCalendar) -> Callable[[datetime], Decimal]:
    """The scale of the limit: working hours, calendar days or working days passed up to a moment."""
    if unit is AllowanceUnit.WORKING_HOURS:
        return lambda moment: Decimal(calendar.time_at(moment)) / (60 * MINUTE)
    if unit is AllowanceUnit.CALENDAR_DAYS:
        return lambda moment: Decimal((moment - start_of(calendar.first_day)) // _MICROSECOND) / (24 * 60 * MINUTE)
    return lambda moment: Decimal(calendar.share_at(moment)) / calendar.whole_day


def _two(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)
