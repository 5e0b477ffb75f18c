"""The daily root: a Merkle tree over the ends of all chains that grew since the seal before.

No clock and no sequence decides what belongs into a seal: chains are compared with their latest leaves, so what
commits late comes into the next one.
"""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import connection, transaction

_LOCK = 718_292

# Two days of grace for transactions that were long; the comparison with the leaves makes it exact.
_LEAVES = """
INSERT INTO seal_leaf (seal_id, subject_kind, subject_id, seq, hash)
SELECT %s, e.subject_kind, e.subject_id, e.seq, e.hash
FROM (SELECT DISTINCT subject_kind, subject_id FROM event
      WHERE recorded_at >= coalesce((SELECT max(sealed_at) FROM seal WHERE id <> %s), '-infinity') - interval '2 days'
     ) AS grown
CROSS JOIN LATERAL (SELECT * FROM event x WHERE x.subject_kind = grown.subject_kind AND x.subject_id = grown.subject_id
                    ORDER BY x.seq DESC LIMIT 1) AS e
WHERE e.seq > coalesce((SELECT max(l.seq) FROM seal_leaf l
                        WHERE l.subject_kind = e.subject_kind AND l.subject_id = e.subject_id), 0)
ORDER BY e.subject_kind, e.subject_id
"""


@dataclass(frozen=True, slots=True)
class Leaf:
    subject_kind: str
    subject_id: int
    seq: int
    hash: bytes


@dataclass(frozen=True, slots=True)
class Root:
    """What leaves the house: one line of the book of roots."""

    seal_id: int
    sealed_at: datetime
    leaves: int
    root: bytes

    def line(self) -> str:
        return f"{self.seal_id}\t{self.sealed_at.isoformat()}\t{self.leaves}\t{self.root.hex()}"

    @classmethod
    def of_line(cls, line: str) -> "Root":
        seal_id, sealed_at, leaves, root = line.split("\t")
        return cls(int(seal_id), datetime.fromisoformat(sealed_at), int(leaves), bytes.fromhex(root))


@transaction.atomic
def seal(at: datetime) -> Root | None:
    """Seal what grew since the latest seal; None when nothing did."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [_LOCK])
        cursor.execute("SELECT root FROM seal ORDER BY id DESC LIMIT 1")
        row = cursor.fetchone()
        previous = bytes(row[0]) if row else b""
        # max + 1 instead of the sequence: a gap among the seals is a seal taken out.
        cursor.execute("SELECT coalesce(max(id), 0) + 1 FROM seal")
        (seal_id,) = cursor.fetchone()
        cursor.execute(_LEAVES, [seal_id, seal_id])
        if cursor.rowcount == 0:
            return None
        leaves = leaves_of(seal_id)
        root = root_of(previous, leaves)
        cursor.execute(
            "INSERT INTO seal (id, sealed_at, leaves, previous_root, root) VALUES (%s, %s, %s, %s, %s)",
            [seal_id, at, len(leaves), previous, root],
        )
    return Root(seal_id, at, len(leaves), root)


def leaves_of(seal_id: int) -> list[Leaf]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT subject_kind, subject_id, seq, hash FROM seal_leaf WHERE seal_id = %s"
            " ORDER BY subject_kind, subject_id",
            [seal_id],
        )
        return [Leaf(kind, subject, seq, bytes(digest)) for kind, subject, seq, digest in cursor.fetchall()]


def root_of(previous: bytes, leaves: Sequence[Leaf]) -> bytes:
    """hash(previous root, Merkle root of the leaves in order, their number)."""
    return hashlib.sha256(previous + merkle([leaf_hash(leaf) for leaf in leaves]) + str(len(leaves)).encode()).digest()


def leaf_hash(leaf: Leaf) -> bytes:
    kind = leaf.subject_kind.encode()
    text = f"{len(kind)}:{leaf.subject_kind},{leaf.subject_id},{leaf.seq},".encode()
    return hashlib.sha256(b"\x00" + text + leaf.hash).digest()


def merkle(nodes: Sequence[bytes]) -> bytes:
    """Root of a binary tree; the odd one at the end of a level goes up as it is. Of nothing: 32 zero bytes."""
    level = list(nodes)
    while len(level) > 1:
        pairs = [hashlib.sha256(b"\x01" + level[i] + level[i + 1]).digest() for i in range(0, len(level) - 1, 2)]
        level = pairs + ([level[-1]] if len(level) % 2 else [])
    return level[0] if level else bytes(32)


def not_in(book: Path) -> list[Root]:
    """The roots that the book lacks: one that could not be written yesterday is written today."""
    latest = (
        max((root.seal_id for root in read_book(book.read_text("ascii").splitlines())), default=0)
        if book.exists()
        else 0
    )
    with connection.cursor() as cursor:
        cursor.execute("SELECT id, sealed_at, leaves, root FROM seal WHERE id > %s ORDER BY id", [latest])
        return [Root(seal_id, sealed_at, leaves, bytes(root)) for seal_id, sealed_at, leaves, root in cursor.fetchall()]


def write_down(root: Root, book: Path) -> None:
    """Add the root to the book of roots, a file that is only ever added to and is kept outside the database."""
    book.parent.mkdir(parents=True, exist_ok=True)
    with book.open("a", encoding="ascii") as lines:
        lines.write(root.line() + "\n")


def read_book(lines: Iterable[str]) -> list[Root]:
    return [Root.of_line(line.rstrip("\n")) for line in lines if line.strip()]
