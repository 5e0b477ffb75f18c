"""Proposals to make procedures simpler, what they cost and save."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from congvu.catalog.errors import SimplificationUnknown
from congvu.catalog.models import ComplianceCost, Simplification
from congvu.core.compliance import CostLine, Saving, saving

PAGE = 50


@dataclass(frozen=True, slots=True)
class SimplificationRow:
    id: int
    procedure_code: str
    title: str
    state: str
    saving: Saving
    effective_on: date | None
    announce_due_on: date | None
    announced_on: date | None


def simplifications(
    *, state: str = "", procedure: str = "", after: Sequence[str | int | None] | None = None
) -> tuple[list[SimplificationRow], int, int, tuple[int] | None]:
    """Newest first: rows, how many match, how many there are, the next key. Four queries."""
    everything = Simplification.objects.all()
    found = everything
    if state:
        found = found.filter(state=state)
    if procedure:
        found = found.filter(procedure__code=procedure)
    page = found.filter(pk__lt=int(after[0] or 0)) if after else found
    listed = list(page.select_related("procedure").order_by("-pk")[: PAGE + 1])
    savings = _savings([row.pk for row in listed])
    rows = [
        SimplificationRow(
            s.pk, s.procedure.code, s.title, s.state, savings[s.pk], s.effective_on, s.announce_due_on, s.announced_on
        ) for s in listed
    ]  # fmt: skip
    next_key = (rows[PAGE - 1].id,) if len(rows) > PAGE else None
    return rows[:PAGE], found.count(), everything.count(), next_key


def simplification(row_id: int) -> Simplification:
    """Raises SimplificationUnknown."""
    row = Simplification.objects.select_related("procedure").filter(pk=row_id).first()
    if row is None:
        raise SimplificationUnknown
    return row


def costs_of(row_id: int) -> tuple[list[CostLine], list[CostLine]]:
    """Before and after. One query."""
    before, after = _lines([row_id])[row_id]
    return before, after


def _savings(ids: Sequence[int]) -> dict[int, Saving]:
    return {row_id: saving(before, after) for row_id, (before, after) in _lines(ids).items()}


def _lines(ids: Sequence[int]) -> dict[int, tuple[list[CostLine], list[CostLine]]]:
    found: dict[int, tuple[list[CostLine], list[CostLine]]] = {row_id: ([], []) for row_id in ids}
    for cost in ComplianceCost.objects.filter(simplification__in=ids).order_by("simplification", "after", "position"):
        found[cost.simplification_id][cost.after].append(
            CostLine(
                cost.activity, cost.hours, cost.hourly_vnd, cost.fees_vnd, cost.other_vnd, cost.times_a_year,
                cost.applicants_a_year,
            )
        )  # fmt: skip
    return found
