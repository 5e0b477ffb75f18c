"""The weekly list of each unit: what is overdue, what falls due within the week, what nobody has reported on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from congvu.core.clock import day_of
from congvu.orgs.actor import Actor
from congvu.tasks.selectors.watching import WatchedTask, watched

AHEAD = timedelta(days=7)


@dataclass(frozen=True, slots=True)
class UnitWeek:
    """One unit's share; within it overdue first, then by due date, then the silent ones."""

    unit_id: int
    unit: str
    overdue: tuple[WatchedTask, ...]
    due: tuple[WatchedTask, ...]
    silent: tuple[WatchedTask, ...]

    @property
    def rows(self) -> tuple[WatchedTask, ...]:
        return (*self.overdue, *self.due, *self.silent)


def weekly_list(*, actor: Actor, now: datetime, leads: Sequence[int] | None = None) -> list[UnitWeek]:
    """Units with something to be told, by name. A task stands once, under the first that fits."""
    until = day_of(now) + AHEAD
    by_unit: dict[tuple[str, int], tuple[list[WatchedTask], list[WatchedTask], list[WatchedTask]]] = {}
    for row in watched(actor=actor, now=now, leads=leads).rows:
        place = _place(row, until)
        if place is not None:
            by_unit.setdefault((row.lead, row.lead_unit_id), ([], [], []))[place].append(row)
    return [
        UnitWeek(unit_id, unit, tuple(overdue), tuple(due), tuple(silent))
        for (unit, unit_id), (overdue, due, silent) in sorted(by_unit.items())
    ]


def _place(row: WatchedTask, until: date) -> int | None:
    if row.is_of("overdue"):
        return 0
    if row.due_on is not None and row.due_on <= until:
        return 1
    return 2 if row.is_of("silent") else None
