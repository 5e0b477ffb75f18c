"""One item with all around it: what is asked, the evidence, readings, claims, who carries it out below, its story."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from congvu.core.clock import day_of
from congvu.faces.parts import Deadline
from congvu.files.models import Attachment
from congvu.ledger.selectors import TimelineRow, timeline
from congvu.obligations.models import Obligation
from congvu.obligations.names import person_names, unit_names
from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotInSight
from congvu.tasks.models import Task
from congvu.tasks.plans import policy
from congvu.tasks.plans.deadlines import Deadlines
from congvu.tasks.plans.models import ItemState, Plan, PlanClaim, PlanItem, PlanLine, PlanReading, PlanVersion

GIVE = "tasks.assign"
TASKS = 50
"""Tasks named on the page of an item; of more than these the number is said."""


@dataclass(frozen=True, slots=True)
class ItemView:
    plan: Plan
    item: PlanItem
    line: PlanLine
    owed: Obligation | None
    deadline: Deadline | None
    units: dict[int, str]
    persons: dict[int, str]
    claims: tuple[PlanClaim, ...]
    readings: tuple[PlanReading, ...]
    evidence: tuple[Attachment, ...]
    below: tuple[PlanLine, ...]
    tasks: tuple[Task, ...]
    more_tasks: int
    events: tuple[TimelineRow, ...]
    may_report: bool
    may_accept: bool
    may_give: bool
    own_claim: bool

    @property
    def waiting(self) -> PlanClaim | None:
        return next((claim for claim in self.claims if claim.decided_at is None), None)

    @property
    def returned(self) -> PlanClaim | None:
        """The latest claim, when it was returned and the item is open again."""
        latest = self.claims[-1] if self.claims else None
        return latest if latest and latest.accepted is False and self.item.state == ItemState.OPEN else None


def from_item(item: PlanItem, on: date) -> dict[str, Any]:
    """What a task that carries the item out begins with; a day that is over is left to be chosen."""
    line = _line(item)
    lead = unit_names([line.lead_unit_id], on).get(line.lead_unit_id or 0, "")
    due = line.due_on if line.due_on and line.due_on >= on else None
    return {"content": line.title, "product": line.product, "due_on": due, "lead_unit": lead}


def seen_item(plan_code: str, code: str, actor: Actor) -> PlanItem:
    found = PlanItem.objects.visible_to(actor).select_related("plan").filter(plan__code=plan_code, code=code).first()
    if found is None:
        raise NotInSight
    return found


def item_view(plan_code: str, code: str, *, actor: Actor, now: datetime) -> ItemView:
    """About fifteen queries. Raises NotInSight."""
    item = seen_item(plan_code, code, actor)
    line = _line(item)
    owed = policy.owed_of(item)
    claims, readings = tuple(item.claims.all()), tuple(item.readings.all()[:24])
    below = tuple(
        PlanLine.objects.filter(
            carries_out=item, version__state=PlanVersion.State.APPROVED,
            item__plan__in=Plan.objects.visible_to(actor).values("pk"),
        ).select_related("item__plan").order_by("item__plan__code", "position", "id")
    )  # fmt: skip
    given = Task.objects.visible_to(actor).filter(plan_item_id=item.pk)
    count = given.count()
    tasks = tuple(given.order_by("-assigned_on", "-id")[:TASKS]) if count else ()
    units = unit_names(
        [item.plan.owner_unit_id, item.plan.steward_unit_id, line.lead_unit_id, *line.coordinating,
         owed.unit_id if owed else None, *(task.lead_unit_id for task in tasks),
         *(one.item.plan.owner_unit_id for one in below)], day_of(now),
    )  # fmt: skip
    persons = person_names(
        [*(claim.claimed_by_id for claim in claims), *(claim.decided_by_id for claim in claims),
         *(one.person_id for one in readings), owed.person_id if owed else None]
    )  # fmt: skip
    waiting = next((claim for claim in claims if claim.decided_at is None), None)
    return ItemView(
        item.plan, item, line, owed,
        Deadlines(now).of(owed, long=True, why_url=f"/viec/{owed.pk}/#why" if owed and owed.due_at else ""),
        units, persons, claims, readings, tuple(Attachment.objects.about("plan_item", item.pk)), below,
        tasks, count - len(tasks), tuple(timeline("plan_item", item.pk)), may_report=policy.may_report(actor, owed),
        may_accept=policy.may_for(actor, policy.ACCEPT, item.plan),
        may_give=item.state in (ItemState.OPEN, ItemState.CLAIMED) and actor.may(GIVE),
        own_claim=bool(waiting and policy.is_own(actor, waiting.claimed_by_id)),
    )  # fmt: skip


def _line(item: PlanItem) -> PlanLine:
    """What the version in force says; of an item taken out, what the latest version said that knew it."""
    found = PlanLine.objects.filter(item=item).select_related("version", "parent", "carries_out__plan")
    line = found.filter(version__state=PlanVersion.State.APPROVED).first()
    line = line or found.order_by("-version__number", "-id").first()
    if line is None:
        raise NotInSight
    return line
