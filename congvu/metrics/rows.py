"""What a figure is made of: the rows it counts, under the viewer's rights, page by page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Literal

from congvu.metrics import registry
from congvu.metrics.facts import FactRow
from congvu.metrics.keys import narrowed_to
from congvu.metrics.questions import By, Key, Narrow, Question
from congvu.metrics.values import all_in_sight
from congvu.orgs.actor import Actor

Part = Literal["numerator", "denominator"]
After = tuple[datetime, int]


@dataclass(frozen=True, slots=True)
class Place:
    """The line of a table whose rows are asked for."""

    by: By
    key: Key


@dataclass(frozen=True, slots=True)
class RowsPage:
    """`complete`: these rows, all pages together, are what the figure counts for everyone; otherwise what this viewer
    may see of it."""

    rows: Sequence[FactRow]
    next_after: After | None
    complete: bool


def rows(
    code: str,
    question: Question,
    *,
    part: Part = "numerator",
    place: Place | None = None,
    after: After | None = None,
    limit: int = 50,
    actor: Actor,
) -> RowsPage:
    """Oldest first. All pages together are as many rows as the figure says for this viewer."""
    made = registry.find(code)
    sight = made.facts.sight_of(actor)
    found = made.facts.rows(
        question,
        parts=[part_ for cell in made.cells(part if made.is_rate else "numerator") for part_ in cell.parts],
        narrow=narrowed_to(place.by, place.key, question) if place else Narrow(),
        sight=sight,
        after=after,
        limit=limit + 1,
    )
    shown = found[:limit]
    last = shown[-1] if len(found) > limit else None
    return RowsPage(shown, (last.came_at, last.item_id) if last else None, all_in_sight(sight, question))
