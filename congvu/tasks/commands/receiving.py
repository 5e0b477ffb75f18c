"""The unit receives, refuses, or says whose it should be; until the assigner agrees it stays theirs."""

from datetime import datetime

from django.db import transaction

from congvu.core.clock import day_of
from congvu.core.errors import N_, DomainError
from congvu.core.tasks import CoordinatingIsLead, Verb
from congvu.obligations.errors import AskedBySame
from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotInSight
from congvu.tasks import clocks, notices, policy
from congvu.tasks.commands.moving import (
    absorb,
    go,
    lead_of,
    lock,
    moved_on,
    part_of,
    require,
    require_reason,
    tell_ledger,
)
from congvu.tasks.commands.steering import take_back
from congvu.tasks.events import LeadMoved, Objected, ObjectionDecided, Received
from congvu.tasks.models import Objection, PartRole, PartState, Task, TaskState
from congvu.tasks.units import Reachable, require_active


class ReceivedBefore(DomainError):
    code = "task_received_before"
    sentence = N_("Đơn vị đã nhận phần này lúc %(when)s.")


class ObjectionPending(DomainError):
    code = "task_objection_pending"
    sentence = N_("Đã có một đề nghị từ chối hoặc chuyển đang chờ nơi giao trả lời.")


class ObjectionAnswered(DomainError):
    code = "task_objection_answered"
    sentence = N_("Đề nghị này đã được trả lời lúc %(when)s. Hãy tải lại trang.")


class MovedToItself(DomainError):
    code = "task_moved_to_itself"
    sentence = N_("Đơn vị này đang chủ trì rồi; hãy chọn đơn vị khác.")
    status = 422


@transaction.atomic
def receive(*, code: str, part_id: int | None = None, actor: Actor, at: datetime) -> Task:
    """The unit has taken note and works on it. Raises ReceivedBefore, NotAllowed."""
    task = lock(code, actor)
    part = part_of(task, actor, part_id)
    if part.received_at is not None or part.state != PartState.WAITING:
        if task.has_ended:
            raise moved_on(task)
        raise ReceivedBefore(when=f"{part.received_at:%d/%m/%Y %H:%M}" if part.received_at else "—")
    if task.has_ended:
        raise moved_on(task)
    part.received_at, part.state = at, PartState.WORKING
    part.save(update_fields=["received_at", "state"])
    if part.role == PartRole.LEAD and task.state == TaskState.ASSIGNED:
        go(task, Verb.RECEIVE)
    tell_ledger(task, Received(part.pk), actor=actor, at=at)
    return task


@transaction.atomic
def object_to(*, code: str, reason: str, to_unit_id: int | None = None, actor: Actor, at: datetime) -> Objection:
    """Refuse the task, or (with `to_unit_id`) ask to move it to the right unit; the assigner answers."""
    task = lock(code, actor)
    lead = lead_of(task)
    policy.require_carry(actor, lead)
    require(task, Verb.REPORT)
    said = require_reason(reason)
    if task.objections.filter(decided_at=None).exists():
        raise ObjectionPending
    if to_unit_id is not None:
        if to_unit_id == lead.unit_id:
            raise MovedToItself(field="to_unit")
        require_active([to_unit_id], day_of(at))
    kind = Objection.Kind.MOVE if to_unit_id else Objection.Kind.REFUSE
    objection = Objection.objects.create(
        task=task, kind=kind, unit_id=lead.unit_id, to_unit_id=to_unit_id, reason=said, asked_at=at,
        asked_by_id=actor.person_id,
    )  # fmt: skip
    event = tell_ledger(task, Objected(objection.pk, kind.value, to_unit_id), actor=actor, at=at)
    clocks.must_answer(task, clocks.OBJECTION, objection.pk, at=at)
    notices.tell(task, [task.entered_by_id, task.assigner_person_id], "objected", event=event, at=at, said=said)
    return objection


@transaction.atomic
def decide_objection(*, code: str, objection_id: int, agreed: bool, answer: str, actor: Actor, at: datetime) -> Task:
    """Agreed: the lead moves, or the task is withdrawn. Not agreed: it stays, with the reason."""
    task = lock(code, actor)
    objection = task.objections.select_for_update(of=("self",)).filter(pk=objection_id).first()
    if objection is None:
        raise NotInSight
    policy.require_answer(actor, task)
    if objection.asked_by_id is not None and objection.asked_by_id == actor.person_id:
        raise AskedBySame
    if objection.decided_at is not None:
        raise ObjectionAnswered(when=f"{objection.decided_at:%d/%m/%Y}")
    if task.has_ended:
        raise moved_on(task)
    said = answer.strip() if agreed else require_reason(answer, "answer")
    objection.decided_at, objection.decided_by_id, objection.agreed, objection.answer = (
        at,
        actor.person_id,
        agreed,
        said,
    )
    objection.save(update_fields=["decided_at", "decided_by", "agreed", "answer"])
    event = tell_ledger(task, ObjectionDecided(objection.pk, agreed, objection.kind), actor=actor, at=at)
    clocks.answered(clocks.OBJECTION, objection.pk, outcome="agreed" if agreed else "refused", at=at)
    what = "objection_agreed" if agreed else "objection_refused"
    notices.tell(task, [objection.asked_by_id], what, event=event, at=at, said=said)
    if agreed and objection.to_unit_id:
        move_lead(task, objection.to_unit_id, actor=actor, at=at)
    elif agreed:
        take_back(task, objection.reason, with_children=True, actor=actor, at=at)
    return task


def move_lead(task: Task, unit_id: int, *, actor: Actor, at: datetime) -> None:
    """Another unit leads from now on; the due day is unchanged, it begins by receiving."""
    require_active([unit_id], day_of(at))
    Reachable.of(task.assigner_unit_id, day_of(at)).require(unit_id)
    lead = lead_of(task)
    helping = task.parts.filter(role=PartRole.COORDINATING, unit_id=unit_id).first()
    if helping is not None:
        if helping.state != PartState.RELEASED:
            raise CoordinatingIsLead(field="to_unit")
        absorb(helping, lead)
    from_unit = lead.unit_id
    lead.unit_id, lead.person_id, lead.state, lead.received_at = unit_id, None, PartState.WAITING, None
    lead.save(update_fields=["unit", "person", "state", "received_at"])
    task.lead_unit_id, task.state = unit_id, TaskState.ASSIGNED
    task.save(update_fields=["lead_unit", "state"])
    clocks.hold(task, lead, at=at)
    event = tell_ledger(task, LeadMoved(from_unit, unit_id), actor=actor, at=at)
    notices.tell(task, notices.chiefs(unit_id, at), "given", event=event, at=at)
