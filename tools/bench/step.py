"""Finishing a step by the command, against the same write set in raw psycopg (prepared, one statement a write).

The command also finds within sight, checks rights, reads the process, computes the due date and decides. Raw only
locks and writes what the command wrote; a check compares the two sets of writes before anything is measured.
"""

import re
from collections import Counter
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import psycopg
from django.db import connection
from django.utils import timezone

from congvu.dossiers import commands
from congvu.dossiers.models import StepRun
from tools.bench.measured import Measured, Processor
from tools.bench.walk import Desk, first_desk

ROUNDS = 150
BAR = 0.25
WRITE = re.compile(r'\b(INSERT INTO|UPDATE)\s+"?(\w+)"?(?!\s*OF\b)(?=\s*(?:\(|SET|AS\b))')


def measure(size: str) -> list[Measured]:
    desk, now = first_desk(), timezone.now()
    codes = desk.receive(2 * ROUNDS + 2, now)
    with raw_connection() as other:
        raw = RawStep(other, desk.officer.pk)
        require_same_writes(desk, raw, codes[:2], now)
        backend = _pid(connection)
        ours, theirs = Processor(backend), Processor(other.info.backend_pid)
        for number in range(ROUNDS):
            at = now + timedelta(seconds=number + 1)
            ours.start()
            commands.complete_step(code=codes[2 + 2 * number], actor=desk.actor(at), at=at)
            ours.stop()
            facts = raw.facts(codes[3 + 2 * number])
            theirs.start()
            raw.step(facts, at)
            theirs.stop()
    ratio = theirs.ms_each / ours.ms_each
    return [
        Measured("step by the command", ours.ms_each, "CPU ms", f"raw {theirs.ms_each:.2f}; aim ≥ {BAR}", ratio, size),
        Measured("  of it in Python", ours.python_ms / ours.times, "CPU ms", "", None, size),
        Measured("  of it in PostgreSQL", ours.database_ms / ours.times, "CPU ms", "", None, size),
    ]


def raw_connection() -> psycopg.Connection[Any]:
    """A connection of the same role to the same database; every statement is prepared at once."""
    where = connection.settings_dict
    other = psycopg.connect(
        host=where["HOST"], port=where["PORT"], user=where["USER"], dbname=where["NAME"], prepare_threshold=0
    )
    other.execute("SET timezone = 'UTC'")
    other.commit()
    return other


class RawStep:
    """The writes of `complete_step` and nothing else."""

    def __init__(self, connection: psycopg.Connection[Any], person_id: int) -> None:
        self.connection, self.person_id = connection, person_id

    def facts(self, code: str) -> dict[str, Any]:
        """What the raw writes need to know and do not compute; read outside the measurement."""
        run = StepRun.objects.select_related("dossier").get(dossier__code=code, closed_at=None)
        other = StepRun.objects.filter(number=2).select_related("dossier").order_by("-id").first()
        assert other is not None
        return {"code": code, "dossier": run.dossier_id, "run": run.pk, "like": other.pk, "item": other.obligation_id,
                "part_of": run.dossier.obligation_id}  # fmt: skip

    def step(self, facts: dict[str, Any], at: datetime, tell: Callable[[str], None] = lambda text: None) -> None:
        values = {**facts, "at": at, "person": self.person_id}
        with self.connection.transaction():
            self.connection.execute("SELECT id FROM dossier WHERE code = %(code)s FOR UPDATE", values)
            for text in (CLOSE_RUN, CLOSE_ITEM):
                tell(text)
                self.connection.execute(text, values)
            for name, text in (("new_run", OPEN_RUN), ("new_item", OPEN_ITEM)):
                tell(text)
                row = self.connection.execute(text, values).fetchone()
                assert row is not None
                values[name] = row[0]
            for text in (NAME_ITEM, TAKE_PART, RECORD):
                tell(text)
                self.connection.execute(text, values)


CLOSE_RUN = """
UPDATE dossier_step SET closed_at = %(at)s, closed_by_id = %(person)s, verb = 'complete', note = '' WHERE id = %(run)s
"""
CLOSE_ITEM = """
UPDATE obligation SET closed_at = %(at)s, outcome = 'done'
WHERE kind = 'dossier_step' AND subject_kind = 'dossier_step' AND subject_id = %(run)s AND closed_at IS NULL
"""
OPEN_RUN = """
INSERT INTO dossier_step (dossier_id, number, step, name, role, branch, arrived, waits_for, unit_id, person_id,
    opened_at, claimed_at, closed_at, closed_by_id, verb, note, obligation_id)
SELECT %(dossier)s, 2, step, name, role, branch, arrived, waits_for, unit_id, person_id, %(at)s, NULL, NULL, NULL,
    '', '', NULL
FROM dossier_step WHERE id = %(like)s RETURNING id
"""
OPEN_ITEM = """
INSERT INTO obligation (kind, subject_kind, subject_id, unit_id, person_id, category_id, channel, opened_at,
    clock_from_at, clock, allowance, allowance_unit, waiting, cut_off, calendar_id, calendar_version, due_at, late_at,
    provisional, paused, pause_cause, since_at, first, outcome, part_of_id, system_minutes)
SELECT kind, subject_kind, %(new_run)s, unit_id, person_id, category_id, channel, %(at)s, %(at)s, clock, allowance,
    allowance_unit, waiting, cut_off, calendar_id, calendar_version, due_at, late_at, provisional, false, '', %(at)s,
    true, '', %(part_of)s, 0
FROM obligation WHERE id = %(item)s RETURNING id
"""
NAME_ITEM = "UPDATE dossier_step SET obligation_id = %(new_item)s WHERE id = %(new_run)s"
TAKE_PART = """
INSERT INTO part (subject_kind, subject_id, unit_id, person_id, category_id, role, since_at)
SELECT 'dossier', %(dossier)s, unit_id, person_id, category_id, 'holding', %(at)s FROM obligation WHERE id = %(item)s
ON CONFLICT DO NOTHING
"""
RECORD = """
INSERT INTO event (subject_kind, subject_id, seq, kind, actor_id, unit_id, at, recorded_at, body, hash)
SELECT 'dossier', %(dossier)s, p.seq + 1, n.kind, %(person)s, NULL, n.at, n.at, n.body,
    event_hash(p.hash, 'dossier', %(dossier)s, p.seq + 1, n.kind, %(person)s, NULL, n.at, n.at, n.body)
FROM (SELECT %(at)s::timestamptz AS at, 'dossier.step_completed' AS kind,
             '{"run":1,"step":"Tiếp nhận","to":"Thẩm định","to_unit_id":1}'::json AS body) n,
    LATERAL (SELECT seq, hash FROM event WHERE subject_kind = 'dossier' AND subject_id = %(dossier)s
             ORDER BY seq DESC LIMIT 1) p
"""


def require_same_writes(desk: Desk, raw: RawStep, codes: list[str], now: datetime) -> None:
    """A comparison with fewer writes would flatter the other side."""
    ours: Counter[tuple[str, str]] = Counter()
    theirs: Counter[tuple[str, str]] = Counter()

    def listen(execute: Callable[..., Any], text: str, *call: Any) -> Any:
        ours.update(WRITE.findall(str(text)))
        return execute(text, *call)

    with connection.execute_wrapper(listen):
        commands.complete_step(code=codes[0], actor=desk.actor(now), at=now)
    raw.step(raw.facts(codes[1]), now, lambda text: theirs.update(WRITE.findall(text)))
    if ours != theirs:
        raise RuntimeError(f"the write sets differ: the command {dict(ours)}, raw {dict(theirs)}")


def _pid(django_connection: Any) -> int:
    with django_connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        return int(cursor.fetchone()[0])
