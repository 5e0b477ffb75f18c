"""The lines of a version: read as values, written, and copied to the next version."""

from collections.abc import Iterable

from congvu.core.text import search_grams
from congvu.tasks.plans.difference import Said
from congvu.tasks.plans.models import PlanItem, PlanLine, PlanVersion
from congvu.tasks.plans.tree import places


def lines_of(version: PlanVersion) -> list[PlanLine]:
    found = PlanLine.objects.filter(version=version).select_related("item", "parent", "carries_out__plan")
    return list(found.order_by("position", "id"))


def said_by(lines: Iterable[PlanLine]) -> dict[str, Said]:
    return {line.item.code: said(line) for line in lines}


def said(line: PlanLine) -> Said:
    above = line.carries_out
    return Said(
        parent=line.parent.code if line.parent else "", goal=line.goal, task=line.task, product=line.product,
        lead_unit=line.lead_unit_id, coordinating=tuple(line.coordinating), due_on=line.due_on,
        budget_vnd=line.budget_vnd, field=line.field, criterion_code=line.criterion_code,
        points=None if line.points is None else line.points.normalize(), measure=line.measure,
        target=None if line.target is None else line.target.normalize(), needs_evidence=line.needs_evidence,
        to_all=line.to_all, carries_out=f"{above.plan.code}/{above.code}" if above else "",
    )  # fmt: skip


def made(
    version: PlanVersion, item: PlanItem, what: Said, *, parent: PlanItem | None, above: PlanItem | None
) -> PlanLine:
    """A line of these words, not yet saved."""
    return PlanLine(
        version=version, item=item, parent=parent, position=0, goal=what.goal, task=what.task, product=what.product,
        lead_unit_id=what.lead_unit, coordinating=list(what.coordinating), due_on=what.due_on,
        budget_vnd=what.budget_vnd, field=what.field, criterion_code=what.criterion_code, points=what.points,
        measure=what.measure, target=what.target, needs_evidence=what.needs_evidence, to_all=what.to_all,
        carries_out=above, grams=list(search_grams(item.code, what.goal, what.task, what.product)),
    )  # fmt: skip


def reorder(version: PlanVersion) -> list[PlanLine]:
    """Number the lines in the order of the tree; raises PlanCycle, ParentUnknown. One read, one write."""
    found = {line.item.code: line for line in lines_of(version)}
    parents = {code: line.parent.code if line.parent else "" for code, line in found.items()}
    ordered = []
    for number, place in enumerate(places(parents), start=1):
        line = found[place.code]
        line.position = number
        ordered.append(line)
    PlanLine.objects.bulk_update(ordered, ["position"], batch_size=500)
    return ordered


def copy(lines: Iterable[PlanLine], into: PlanVersion) -> None:
    """The next version begins as the one in force."""
    copies = []
    for line in lines:
        above = line.carries_out
        one = made(into, line.item, said(line), parent=line.parent, above=above)
        one.position = line.position
        copies.append(one)
    PlanLine.objects.bulk_create(copies, batch_size=500)
