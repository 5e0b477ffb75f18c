"""Doing a step: take it, give it to somebody, finish it, send it back."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.core.clock import day_of
from congvu.core.errors import N_, DomainError
from congvu.core.process import Role, Verb
from congvu.dossiers import clocks, desks, policy
from congvu.dossiers.commands.moving import (
    AlreadyDone,
    NotAHolder,
    WaitingForSupplement,
    acting_run,
    can_do,
    leave,
    lock,
    require_holder,
    value_of,
)
from congvu.dossiers.commands.outcomes import at_last_desk
from congvu.dossiers.events import ReceivedByCompetent, SentBack, StepAssigned, StepClaimed, StepCompleted
from congvu.dossiers.models import Dossier, State, StepRun
from congvu.ledger.record import record
from congvu.orgs.actor import Actor
from congvu.orgs.policy import require


class ApproverIsProposer(DomainError):
    """Who approves must be another than who proposed."""

    code = "approver_is_proposer"
    sentence = N_("Người phê duyệt không được là người đã thẩm định, trình hồ sơ này. Hãy chuyển lãnh đạo khác ký.")


class LastStepReturns(DomainError):
    """The last step is finished by handing the result over."""

    code = "last_step_returns"
    sentence = N_("Đây là bước cuối; hãy dùng “Trả kết quả” và ghi người nhận.")


@transaction.atomic
def claim(*, code: str, run: int | None = None, actor: Actor, at: datetime) -> Dossier:
    """Take a step that nobody holds. Taking one's own again changes nothing."""
    dossier = lock(code, actor)
    step_run = acting_run(dossier, run, actor)
    require_holder(actor, step_run)
    if step_run.person_id == actor.person_id:
        return dossier
    _give(step_run, actor.person_id, at)
    _note_competent(dossier, step_run, actor, at)
    event = StepClaimed(run=step_run.number, step=step_run.name)
    record(event, about=("dossier", dossier.pk), actor=actor, at=at)
    return dossier


@transaction.atomic
def assign(*, code: str, person_id: int, run: int | None = None, actor: Actor, at: datetime) -> Dossier:
    """Give the step to somebody of the unit. By whoever holds it, or whoever assigns work there."""
    dossier = lock(code, actor)
    step_run = acting_run(dossier, run, actor) if run is None else _open(dossier, run, actor)
    if step_run.person_id != actor.person_id or not policy.may_do(actor, step_run):
        sentence = _("Chỉ người phân công của đơn vị được giao lại bước này.")
        require(actor, policy.ASSIGN, unit_id=step_run.unit_id, category_id=dossier.category_id, sentence=sentence)
    if not can_do(dossier, Role(step_run.role), step_run.unit_id, person_id, at):
        raise NotAHolder(field="person", step=step_run.name)
    _give(step_run, person_id, at)
    event = StepAssigned(run=step_run.number, step=step_run.name, person_id=person_id)
    record(event, about=("dossier", dossier.pk), actor=actor, at=at)
    return dossier


@transaction.atomic
def complete_step(
    *,
    code: str,
    run: int | None = None,
    target: str | None = None,
    to_unit_id: int | None = None,
    to_person_id: int | None = None,
    note: str = "",
    actor: Actor,
    at: datetime,
) -> Dossier:
    """Finish the step and hand the dossier on. A step nobody holds is taken by finishing it."""
    dossier = lock(code, actor)
    step_run = acting_run(dossier, run, actor)
    _require_running(dossier)
    if step_run.waits_for:
        return _resume(dossier, step_run, actor=actor, at=at)
    require_holder(actor, step_run)
    _require_other_eyes(dossier, step_run, actor)
    _note_competent(dossier, step_run, actor, at)
    verb = _onward(dossier, step_run)
    _after, opened = leave(
        dossier, step_run, verb, target=target, to_unit_id=to_unit_id, to_person_id=to_person_id, reason=note,
        actor=actor, at=at,
    )  # fmt: skip
    first = opened[0] if opened else None
    event = StepCompleted(
        run=step_run.number, step=step_run.name, to=first.name if first else "",
        to_unit_id=first.unit_id if first else None,
    )  # fmt: skip
    record(event, about=("dossier", dossier.pk), actor=actor, at=at)
    at_last_desk(dossier, step_run, actor=actor, at=at)
    return dossier


@transaction.atomic
def resume(*, code: str, run: int | None = None, actor: Actor, at: datetime) -> Dossier:
    """What was awaited has come (the duty is paid, the first stage is answered): the next stage begins."""
    dossier = lock(code, actor)
    step_run = acting_run(dossier, run, actor)
    if not step_run.waits_for:
        raise AlreadyDone(person="", verb=Verb.RESUME.label, step=step_run.name, when="", now=step_run.name)
    return _resume(dossier, step_run, actor=actor, at=at)


def _resume(dossier: Dossier, step_run: StepRun, *, actor: Actor, at: datetime) -> Dossier:
    sentence = _("Chỉ người tiếp nhận của nơi nhận hồ sơ được ghi nhận để làm tiếp giai đoạn sau.")
    policy.require_counter(actor, dossier, sentence)
    leave(dossier, step_run, Verb.RESUME, actor=actor, at=at)
    return dossier


@transaction.atomic
def return_to_step(
    *, code: str, target: str, reason: str, run: int | None = None, actor: Actor, at: datetime
) -> Dossier:
    """Send the dossier back to an earlier step, saying why; it goes to whoever did that step."""
    dossier = lock(code, actor)
    step_run = acting_run(dossier, run, actor)
    _require_running(dossier)
    require_holder(actor, step_run)
    before = next((run for run in reversed(dossier.walked) if run.step == target and run.closed_at), None)
    unit_id = _still_staffed(dossier, before, at)
    _after, opened = leave(
        dossier, step_run, Verb.SEND_BACK, target=target, reason=reason.strip(), to_unit_id=unit_id,
        to_person_id=_still_there(dossier, before, at) if unit_id else None, actor=actor, at=at,
    )  # fmt: skip
    event = SentBack(run=step_run.number, step=step_run.name, to=opened[0].name)
    record(event, about=("dossier", dossier.pk), actor=actor, at=at)
    return dossier


def _open(dossier: Dossier, number: int, actor: Actor) -> StepRun:
    return acting_run(dossier, number, actor)


def _still_staffed(dossier: Dossier, before: StepRun | None, at: datetime) -> int | None:
    """The unit that did the step, if it still has people for it; else the step goes where it belongs now."""
    if before is None:
        return None
    step = value_of(dossier).step(before.step)
    found = desks.desks_for(
        step, dossier.competent_unit_id, day_of(at), received_unit_id=dossier.received_unit_id,
        category_id=dossier.category_id,
    )  # fmt: skip
    return before.unit_id if before.unit_id in {desk.unit_id for desk in found} else None


def _still_there(dossier: Dossier, before: StepRun | None, at: datetime) -> int | None:
    """Whoever did the step, if he still does such steps there; else it waits for whoever takes it."""
    if before is None or before.closed_by_id is None:
        return None
    able = can_do(dossier, Role(before.role), before.unit_id, before.closed_by_id, at)
    return before.closed_by_id if able else None


def _give(step_run: StepRun, person_id: int | None, at: datetime) -> None:
    step_run.person_id, step_run.claimed_at = person_id, max(at, step_run.opened_at)
    step_run.save(update_fields=["person", "claimed_at"])
    clocks.hold(step_run, at=step_run.claimed_at)


def _note_competent(dossier: Dossier, step_run: StepRun, actor: Actor, at: datetime) -> None:
    """The fourth moment: the first act at a desk other than the counter."""
    if dossier.received_by_competent_at or step_run.unit_id == dossier.received_unit_id:
        return
    dossier.received_by_competent_at = at
    dossier.save(update_fields=["received_by_competent_at"])
    record(ReceivedByCompetent(unit_id=step_run.unit_id), about=("dossier", dossier.pk), actor=actor, at=at)


def _require_running(dossier: Dossier) -> None:
    if dossier.state == State.WAITING_SUPPLEMENT:
        raise WaitingForSupplement


def _require_other_eyes(dossier: Dossier, step_run: StepRun, actor: Actor) -> None:
    if step_run.role != Role.SIGNING_LEADER:
        return
    onward = (Verb.FORWARD, Verb.HAND_OUT)
    proposed = (run for run in dossier.walked if run.role == Role.SPECIALIST and run.verb in onward)
    if any(run.closed_by_id == actor.person_id for run in proposed):
        raise ApproverIsProposer


def _onward(dossier: Dossier, step_run: StepRun) -> Verb:
    """FORWARD or HAND_OUT, whichever the step has. The last step is left by returning the result."""
    verbs = {way.verb for way in value_of(dossier).leaving(step_run.step)}
    if Verb.FINISH in verbs and not verbs & {Verb.FORWARD, Verb.HAND_OUT}:
        raise LastStepReturns
    return Verb.HAND_OUT if Verb.HAND_OUT in verbs and Verb.FORWARD not in verbs else Verb.FORWARD
