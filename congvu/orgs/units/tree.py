"""The chart as a tree to open and close, narrowed to a search without losing the way to what was found."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db import connection

from congvu.core.text import fold
from congvu.orgs.units.chart import ChartRow


@dataclass(frozen=True, slots=True)
class Node:
    """`opened`: shown opened, because it is near the top or leads to something found."""

    row: ChartRow
    children: tuple[Node, ...]
    opened: bool
    found: bool


def tree(rows: list[ChartRow], text: str = "") -> tuple[tuple[Node, ...], int]:
    """The tops, and how many units the search found (all without one)."""
    wanted = fold(text)
    children: dict[int | None, list[ChartRow]] = {}
    for row in rows:
        children.setdefault(row.parent_id, []).append(row)
    found = {row.id for row in rows if wanted and (wanted in fold(row.name) or wanted == row.code)}

    def node(row: ChartRow) -> Node | None:
        below = tuple(filter(None, (node(child) for child in children.get(row.id, []))))
        if wanted and not below and row.id not in found:
            return None
        return Node(row, below, bool(wanted) or row.depth < 1, row.id in found)

    tops = tuple(filter(None, (node(row) for row in children.get(None, []))))
    return tops, len(found) if wanted else len(rows)


def turning_days(limit: int = 4) -> list[date]:
    """Days on which the structure changed, latest first. One query."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT DISTINCT lower(during) AS day FROM unit_span WHERE lower(during) IS NOT NULL"
            " ORDER BY day DESC LIMIT %s",
            [limit],
        )
        return [row[0] for row in cursor.fetchall()]
