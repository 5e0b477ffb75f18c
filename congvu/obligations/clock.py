"""The one clock: due dates are computed here, from facts only, and never nudged. Rules: docs/rules/obligations.md."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from decimal import Decimal

from django.db import connection

from congvu.core.clock import (
    CUT_OFF,
    Allowance,
    AllowanceUnit,
    CalendarMissing,
    ClockKind,
    ClockRule,
    Due,
    Pause,
    Waiting,
    WorkCalendar,
    due,
    end_of,
    start_of,
)
from congvu.obligations.models import Extension, Facts, Obligation

_CLOSING = timedelta(hours=17)


@dataclass(frozen=True, slots=True)
class Terms:
    """What is promised, frozen with the obligation: an allowance, or a day set by whoever gave it, or neither."""

    allowance: Allowance | None = None
    due_on: date | None = None
    waiting: Waiting = Waiting.PAUSES
    cut_off: time = CUT_OFF


NO_DEADLINE = Terms()


@dataclass(frozen=True, slots=True)
class More:
    """A granted extension: more of the rule's unit, or a new day."""

    amount: Decimal | None = None
    until_on: date | None = None


@dataclass(frozen=True, slots=True)
class DueFacts:
    """Everything a due date is made of, apart from the calendar."""

    clock_from_at: datetime
    clock: ClockKind
    terms: Terms
    pauses: tuple[Pause, ...] = ()
    extensions: tuple[More, ...] = ()

    @property
    def rule(self) -> ClockRule:
        return ClockRule(waiting=self.terms.waiting, cut_off=self.terms.cut_off, clock=self.clock)

    @property
    def is_paused(self) -> bool:
        return bool(self.pauses) and self.pauses[-1].until is None


def due_for(facts: DueFacts, calendar: WorkCalendar) -> Due | None:
    """When it is due; None without a deadline. An open pause gives a Due without a date, or the date it cannot cure."""
    terms = extended(facts, calendar)
    if terms.due_on is not None:
        return _on_fixed_day(facts, terms.due_on, calendar)
    if terms.allowance is None:
        return None
    return due(facts.clock_from_at, terms.allowance, calendar, pauses=facts.pauses, rule=facts.rule)


def extended(facts: DueFacts, calendar: WorkCalendar) -> Terms:
    """The terms with every granted extension applied in the order of the decisions."""
    terms = facts.terms
    for more in facts.extensions:
        if more.until_on is not None:
            terms = replace(terms, allowance=None, due_on=more.until_on)
        elif terms.due_on is not None:
            position = calendar.position_of(terms.due_on.toordinal() + 1) + int(more.amount or 0) - 1
            terms = replace(terms, due_on=date.fromordinal(calendar.working_day(position)))
        elif terms.allowance is not None:
            terms = replace(terms, allowance=_longer(terms.allowance, more.amount or Decimal(0)))
    return terms


def _longer(allowance: Allowance, amount: Decimal) -> Allowance:
    if allowance.unit is AllowanceUnit.SAME_DAY:
        return Allowance(amount, AllowanceUnit.WORKING_DAYS)
    return Allowance(allowance.amount + amount, allowance.unit)


def _on_fixed_day(facts: DueFacts, day: date, calendar: WorkCalendar) -> Due:
    """A day set by a person is not moved by pauses; while one is open there is no due date."""
    if facts.is_paused and facts.pauses[-1].since <= end_of(day):
        return Due(None, None, None, False, facts.clock_from_at)
    try:
        working, provisional = calendar.is_working(day), calendar.is_provisional(day)
        due_at = calendar.closing(day.toordinal()) if working else start_of(day) + _CLOSING
    except CalendarMissing:
        due_at, provisional = start_of(day) + _CLOSING, True
    return Due(due_at, day, end_of(day), provisional, facts.clock_from_at)


def terms_of(item: Facts) -> Terms:
    allowance = None
    if item.allowance is not None:
        allowance = Allowance(item.allowance.normalize(), AllowanceUnit(item.allowance_unit))
    return Terms(allowance, item.fixed_due_on, Waiting(item.waiting), item.cut_off or CUT_OFF)


def facts_of(item: Obligation, *, pauses: Sequence[Pause] | None = None) -> DueFacts:
    """The facts of one obligation as they stand in its tables (two queries, one when the pauses are given)."""
    return DueFacts(
        clock_from_at=item.clock_from_at,
        clock=ClockKind(item.clock),
        terms=terms_of(item),
        pauses=pauses_of(item) if pauses is None else tuple(pauses),
        extensions=extensions_of(item.pk),
    )


def pauses_of(item: Obligation) -> tuple[Pause, ...]:
    """Every pause so far, the open one last. Paused stretches that touch are one pause (moved while paused)."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT since_at, until_at FROM obligation_stretch WHERE item_id = %s AND paused ORDER BY since_at",
            [item.pk],
        )
        found: list[tuple[datetime, datetime | None]] = list(cursor.fetchall())
    if item.paused:
        found.append((item.since_at, None))
    return merged(found)


def merged(stretches: Iterable[tuple[datetime, datetime | None]]) -> tuple[Pause, ...]:
    pauses: list[Pause] = []
    for since, until in stretches:
        if pauses and pauses[-1].until == since:
            pauses[-1] = Pause(pauses[-1].since, until)
        else:
            pauses.append(Pause(since, until))
    return tuple(pauses)


def extensions_of(item_id: int) -> tuple[More, ...]:
    granted = Extension.objects.filter(item_id=item_id, granted=True).order_by("decided_at", "id")
    return tuple(More(amount, until_on) for amount, until_on in granted.values_list("amount", "until_on"))
