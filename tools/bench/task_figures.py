"""Figures of a year of tasks, by unit and by field: 10,000 against 200,000. Leaves nothing behind."""

from collections.abc import Callable
from datetime import date
from functools import partial
from statistics import median
from time import perf_counter

from django.db import connection, transaction

from congvu.core import periods
from congvu.metrics import values
from congvu.metrics.questions import By, Question
from congvu.orgs.actor import Actor
from tools.bench.measured import Measured

SMALL, LARGE = 10_000, 200_000
_FIELDS = """
INSERT INTO category (kind, code, name) SELECT 'task_field', 'bench-' || n, 'Lĩnh vực ' || n
FROM generate_series(1, 20) AS n RETURNING id
"""
# A year of tasks over all units: four fifths accepted, a tenth of those late, the rest open, one in ten without a date.
_TASKS = """
INSERT INTO task (code, year, content, product, category_id, urgency, confidentiality, starred, assigner_unit_id,
    assigner_name, lead_unit_id, assigned_on, due_on, entered_at, state, percent, returns, extensions, done_on,
    accepted_at, withdrawn_because, from_older_system, loaded_as, note, digest, grams)
SELECT 'BENCH-' || n, 2025, 'Nhiệm vụ', '', (%(fields)s::bigint[])[1 + n %% 20], 'normal', 'normal', false,
    u.ids[1], '',
    u.ids[1 + n %% cardinality(u.ids)], d.day, CASE WHEN n %% 10 > 0 THEN d.day + 30 END, d.day::timestamptz,
    CASE WHEN n %% 5 > 0 THEN 'accepted' ELSE 'in_progress' END, 0, 0, 0,
    CASE WHEN n %% 5 > 0 THEN d.day + 20 + (n %% 13) END, CASE WHEN n %% 5 > 0 THEN (d.day + 35)::timestamptz END,
    '', false, 'bench-' || n, '', '', '{}'
FROM generate_series(%(first)s::int, %(last)s::int) AS n,
     LATERAL (SELECT date '2025-01-01' + n %% 330 AS day) AS d,
     (SELECT array_agg(id ORDER BY id) AS ids FROM unit) AS u
"""
_OWED = """
WITH owed AS (
  INSERT INTO obligation (kind, subject_kind, subject_id, unit_id, category_id, channel, opened_at, clock_from_at,
      clock, allowance_unit, waiting, due_at, late_at, provisional, paused, pause_cause, since_at, first, closed_at,
      outcome, system_minutes)
  SELECT 'task', 'task', id, lead_unit_id, category_id, '', entered_at, entered_at, 'legal', '', 'pauses',
      due_on + interval '10 hours', due_on + interval '17 hours', false, false, '', entered_at, true,
      done_on + interval '9 hours', CASE WHEN done_on IS NULL THEN '' ELSE 'accepted' END, 0
  FROM task WHERE code LIKE 'BENCH-%%' AND obligation_id IS NULL RETURNING id, subject_id)
UPDATE task SET obligation_id = owed.id FROM owed WHERE task.id = owed.subject_id
"""


class _Enough(Exception):
    """Measured; nothing that was made is kept."""


def measure() -> list[Measured]:
    found: list[Measured] = []
    try:
        with transaction.atomic():
            small = _at(1, SMALL)
            large = _at(SMALL + 1, LARGE)
            for name in small:
                ratio = round(large[name] / small[name], 2) if small[name] else None
                found.append(Measured(f"task figures {name}", round(small[name], 1), "ms", "", None, "10k"))
                found.append(Measured(f"task figures {name}", round(large[name], 1), "ms", "10k tasks", ratio, "200k"))
            raise _Enough
    except _Enough:
        pass
    return found


def _at(first: int, last: int) -> dict[str, float]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT array_agg(id) FROM category WHERE code LIKE 'bench-%%'")
        fields = cursor.fetchone()[0]
        if not fields:
            cursor.execute(_FIELDS)
            fields = [row[0] for row in cursor.fetchall()]
        cursor.execute(_TASKS, {"first": first, "last": last, "fields": fields})
        cursor.execute(_OWED)
        cursor.execute("ANALYZE task, obligation, obligation_stretch, task_claim")
    year = Question(periods.period_from("2025"), date(2025, 12, 31))
    actor = Actor.clock()
    return {by.value: _time(partial(values.cells, "tasks", year, by=by, actor=actor)) for by in (By.UNIT, By.FIELD)}


def _time(act: Callable[[], object], rounds: int = 5) -> float:
    """Milliseconds, the median."""
    taken = []
    for _n in range(rounds):
        start = perf_counter()
        act()
        taken.append((perf_counter() - start) * 1000)
    return median(taken)
