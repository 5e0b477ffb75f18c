"""The tree a task stands in: up to who gave the first, down to the last officer; and how far a whole is."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from fractions import Fraction

from django.db import connection

from congvu.core.tasks import Child, rolled_up
from congvu.tasks.models import Task

_BELOW = """
WITH RECURSIVE below AS (
  SELECT id, parent_id, state, percent FROM task WHERE parent_id = ANY(%s)
  UNION ALL SELECT t.id, t.parent_id, t.state, t.percent FROM task t JOIN below b ON t.parent_id = b.id)
SELECT id, parent_id, state, percent FROM below ORDER BY id
"""
_ABOVE = """
WITH RECURSIVE above AS (
  SELECT id, parent_id, 0 AS depth FROM task WHERE id = %s
  UNION ALL SELECT t.id, t.parent_id, a.depth + 1 FROM task t JOIN above a ON t.id = a.parent_id)
SELECT id FROM above WHERE depth > 0 ORDER BY depth DESC
"""


@dataclass(slots=True)
class Node:
    """A task below another, with everything below it."""

    id: int
    state: str
    percent: int
    children: list["Node"] = field(default_factory=list)

    @property
    def rolled(self) -> Fraction:
        return rolled_up(self.percent, [Child(one.state, one.rolled) for one in self.children])


def nodes_below(ids: Iterable[int]) -> dict[int, list[Node]]:
    """Task → what it was split into, each with what is below it. One query."""
    wanted = list(ids)
    tops: dict[int, list[Node]] = {one: [] for one in wanted}
    if not wanted:
        return tops
    with connection.cursor() as cursor:
        cursor.execute(_BELOW, [wanted])
        rows = {row[0]: row for row in cursor.fetchall()}
    nodes = {pk: Node(pk, state, percent) for pk, _parent, state, percent in rows.values()}
    for pk, parent, _state, _percent in rows.values():
        if parent in nodes:
            nodes[parent].children.append(nodes[pk])
        if parent in tops:
            tops[parent].append(nodes[pk])
    return tops


def rolled_percents(tasks: Sequence[Task]) -> dict[int, Fraction]:
    """Task → how far it is, rolled up. One query."""
    below = nodes_below(task.pk for task in tasks)
    return {
        task.pk: Fraction(100)
        if task.state == "accepted"
        else rolled_up(task.percent, [Child(one.state, one.rolled) for one in below[task.pk]])
        for task in tasks
    }


def ids_above(task_id: int) -> list[int]:
    """The tasks it came from, the first one first. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_ABOVE, [task_id])
        return [row[0] for row in cursor.fetchall()]
