"""What a change does to due dates: old and new date of every obligation that moves, and their digest."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from django.db import connection

from congvu.core.clock import ClockKind, Due
from congvu.core.errors import DomainError
from congvu.obligations import clock, promises
from congvu.obligations.models import Extension, Obligation
from congvu.obligations.recompute.scopes import Scope, scopes_of
from congvu.orgs.models import CalendarChange

BATCH = 10_000


@dataclass(frozen=True, slots=True)
class Effect:
    """One obligation whose date, or its being provisional, changes. `refused`: why it cannot be computed."""

    item: Obligation
    scope: Scope
    new: Due | None
    refused: str = ""

    @property
    def is_later(self) -> bool:
        return self.new is not None and _after(self.new.late_at, self.item.late_at)

    @property
    def is_earlier(self) -> bool:
        return self.new is not None and _after(self.item.late_at, self.new.late_at)

    @property
    def is_promised(self) -> bool:
        """Somebody outside was told this date."""
        return promises.is_promised(self.item.kind)

    def line(self) -> str:
        new = self.new
        return f"{self.item.pk} {self.item.due_at} {new.due_at if new else None} {new.provisional if new else None}\n"


@dataclass(slots=True)
class Summary:
    """Everything that follows, counted; the rows are cut at `shown`. `digest` stands for all of them."""

    looked_at: int = 0
    moved: int = 0
    later: int = 0
    earlier: int = 0
    firm: int = 0
    promised_later: int = 0
    refused: int = 0
    by_unit: Counter[int] = field(default_factory=Counter)
    later_by_unit: Counter[int] = field(default_factory=Counter)
    rows: list[Effect] = field(default_factory=list)
    digest: str = ""


def summary_of(change: CalendarChange, *, shown: int = 200) -> Summary:
    """Compute everything, keep the first rows. Nothing is written."""
    found, digest = Summary(), hashlib.sha256()
    for scope in scopes_of(change):
        for looked_at, effects in batches(scope):
            found.looked_at += looked_at
            for effect in effects:
                digest.update(effect.line().encode())
                _count(found, effect)
                if len(found.rows) < shown:
                    found.rows.append(effect)
    found.digest = digest.hexdigest()[:32]
    return found


def _count(found: Summary, effect: Effect) -> None:
    found.moved += 1
    found.by_unit[effect.item.unit_id] += 1
    found.later += effect.is_later
    found.later_by_unit[effect.item.unit_id] += effect.is_later
    found.earlier += effect.is_earlier
    found.promised_later += effect.is_later and effect.is_promised
    found.refused += bool(effect.refused)
    found.firm += effect.new is not None and effect.item.provisional and not effect.new.provisional


def batches(scope: Scope, *, size: int = BATCH) -> Iterator[tuple[int, list[Effect]]]:
    """(how many were looked at, what moves), in the order of the ids."""
    reached = 0
    while items := list(Obligation.objects.filter(scope.candidates(), pk__gt=reached).order_by("pk")[:size]):
        reached = items[-1].pk
        yield len(items), effects_on(items, scope)


def effects_on(items: Sequence[Obligation], scope: Scope) -> list[Effect]:
    """Two queries for all of them together."""
    ids = [item.pk for item in items]
    pauses, extensions = _pauses(ids), _extensions(ids)
    found = []
    for item in items:
        facts = clock.DueFacts(
            item.clock_from_at,
            ClockKind(item.clock),
            clock.terms_of(item),
            clock.merged(pauses[item.pk]) if item.pk in pauses else (),
            tuple(extensions.get(item.pk, ())),
        )
        try:
            new = clock.due_for(facts, scope.calendar)
        except DomainError as error:
            found.append(Effect(item, scope, None, str(error)))
            continue
        if new is not None and not _same(item, new):
            found.append(Effect(item, scope, new))
    return found


def _same(item: Obligation, new: Due) -> bool:
    return (item.due_at, item.late_at, item.provisional) == (new.due_at, new.late_at, new.provisional)


def _after(one: datetime | None, other: datetime | None) -> bool:
    return one is not None and other is not None and one - other > timedelta(0)


def _pauses(ids: list[int]) -> dict[int, list[tuple[datetime, datetime | None]]]:
    found: dict[int, list[tuple[datetime, datetime | None]]] = {}
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT item_id, since_at, until_at FROM obligation_stretch WHERE item_id = ANY(%s) AND paused"
            " ORDER BY item_id, since_at",
            [ids],
        )
        for item, since, until in cursor.fetchall():
            found.setdefault(item, []).append((since, until))
    return found


def _extensions(ids: list[int]) -> dict[int, list[clock.More]]:
    found: dict[int, list[clock.More]] = {}
    granted = Extension.objects.filter(item__in=ids, granted=True).order_by("decided_at", "id")
    for item, amount, until_on in granted.values_list("item_id", "amount", "until_on"):
        found.setdefault(item, []).append(clock.More(amount, until_on))
    return found
