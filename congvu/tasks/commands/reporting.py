"""On the way: progress with evidence, parts of coordinating units, and being blocked by another unit."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from congvu.core.clock import day_of
from congvu.core.errors import N_, DomainError
from congvu.core.tasks import Verb
from congvu.obligations.kernel import shown
from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotInSight
from congvu.tasks import clocks, notices, policy
from congvu.tasks.commands.evidence import EvidenceGiven, add_evidence
from congvu.tasks.commands.moving import go, lock, moved_on, part_of, require, require_reason, tell_ledger
from congvu.tasks.events import Blocked, PartDone, ProgressReported, Unblocked
from congvu.tasks.models import Block, PartRole, PartState, Progress, Task, TaskPart
from congvu.tasks.units import require_active


class PercentOutside(DomainError):
    code = "task_percent_outside"
    sentence = N_("Tiến độ là số nguyên từ 0 đến 100.")
    status = 422


class ReportEmpty(DomainError):
    code = "task_report_empty"
    sentence = N_("Hãy ghi đã làm được gì, còn vướng gì.")
    status = 422


class PartDoneBefore(DomainError):
    code = "task_part_done_before"
    sentence = N_("Phần này đã xong lúc %(when)s.")


class LeadClaims(DomainError):
    code = "task_lead_claims"
    sentence = N_("Đơn vị chủ trì báo hoàn thành cả nhiệm vụ, không báo xong phần; hãy dùng “Báo hoàn thành”.")


class BlockedByItself(DomainError):
    code = "task_blocked_by_itself"
    sentence = N_("Vướng phải ở đơn vị khác; hãy chọn đơn vị đang được chờ.")
    status = 422


class BlockPending(DomainError):
    code = "task_block_pending"
    sentence = N_("Vướng ở đơn vị này đã được báo và chưa gỡ.")


class BlockOver(DomainError):
    code = "task_block_over"
    sentence = N_("Vướng này đã được gỡ lúc %(when)s.")


@transaction.atomic
def report_progress(
    *, code: str, percent: int, text: str, evidence: Sequence[EvidenceGiven] = (), part_id: int | None = None,
    actor: Actor, at: datetime,
) -> Progress:  # fmt: skip
    """How far it is. Who reports has received."""
    task = lock(code, actor)
    part = part_of(task, actor, part_id)
    require(task, Verb.REPORT)
    if not 0 <= percent <= 100:
        raise PercentOutside(field="percent")
    if not text.strip():
        raise ReportEmpty(field="text")
    progress = Progress.objects.create(
        task=task, part=part, percent=percent, text=text.strip(), at=at, person_id=actor.person_id, unit_id=part.unit_id
    )
    part.percent = percent
    if part.state == PartState.WAITING:
        part.state, part.received_at = PartState.WORKING, at
    part.save(update_fields=["percent", "state", "received_at"])
    if part.role == PartRole.LEAD:
        task.percent, task.reported_at = percent, at
        go(task, Verb.REPORT, "percent", "reported_at")
    tell_ledger(task, ProgressReported(progress.pk, part.pk, percent), actor=actor, at=at)
    add_evidence(task, evidence, progress=progress, actor=actor, at=at)
    return progress


@transaction.atomic
def finish_part(*, code: str, part_id: int | None = None, text: str = "", actor: Actor, at: datetime) -> TaskPart:
    """A coordinating unit has done its part; no acceptance is needed, the lead answers for the whole."""
    task = lock(code, actor)
    part = part_of(task, actor, part_id)
    if part.role == PartRole.LEAD:
        raise LeadClaims
    if part.state in (PartState.DONE, PartState.RELEASED):
        raise PartDoneBefore(when=shown(part.done_at or at))
    if task.has_ended:
        raise moved_on(task)
    if text.strip():
        Progress.objects.create(
            task=task, part=part, percent=100, text=text.strip(), at=at, person_id=actor.person_id, unit_id=part.unit_id
        )
    part.state, part.done_at, part.percent = PartState.DONE, at, 100
    part.received_at = part.received_at or at
    part.save(update_fields=["state", "done_at", "percent", "received_at"])
    clocks.close_part(part, outcome="done", at=at)
    tell_ledger(task, PartDone(part.pk), actor=actor, at=at)
    return part


@transaction.atomic
def report_block(
    *, code: str, by_unit_id: int, needs: str, needed_on: date | None = None, part_id: int | None = None,
    actor: Actor, at: datetime,
) -> Block:  # fmt: skip
    """The work waits for another unit, which owes what is needed from now on. The task's own clock runs on."""
    task = lock(code, actor)
    part = part_of(task, actor, part_id)
    require(task, Verb.REPORT)
    if by_unit_id == part.unit_id:
        raise BlockedByItself(field="by_unit")
    require_active([by_unit_id], day_of(at))
    if task.blocks.filter(by_unit_id=by_unit_id, until_at=None).exists():
        raise BlockPending(field="by_unit")
    block = Block.objects.create(
        task=task, part=part, by_unit_id=by_unit_id, needs=require_reason(needs, "needs"), needed_on=needed_on,
        since_at=at, since_by_id=actor.person_id,
    )  # fmt: skip
    clocks.open_block(task, block, at=at)
    event = tell_ledger(task, Blocked(block.pk, by_unit_id), actor=actor, at=at)
    notices.tell(task, notices.chiefs(by_unit_id, at), "blocked", event=event, at=at, said=block.needs)
    return block


@transaction.atomic
def resolve_block(*, code: str, block_id: int, answer: str, actor: Actor, at: datetime) -> Block:
    """By who waited or by the unit that was waited for."""
    task = lock(code, actor)
    block = task.blocks.select_for_update(of=("self",)).select_related("part").filter(pk=block_id).first()
    if block is None:
        raise NotInSight
    if not actor.may(policy.CARRY, block.by_unit_id):
        policy.require_carry(actor, block.part)
    if block.until_at is not None:
        raise BlockOver(when=shown(block.until_at))
    if task.has_ended:
        raise moved_on(task)
    block.until_at, block.until_by_id, block.answer = at, actor.person_id, require_reason(answer, "answer")
    block.save(update_fields=["until_at", "until_by", "answer"])
    clocks.answered(clocks.BLOCK, block.pk, outcome="resolved", at=at)
    tell_ledger(task, Unblocked(block.pk), actor=actor, at=at)
    return block


def close_blocks(task: Task, *, actor: Actor, at: datetime) -> None:
    """What still blocked a task that has ended blocks no more; its obligation is closed by the caller."""
    task.blocks.filter(until_at=None).update(until_at=at, until_by_id=actor.person_id, answer="")
