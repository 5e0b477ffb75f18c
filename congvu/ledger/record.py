"""Writing down what happened: one statement takes the end of the subject's chain, adds one, and hashes.

The command has locked its subject's row; who forgot to meets unique (subject, seq) and is refused.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Protocol

from django.db import connection

from congvu.ledger.events import body_of, kind_of
from congvu.ledger.prepared import prepared_cursor


class Acting(Protocol):
    """Who acted: `orgs.actor.Actor`, or the clock, which has neither."""

    @property
    def person_id(self) -> int | None: ...

    @property
    def unit_id(self) -> int | None: ...


@dataclass(frozen=True, slots=True)
class Entry:
    """One event of many; `at` is when it happened, however late it is written down."""

    event: Any
    about: tuple[str, int]
    at: datetime


_CHAINED = """
INSERT INTO event (subject_kind, subject_id, seq, kind, actor_id, unit_id, at, recorded_at, body, hash)
SELECT n.subject_kind, n.subject_id, coalesce(p.seq, 0) + 1, n.kind, n.actor_id, n.unit_id, n.at, n.recorded_at, n.body,
       event_hash(p.hash, n.subject_kind, n.subject_id, coalesce(p.seq, 0) + 1, n.kind, n.actor_id, n.unit_id,
                  n.at, n.recorded_at, n.body)
FROM ({new}) AS n
LEFT JOIN LATERAL (SELECT e.seq, e.hash FROM event e
                   WHERE e.subject_kind = n.subject_kind AND e.subject_id = n.subject_id
                   ORDER BY e.seq DESC LIMIT 1) AS p ON true
"""
_ONE = _CHAINED.format(
    new="""SELECT %s::text AS subject_kind, %s::bigint AS subject_id, %s::text AS kind, %s::bigint AS actor_id,
           %s::bigint AS unit_id, %s::timestamptz AS at, clock_timestamp() AS recorded_at, %s::json AS body"""
)
_MANY = _CHAINED.format(
    new="""SELECT u.subject_kind, u.subject_id, u.kind, %s::bigint AS actor_id, %s::bigint AS unit_id, u.at,
           statement_timestamp() AS recorded_at, u.body::json AS body
    FROM unnest(%s::text[], %s::bigint[], %s::text[], %s::timestamptz[], %s::text[])
         AS u(subject_kind, subject_id, kind, at, body)"""
)


def record(event: Any, *, about: tuple[str, int], actor: Acting, at: datetime) -> int:
    """Append one event to the chain of its subject; its id."""
    values = [*about, kind_of(event), actor.person_id, actor.unit_id, at, body_of(event)]
    with prepared_cursor() as cursor:
        cursor.execute(_ONE + " RETURNING id", values)
        return int(cursor.fetchone()[0])


def record_many(entries: Iterable[Entry], *, actor: Acting) -> int:
    """Append many, in the given order within each subject; how many. One statement per event of the longest chain."""
    rounds: list[list[Entry]] = []
    seen: dict[tuple[str, int], int] = {}
    for entry in entries:
        number = seen.get(entry.about, 0)
        seen[entry.about] = number + 1
        if number == len(rounds):
            rounds.append([])
        rounds[number].append(entry)
    with connection.cursor() as cursor:
        for group in rounds:
            cursor.execute(_MANY, [actor.person_id, actor.unit_id, *_columns(group)])
    return sum(seen.values())


def record_selected(
    kind: str, select: str, params: Sequence[Any], *, actor: Acting, at: datetime
) -> list[tuple[int, int]]:
    """Append one event of `kind` per row of a query that gives (subject_kind, subject_id, body as text).

    For bulk statements that touch many subjects; the query names each subject once. Gives (subject_id, event id).
    """
    new = f"""SELECT s.subject_kind, s.subject_id, %s::text AS kind, %s::bigint AS actor_id, %s::bigint AS unit_id,
              %s::timestamptz AS at, statement_timestamp() AS recorded_at, s.body::json AS body
              FROM ({select}) AS s(subject_kind, subject_id, body)"""  # noqa: S608  (the text is our own)
    with connection.cursor() as cursor:
        text = _CHAINED.format(new=new) + " RETURNING subject_id, id"
        cursor.execute(text, [kind, actor.person_id, actor.unit_id, at, *params])
        return [(int(subject), int(event)) for subject, event in cursor.fetchall()]


def _columns(group: list[Entry]) -> list[list[Any]]:
    return [
        [entry.about[0] for entry in group],
        [entry.about[1] for entry in group],
        [kind_of(entry.event) for entry in group],
        [entry.at for entry in group],
        [body_of(entry.event) for entry in group],
    ]
