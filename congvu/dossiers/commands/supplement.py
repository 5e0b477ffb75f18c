"""Asking the citizen for what is missing: the clock stops, and runs again when it comes."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.core.errors import N_, DomainError
from congvu.core.process import Verb
from congvu.dossiers import clocks, policy
from congvu.dossiers.commands.moving import (
    WaitingForSupplement,
    acting_run,
    lock,
    open_runs,
    persons_of,
    require_holder,
    value_of,
)
from congvu.dossiers.events import SupplementReceived, SupplementRequested
from congvu.dossiers.models import Dossier, State
from congvu.ledger.record import record
from congvu.orgs.actor import Actor


class MissingNotSaid(DomainError):
    code = "missing_not_said"
    sentence = N_("Hãy ghi đủ, rõ những gì người nộp phải bổ sung; chỉ được yêu cầu một lần.")
    status = 422


class SupplementAgain(DomainError):
    """NĐ 118/2025, Điều 11: asked once. A second time counts against the office and needs a reason."""

    code = "supplement_again"
    sentence = N_(
        "Hồ sơ đã yêu cầu bổ sung %(count)s lần; quy định chỉ cho một lần, lần nữa bị tính là vi phạm. "
        "Nếu vẫn phải yêu cầu (ví dụ bổ sung chưa đúng), hãy ghi lý do yêu cầu thêm lần nữa."
    )


class SupplementNotOpen(DomainError):
    code = "supplement_not_open"
    sentence = N_("Hồ sơ không có phiếu yêu cầu bổ sung nào đang chờ. Hãy tải lại trang.")


class NothingToSupplement(DomainError):
    """At the last desk, or while the dossier waits for something else, nothing can be asked."""

    code = "nothing_to_supplement"
    sentence = N_("Ở bước “%(step)s” không yêu cầu bổ sung được nữa.")


@transaction.atomic
def request_supplement(
    *, code: str, missing: str, again_because: str = "", run: int | None = None, actor: Actor, at: datetime
) -> Dossier:
    """Ask the citizen for what is missing; both clocks stop."""
    dossier = lock(code, actor)
    if dossier.state == State.WAITING_SUPPLEMENT:
        raise WaitingForSupplement
    step_run = acting_run(dossier, run, actor)
    if step_run.waits_for or Verb.FINISH in {way.verb for way in value_of(dossier).leaving(step_run.step)}:
        raise NothingToSupplement(step=step_run.name)
    require_holder(actor, step_run)
    if not missing.strip():
        raise MissingNotSaid(field="missing")
    count = dossier.supplements.count()
    if count and not again_because.strip():
        raise SupplementAgain(field="again_because", count=count)
    said = missing.strip() if not count else f"{missing.strip()}\n{_('Lý do yêu cầu thêm')}: {again_because.strip()}"
    supplement = dossier.supplements.create(
        number=count + 1, missing=said, asked_at=at, asked_by_id=policy.person_of(actor)
    )
    dossier.state = State.WAITING_SUPPLEMENT
    dossier.save(update_fields=["state"])
    clocks.pause(dossier, cause="supplement", actor=actor, at=at)
    event = SupplementRequested(supplement_id=supplement.pk, number=supplement.number)
    record(event, about=("dossier", dossier.pk), actor=actor, at=at)
    return dossier


@transaction.atomic
def accept_supplement(*, code: str, note: str = "", actor: Actor, at: datetime) -> Dossier:
    """What was missing has come; the clocks run again. By the counter, or by whoever holds the step."""
    dossier = lock(code, actor)
    supplement = dossier.supplements.filter(received_at=None).first()
    if supplement is None:
        raise SupplementNotOpen
    own = persons_of(actor)
    if not any(run.person_id in own and policy.may_do(actor, run) for run in open_runs(dossier)):
        sentence = _("Bổ sung do người tiếp nhận hoặc người đang giữ hồ sơ ghi nhận.")
        policy.require_counter(actor, dossier, sentence)
    supplement.received_at, supplement.received_by_id, supplement.received_note = at, actor.person_id, note.strip()
    supplement.save(update_fields=["received_at", "received_by", "received_note"])
    dossier.state = State.IN_PROGRESS
    dossier.save(update_fields=["state"])
    due_at = clocks.resume(dossier, actor=actor, at=at)
    event = SupplementReceived(
        supplement_id=supplement.pk, number=supplement.number, due_at=due_at.isoformat() if due_at else ""
    )
    record(event, about=("dossier", dossier.pk), actor=actor, at=at)
    return dossier
