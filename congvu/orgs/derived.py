"""What follows from the spans: who is below whom, and who answers for whom. Rebuilt whole, never nudged."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db import connection

from congvu.core.errors import N_, DomainError
from congvu.orgs.models import Succession, Unit, UnitHeir, UnitSpan
from congvu.orgs.ranges import ONE_DAY, Days, days, holds


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
    """Plain values to follow: when each unit exists, its principal targets by day, its first and last parent."""

    existing: dict[int, Days]
    targets: dict[int, list[tuple[date, int]]]
    first_parent: dict[int, int | None]
    last_parent: dict[int, int | None]

    @classmethod
    def read(cls) -> _Facts:
        targets: dict[int, list[tuple[date, int]]] = defaultdict(list)
        passed = Succession.objects.filter(principal=True).order_by("on", "id")
        for source, on, target in passed.values_list("source_id", "on", "target_id"):
            targets[source].append((on, target))
        spans = list(UnitSpan.objects.order_by("during", "id").values_list("unit_id", "parent_id"))
        units = dict(Unit.objects.order_by("id").values_list("id", "during"))
        return cls(units, targets, dict(reversed(spans)), dict(spans))

    def heir(self, unit: int, on: date) -> int:
        """Follow from a unit that is gone to its latest principal successor, else its last parent; from one that is
        still to come to its first parent; until one exists."""
        seen: set[int] = set()
        while unit not in seen and not holds(self.existing[unit], on):
            seen.add(unit)
            following = self._following(unit, on)
            if following is None:
                break
            unit = following
        return unit

    def _following(self, unit: int, on: date) -> int | None:
        begins = self.existing[unit].lower
        if begins is not None and on < begins:
            return self.first_parent.get(unit)
        after = [target for day, target in self.targets.get(unit, []) if day <= on]
        return after[-1] if after else self.last_parent.get(unit)

    def turning_days(self) -> list[date]:
        """Days on which somebody's heir may become another."""
        bounds = {bound for during in self.existing.values() for bound in (during.lower, during.upper)}
        bounds |= {on for targets in self.targets.values() for on, _target in targets}
        return sorted(bound for bound in bounds if bound is not None)


def _heirs() -> Iterator[tuple[int, int, Days]]:
    facts = _Facts.read()
    turning = facts.turning_days()
    before_all = (turning[0] if turning else date.max) - ONE_DAY
    for unit in facts.existing:
        since, heir = None, facts.heir(unit, before_all)
        for day in turning:
            following = facts.heir(unit, day)
            if following != heir:
                yield unit, heir, days(since, day)
                since, heir = day, following
        yield unit, heir, days(since)
