"""What follows from the spans: who is below whom, and who answers for whom. Rebuilt whole, never nudged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from django.db import connection

from congvu.core.errors import N_, DomainError
from congvu.orgs.models import Succession, Unit, UnitHeir, UnitSpan
from congvu.orgs.ranges import Days, days, holds


class CycleInChart(DomainError):
    """A unit would be below itself."""

    code = "cycle_in_chart"
    sentence = N_("Đơn vị “%(unit)s” sẽ nằm dưới chính nó từ %(since)s. Hãy chọn đơn vị cấp trên khác.")


class ParentNotCovering(DomainError):
    """A unit would hang from one that does not exist on all of its days."""

    code = "parent_not_covering"
    sentence = N_("“%(unit)s” trực thuộc “%(parent)s” cả trong những ngày đơn vị cấp trên không tồn tại.")


class OutsideItsDays(DomainError):
    """A name or place for days on which the unit does not exist."""

    code = "span_outside_unit"
    sentence = N_("“%(unit)s” có tên hoặc vị trí ngoài thời gian đơn vị tồn tại.")


_CYCLE = """
WITH RECURSIVE up(upper, lower, during) AS (
  SELECT unit_id, unit_id, during FROM unit_span
  UNION ALL
  SELECT s.parent_id, up.lower, up.during * s.during
  FROM up JOIN unit_span s ON s.unit_id = up.upper AND s.parent_id IS NOT NULL AND s.during && up.during
) CYCLE upper, lower SET again USING path
SELECT s.name, lower(up.during) FROM up JOIN unit_span s ON s.unit_id = up.lower AND s.during && up.during
WHERE up.again ORDER BY 2 NULLS FIRST, 1 LIMIT 1
"""
_PARENT_COVERS = """
SELECT s.name, (SELECT p.name FROM unit_span p WHERE p.unit_id = s.parent_id ORDER BY p.during DESC LIMIT 1)
FROM unit_span s LEFT JOIN LATERAL (SELECT range_agg(p.during) AS all_days FROM unit_span p
                                    WHERE p.unit_id = s.parent_id) AS parent ON true
WHERE s.parent_id IS NOT NULL AND NOT coalesce(s.during <@ parent.all_days, false) ORDER BY s.id LIMIT 1
"""
_WITHIN_UNIT = """
SELECT s.name FROM unit_span s JOIN unit u ON u.id = s.unit_id WHERE NOT s.during <@ u.during ORDER BY s.id LIMIT 1
"""
_REBUILD = """
WITH RECURSIVE up(upper, lower, depth, during) AS (
  SELECT unit_id, unit_id, 0, during FROM unit_span
  UNION ALL
  SELECT s.parent_id, up.lower, up.depth + 1, up.during * s.during
  FROM up JOIN unit_span s ON s.unit_id = up.upper AND s.parent_id IS NOT NULL AND s.during && up.during
)
INSERT INTO unit_under (upper_id, lower_id, depth, during)
SELECT upper, lower, depth, unnest(range_agg(during)) FROM up GROUP BY upper, lower, depth
"""


def check() -> None:
    """Refuse a chart that cannot be: days outside a unit's own, a parent that is not there, a unit below itself.

    Raises OutsideItsDays, ParentNotCovering, CycleInChart.
    """
    if row := _first(_WITHIN_UNIT):
        raise OutsideItsDays(unit=row[0])
    if row := _first(_PARENT_COVERS):
        raise ParentNotCovering(unit=row[0], parent=row[1])
    if row := _first(_CYCLE):
        raise CycleInChart(unit=row[0], since=row[1])


def rebuild() -> None:
    """Check, then make `unit_under` and `unit_heir` anew. The last thing a reorganisation does."""
    check()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM unit_under")
        cursor.execute("DELETE FROM unit_heir")
        cursor.execute(_REBUILD)
    UnitHeir.objects.bulk_create(
        [UnitHeir(unit_id=unit, heir_id=heir, during=during) for unit, heir, during in _heirs()], batch_size=2000
    )


def _first(statement: str) -> tuple[object, ...] | None:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row: tuple[object, ...] | None = cursor.fetchone()
        return row


@dataclass(frozen=True, slots=True)
class _Facts:
    """Plain values to follow: when each unit exists, its principal targets by day, the last parent it had."""

    existing: dict[int, Days]
    targets: dict[int, list[tuple[date, int]]]
    last_parent: dict[int, int | None]

    @classmethod
    def read(cls) -> _Facts:
        targets: dict[int, list[tuple[date, int]]] = defaultdict(list)
        for source, on, target in (
            Succession.objects.filter(principal=True).order_by("on", "id").values_list("source_id", "on", "target_id")
        ):
            targets[source].append((on, target))
        spans = UnitSpan.objects.order_by("during", "id").values_list("unit_id", "parent_id")
        return cls(dict(Unit.objects.order_by("id").values_list("id", "during")), targets, dict(spans))

    def heir(self, unit: int, on: date) -> int:
        """Follow from a unit that is gone: its latest principal successor, else its last parent, until one exists."""
        seen: set[int] = set()
        while unit not in seen and not holds(self.existing[unit], on):
            seen.add(unit)
            after = [target for day, target in self.targets.get(unit, []) if day <= on]
            following = after[-1] if after else self.last_parent.get(unit)
            if following is None:
                break
            unit = following
        return unit

    def turning_days(self) -> list[date]:
        """Days on which somebody's heir may become another."""
        ends = {during.upper for during in self.existing.values() if during.upper}
        return sorted(ends | {on for targets in self.targets.values() for on, _target in targets})


def _heirs() -> Iterator[tuple[int, int, Days]]:
    facts = _Facts.read()
    turning = facts.turning_days()
    for unit, during in facts.existing.items():
        end = during.upper
        yield unit, unit, during
        if end is not None:
            yield from ((unit, *rest) for rest in _after(facts, unit, [day for day in turning if day >= end]))


def _after(facts: _Facts, unit: int, turning: list[date]) -> Iterable[tuple[int, Days]]:
    since, heir = turning[0], facts.heir(unit, turning[0])
    for day in turning[1:]:
        following = facts.heir(unit, day)
        if following != heir:
            yield heir, days(since, day)
            since, heir = day, following
    yield heir, days(since)
