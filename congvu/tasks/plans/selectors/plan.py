"""One plan: its tree with what is done in each branch, its versions, what a version says otherwise."""

from dataclasses import dataclass
from datetime import datetime

from congvu.core.clock import day_of
from congvu.faces.parts import Deadline
from congvu.ledger.selectors import TimelineRow, timeline
from congvu.obligations.names import person_names, unit_names
from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotInSight
from congvu.tasks.plans import lines, policy
from congvu.tasks.plans.deadlines import Deadlines, owed_by_id
from congvu.tasks.plans.difference import Change, changes
from congvu.tasks.plans.models import ItemState, Plan, PlanLine, PlanState, PlanVersion
from congvu.tasks.plans.selectors.listing import COUNTED
from congvu.tasks.plans.tree import places, rolled_up


@dataclass(frozen=True, slots=True)
class Node:
    """A line of the tree. `done`, `items`: of the whole branch, itself included."""

    line: PlanLine
    depth: int
    lead: str
    done: int
    items: int
    has_below: bool
    deadline: Deadline | None

    @property
    def code(self) -> str:
        return str(self.line.item.code)

    @property
    def state(self) -> ItemState:
        return ItemState(self.line.item.state)


@dataclass(frozen=True, slots=True)
class PlanView:
    """`shown`: the version whose lines are shown, in force or draft; `draft`: one that is being written."""

    plan: Plan
    shown: PlanVersion
    draft: PlanVersion | None
    versions: tuple[PlanVersion, ...]
    nodes: tuple[Node, ...]
    owner: str
    steward: str
    persons: dict[int, str]
    events: tuple[TimelineRow, ...]
    issued: int
    named: int
    may_draft: bool
    may_approve: bool

    @property
    def done(self) -> int:
        return sum(node.state is ItemState.ACCEPTED for node in self.nodes)

    @property
    def items(self) -> int:
        return sum(node.state in COUNTED for node in self.nodes)

    def count(self, *kinds: str) -> int:
        """Items whose deadline stands so now."""
        return sum(node.deadline is not None and node.deadline.kind in kinds for node in self.nodes)

    @property
    def claimed(self) -> int:
        return sum(node.state is ItemState.CLAIMED for node in self.nodes)


def seen(code: str, actor: Actor) -> Plan:
    found = Plan.objects.visible_to(actor).select_related("upper").filter(code=code).first()
    if found is None:
        raise NotInSight
    return found


def shown_version(plan: Plan, actor: Actor, number: int | None = None) -> tuple[PlanVersion, list[PlanVersion]]:
    """The version asked for, else the one in force, else the draft. Drafts are for who writes the plan."""
    versions = list(plan.versions.order_by("number"))
    if not policy.may_for(actor, policy.DRAFT, plan) and not policy.may_for(actor, policy.APPROVE, plan):
        versions = [one for one in versions if one.state != PlanVersion.State.DRAFT or plan.state == PlanState.DRAFT]
    if number is not None:
        chosen = next((one for one in versions if one.number == number), None)
        if chosen is None:
            raise NotInSight
        return chosen, versions
    in_force = next((one for one in versions if one.state == PlanVersion.State.APPROVED), None)
    return in_force or versions[-1], versions


def plan_view(code: str, *, actor: Actor, now: datetime, number: int | None = None) -> PlanView:
    """About twelve queries, whatever the size of the tree. Raises NotInSight."""
    plan = seen(code, actor)
    shown, versions = shown_version(plan, actor, number)
    found = lines.lines_of(shown)
    named = list(plan.named.values_list("obligation_id", flat=True))
    owed = owed_by_id([*(line.item.obligation_id for line in found), *named])
    names = unit_names(
        [plan.owner_unit_id, plan.steward_unit_id, *(line.lead_unit_id for line in found)], day_of(now), short=True
    )
    own = {
        line.item.code: (int(line.item.state == ItemState.ACCEPTED), int(line.item.state in COUNTED)) for line in found
    }
    order = places({line.item.code: line.parent.code if line.parent else "" for line in found})
    sums, place = rolled_up(order, own), {one.code: one for one in order}
    parents = {line.parent.code for line in found if line.parent}
    deadlines = Deadlines(now)
    nodes = tuple(
        Node(
            line, place[line.item.code].depth, names.get(line.lead_unit_id or 0, ""), *sums[line.item.code],
            line.item.code in parents, deadlines.of(owed.get(line.item.obligation_id or 0)),
        )
        for line in found
    )  # fmt: skip
    return PlanView(
        plan, shown, next((one for one in versions if one.state == PlanVersion.State.DRAFT), None), tuple(versions),
        nodes, unit_names([plan.owner_unit_id], day_of(now)).get(plan.owner_unit_id, ""),
        names.get(plan.steward_unit_id or 0, ""),
        person_names(one.approved_by_id for one in versions), tuple(timeline("plan", plan.pk, limit=60)),
        issued=sum(owed[pk].closed_at is not None for pk in named if pk in owed), named=len(named),
        may_draft=policy.may_for(actor, policy.DRAFT, plan), may_approve=actor.may(policy.APPROVE, plan.owner_unit_id),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Differences:
    """`units`: names of the units that the changes speak of."""

    plan: Plan
    before: PlanVersion
    after: PlanVersion
    found: tuple[Change, ...]
    units: dict[int, str]


def differences(code: str, before: int, after: int, *, actor: Actor, now: datetime) -> Differences:
    """What version `after` says otherwise than `before`. Raises NotInSight."""
    plan = seen(code, actor)
    one, _versions = shown_version(plan, actor, before)
    other, _versions = shown_version(plan, actor, after)
    found = changes(lines.said_by(lines.lines_of(one)), lines.said_by(lines.lines_of(other)))
    units: set[int] = set()
    for change in found:
        for value in (change.before, change.after):
            if change.field == "lead_unit" and isinstance(value, int):
                units.add(value)
            elif change.field == "coordinating" and isinstance(value, tuple):
                units |= set(value)
    return Differences(plan, one, other, tuple(found), unit_names(units, day_of(now), short=True))
