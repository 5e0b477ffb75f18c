"""Which reminders a task gets: by its kind, from the nearest unit that set a rule, else the defaults of the house."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Final

from django.db import connection

from congvu.core.clock import day_of
from congvu.obligations import subjects
from congvu.obligations.subjects import Ladder

DEFAULTS: Final[Mapping[str, Ladder]] = {
    "normal": subjects.LADDER,
    "urgent": Ladder(before=3, next_chief_after=2),
    "very_urgent": Ladder(before=3, next_chief_after=1),
    "starred": Ladder(before=5, next_chief_after=1),
}
_RULE = """
SELECT k.kind, r.before_days, r.next_chief_days
FROM (SELECT CASE WHEN t.starred THEN 'starred' ELSE t.urgency END AS kind, t.assigner_unit_id FROM task t
      WHERE t.id = %s) AS k
LEFT JOIN LATERAL (
  SELECT r.before_days, r.next_chief_days FROM task_urging_rule r
  LEFT JOIN unit_under u ON u.upper_id = r.unit_id AND u.lower_id = k.assigner_unit_id AND u.during @> %s::date
  WHERE r.kind = k.kind AND (r.unit_id IS NULL OR u.depth IS NOT NULL)
  ORDER BY u.depth NULLS LAST, r.id LIMIT 1) AS r ON true
"""


def ladder_of_task(task_id: int, at: datetime) -> Ladder:
    """One query. A starred task follows the rule for starred ones, whatever its urgency."""
    with connection.cursor() as cursor:
        cursor.execute(_RULE, [task_id, day_of(at)])
        row = cursor.fetchone()
    if row is None:
        return subjects.LADDER
    kind, before, after = row
    return Ladder(before, after) if before is not None else DEFAULTS.get(kind, subjects.LADDER)


_OF_UNIT = """
SELECT DISTINCT ON (r.kind) r.kind, r.before_days, r.next_chief_days FROM task_urging_rule r
LEFT JOIN unit_under u ON u.upper_id = r.unit_id AND u.lower_id = %s AND u.during @> %s::date
WHERE r.unit_id IS NULL OR u.depth IS NOT NULL
ORDER BY r.kind, u.depth NULLS LAST, r.id
"""


def ladders_of(unit_id: int, on: date) -> dict[str, Ladder]:
    """What holds for each kind of task that the unit gives. One query."""
    with connection.cursor() as cursor:
        cursor.execute(_OF_UNIT, [unit_id, on])
        return {**DEFAULTS, **{kind: Ladder(before, after) for kind, before, after in cursor.fetchall()}}


def register() -> None:
    subjects.give_ladder("task", ladder_of_task)
