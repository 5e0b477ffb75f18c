"""The chart of any day: who existed, what they were called, under whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import connection
from django.db.models import Q

from congvu.orgs.models import TakesPart, UnitSpan, UnitUnder
from congvu.orgs.ranges import holds

INDENT = "\u00a0" * 3
"""Before a name in a list for choosing, once for each level."""


@dataclass(frozen=True, slots=True)
class ChartRow:
    """A unit as it was on the day; `depth` 0 is the top. Rows come in reading order of the tree."""

    id: int
    code: str
    name: str
    short_name: str
    kind: str
    parent_id: int | None
    depth: int
    below: int


_CHART = """
SELECT s.unit_id, u.code, s.name, s.short_name, k.name, s.parent_id
FROM unit_span s JOIN unit u ON u.id = s.unit_id JOIN unit_kind k ON k.id = s.kind_id
WHERE s.during @> %s::date ORDER BY k.rank, vi_sort_key(s.short_name) COLLATE "C", s.unit_id
"""


def chart(on: date) -> list[ChartRow]:
    """Everyone who existed on the day, parents before children, siblings by kind and name. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_CHART, [on])
        found = cursor.fetchall()
    children: dict[int | None, list[tuple[int, str, str, str, str, int | None]]] = defaultdict(list)
    for row in found:
        children[row[5]].append(row)
    rows: list[ChartRow] = []

    def add(parent: int | None, depth: int) -> int:
        before = len(rows)
        for unit, code, name, short_name, kind, parent_id in children[parent]:
            place = len(rows)
            rows.append(ChartRow(unit, code, name, short_name, kind, parent_id, depth, 0))
            below = add(unit, depth + 1)
            rows[place] = ChartRow(unit, code, name, short_name, kind, parent_id, depth, below)
        return len(rows) - before

    add(None, 0)
    return rows


def under(unit_id: int, on: date) -> list[int]:
    """The unit and all below it on the day, by id. One query; empty when it did not exist."""
    rows = UnitUnder.objects.filter(upper_id=unit_id, during__contains=on)
    return list(rows.order_by("lower_id").values_list("lower_id", flat=True))


def names_of(ids: Iterable[int], on: date) -> dict[int, str]:
    """What the units were called on the day; for one that did not exist then, its latest name. One query."""
    spans = UnitSpan.objects.filter(unit_id__in=set(ids)).order_by("unit_id", "during")
    names: dict[int, str] = {}
    fits: set[int] = set()
    for unit, name, during in spans.values_list("unit_id", "name", "during"):
        then = holds(during, on)
        if then or unit not in fits:
            names[unit] = name
        if then:
            fits.add(unit)
    return names


def name_of(unit_id: int, on: date) -> str:
    """What the unit was called on the day. Raises KeyError when there is no such unit."""
    return names_of([unit_id], on)[unit_id]


def parts_taken(place_id: int, on: date) -> list[int]:
    """Vertical agencies that take part at the place on the day, by id. One query."""
    rows = TakesPart.objects.filter(place_id=place_id, during__contains=on)
    return list(rows.order_by("unit_id").values_list("unit_id", flat=True))


def beside(place_id: int, on: date) -> list[tuple[int, str]]:
    """Units that are neither the place nor above or below it, for choosing: who may take part there. Two queries."""
    line = UnitUnder.objects.filter(Q(upper_id=place_id) | Q(lower_id=place_id), during__contains=on)
    own = {unit for pair in line.order_by("id").values_list("upper_id", "lower_id") for unit in pair}
    return [(row.id, f"{INDENT * row.depth}{row.name}") for row in chart(on) if row.id not in own]
