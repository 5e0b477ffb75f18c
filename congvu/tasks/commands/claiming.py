"""“Done” is a claim with evidence; the assigner accepts it, or returns it with what is lacking."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from congvu.core import tasks as core
from congvu.core.clock import day_of
from congvu.core.errors import N_, DomainError
from congvu.core.tasks import Verb
from congvu.orgs.actor import Actor
from congvu.tasks import clocks, notices, policy
from congvu.tasks.commands.evidence import EvidenceGiven, EvidenceMissing, NothingProves, add_evidence
from congvu.tasks.commands.moving import go, lead_of, lock, require, require_reason, tell_ledger
from congvu.tasks.commands.reporting import close_blocks
from congvu.tasks.events import Accepted, Claimed, Returned
from congvu.tasks.models import Claim, PartRole, PartState, Task


class ChildrenOpen(DomainError):
    code = "task_children_open"
    sentence = N_("Còn %(count)s phần việc đã chia chưa hoàn thành; cả nhiệm vụ chỉ báo xong khi mọi phần đã xong.")


class ObjectionOpen(DomainError):
    code = "task_objection_open"
    sentence = N_("Đơn vị đang đề nghị từ chối hoặc chuyển nhiệm vụ này; hãy chờ nơi giao trả lời trước.")


class ResultEmpty(DomainError):
    code = "task_result_empty"
    sentence = N_("Hãy ghi kết quả đã làm được.")
    status = 422


class DemandsMissing(DomainError):
    """Accepting although something the directive asks for has no evidence needs a word why."""

    code = "task_demands_missing"
    sentence = N_("Còn %(count)s điều phải có chưa có minh chứng; nếu vẫn chấp nhận, hãy ghi lý do.")
    status = 422


@transaction.atomic
def claim_done(*, code: str, text: str, evidence: Sequence[EvidenceGiven], actor: Actor, at: datetime) -> Claim:
    """Say that it is done and prove it. The clock runs on until it is accepted.

    Raises EvidenceMissing, ChildrenOpen, ResultEmpty, ObjectionOpen, MovedOn.
    """
    task = lock(code, actor)
    lead = lead_of(task)
    policy.require_carry(actor, lead)
    require(task, Verb.CLAIM)
    if not text.strip():
        raise ResultEmpty(field="text")
    states = list(task.children.order_by("id").values_list("state", flat=True))
    if not core.all_done(states):
        raise ChildrenOpen(count=sum(state not in ("accepted", "withdrawn") for state in states))
    if task.objections.filter(decided_at=None).exists():
        raise ObjectionOpen
    given = [one for one in evidence if one.is_something]
    if not given and not task.evidence.filter(withdrawn_at=None).exists():
        raise EvidenceMissing(field="evidence")
    claim = Claim.objects.create(
        task=task, number=task.claims.count() + 1, text=text.strip(), claimed_at=at, claimed_by_id=actor.person_id,
        unit_id=lead.unit_id,
    )  # fmt: skip
    task.reported_at, lead.state, lead.received_at = at, PartState.WORKING, lead.received_at or at
    lead.save(update_fields=["state", "received_at"])
    go(task, Verb.CLAIM, "reported_at")
    event = tell_ledger(task, Claimed(claim.pk, claim.number), actor=actor, at=at)
    add_evidence(task, given, claim=claim, actor=actor, at=at)
    clocks.must_answer(task, clocks.CLAIM, claim.pk, at=at)
    notices.tell(task, [task.entered_by_id, task.assigner_person_id], "claimed", event=event, at=at)
    return claim


@transaction.atomic
def accept(*, code: str, answer: str = "", actor: Actor, at: datetime) -> Task:
    """The assigner agrees: it was done on the day it was claimed.

    Raises OwnClaim, NothingProves, DemandsMissing, MovedOn.
    """
    task, claim = _claimed(code, actor, Verb.ACCEPT)
    if not task.evidence.filter(withdrawn_at=None).exists():
        raise NothingProves
    lacking = _without_evidence(task)
    if lacking and not answer.strip():
        raise DemandsMissing(field="answer", count=lacking)
    _decide(claim, accepted=True, answer=answer.strip(), actor=actor, at=at)
    task.done_on, task.accepted_at, task.percent = day_of(claim.claimed_at), at, 100
    go(task, Verb.ACCEPT, "done_on", "accepted_at", "percent")
    lead = lead_of(task)
    lead.state, lead.done_at, lead.percent = PartState.DONE, claim.claimed_at, 100
    lead.save(update_fields=["state", "done_at", "percent"])
    event = tell_ledger(task, Accepted(claim.pk, task.done_on.isoformat()), actor=actor, at=at)
    clocks.answered(clocks.CLAIM, claim.pk, outcome="accepted", at=at)
    close_blocks(task, actor=actor, at=at)
    _release_helpers(task)
    clocks.close_everything(task, outcome="ended", at=at)
    clocks.close_task(task, outcome="accepted", at=claim.claimed_at)
    notices.tell(task, [claim.claimed_by_id, lead.person_id], "accepted", event=event, at=at)
    return task


@transaction.atomic
def send_back(*, code: str, reason: str, actor: Actor, at: datetime) -> Task:
    """Not good enough, and what is lacking. For the clock the claim never happened; the due day stays."""
    task, claim = _claimed(code, actor, Verb.RETURN)
    _decide(claim, accepted=False, answer=require_reason(reason), actor=actor, at=at)
    task.returns += 1
    go(task, Verb.RETURN, "returns")
    event = tell_ledger(task, Returned(claim.pk, task.returns), actor=actor, at=at)
    clocks.answered(clocks.CLAIM, claim.pk, outcome="returned", at=at)
    people = [claim.claimed_by_id, lead_of(task).person_id]
    notices.tell(task, people, "returned", event=event, at=at, said=claim.answer)
    return task


def _claimed(code: str, actor: Actor, verb: Verb) -> tuple[Task, Claim]:
    """The task, locked, and its open claim, which the actor may answer. Raises OwnClaim."""
    task = lock(code, actor)
    policy.require_answer(actor, task)
    require(task, verb)
    claim = task.claims.select_for_update(of=("self",)).get(decided_at=None)
    if claim.claimed_by_id is not None and claim.claimed_by_id == actor.person_id:
        raise policy.OwnClaim
    return task, claim


def _decide(claim: Claim, *, accepted: bool, answer: str, actor: Actor, at: datetime) -> None:
    claim.decided_at, claim.decided_by_id, claim.accepted, claim.answer = at, actor.person_id, accepted, answer
    claim.save(update_fields=["decided_at", "decided_by", "accepted", "answer"])


def _without_evidence(task: Task) -> int:
    return task.demands.exclude(evidence__withdrawn_at=None, evidence__isnull=False).count()


def _release_helpers(task: Task) -> None:
    """What a coordinating unit had not done by then is not owed any more."""
    open_parts = task.parts.filter(role=PartRole.COORDINATING).exclude(state=PartState.DONE)
    open_parts.update(state=PartState.RELEASED)
