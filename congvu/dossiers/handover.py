"""When an obligation of a dossier changes hands on its own page, the dossier goes along."""

from datetime import datetime

from congvu.core.clock import day_of
from congvu.core.process import Role
from congvu.dossiers import clocks, desks
from congvu.dossiers.commands.moving import NotAHolder
from congvu.dossiers.desks import NoSuchDesk
from congvu.dossiers.models import Dossier, StepRun
from congvu.obligations.subjects import Moving


def _lock_of_step(run_id: int) -> None:
    Dossier.objects.select_for_update(of=("self",)).filter(runs__pk=run_id).first()


def _check_step(run_id: int, unit_id: int, person_id: int | None, at: datetime) -> None:
    """Raises NoSuchDesk, NotAHolder."""
    run = StepRun.objects.select_related("dossier").get(pk=run_id)
    able = desks.people_for(Role(run.role), unit_id, day_of(at), category_id=run.dossier.category_id)
    if not able:
        raise NoSuchDesk(field="to_unit_id", step=run.name)
    if person_id is not None and person_id not in {person.id for person in able}:
        raise NotAHolder(field="to_person_id", step=run.name)


def _step_moved(run_id: int, unit_id: int, person_id: int | None, at: datetime) -> None:
    run = StepRun.objects.select_related("dossier").get(pk=run_id)
    run.unit_id, run.person_id = unit_id, person_id
    run.claimed_at = max(at, run.opened_at) if person_id else None
    run.save(update_fields=["unit", "person", "claimed_at"])
    holders = (None, person_id) if person_id else (None,)
    clocks.take_part(run.dossier, [(unit_id, person, "holding") for person in holders], at)


def _lock_dossier(dossier_id: int) -> None:
    Dossier.objects.select_for_update(of=("self",)).filter(pk=dossier_id).first()


def _check_dossier(dossier_id: int, unit_id: int, person_id: int | None, at: datetime) -> None:
    """Any unit of the day may become the competent one."""


def _dossier_moved(dossier_id: int, unit_id: int, person_id: int | None, at: datetime) -> None:
    dossier = Dossier.objects.get(pk=dossier_id)
    if dossier.competent_unit_id != unit_id:
        dossier.competent_unit_id = unit_id
        dossier.save(update_fields=["competent_unit"])
        clocks.take_part(dossier, [(unit_id, None, "competent")], at)


STEP = Moving(_lock_of_step, _check_step, _step_moved)
DOSSIER = Moving(_lock_dossier, _check_dossier, _dossier_moved)
