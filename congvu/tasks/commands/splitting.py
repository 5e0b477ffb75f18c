"""Handing down: the lead shares its task out to units, divisions, officers; each piece is a task of its own."""

from collections.abc import Sequence
from datetime import datetime

from django.db import connection, transaction

from congvu.core import tasks as core
from congvu.core.clock import day_of
from congvu.core.errors import DomainError
from congvu.core.tasks import ChildDueLater, CircularTree, Verb
from congvu.obligations.models import Obligation
from congvu.obligations.names import unit_names
from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotInSight
from congvu.tasks import clocks, policy
from congvu.tasks.commands.extending import require_within
from congvu.tasks.commands.giving import NothingToGive, Origin, TaskGiven, above_of, give, of_row
from congvu.tasks.commands.moving import go, lead_of, lock, require, tell_ledger
from congvu.tasks.events import PlacedUnder, Split
from congvu.tasks.models import PartState, Task, TaskPart, TaskState


@transaction.atomic
def split(*, code: str, tasks: Sequence[TaskGiven], actor: Actor, at: datetime) -> list[Task]:
    """Share the task out in the name of its lead unit. A piece may not be due after the whole.

    Raises CircularSplit, ChildDueLater, the refusals of `give_tasks`.
    """
    parent = lock(code, actor)
    lead = lead_of(parent)
    policy.require_share_out(actor, lead)
    require(parent, Verb.REPORT)
    if not tasks:
        raise NothingToGive
    due_at = Obligation.objects.values_list("due_at", flat=True).get(pk=parent.obligation_id or 0)
    limit = day_of(due_at) if due_at else None
    above = above_of(parent)
    names = unit_names(above, day_of(at))
    for number, one in enumerate(tasks, start=1):
        try:
            stays = one.lead_unit_id == lead.unit_id and one.person_id is not None and one.person_id != lead.person_id
            circle = [unit for unit in above if not (stays and unit == lead.unit_id)]
            circle += [] if stays else [lead.unit_id]
            core.require_no_circle(
                lead_unit_id=one.lead_unit_id, above=circle, name=names.get(one.lead_unit_id, "") or str(_own(lead, at))
            )
            if limit and (one.due_on is None or one.due_on > limit):
                shown = f"{one.due_on:%d/%m/%Y}" if one.due_on else "—"
                raise ChildDueLater(field="due_on", child=shown, due=f"{limit:%d/%m/%Y}")
        except DomainError as refusal:
            raise (of_row(number, refusal) if len(tasks) > 1 else refusal) from None
    made = give(
        tasks, directive=parent.directive, unit_id=lead.unit_id, assigner_name="", assigner_person_id=actor.person_id,
        assigned_on=day_of(at), actor=actor, at=at, origin=Origin(parent=parent),
    )  # fmt: skip
    if lead.state == PartState.WAITING:
        lead.state, lead.received_at = PartState.WORKING, at
        lead.save(update_fields=["state", "received_at"])
    if parent.state == TaskState.ASSIGNED:
        go(parent, Verb.RECEIVE)
    tell_ledger(parent, Split(tuple(child.pk for child in made)), actor=actor, at=at)
    return made


def _own(lead: TaskPart, at: datetime) -> str:
    return unit_names([lead.unit_id], day_of(at)).get(lead.unit_id, "")


@transaction.atomic
def place_under(*, code: str, parent_code: str, actor: Actor, at: datetime) -> Task:
    """Hang a task that was given already under the one it serves: by who gave it and answers for that one too.

    One at a time in the house, so that two at once make no circle. Raises CircularTree, ChildDueLater, MovedOn.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('task.parent'))")
    task = lock(code, actor)
    policy.require_steer(actor, task)
    try:
        parent = lock(parent_code, actor)
    except NotInSight as unknown:
        raise NotInSight(field="parent") from unknown
    if not policy.may_steer(actor, parent):
        policy.require_share_out(actor, lead_of(parent))
    for one in (task, parent):
        require(one, Verb.REPORT)
    require_within(parent, task.due_on)
    above: Task | None = parent
    while above is not None:
        if above.pk == task.pk:
            raise CircularTree(field="parent", code=parent.code)
        above = above.parent
    task.parent = parent
    task.save(update_fields=["parent"])
    clocks.take_part([(task, unit, None, "above") for unit in above_of(parent)], since=at)
    tell_ledger(task, PlacedUnder(parent.pk), actor=actor, at=at)
    return task
