"""What proves that something is done: a file, or the number of a document. Withdrawn evidence stays listed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import IO

from django.db import transaction

from congvu.core.errors import N_, DomainError
from congvu.files import store
from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotInSight
from congvu.tasks import policy
from congvu.tasks.commands.moving import lead_of, lock, require_reason, tell_ledger
from congvu.tasks.events import EvidenceAdded, EvidenceWithdrawn
from congvu.tasks.models import Claim, Demand, Evidence, Progress, Task, TaskState


class EvidenceMissing(DomainError):
    code = "task_evidence_missing"
    sentence = N_("Báo hoàn thành phải có minh chứng: đính kèm tệp sản phẩm hoặc ghi số, ký hiệu văn bản.")
    status = 422


class NothingProves(DomainError):
    code = "task_claim_without_evidence"
    sentence = N_("Mọi minh chứng của lần báo này đã được rút; hãy trả lại để đơn vị bổ sung rồi báo lại.")


class EvidenceStands(DomainError):
    """What an acceptance rests on is not taken away afterwards."""

    code = "task_evidence_stands"
    sentence = N_("Nhiệm vụ đã được chấp nhận ngày %(on)s dựa trên minh chứng này nên không rút được nữa.")


class EvidenceGone(DomainError):
    code = "task_evidence_withdrawn_before"
    sentence = N_("Minh chứng này đã được rút trước đó. Hãy tải lại trang.")


@dataclass(frozen=True, slots=True)
class EvidenceGiven:
    """A file, or only a name (“41/TTr-SXD, 07/01”); `demand`: position of the demand that it answers."""

    name: str = ""
    file: IO[bytes] | None = None
    demand: int | None = None

    @property
    def is_something(self) -> bool:
        return bool(self.name.strip() or self.file)


def add_evidence(
    task: Task, given: Sequence[EvidenceGiven], *, claim: Claim | None = None, progress: Progress | None = None,
    actor: Actor, at: datetime,
) -> list[Evidence]:  # fmt: skip
    """The caller has locked the task and checked the right."""
    demands = {one.position: one for one in Demand.objects.filter(task=task).order_by("position")}
    role = f"claim:{claim.number}" if claim else "progress"
    rows = []
    for one in given:
        if not one.is_something:
            continue
        attachment, sha256 = None, ""
        if one.file is not None:
            name = getattr(one.file, "name", "") or one.name
            stored = store.put(one.file, name=name, declared_type="", actor=actor, at=at)
            attachment = store.attach(stored, about=("task", task.pk), role=role, name=name, actor=actor, at=at)
            sha256 = stored.sha256
        row = Evidence.objects.create(
            task=task, claim=claim, progress=progress, demand=demands.get(one.demand or 0),
            attachment_id=attachment.pk if attachment else None,
            name=(one.name.strip() or (attachment.name if attachment else ""))[:300], added_at=at,
            added_by_id=actor.person_id,
        )  # fmt: skip
        tell_ledger(task, EvidenceAdded(row.pk, sha256), actor=actor, at=at)
        rows.append(row)
    return rows


@transaction.atomic
def withdraw_evidence(*, code: str, evidence_id: int, reason: str, actor: Actor, at: datetime) -> Evidence:
    """Before the acceptance only; it stays listed, with the reason. Raises EvidenceStands."""
    task = lock(code, actor)
    evidence = task.evidence.select_for_update(of=("self",)).filter(pk=evidence_id).first()
    if evidence is None:
        raise NotInSight
    policy.require_carry(actor, lead_of(task))
    if task.state == TaskState.ACCEPTED:
        raise EvidenceStands(on=f"{task.done_on:%d/%m/%Y}")
    if evidence.withdrawn_at is not None:
        raise EvidenceGone
    evidence.withdrawn_because = require_reason(reason)
    evidence.withdrawn_at, evidence.withdrawn_by_id = at, actor.person_id
    evidence.save(update_fields=["withdrawn_at", "withdrawn_by", "withdrawn_because"])
    tell_ledger(task, EvidenceWithdrawn(evidence.pk), actor=actor, at=at)
    return evidence
