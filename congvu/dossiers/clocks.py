"""The clocks of a dossier: the legal one for the citizen, one for each desk. Thin over `obligations.kernel`."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any

from congvu.core.clock import Allowance
from congvu.dossiers.models import Dossier, StepRun
from congvu.ledger.prepared import prepared_cursor
from congvu.obligations import commands as obligations
from congvu.obligations import kernel
from congvu.obligations.clock import NO_DEADLINE, Terms
from congvu.obligations.models import Obligation
from congvu.orgs.actor import Actor

DOSSIER, STEP, WITHDRAWN = "dossier", "dossier_step", "withdrawn"
_PARTS = """
INSERT INTO part (subject_kind, subject_id, unit_id, person_id, category_id, role, since_at)
SELECT %s, %s, u.unit_id, u.person_id, %s, u.role, %s
FROM unnest(%s::bigint[], %s::bigint[], %s::text[]) AS u(unit_id, person_id, role) ON CONFLICT DO NOTHING
"""


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
    units = ((dossier.submitted_unit_id, "submitted"), (dossier.received_unit_id, "received"))
    take_part(dossier, [(unit, None, role) for unit, role in (*units, (dossier.competent_unit_id, "competent"))], at)


def open_step(dossier: Dossier, run: StepRun, allowance: Allowance | None, *, at: datetime) -> None:
    """What the desk owes, in working time from hand-over, on its own calendar."""
    _owed(dossier, run, kernel.open_new(_new(dossier, run, allowance), at=at), at)


def hand_on(
    dossier: Dossier, ended: Sequence[StepRun], begun: Sequence[tuple[StepRun, Allowance | None]], *, at: datetime
) -> None:
    """What desks owed that are done ends, and what the next ones owe begins; one for one in one statement."""
    done = [run for run in ended if run.obligation_id]
    if len(done) == len(begun) == 1 and done[0].closed_at == at:
        run, allowance = begun[0]
        item_id = kernel.close_and_open(
            outcome=done[0].verb or WITHDRAWN, kind=STEP, subject_kind=STEP, subject_id=done[0].pk,
            new=_new(dossier, run, allowance), at=at,
        )  # fmt: skip
        _owed(dossier, run, item_id, at)
        return
    for run in done:
        close_step(run)
    for run, allowance in begun:
        open_step(dossier, run, allowance, at=at)


def _new(dossier: Dossier, run: StepRun, allowance: Allowance | None) -> kernel.New:
    return kernel.New(
        STEP, STEP, run.pk, run.unit_id, run.person_id, dossier.category_id, dossier.channel, dossier.obligation_id,
        Terms(allowance) if allowance else NO_DEADLINE,
    )  # fmt: skip


def _owed(dossier: Dossier, run: StepRun, item_id: int, at: datetime) -> None:
    run.obligation_id = item_id
    run.save(update_fields=["obligation_id"])
    holders = (None, run.person_id) if run.person_id else (None,)
    take_part(dossier, [(run.unit_id, person, "holding") for person in holders], at)


def hold(run: StepRun, *, at: datetime) -> None:
    """The step is somebody's by name now."""
    if run.obligation_id:
        kernel.replace(run.obligation_id, cause="moved", at=at, person_id=run.person_id)
        take_part(run.dossier, [(run.unit_id, run.person_id, "holding")], at)


def close_step(run: StepRun) -> None:
    """The run is closed, and with it what the desk owed."""
    if run.obligation_id and run.closed_at:
        kernel.close_obligation(
            kind=STEP, subject_kind=STEP, subject_id=run.pk, outcome=run.verb or WITHDRAWN, at=run.closed_at
        )


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


def take_part(dossier: Dossier, parts: Iterable[tuple[int, int | None, str]], at: datetime) -> None:
    """Whoever has a part in a dossier may see it: (unit, person, role). What is known already stays as it is."""
    units, persons, roles = zip(*parts, strict=True)
    values: list[Any] = [DOSSIER, dossier.pk, dossier.category_id, at, list(units), list(persons), list(roles)]
    with prepared_cursor() as cursor:
        cursor.execute(_PARTS, values)
