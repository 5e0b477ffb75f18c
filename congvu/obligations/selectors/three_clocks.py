"""Legal, step, system: what is used, paused and left of each, in working days; and the evidence for the system's."""

from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_HALF_UP, Decimal

from congvu.core.clock import AllowanceUnit, ClockKind, WorkCalendar, budget, elapsed
from congvu.obligations import clock, kernel
from congvu.obligations.models import Obligation, SystemTime


@dataclass(frozen=True, slots=True)
class ClockReading:
    """`total` and `left` are None without a limit. Working days, or calendar days for a calendar-day limit."""

    which: str
    item_id: int
    used: Decimal
    paused: Decimal
    total: Decimal | None
    left: Decimal | None
    due_at: datetime | None
    running: bool


@dataclass(frozen=True, slots=True)
class LostTime:
    since: datetime
    until: datetime
    minutes: int
    system: str
    evidence: str
    granted: bool | None


@dataclass(frozen=True, slots=True)
class Clocks:
    readings: tuple[ClockReading, ...]
    lost: tuple[LostTime, ...]

    @property
    def granted_minutes(self) -> int:
        return sum(one.minutes for one in self.lost if one.granted)


def three_clocks(item: Obligation, now: datetime) -> Clocks:
    """The clocks around an item: the whole it is part of, itself or its open part, and granted time."""
    whole = item.part_of or item
    part = item if item.part_of_id else whole.parts.filter(closed_at=None).order_by("due_rank", "pk").first()
    items = [one for one in (whole, part) if one is not None]
    readings = tuple(reading(one, now) for one in items)
    found = SystemTime.objects.filter(item__in=items).order_by("during", "pk")
    lost = tuple(
        LostTime(one.during.lower, one.during.upper, one.minutes, one.system, one.evidence, one.granted)
        for one in found
    )
    return Clocks(readings, lost)


def reading(item: Obligation, now: datetime) -> ClockReading:
    calendar = kernel.frozen_calendar(item)
    facts = clock.facts_of(item)
    until = min(now, item.closed_at) if item.closed_at else now
    which = ClockKind(item.clock).value
    terms = clock.extended(facts, calendar)
    if terms.allowance is None:
        spent = elapsed(item.clock_from_at, until, calendar, pauses=_within(facts, until))
        return ClockReading(which, item.pk, spent.used, spent.paused, None, None, item.due_at, item.closed_at is None)
    found = budget(facts.clock_from_at, terms.allowance, calendar, at=until, pauses=facts.pauses, rule=facts.rule)
    share = _hours_a_day(calendar) if found.unit is AllowanceUnit.WORKING_HOURS else Decimal(1)
    used, paused, total, left = (_two(value / share) for value in (found.used, found.paused, found.total, found.left))
    return ClockReading(which, item.pk, used, paused, total, left, item.due_at, item.closed_at is None)


def _within(facts: clock.DueFacts, until: datetime) -> list[tuple[datetime, datetime]]:
    return [(pause.since, min(pause.until or until, until)) for pause in facts.pauses if pause.since < until]


def _hours_a_day(calendar: WorkCalendar) -> Decimal:
    usual = max(calendar.minutes[:400] or (480,))
    return Decimal(usual or 480) / 60


def _two(value: Decimal) -> Decimal:
    return value.quantize(Decimal("0.01"), ROUND_HALF_UP)
