"""The second reading of the rule in docs/rules/ledger.md: it shares nothing with the SQL but the tables."""

import hashlib
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

from django.db import connection, transaction

Found = tuple[str, str, int, int, int]
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_EVENTS = """
SELECT subject_kind, subject_id, seq, kind, actor_id, unit_id, at, recorded_at, body::text, hash
FROM event ORDER BY subject_kind, subject_id, seq
"""


@transaction.atomic
def breaks_since(since: datetime | None) -> tuple[int, int, list[Found]]:
    """(events read, seals read, breaks): every row streamed once through a server-side cursor."""
    chains: list[Found] = []
    sealed: dict[tuple[str, int], set[int]] = {}
    for kind, subject_id, seq in _stream("SELECT subject_kind, subject_id, seq FROM seal_leaf"):
        sealed.setdefault((kind, subject_id), set()).add(seq)
    ends: dict[tuple[str, int], dict[int, bytes]] = {}
    events = 0
    for subject, rows in _subjects(_stream(_EVENTS)):
        ends[subject] = {row[2]: bytes(row[9]) for row in rows if row[2] in sealed.get(subject, ())}
        if since is None or any(row[7] >= since for row in rows):
            events += len(rows)
            chains += _in_chain(rows)
    seals, of_leaves, of_seals = _sealed(ends, since)
    return events, seals, [*chains, *of_leaves, *of_seals]


def _in_chain(rows: list[Any]) -> Iterator[Found]:
    before_seq, before_hash = 0, b""
    for row in rows:
        kind, subject_id, seq = row[:3]
        if seq != before_seq + 1:
            yield "missing", kind, subject_id, seq, 0
        elif _hash(before_hash, row) != bytes(row[9]):
            yield "edited", kind, subject_id, seq, 0
        before_seq, before_hash = seq, bytes(row[9])


def _hash(before: bytes, row: Any) -> bytes:
    kind, subject_id, seq, what, actor, unit, at, recorded_at, body = row[:9]
    parts = [kind, str(subject_id), str(seq), what, _text(actor), _text(unit), _moment(at), _moment(recorded_at), body]
    return hashlib.sha256(before + b"".join(map(_field, parts))).digest()


def _field(value: str | None) -> bytes:
    if value is None:
        return b"-,"
    content = value.encode()
    return str(len(content)).encode() + b":" + content + b","


def _text(number: int | None) -> str | None:
    return None if number is None else str(number)


def _moment(moment: datetime) -> str:
    return str((moment - _EPOCH) // timedelta(microseconds=1))


def _sealed(
    ends: dict[tuple[str, int], dict[int, bytes]], since: datetime | None
) -> tuple[int, list[Found], list[Found]]:
    of_leaves: list[Found] = []
    of_seals: list[Found] = []
    seals, before_id, before_root = 0, 0, b""
    leaves: dict[int, list[Any]] = {}
    for leaf in _stream("SELECT seal_id, subject_kind, subject_id, seq, hash FROM seal_leaf ORDER BY 1, 2, 3"):
        leaves.setdefault(leaf[0], []).append(leaf)
    for seal_id, sealed_at, count, previous, root in _stream(
        "SELECT id, sealed_at, leaves, previous_root, root FROM seal ORDER BY id"
    ):
        mine = leaves.get(seal_id, [])
        if since is None or sealed_at >= since:
            seals += 1
            of_leaves += _of_leaves(mine, ends)
            whole = (
                bytes(previous) == before_root and bytes(root) == _root(bytes(previous), mine) and count == len(mine)
            )
            if seal_id != before_id + 1:
                of_seals.append(("seal_missing", "", 0, 0, seal_id))
            elif not whole:
                of_seals.append(("seal_changed", "", 0, 0, seal_id))
        before_id, before_root = seal_id, bytes(root)
    return seals, sorted(of_leaves, key=lambda found: found[1:4]), of_seals


def _of_leaves(leaves: list[Any], ends: dict[tuple[str, int], dict[int, bytes]]) -> Iterator[Found]:
    for seal_id, kind, subject_id, seq, digest in leaves:
        chain = ends.get((kind, subject_id))
        if chain is None:
            yield "subject_missing", kind, subject_id, seq, seal_id
        elif seq not in chain:
            yield "cut", kind, subject_id, seq, seal_id
        elif chain[seq] != bytes(digest):
            yield "rewritten", kind, subject_id, seq, seal_id


def _root(previous: bytes, leaves: list[Any]) -> bytes:
    nodes = []
    for _seal, kind, subject_id, seq, digest in leaves:
        name = kind.encode()
        text = f"{len(name)}:{kind},{subject_id},{seq},".encode()
        nodes.append(hashlib.sha256(b"\x00" + text + bytes(digest)).digest())
    while len(nodes) > 1:
        odd = nodes.pop() if len(nodes) % 2 else None
        nodes = [hashlib.sha256(b"\x01" + a + b).digest() for a, b in zip(nodes[::2], nodes[1::2], strict=True)]
        nodes += [] if odd is None else [odd]
    top = nodes[0] if nodes else bytes(32)
    return hashlib.sha256(previous + top + str(len(leaves)).encode()).digest()


def _subjects(rows: Iterable[Any]) -> Iterator[tuple[tuple[str, int], list[Any]]]:
    chain: list[Any] = []
    for row in rows:
        if chain and chain[0][:2] != row[:2]:
            yield (chain[0][0], chain[0][1]), chain
            chain = []
        chain.append(row)
    if chain:
        yield (chain[0][0], chain[0][1]), chain


def _stream(query: str) -> Iterator[Any]:
    connection.ensure_connection()
    with connection.connection.cursor(name="ledger_verify") as cursor:
        cursor.itersize = 5000
        cursor.execute(query)
        yield from cursor
