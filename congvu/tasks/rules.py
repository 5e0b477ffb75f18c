"""Which rules hold for tasks that a unit gives: its own row, the nearest above, the house's."""

from datetime import date

from django.db import connection

from congvu.tasks.models import TaskRules

# The nearest unit at or above that has a row of its own; the row without a unit comes last.
_NEAREST = """
SELECT r.id FROM task_rules r LEFT JOIN unit_under u
  ON u.upper_id = r.unit_id AND u.lower_id = %s AND u.during @> %s::date
WHERE r.unit_id IS NULL OR u.depth IS NOT NULL
ORDER BY u.depth NULLS LAST, r.id LIMIT 1
"""


def rules_for(unit_id: int, on: date) -> TaskRules:
    """Without any row, the defaults of the table. Two queries at most."""
    with connection.cursor() as cursor:
        cursor.execute(_NEAREST, [unit_id, on])
        row = cursor.fetchone()
    return TaskRules.objects.get(pk=row[0]) if row else TaskRules()
