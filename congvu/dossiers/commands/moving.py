"""Moving a dossier through its process: the core says where it stands next, rows and obligations follow."""

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from congvu.catalog.processes import published_value, step_allowance
from congvu.core import process as core
from congvu.core.clock import day_of, local
from congvu.core.errors import N_, DomainError, Said
from congvu.core.process import Role, Verb, WaitsFor
from congvu.dossiers import clocks, desks, policy
from congvu.dossiers.events import WaitBegun, WaitEnded
from congvu.dossiers.models import Dossier, State, StepRun
from congvu.dossiers.models.dossiers import locked
from congvu.ledger.record import record
from congvu.orgs.actor import Actor
from congvu.orgs.models import Person


class NoProcess(DomainError):
    """History of an older system that had ended there."""

    code = "no_process"
    sentence = N_("Hồ sơ này nạp từ hệ thống cũ và đã kết thúc ở đó; không còn bước nào để làm.")


class AlreadyDone(DomainError):
    """Somebody was quicker: who did what, when, and where the dossier is now."""

    code = "already_done"
    sentence = N_("%(person)s đã %(verb)s bước “%(step)s” lúc %(when)s. Hồ sơ hiện ở: %(now)s.")


class DossierEnded(DomainError):
    code = "dossier_ended"
    sentence = N_("Hồ sơ đã kết thúc (%(state)s); không còn bước nào để làm.")


class WaitingForSupplement(DomainError):
    """Nothing moves while the citizen is asked."""

    code = "waiting_for_supplement"
    sentence = N_("Hồ sơ đang chờ bổ sung; hãy ghi nhận bổ sung trước khi xử lý tiếp.")


class NotYourStep(DomainError):
    """No open step that the actor could do; says where the dossier is."""

    code = "not_your_step"
    sentence = N_("Hồ sơ hiện ở: %(now)s. Không có bước nào đang chờ bạn.")
    status = 403


class NotAHolder(DomainError):
    """The named person cannot do the step there."""

    code = "not_a_holder"
    sentence = N_("Người được giao không làm được bước “%(step)s” ở đơn vị đang giữ. Hãy chọn người khác.")
    status = 422


def lock(code: str, actor: Actor) -> Dossier:
    """Within sight and locked. Raises NotInSight."""
    return locked(code, actor)


def open_runs(dossier: Dossier) -> list[StepRun]:
    return [run for run in dossier.walked if run.closed_at is None]


def value_of(dossier: Dossier) -> core.Process:
    if dossier.process_id is None:
        raise NoProcess
    return published_value(dossier.process_id)


def run_of(dossier: Dossier, runs: Sequence[StepRun]) -> core.Run:
    tokens = [core.Token(run.step, tuple(run.branch), run.arrived) for run in runs]
    return core.run_at(value_of(dossier), tokens)


def acting_run(dossier: Dossier, number: int | None, actor: Actor) -> StepRun:
    """The open step the actor means: that number, or the one open step of his kind. Raises AlreadyDone, NotYourStep,
    HeldBySomebodyElse, NotAllowed, DossierEnded.
    """
    runs = [run for run in open_runs(dossier) if not run.arrived]
    if number is not None:
        chosen = next((run for run in runs if run.number == number), None)
        if chosen is None:
            raise _already_done(dossier, number, runs)
    else:
        if not runs:
            raise DossierEnded(state=State(dossier.state).label)
        mine = [run for run in runs if run.waits_for or policy.may_do(actor, run)]
        if not mine:
            policy.require_step(actor, runs[0])
            raise NotYourStep(now=where(runs))
        chosen = next((run for run in mine if run.person_id == actor.person_id), mine[0])
    return chosen


def require_holder(actor: Actor, run: StepRun) -> None:
    """The actor may do the step and nobody else holds it."""
    policy.require_step(actor, run)
    if run.person_id and run.person_id not in persons_of(actor):
        name = Person.objects.filter(pk=run.person_id).values_list("full_name", flat=True).first()
        since = local(run.claimed_at or run.opened_at)
        raise policy.HeldBySomebodyElse(person=name or "", step=run.name, when=f"{since:%H:%M %d/%m/%Y}")


def persons_of(actor: Actor) -> Sequence[int]:
    """The actor and those acted for."""
    return [pid for pid in (actor.person_id, *actor.reach(policy.SEE).persons) if pid is not None]


def can_do(dossier: Dossier, role: Role, unit_id: int, person_id: int, at: datetime) -> bool:
    """Whether that person can do a step of this kind for this dossier at the unit."""
    able = desks.people_for(role, unit_id, day_of(at), category_id=dossier.category_id)
    return person_id in {person.id for person in able}


def where(runs: Sequence[StepRun]) -> str:
    return ", ".join(f"“{run.name}”" for run in runs if not run.arrived) or "—"


def _already_done(dossier: Dossier, number: int, runs: Sequence[StepRun]) -> DomainError:
    run = next((run for run in dossier.walked if run.number == number), None)
    if run is None or run.closed_at is None:
        return NotYourStep(now=where(runs))
    verb = Verb(run.verb).label if run.verb else Said(N_("kết thúc"))
    now = where(runs) if runs else State(dossier.state).label
    person = run.closed_by.full_name if run.closed_by else Said(N_("Hệ thống"))
    return AlreadyDone(person=person, verb=verb, step=run.name, when=f"{local(run.closed_at):%H:%M %d/%m/%Y}", now=now)


def open_run(
    dossier: Dossier,
    token: core.Token,
    value: core.Process,
    *,
    unit_id: int,
    person_id: int | None,
    at: datetime,
    timed: bool = True,
) -> StepRun:
    """A step begins at a desk: its row, and what the desk owes by when (not `timed`: it began elsewhere, unknown when).
    A wait is nobody's obligation.
    """
    step = value.step(token.step)
    run = _begin(dossier, token, step, unit_id=unit_id, person_id=person_id, at=at)
    if _is_owed(run):
        clocks.open_step(dossier, run, step_allowance(step) if timed else None, at=at)
    return run


def _begin(
    dossier: Dossier, token: core.Token, step: core.Step, *, unit_id: int, person_id: int | None, at: datetime
) -> StepRun:
    run = StepRun.objects.create(
        dossier=dossier,
        number=dossier.walked[-1].number + 1 if dossier.walked else 1,
        step=step.code,
        name=step.name,
        role=step.role.value,
        branch=list(token.branch),
        arrived=token.arrived,
        waits_for=step.waits_for.value if step.waits_for else "",
        unit_id=unit_id,
        person_id=person_id,
        opened_at=at,
        claimed_at=at if person_id else None,
    )
    dossier.walked.append(run)
    return run


def _is_owed(run: StepRun) -> bool:
    return not run.arrived and not run.waits_for


def leave(
    dossier: Dossier,
    run: StepRun,
    verb: Verb,
    *,
    target: str | None = None,
    reason: str = "",
    to_unit_id: int | None = None,
    to_person_id: int | None = None,
    actor: Actor,
    at: datetime,
) -> tuple[core.Run, list[StepRun]]:
    """Leave the step: close what is over, open what begins, stop or start the legal clock. Gives the new runs.

    Raises NotAHolder, NoSuchDesk.
    """
    runs = open_runs(dossier)
    before = run_of(dossier, runs)
    after = before.move(run.step, verb, target=target, reason=reason, branch=tuple(run.branch))
    begun = _begun(before.tokens, after.tokens)
    over = _begun(after.tokens, before.tokens)
    ended, opened = [], []
    for other in runs:
        token = core.Token(other.step, tuple(other.branch), other.arrived)
        if other.pk == run.pk:
            ended.append(_end(other, verb.value, note=reason, actor=actor, at=at))
        elif over[token] > 0:
            ended.append(_end(other, "", note="", actor=actor, at=at))
    for token in begun.elements():
        step, person_id = after.process.step(token.step), _person(to_person_id, begun)
        unit_id = _unit_for(dossier, step, to_unit_id, at)
        if person_id is not None and not can_do(dossier, step.role, unit_id, person_id, at):
            raise NotAHolder(field="to_person", step=step.name)
        opened.append(_begin(dossier, token, step, unit_id=unit_id, person_id=person_id, at=at))
    owed = [(new, step_allowance(after.process.step(new.step))) for new in opened if _is_owed(new)]
    clocks.hand_on(dossier, ended, owed, at=at)
    _legal_clock(dossier, run, after, opened, actor=actor, at=at)
    return after, opened


def _begun(before: Sequence[core.Token], after: Sequence[core.Token]) -> Counter[core.Token]:
    return Counter(after) - Counter(before)


def _person(person_id: int | None, begun: Counter[core.Token]) -> int | None:
    return person_id if begun.total() == 1 else None


def _unit_for(dossier: Dossier, step: core.Step, to_unit_id: int | None, at: datetime) -> int:
    """The desk's own steps go back to the counter that received; others where they are sent, or where they belong."""
    if step.waits_for or step.role in (Role.RECEIVING, Role.RETURNING):
        return dossier.received_unit_id
    return desks.unit_for(
        step, dossier.competent_unit_id, day_of(at), received_unit_id=dossier.received_unit_id,
        version_id=dossier.version_id, category_id=dossier.category_id, chosen=to_unit_id,
    )  # fmt: skip


def close_run(run: StepRun, verb: str, *, note: str, actor: Actor, at: datetime) -> None:
    clocks.close_step(_end(run, verb, note=note, actor=actor, at=at))


def _end(run: StepRun, verb: str, *, note: str, actor: Actor, at: datetime) -> StepRun:
    run.closed_at, run.closed_by_id, run.verb, run.note = max(at, run.opened_at), actor.person_id, verb, note
    run.save(update_fields=["closed_at", "closed_by", "verb", "note"])
    return run


_WAIT_STATE = {WaitsFor.FINANCIAL_DUTY: State.WAITING_DUTY, WaitsFor.OUTSIDE: State.WAITING_OUTSIDE}


def _legal_clock(
    dossier: Dossier, left: StepRun, after: core.Run, opened: Sequence[StepRun], *, actor: Actor, at: datetime
) -> None:
    """While everything open waits, the citizen's clock stands still."""
    was = dossier.state
    waits = [after.process.step(token.step).waits_for for token in after.active]
    about = ("dossier", dossier.pk)
    if waits and all(waits) and dossier.state not in _WAIT_STATE.values():
        cause = waits[0]
        assert cause is not None
        dossier.state = _WAIT_STATE[cause]
        clocks.pause(dossier, cause=cause.value, actor=actor, at=at)
        record(WaitBegun(run=opened[0].number, cause=cause.value), about=about, actor=actor, at=at)
    elif left.waits_for and dossier.state in _WAIT_STATE.values():
        dossier.state = State.IN_PROGRESS
        due_at = clocks.resume(dossier, actor=actor, at=at)
        event = WaitEnded(run=left.number, cause=left.waits_for, due_at=due_at.isoformat() if due_at else "")
        record(event, about=about, actor=actor, at=at)
    if dossier.state != was:
        dossier.save(update_fields=["state"])
