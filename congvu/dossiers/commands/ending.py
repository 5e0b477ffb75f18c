"""Ways out: the result is returned, the dossier is refused, the citizen withdraws it."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.core.errors import N_, DomainError
from congvu.core.process import ReasonMissing, Verb
from congvu.dossiers import clocks, policy
from congvu.dossiers.commands.moving import (
    DossierEnded,
    acting_run,
    close_run,
    leave,
    lock,
    open_runs,
    require_holder,
    value_of,
)
from congvu.dossiers.commands.outcomes import at_last_desk, decide
from congvu.dossiers.events import NotAccepted, ResultReturned, Withdrawn
from congvu.dossiers.models import Dossier, Outcome, Result, State
from congvu.ledger.record import record
from congvu.orgs.actor import Actor


class NothingToReturn(DomainError):
    """The dossier has not come to its last desk."""

    code = "nothing_to_return"
    sentence = N_("Chưa có kết quả để trả: hồ sơ đang ở bước “%(step)s”.")


class AlreadyDecided(DomainError):
    """After the decision the dossier can no longer be withdrawn."""

    code = "already_decided"
    sentence = N_("Hồ sơ đã có kết quả nên không rút được nữa; hãy trả kết quả cho người nộp.")


class ReceiverMissing(DomainError):
    code = "receiver_missing"
    sentence = N_("Hãy ghi ai đã nhận kết quả.")
    status = 422


@transaction.atomic
def return_result(
    *, code: str, receiver: str, delivery: str = "direct", run: int | None = None, actor: Actor, at: datetime
) -> Dossier:
    """Hand the result (or the refusal) to the citizen; the dossier ends."""
    dossier = lock(code, actor)
    step_run = acting_run(dossier, run, actor)
    if Verb.FINISH not in {way.verb for way in value_of(dossier).leaving(step_run.step)}:
        raise NothingToReturn(step=step_run.name)
    require_holder(actor, step_run)
    if not receiver.strip():
        raise ReceiverMissing(field="receiver")
    leave(dossier, step_run, Verb.FINISH, actor=actor, at=at)
    result = Result.objects.filter(dossier=dossier).first()
    if result is None:
        result = decide(dossier, step_run, outcome=Outcome.GRANTED, actor=actor, at=at)
    result.handed_at, result.handed_by_id = at, actor.person_id
    result.receiver, result.delivery = receiver.strip(), delivery
    result.save(update_fields=["handed_at", "handed_by", "receiver", "delivery"])
    _end(dossier, State.RETURNED, outcome=result.outcome, at=at)
    record(ResultReturned(outcome=result.outcome, delivery=delivery), about=("dossier", dossier.pk), actor=actor, at=at)
    return dossier


@transaction.atomic
def refuse(*, code: str, reason: str, run: int | None = None, actor: Actor, at: datetime) -> Dossier:
    """Refuse with a reason: at the first step the dossier is not accepted and ends, later the refusal goes to the
    last desk to be handed over.
    """
    dossier = lock(code, actor)
    step_run = acting_run(dossier, run, actor)
    require_holder(actor, step_run)
    if not reason.strip():
        raise ReasonMissing(field="reason", verb=Verb.REFUSE.label)
    if dossier.state == State.WAITING_SUPPLEMENT:
        clocks.resume(dossier, actor=actor, at=at)  # nothing is awaited any more
    after, _opened = leave(dossier, step_run, Verb.REFUSE, reason=reason.strip(), actor=actor, at=at)
    if after.has_ended:
        decide(dossier, step_run, outcome=Outcome.NOT_ACCEPTED, reason=reason.strip(), actor=actor, at=at)
        _close_supplement(dossier, actor, at)
        _end(dossier, State.NOT_ACCEPTED, outcome=Outcome.NOT_ACCEPTED, at=at)
        record(NotAccepted(run=step_run.number), about=("dossier", dossier.pk), actor=actor, at=at)
    else:
        _close_supplement(dossier, actor, at)
        dossier.state = State.IN_PROGRESS
        dossier.save(update_fields=["state"])
        at_last_desk(dossier, step_run, outcome=Outcome.REFUSED, reason=reason.strip(), actor=actor, at=at)
    return dossier


@transaction.atomic
def withdraw(*, code: str, reason: str, actor: Actor, at: datetime) -> Dossier:
    """The citizen takes the dossier back; possible until there is a result."""
    dossier = lock(code, actor)
    sentence = _("Chỉ người tiếp nhận của nơi nhận hồ sơ được ghi nhận việc rút.")
    policy.require_counter(actor, dossier, sentence)
    if dossier.has_ended:
        raise DossierEnded(state=State(dossier.state).label)
    if dossier.state == State.TO_RETURN or Result.objects.filter(dossier=dossier).exists():
        raise AlreadyDecided
    if not reason.strip():
        raise ReasonMissing(field="reason", verb=_("rút hồ sơ"))
    runs = open_runs(dossier)
    for step_run in runs:
        close_run(step_run, "", note=reason.strip(), actor=actor, at=at)
    Result.objects.create(
        dossier=dossier, outcome=Outcome.WITHDRAWN, reason=reason.strip(), decided_at=at, decided_by_id=actor.person_id,
        decided_unit_id=dossier.received_unit_id,
    )  # fmt: skip
    _close_supplement(dossier, actor, at)
    _end(dossier, State.WITHDRAWN, outcome=Outcome.WITHDRAWN, at=at)
    record(Withdrawn(runs=len(runs)), about=("dossier", dossier.pk), actor=actor, at=at)
    return dossier


def _end(dossier: Dossier, state: State, *, outcome: str, at: datetime) -> None:
    if dossier.finished_at is None:
        dossier.finished_at = at
        clocks.close_legal(dossier, outcome=outcome, at=at)
    dossier.state = state
    if state is State.RETURNED:
        dossier.returned_at = at
    dossier.save(update_fields=["state", "finished_at", "returned_at"])


def _close_supplement(dossier: Dossier, actor: Actor, at: datetime) -> None:
    dossier.supplements.filter(received_at=None).update(
        received_at=at, received_by_id=actor.person_id, received_note=_("Hồ sơ kết thúc, không bổ sung nữa.")
    )
