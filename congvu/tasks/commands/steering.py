"""What the assigner and the head of a unit change on the way: persons, coordinating units, star, withdrawal, heirs."""

import logging
from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from congvu.core.clock import day_of
from congvu.core.errors import N_, DomainError
from congvu.core.tasks import CoordinatingIsLead, PartGiven, PartTwice, Verb, require_due_order
from congvu.obligations.chiefs import works_in
from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotInSight
from congvu.orgs.units.succession import successors
from congvu.tasks import clocks, notices, policy
from congvu.tasks.commands.giving import PersonNotThere
from congvu.tasks.commands.moving import absorb, go, lead_of, lock, moved_on, require, require_reason, tell_ledger
from congvu.tasks.commands.reporting import close_blocks
from congvu.tasks.events import PartsChanged, PersonAssigned, Starred, UnitSucceeded, Withdrawn
from congvu.tasks.models import ENDED, PartRole, PartState, Task, TaskPart
from congvu.tasks.units import require_active

log = logging.getLogger(__name__)


class AlreadySo(DomainError):
    code = "task_already_so"
    sentence = N_("Đã như vậy rồi, không có gì thay đổi.")


class OpenChildren(DomainError):
    code = "task_withdraw_children"
    sentence = N_("Nhiệm vụ đã chia thành %(count)s phần đang mở; thu hồi sẽ thu hồi cả các phần đó, hãy xác nhận.")
    status = 422


@transaction.atomic
def assign_person(
    *, code: str, person_id: int | None, part_id: int | None = None, actor: Actor, at: datetime
) -> TaskPart:
    """Somebody of the unit does it; None gives it back to the unit. Raises PersonNotThere."""
    task = lock(code, actor)
    parts = list(task.parts.select_for_update(of=("self",)).order_by("-role", "id"))
    if part_id is None:
        part = next((one for one in parts if policy.may_share_out(actor, one)), parts[0])
    else:
        found = next((one for one in parts if one.pk == part_id), None)
        if found is None:
            raise NotInSight
        part = found
    policy.require_share_out(actor, part)
    if task.has_ended or part.state in (PartState.DONE, PartState.RELEASED):
        raise moved_on(task)
    if person_id == part.person_id:
        raise AlreadySo
    if person_id is not None and not works_in(person_id, part.unit_id, day_of(at)):
        raise PersonNotThere(field="person")
    part.person_id = person_id
    part.save(update_fields=["person"])
    clocks.hold(task, part, at=at)
    event = tell_ledger(task, PersonAssigned(part.pk, person_id), actor=actor, at=at)
    notices.tell(task, [person_id], "given", event=event, at=at)
    return part


@transaction.atomic
def change_parts(
    *, code: str, add: Sequence[PartGiven] = (), release: Sequence[int] = (), actor: Actor, at: datetime
) -> Task:
    """More coordinating units, or fewer (`release`: ids of parts). By the assigner or the lead.

    Raises CoordinatingIsLead, PartTwice, PartDueLater.
    """
    task = lock(code, actor)
    lead = lead_of(task)
    if not policy.may_steer(actor, task):
        policy.require_share_out(actor, lead)
    require(task, Verb.REPORT)
    present = {part.unit_id: part for part in task.parts.select_for_update(of=("self",)).order_by("id")}
    require_due_order(assigned_on=task.assigned_on, due_on=task.due_on, parts=[one.due_on for one in add])
    require_active([one.unit_id for one in add], day_of(at))
    made = []
    for one in add:
        if one.unit_id == lead.unit_id:
            raise CoordinatingIsLead(field="coordinating")
        part = present.get(one.unit_id) or TaskPart(task=task, role=PartRole.COORDINATING, unit_id=one.unit_id)
        if part.pk and (part.state != PartState.RELEASED or part in made):
            raise PartTwice(field="coordinating")
        part.work, part.due_on = one.work.strip(), one.due_on or task.due_on
        part.state, part.received_at, part.done_at = PartState.WAITING, None, None
        part.save()
        present[one.unit_id] = part
        made.append(part)
    clocks.owe_parts([(task, part, None) for part in made], at=at)
    clocks.take_part([(task, part.unit_id, None, part.role) for part in made], since=at)
    gone = [part for part in present.values() if part.pk in set(release) and part.role == PartRole.COORDINATING]
    for part in gone:
        if part.state in (PartState.DONE, PartState.RELEASED):
            continue
        part.state = PartState.RELEASED
        part.save(update_fields=["state"])
        clocks.close_part(part, outcome="released", at=at)
    event = PartsChanged(tuple(part.unit_id for part in made), tuple(part.unit_id for part in gone))
    told = tell_ledger(task, event, actor=actor, at=at)
    people = {person for part in made for person in notices.chiefs(part.unit_id, at)}
    notices.tell(task, people, "given", event=told, at=at)
    return task


@transaction.atomic
def star(*, code: str, starred: bool, actor: Actor, at: datetime) -> Task:
    """Followed apart by the leader (gắn sao)."""
    task = lock(code, actor)
    policy.require_steer(actor, task)
    if task.starred == starred:
        raise AlreadySo
    task.starred = starred
    task.save(update_fields=["starred"])
    tell_ledger(task, Starred(starred), actor=actor, at=at)
    return task


@transaction.atomic
def withdraw(*, code: str, reason: str, with_children: bool = False, actor: Actor, at: datetime) -> Task:
    """No longer owed, because …; what it was split into goes with it, when that is said. Raises OpenChildren."""
    task = lock(code, actor)
    policy.require_steer(actor, task)
    require(task, Verb.WITHDRAW)
    said = require_reason(reason)
    take_back(task, said, with_children=with_children, actor=actor, at=at)
    return task


def take_back(task: Task, said: str, *, with_children: bool, actor: Actor, at: datetime) -> None:
    """The task and all that hangs on it end here; the caller has checked the right."""
    below = task.children.select_for_update(of=("self",)).exclude(state__in=ENDED).order_by("id")
    children = list(below)
    if children and not with_children:
        raise OpenChildren(field="with_children", count=len(children))
    for child in children:
        take_back(child, said, with_children=True, actor=actor, at=at)
    task.withdrawn_at, task.withdrawn_because = at, said
    go(task, Verb.WITHDRAW, "withdrawn_at", "withdrawn_because")
    task.parts.exclude(state=PartState.DONE).update(state=PartState.RELEASED)
    claim = {"decided_at": at, "decided_by_id": actor.person_id, "accepted": False, "answer": said}
    if actor.person_id is not None:
        task.claims.filter(decided_at=None).exclude(claimed_by_id=actor.person_id).update(**claim)
    task.claims.filter(decided_at=None).update(**{**claim, "decided_by_id": None})
    objection = {"decided_at": at, "decided_by_id": actor.person_id, "agreed": True, "answer": said}
    task.objections.filter(decided_at=None).update(**objection)
    close_blocks(task, actor=actor, at=at)
    event = tell_ledger(task, Withdrawn(task.code), actor=actor, at=at)
    clocks.close_everything(task, outcome="withdrawn", at=at)
    clocks.close_task(task, outcome="withdrawn", at=at)
    people = {part.person_id for part in task.parts.order_by("id")} | set(notices.chiefs(task.lead_unit_id, at))
    notices.tell(task, people, "withdrawn", event=event, at=at, said=said)


def follow_successions(*, now: datetime) -> int:
    """Open parts of units that are gone go to who has their duties now, with the due day they had; how many did.

    One transaction a task; run again, nothing is left to do. Who did what before stays with the unit that did it.
    """
    heirs = successors(day_of(now))
    open_parts = TaskPart.objects.filter(unit_id__in=heirs, state__in=(PartState.WAITING, PartState.WORKING))
    open_parts = open_parts.exclude(task__state__in=ENDED)
    count = 0
    for part_id in list(open_parts.order_by("id").values_list("id", flat=True)):
        try:
            count += _succeed(part_id, heirs, now)
        except Exception:  # one part stops no other
            log.exception("a part did not go to its successor", extra={"part_id": part_id})
    return count


@transaction.atomic
def _succeed(part_id: int, heirs: dict[int, int], at: datetime) -> int:
    task = Task.objects.select_for_update(of=("self",)).filter(parts__pk=part_id).first()
    part = TaskPart.objects.select_for_update(of=("self",)).get(pk=part_id)
    heir = heirs.get(part.unit_id)
    if task is None or task.has_ended or heir is None:
        return 0
    other = task.parts.filter(unit_id=heir).exclude(pk=part.pk).first()
    if other is not None:
        return _joined(task, part, other, at)
    from_unit, part.unit_id, part.person_id = part.unit_id, heir, None
    part.save(update_fields=["unit", "person"])
    if part.role == PartRole.LEAD:
        task.lead_unit_id = heir
        task.save(update_fields=["lead_unit"])
    clocks.hold(task, part, at=at)
    event = tell_ledger(task, UnitSucceeded(part.pk, from_unit, heir), actor=Actor.clock(), at=at)
    notices.tell(task, notices.chiefs(heir, at), "given", event=event, at=at)
    return 1


def _joined(task: Task, part: TaskPart, other: TaskPart, at: datetime) -> int:
    """The heir has a part already: a coordinating part that comes to it is released into that one."""
    gone = other if part.role == PartRole.LEAD else part
    if gone.state in (PartState.WAITING, PartState.WORKING):
        gone.state = PartState.RELEASED
        gone.save(update_fields=["state"])
        clocks.close_part(gone, outcome="released", at=at)
    tell_ledger(task, PartsChanged((), (gone.unit_id,)), actor=Actor.clock(), at=at)
    if part.role == PartRole.LEAD:
        absorb(gone, part)
        return _succeed(part.pk, {part.unit_id: other.unit_id}, at)
    return 1
