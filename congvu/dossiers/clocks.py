"""The clocks of a dossier: the legal one for the citizen, one for each desk. Thin over `obligations.kernel`."""

from datetime import datetime

from congvu.core.clock import Allowance
from congvu.dossiers.models import Dossier, StepRun
from congvu.obligations import commands as obligations
from congvu.obligations import kernel
from congvu.obligations.clock import NO_DEADLINE, Terms
from congvu.obligations.models import Obligation, Part
from congvu.orgs.actor import Actor

DOSSIER, STEP = "dossier", "dossier_step"


def open_legal(dossier: Dossier, allowance: Allowance | None, *, at: datetime) -> None:
    """The promise to the citizen, on the calendar of the unit that gives the receipt; owed by the competent unit."""
    item_id = kernel.open_obligation(
        kind=DOSSIER, subject_kind=DOSSIER, subject_id=dossier.pk, unit_id=dossier.received_unit_id, at=at,
        category_id=dossier.category_id, channel=dossier.channel, terms=Terms(allowance) if allowance else NO_DEADLINE,
    )  # fmt: skip
    if dossier.competent_unit_id != dossier.received_unit_id:
        kernel.replace(item_id, cause="moved", at=at, unit_id=dossier.competent_unit_id)
    dossier.obligation_id = item_id
    dossier.promised_at = Obligation.objects.values_list("due_at", flat=True).get(pk=item_id)
    dossier.save(update_fields=["obligation_id", "promised_at"])
    take_part(dossier, dossier.submitted_unit_id, "submitted", at)
    take_part(dossier, dossier.received_unit_id, "received", at)
    take_part(dossier, dossier.competent_unit_id, "competent", at)


def open_step(dossier: Dossier, run: StepRun, allowance: Allowance | None, *, at: datetime) -> None:
    """What the desk owes, in working time from hand-over, on its own calendar."""
    run.obligation_id = kernel.open_obligation(
        kind=STEP, subject_kind=STEP, subject_id=run.pk, unit_id=run.unit_id, person_id=run.person_id, at=at,
        category_id=dossier.category_id, channel=dossier.channel, part_of=dossier.obligation_id,
        terms=Terms(allowance) if allowance else NO_DEADLINE,
    )  # fmt: skip
    run.save(update_fields=["obligation_id"])
    take_part(dossier, run.unit_id, "holding", at)
    if run.person_id:
        take_part(dossier, run.unit_id, "holding", at, person_id=run.person_id)


def hold(run: StepRun, *, at: datetime) -> None:
    """The step is somebody's by name now."""
    if run.obligation_id:
        kernel.replace(run.obligation_id, cause="moved", at=at, person_id=run.person_id)
        take_part(run.dossier, run.unit_id, "holding", at, person_id=run.person_id)


def close_step(run: StepRun, *, outcome: str, at: datetime) -> None:
    kernel.close_obligation(kind=STEP, subject_kind=STEP, subject_id=run.pk, outcome=outcome, at=at)


def close_legal(dossier: Dossier, *, outcome: str, at: datetime) -> None:
    """The citizen's clock ends; a pause that is open ends with it."""
    if dossier.obligation_id:
        kernel.close_obligation(kind=DOSSIER, subject_kind=DOSSIER, subject_id=dossier.pk, outcome=outcome, at=at)


CAUSES = {"supplement": "supplement", "financial_duty": "payment", "outside": "other"}


def pause(dossier: Dossier, *, cause: str, actor: Actor, at: datetime) -> None:
    """The citizen's clock and those of all desks stand still; what is late already stays late."""
    obligations.pause(about=(DOSSIER, dossier.pk), cause=CAUSES[cause], actor=actor, at=at)


def resume(dossier: Dossier, *, actor: Actor, at: datetime) -> datetime | None:
    """They run again; the due moment promised to the citizen now."""
    obligations.resume(about=(DOSSIER, dossier.pk), actor=actor, at=at)
    return Obligation.objects.filter(pk=dossier.obligation_id or 0).values_list("due_at", flat=True).first()


def take_part(dossier: Dossier, unit_id: int, role: str, at: datetime, *, person_id: int | None = None) -> None:
    """Whoever has a part in a dossier may see it."""
    Part.objects.bulk_create(
        [
            Part(
                subject_kind=DOSSIER, subject_id=dossier.pk, unit_id=unit_id, person_id=person_id,
                category_id=dossier.category_id, role=role, since_at=at,
            )
        ],
        ignore_conflicts=True,
    )  # fmt: skip
