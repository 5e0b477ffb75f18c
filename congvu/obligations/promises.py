"""Dates that were told to somebody outside: the room that told them tells when one of them moves later.

promises.register(kind="dossier", tell=tell_applicants)
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class MovedLater:
    """`event_id` names the act in the ledger: a good key, so that nobody is told twice."""

    item_id: int
    subject_id: int
    old_due_at: datetime
    new_due_at: datetime
    event_id: int


Tell = Callable[[Sequence[MovedLater], datetime], None]
"""Called inside the transaction, once per batch; writes one notice for each person concerned."""

_tellers: dict[str, Tell] = {}


def register(*, kind: str, tell: Tell) -> None:
    """Obligations of this kind are promises; called in a room's `ready()`."""
    _tellers[kind] = tell


def is_promised(kind: str) -> bool:
    return kind in _tellers


def tell(kind: str, moved: Sequence[MovedLater], *, at: datetime) -> None:
    if moved and kind in _tellers:
        _tellers[kind](moved, at)
