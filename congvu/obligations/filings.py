"""What citizens file at units under whose telephone number: asked by rooms that stand beside the one that knows.

filings.register("dossier", shared_filings)
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, slots=True)
class Filed:
    """At one unit between two moments: how much came in online, and what of it (subject id, moment) came under a
    telephone number of at least so many people.
    """

    unit_id: int
    online: int
    shared: tuple[tuple[int, datetime], ...]


Find = Callable[[Sequence[int], datetime, datetime, int], Sequence[Filed]]
_finders: dict[str, Find] = {}


def register(kind: str, find: Find) -> None:
    """`find(unit_ids, since, until, people)` with both moments included; called in a room's `ready()`."""
    _finders[kind] = find


def filed(unit_ids: Sequence[int], since: datetime, until: datetime, people: int) -> list[tuple[str, Filed]]:
    """(kind of subject, what was filed), by kind and unit."""
    return [
        (kind, one) for kind in sorted(_finders) for one in _finders[kind](unit_ids, since, until, people)
    ]  # fmt: skip
