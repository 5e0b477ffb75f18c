"""When the dossier reaches its last desk: what was decided, and whether the citizen's clock is done."""

from datetime import datetime

from congvu.catalog.processes import step_allowance
from congvu.core.process import Role, Verb
from congvu.dossiers import clocks
from congvu.dossiers.commands.moving import open_runs, value_of
from congvu.dossiers.events import Decided, Finished
from congvu.dossiers.models import Dossier, Outcome, Result, State, StepRun
from congvu.ledger.record import record
from congvu.orgs.actor import Actor


def at_last_desk(
    dossier: Dossier, left: StepRun, *, outcome: str = Outcome.GRANTED, reason: str = "", actor: Actor, at: datetime
) -> None:
    """Nothing happens before the last step. There the result is written down; when the last step has no time of its
    own, all is done but the handing over, and the legal clock ends (docs/rules/dossiers.md).
    """
    value = value_of(dossier)
    runs = [run for run in open_runs(dossier) if not run.arrived]
    ways = {way.verb for way in value.leaving(runs[0].step)} if len(runs) == 1 else set()
    if Verb.FINISH not in ways:
        return
    decide(dossier, left, outcome=outcome, reason=reason, actor=actor, at=at)
    if step_allowance(value.step(runs[0].step)) is None:
        finish(dossier, outcome=outcome, actor=actor, at=at)


def decide(dossier: Dossier, left: StepRun, *, outcome: str, reason: str = "", actor: Actor, at: datetime) -> Result:
    """Write down what came of it; decided by whoever signed last, else by whoever ended the work."""
    signed = left
    if outcome == Outcome.GRANTED:
        onward = (Verb.FORWARD, Verb.HAND_OUT)
        approvals = [run for run in dossier.walked if run.role == Role.SIGNING_LEADER and run.verb in onward]
        signed = approvals[-1] if approvals else left
    result, _made = Result.objects.update_or_create(
        dossier=dossier,
        defaults={
            "outcome": outcome,
            "reason": reason,
            "decided_at": signed.closed_at or at,
            "decided_by_id": signed.closed_by_id or actor.person_id,
            "decided_unit_id": signed.unit_id,
        },
    )
    record(Decided(outcome=outcome, result_id=result.pk), about=("dossier", dossier.pk), actor=actor, at=at)
    return result


def finish(dossier: Dossier, *, outcome: str, actor: Actor, at: datetime) -> None:
    """The result is there: the citizen's clock ends."""
    dossier.state, dossier.finished_at = State.TO_RETURN, at
    dossier.save(update_fields=["state", "finished_at"])
    clocks.close_legal(dossier, outcome=outcome, at=at)
    record(Finished(outcome=outcome), about=("dossier", dossier.pk), actor=actor, at=at)
