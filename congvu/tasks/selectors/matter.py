"""One task as its page and the API show it: everything within sight, in a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from fractions import Fraction

from django.db.models import Q

from congvu.core import tasks as core
from congvu.core.clock import day_of
from congvu.core.tasks import Child, Verb, rolled_up
from congvu.files.models import Attachment
from congvu.ledger.selectors import TimelineRow, timeline
from congvu.obligations.models import Extension, Obligation
from congvu.obligations.names import person_names, unit_names
from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotInSight
from congvu.tasks import clocks, policy
from congvu.tasks.commands.extending import may_answer
from congvu.tasks.models import (
    Block,
    Claim,
    Demand,
    Evidence,
    Objection,
    PartRole,
    PartState,
    Progress,
    Task,
    TaskPart,
    TaskState,
)
from congvu.tasks.selectors.tree import Node, ids_above, nodes_below


@dataclass(frozen=True, slots=True)
class Branch:
    """A task of the tree in view; `seen` False: only its place is shown. `depth` from the first task."""

    task: Task
    depth: int
    percent: Fraction
    parts: tuple[TaskPart, ...]


@dataclass(frozen=True, slots=True)
class Matter:
    """What the page is made of. `may`: the verbs this reader's buttons offer; the commands check again."""

    task: Task
    lead: TaskPart
    parts: list[TaskPart]
    own_part: TaskPart | None
    item: Obligation | None
    items: dict[int, Obligation]
    tree: list[Branch]
    children: list[Branch]
    percent: Fraction
    claims: list[Claim]
    demands: list[Demand]
    evidence: list[Evidence]
    attachments: dict[int, Attachment]
    reports: dict[int, Progress]
    blocks: list[Block]
    objections: list[Objection]
    extensions: list[Extension]
    events: list[TimelineRow]
    persons: dict[int, str]
    units: dict[int, str]
    may: frozenset[str]

    @property
    def claim(self) -> Claim | None:
        return next((one for one in self.claims if one.decided_at is None), None)

    @property
    def extension(self) -> Extension | None:
        return next((one for one in self.extensions if one.decided_at is None), None)

    @property
    def objection(self) -> Objection | None:
        return next((one for one in self.objections if one.decided_at is None), None)

    def giver(self) -> str:
        return self.task.assigner_name or self.units.get(self.task.assigner_unit_id, "")


def seen(code: str, actor: Actor) -> Task:
    """Within sight, with its paper. Raises NotInSight."""
    found = Task.objects.visible_to(actor).select_related("directive", "clause", "category").filter(code=code).first()
    if found is None:
        raise NotInSight
    return found


def matter(code: str, *, actor: Actor, at: datetime) -> Matter:
    task = seen(code, actor)
    below = nodes_below([task.pk])[task.pk]
    above = ids_above(task.pk)
    tree_ids = [*above, task.pk, *_ids(below)]
    by_id = {one.pk: one for one in Task.objects.filter(pk__in=tree_ids).order_by("id")}
    by_id[task.pk] = task
    visible = set(Task.objects.visible_to(actor).filter(pk__in=above).values_list("id", flat=True)) if above else set()
    shown_above = [pk for pk in above if pk in visible]
    parts_of: dict[int, list[TaskPart]] = {}
    for part in TaskPart.objects.filter(task_id__in=tree_ids).order_by("-role", "id"):
        parts_of.setdefault(part.task_id, []).append(part)
    parts = parts_of[task.pk]
    lead = next(part for part in parts if part.role == PartRole.LEAD)
    items = _items([part for own in parts_of.values() for part in own], task)
    claims = list(task.claims.order_by("number"))
    evidence = list(task.evidence.select_related("demand").order_by("added_at", "id"))
    reports = {one.pk: one for one in task.reports.order_by("at", "id")}
    blocks = list(task.blocks.order_by("since_at", "id"))
    objections = list(task.objections.order_by("asked_at", "id"))
    extensions = list(Extension.objects.filter(item_id=task.obligation_id).order_by("asked_at", "id"))
    everyone = [
        *(part.person_id for own in parts_of.values() for part in own), task.entered_by_id, task.assigner_person_id,
        *(one.claimed_by_id for one in claims), *(one.decided_by_id for one in claims),
        *(one.added_by_id for one in evidence), *(one.asked_by_id for one in objections),
        *(one.asked_by_id for one in extensions), *(one.decided_by_id for one in extensions),
    ]  # fmt: skip
    units = unit_names(
        [
            task.assigner_unit_id, *(part.unit_id for own in parts_of.values() for part in own),
            *(one.assigner_unit_id for one in by_id.values()), *(one.by_unit_id for one in blocks),
            *(one.to_unit_id for one in objections),
        ],
        max(day_of(at), task.assigned_on),
    )  # fmt: skip
    own = next((one for one in parts if policy.holds(actor, one)), None) or next(
        (one for one in parts if one.state != PartState.RELEASED and policy.may_carry(actor, one)), None
    )
    return Matter(
        task=task, lead=lead, parts=parts, own_part=own,
        item=clocks.as_done(task, items.get(task.obligation_id or 0)), items=items,
        tree=[
            *(Branch(by_id[pk], place, Fraction(by_id[pk].percent), tuple(parts_of.get(pk, ())))
              for place, pk in enumerate(shown_above)),
        ],
        children=list(_branches(below, by_id, parts_of, len(shown_above) + 1)),
        percent=_percent(task, below), claims=claims, demands=list(task.demands.order_by("position")),
        evidence=evidence,
        attachments={one.pk: one for one in Attachment.objects.about("task", task.pk).select_related("stored_file")},
        reports=reports, blocks=blocks, objections=objections, extensions=extensions,
        events=timeline("task", task.pk), persons=person_names(everyone), units=units,
        may=_may(actor, task, lead, own, claims, extensions, objections),
    )  # fmt: skip


def _ids(nodes: Sequence[Node]) -> list[int]:
    return [pk for node in nodes for pk in (node.id, *_ids(node.children))]


def _percent(task: Task, below: Sequence[Node]) -> Fraction:
    if task.state == TaskState.ACCEPTED:
        return Fraction(100)
    return rolled_up(task.percent, [Child(one.state, one.rolled) for one in below])


def _branches(
    nodes: Sequence[Node], by_id: dict[int, Task], parts_of: dict[int, list[TaskPart]], depth: int
) -> list[Branch]:
    """Whoever sees a task sees what it was split into."""
    found = []
    for node in nodes:
        found.append(Branch(by_id[node.id], depth, node.rolled, tuple(parts_of.get(node.id, ()))))
        found += _branches(node.children, by_id, parts_of, depth + 1)
    return found


def _items(parts: Sequence[TaskPart], task: Task) -> dict[int, Obligation]:
    ids = {part.obligation_id for part in parts if part.obligation_id} | {task.obligation_id or 0}
    found = Obligation.objects.filter(Q(pk__in=ids) | Q(part_of_id=task.obligation_id)).order_by("id")
    return {item.pk: item for item in found}


def _may(
    actor: Actor, task: Task, lead: TaskPart, own: TaskPart | None, claims: Sequence[Claim],
    extensions: Sequence[Extension], objections: Sequence[Objection],
) -> frozenset[str]:  # fmt: skip
    may = set()
    works = core.may(task.state, Verb.REPORT)
    carries = policy.may_carry(actor, lead)
    claim = next((one for one in claims if one.decided_at is None), None)
    if own is not None and not task.has_ended:
        if own.state == PartState.WAITING:
            may.add("receive")
        if works:
            may |= {"report", "block"}
        if own.role == PartRole.COORDINATING and own.state in (PartState.WAITING, PartState.WORKING):
            may.add("finish_part")
    if carries and works:
        may |= {"claim", "object"} if not any(one.decided_at is None for one in objections) else set()
        if not any(one.decided_at is None for one in extensions) and task.due_on:
            may.add("ask_extension")
    if carries and task.state != TaskState.ACCEPTED:
        may.add("withdraw_evidence")
    if policy.may_share_out(actor, lead) and not task.has_ended:
        may |= {"assign_person"} | ({"split"} if works else set())
    if policy.may_answer(actor, task) and not task.has_ended:
        if claim is not None and (claim.claimed_by_id is None or claim.claimed_by_id != actor.person_id):
            may |= {"accept", "send_back"}
        if any(one.decided_at is None for one in objections):
            may.add("decide_objection")
    if any(one.decided_at is None for one in extensions) and not task.has_ended and may_answer(actor, task.pk):
        may.add("decide_extension")
    if policy.may_steer(actor, task):
        may |= {"star"} | (set() if task.has_ended else {"withdraw"})
        may |= {"change_parts"} if works else set()
    return frozenset(may)


def people_of(unit_id: int, on: date) -> list[tuple[int, str]]:
    """Who works in the unit that day, for choosing."""
    from congvu.orgs.models import Position

    rows = Position.objects.filter(unit_id=unit_id, during__contains=on).select_related("person")
    found = {
        row.person_id: f"{row.person.full_name}{f', {row.title}' if row.title else ''}" for row in rows.order_by("id")
    }
    return list(found.items())


def units_below(unit_id: int, on: date) -> list[tuple[int, str]]:
    """The units that a task may be shared out to: directly below first, then all below."""
    from congvu.orgs.models import UnitUnder

    rows = UnitUnder.objects.filter(upper_id=unit_id, during__contains=on).order_by("depth", "lower_id")
    ids = list(rows.values_list("lower_id", flat=True))
    names = unit_names(ids, on)
    return [(pk, names[pk]) for pk in ids if pk in names]
