"""Is the ledger as it was written? Twice: once by SQL, once in Python; the two must agree on every break.

Chains show edits, gaps and reordering; leaves show a cut end, a missing subject and a chain written anew; seals show
a changed seal; the book of roots, kept outside, shows an old copy put back. Rules: docs/rules/ledger.md.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db import connection
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from congvu.core.clock import start_of
from congvu.ledger.seals import Root

SENTENCES = {
    "missing": gettext_noop("%(subject)s: thiếu sự kiện ngay trước số %(seq)s."),
    "edited": gettext_noop("%(subject)s: sự kiện số %(seq)s (hoặc sự kiện ngay trước nó) đã bị sửa hay đổi chỗ."),
    "subject_missing": gettext_noop("%(subject)s: toàn bộ chuỗi sự kiện đã bị xóa, dấu niêm %(seal)s còn ghi %(seq)s."),
    "cut": gettext_noop("%(subject)s: cuối chuỗi bị cắt, dấu niêm %(seal)s còn ghi sự kiện số %(seq)s."),
    "rewritten": gettext_noop("%(subject)s: chuỗi đã bị ghi lại, sự kiện số %(seq)s khác dấu niêm %(seal)s."),
    "seal_missing": gettext_noop("Thiếu dấu niêm trước dấu số %(seal)s."),
    "seal_changed": gettext_noop("Dấu niêm số %(seal)s không khớp với các chuỗi mà nó niêm."),
    "replayed": gettext_noop(
        "Sổ dấu niêm bên ngoài có dấu số %(seal)s mà cơ sở dữ liệu không có: một bản cũ đã được đưa trở lại."
    ),
    "root_differs": gettext_noop("Dấu niêm số %(seal)s khác với sổ dấu niêm bên ngoài: sổ sự kiện đã bị ghi lại."),
}


@dataclass(frozen=True, slots=True, order=True)
class Break:
    """One place where the ledger is not what it was. `code` is stable."""

    code: str
    subject_kind: str = ""
    subject_id: int = 0
    seq: int = 0
    seal_id: int = 0

    def sentence(self) -> str:
        subject = f"{self.subject_kind} {self.subject_id}"
        return _(SENTENCES[self.code]) % {"subject": subject, "seq": self.seq, "seal": self.seal_id}


@dataclass(frozen=True, slots=True)
class Verdict:
    events: int
    seals: int
    breaks: tuple[Break, ...]


class ImplementationsDiffer(RuntimeError):
    """SQL and Python do not agree: a fault of ours, never of the ledger."""


def verify(*, since: date | None = None, book: Iterable[Root] = ()) -> Verdict:
    """Every break: chains in order of subject, then leaves, then seals, then the book of roots.

    `since`: only chains with an event recorded on or after that day (whole chains), and seals made since.
    """
    first, second = verify_in_sql(since), verify_in_python(since)
    if first != second:
        raise ImplementationsDiffer(f"{first} ≠ {second}")
    return Verdict(first.events, first.seals, first.breaks + tuple(_against(book)))


# -- by SQL ---------------------------------------------------------------------------------------------------

_GROWN = """(%(since)s::timestamptz IS NULL OR EXISTS (
    SELECT FROM event g WHERE g.subject_kind = {0}.subject_kind AND g.subject_id = {0}.subject_id
                        AND g.recorded_at >= %(since)s))"""
_CHAINS = f"""
WITH chain AS (
    SELECT e.*, coalesce(lag(e.seq) OVER w, 0) AS before_seq, lag(e.hash) OVER w AS before_hash
    FROM event e WHERE {_GROWN.format("e")}
    WINDOW w AS (PARTITION BY e.subject_kind, e.subject_id ORDER BY e.seq))
SELECT CASE WHEN seq <> before_seq + 1 THEN 'missing' ELSE 'edited' END, subject_kind, subject_id, seq FROM chain
WHERE seq <> before_seq + 1 OR hash IS DISTINCT FROM event_hash(
    before_hash, subject_kind, subject_id, seq, kind, actor_id, unit_id, at, recorded_at, body)
ORDER BY subject_kind, subject_id, seq
"""  # noqa: S608  (our own text)
_LEAVES = """
SELECT CASE WHEN e.id IS NOT NULL THEN 'rewritten'
            WHEN EXISTS (SELECT FROM event x WHERE x.subject_kind = l.subject_kind AND x.subject_id = l.subject_id)
            THEN 'cut' ELSE 'subject_missing' END, l.subject_kind, l.subject_id, l.seq, l.seal_id
FROM seal_leaf l JOIN seal s ON s.id = l.seal_id
LEFT JOIN event e ON e.subject_kind = l.subject_kind AND e.subject_id = l.subject_id AND e.seq = l.seq
WHERE (%(since)s::timestamptz IS NULL OR s.sealed_at >= %(since)s) AND (e.id IS NULL OR e.hash <> l.hash)
ORDER BY l.subject_kind, l.subject_id, l.seq
"""
_SEALS = """
WITH one AS (SELECT s.*, coalesce(lag(id) OVER w, 0) AS before_id, lag(root) OVER w AS before_root
             FROM seal s WINDOW w AS (ORDER BY id))
SELECT CASE WHEN id <> before_id + 1 THEN 'seal_missing' ELSE 'seal_changed' END, id FROM one
WHERE (%(since)s::timestamptz IS NULL OR sealed_at >= %(since)s) AND (
    id <> before_id + 1 OR previous_root <> coalesce(before_root, ''::bytea) OR root <> seal_root(previous_root, id)
    OR leaves <> (SELECT count(*) FROM seal_leaf l WHERE l.seal_id = one.id))
ORDER BY id
"""
_COUNTS = f"""
SELECT (SELECT count(*) FROM event e WHERE {_GROWN.format("e")}),
       (SELECT count(*) FROM seal WHERE %(since)s::timestamptz IS NULL OR sealed_at >= %(since)s)
"""  # noqa: S608  (our own text)


def verify_in_sql(since: date | None = None) -> Verdict:
    values = {"since": None if since is None else start_of(since)}
    with connection.cursor() as cursor:
        breaks = [Break(*row) for row in _rows(cursor, _CHAINS, values)]
        breaks += [Break(*row) for row in _rows(cursor, _LEAVES, values)]
        breaks += [Break(code, seal_id=seal) for code, seal in _rows(cursor, _SEALS, values)]
        ((events, seals),) = _rows(cursor, _COUNTS, values)
    return Verdict(events, seals, tuple(breaks))


def _rows(cursor: Any, text: str, values: Mapping[str, object]) -> Sequence[Any]:
    cursor.execute(text, values)
    return cursor.fetchall()  # type: ignore[no-any-return]


# -- in Python ------------------------------------------------------------------------------------------------


def verify_in_python(since: date | None = None) -> Verdict:
    from congvu.ledger import verify_python

    events, seals, found = verify_python.breaks_since(None if since is None else start_of(since))
    return Verdict(events, seals, tuple(Break(*one) for one in found))


# -- against what left the house ------------------------------------------------------------------------------


def _against(book: Iterable[Root]) -> Iterator[Break]:
    with connection.cursor() as cursor:
        kept: dict[int, bytes] = {
            seal: bytes(root) for seal, root in _rows(cursor, "SELECT id, root FROM seal ORDER BY id", {})
        }
    for root in book:
        if root.seal_id not in kept:
            yield Break("replayed", seal_id=root.seal_id)
        elif kept[root.seal_id] != root.root:
            yield Break("root_differs", seal_id=root.seal_id)
