"""Two days side by side: which units ended and where their duties went, which are new, renamed, moved."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from congvu.orgs.models import Succession
from congvu.orgs.units.chart import ChartRow, chart

What = Literal["ended", "new", "renamed", "moved"]


@dataclass(frozen=True, slots=True)
class Difference:
    what: What
    before: ChartRow | None
    after: ChartRow | None
    others: tuple[tuple[int, str], ...]


def compare(before: date, after: date) -> list[Difference]:
    """In the order of the chart: first what ended, then what is new, then what changed. Three queries."""
    then, now = chart(before), chart(after)
    was, is_now = {row.id: row for row in then}, {row.id: row for row in now}
    names = {row.id: row.name for row in [*then, *now]}
    to: dict[int, list[int]] = {}
    came: dict[int, list[int]] = {}
    passed = Succession.objects.filter(on__gt=before, on__lte=after).order_by("-principal", "on", "id")
    for source, target in passed.values_list("source_id", "target_id"):
        to.setdefault(source, []).append(target)
        came.setdefault(target, []).append(source)

    def named(ids: list[int]) -> tuple[tuple[int, str], ...]:
        return tuple((unit, names[unit]) for unit in ids if unit in names)

    ended = [Difference("ended", row, None, named(to.get(row.id, []))) for row in then if row.id not in is_now]
    new = [Difference("new", None, row, named(came.get(row.id, []))) for row in now if row.id not in was]
    both = [(was[row.id], row) for row in now if row.id in was]
    renamed = [Difference("renamed", old, row, ()) for old, row in both if old.name != row.name]
    moved = [
        Difference("moved", old, row, named([row.parent_id] if row.parent_id else []))
        for old, row in both
        if old.parent_id != row.parent_id
    ]
    return [*ended, *new, *renamed, *moved]
