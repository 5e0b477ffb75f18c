"""Accepting a complete dossier at the counter: from here the citizen is promised a day."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.catalog import selectors as catalog
from congvu.catalog.commands import default_process_row
from congvu.catalog.models import ProcedureVersion
from congvu.catalog.processes import process_value
from congvu.core import process as core
from congvu.core.clock import day_of, local, parse_allowance
from congvu.core.text import mask_identifier, mask_phone, search_grams
from congvu.dossiers import clocks, desks, policy
from congvu.dossiers.commands.moving import open_run
from congvu.dossiers.events import Accepted, ReceivedByCompetent
from congvu.dossiers.intake import (
    AcknowledgedOutside,
    ApplicantFacts,
    NoSuchUnit,
    PaperCheck,
    PaperSlot,
    SubmittedLater,
    WayIn,
    applicant_facts,
    require_complete,
)
from congvu.dossiers.models import Applicant, Dossier, DossierPaper, State
from congvu.dossiers.numbers import agency_of, new_receipt_secret, next_code
from congvu.files import secrets as sealed
from congvu.ledger.record import record
from congvu.orgs.actor import Actor
from congvu.orgs.models import Unit
from congvu.orgs.policy import require


@transaction.atomic
def receive(
    *,
    procedure: str,
    applicant: ApplicantFacts,
    papers: Sequence[PaperCheck],
    way: WayIn = WayIn(),  # noqa: B008  (frozen)
    competent_unit_id: int | None = None,
    actor: Actor,
    at: datetime,
) -> Dossier:
    """Accept the dossier at the actor's unit: code, receipt, promised day, first step with the actor.

    Raises NotAllowed, ProcedureNotFound, PapersNotChecked, PapersMissing, SubmittedLater, AcknowledgedOutside,
    NoSuchUnit, refusals of `core.identity`.
    """
    unit_id = policy.seat_of(actor)
    today = day_of(at)
    version, sentence = catalog.version_on(procedure, today), _("Chỉ người tiếp nhận của đơn vị được nhận hồ sơ.")
    require(actor, policy.RECEIVE, unit_id=unit_id, category_id=version.procedure.category_id, sentence=sentence)
    facts = applicant_facts(applicant, today=today)
    checked = require_complete(slots_of(version), papers)
    submitted_at = way.submitted_at or at
    if submitted_at > at:
        raise SubmittedLater(field="submitted_at", submitted=_shown(submitted_at), accepted=_shown(at))
    if way.acknowledged_at and not submitted_at <= way.acknowledged_at <= at:
        raise AcknowledgedOutside(field="acknowledged_at", submitted=_shown(submitted_at), accepted=_shown(at))
    if competent_unit_id is not None and not Unit.objects.filter(pk=competent_unit_id, during__contains=today).exists():
        raise NoSuchUnit(field="competent")
    process = catalog.process_on(version.procedure, today) or default_process_row()
    value = process_value(process)
    competent = competent_unit_id or desks.competent_for(unit_id, today, value)
    limit = catalog.limit_for(version, way.channel)
    agency = agency_of(unit_id, today)
    dossier = Dossier(
        version=version,
        process=process,
        category_id=version.procedure.category_id,
        channel=way.channel,
        state=State.IN_PROGRESS,
        summary=way.summary,
        submitted_unit_id=unit_id,
        received_unit_id=unit_id,
        competent_unit_id=competent,
        submitted_at=submitted_at,
        acknowledged_at=way.acknowledged_at,
        accepted_at=at,
        received_by_competent_at=at if competent == unit_id else None,
        accepted_by_id=actor.person_id,
        limit=limit,
        fee=version.fee,
        sets=way.sets,
        delivery=way.delivery,
        receipt_secret=new_receipt_secret(),
    )
    dossier.code, dossier.register_no = next_code(agency=agency, day=today)
    dossier.grams = list(search_grams(dossier.code, facts.name, version.name, way.summary))
    dossier.save()
    dossier.walked = []
    Applicant.objects.create(dossier=dossier, **sealed_facts(facts))
    DossierPaper.objects.bulk_create(
        DossierPaper(dossier=dossier, **asdict(slot), state=state.value) for slot, state in checked
    )
    clocks.open_legal(dossier, parse_allowance(limit) if limit else None, at=at)
    record(
        Accepted(
            code=dossier.code,
            procedure=version.procedure.code,
            channel=way.channel,
            limit=limit,
            due_at=dossier.promised_at.isoformat() if dossier.promised_at else "",
        ),
        about=("dossier", dossier.pk),
        actor=actor,
        at=at,
    )
    if dossier.received_by_competent_at:
        record(ReceivedByCompetent(unit_id=competent), about=("dossier", dossier.pk), actor=actor, at=at)
    open_run(dossier, core.start(value).tokens[0], value, unit_id=unit_id, person_id=actor.person_id, at=at)
    return dossier


def _shown(moment: datetime) -> str:
    return f"{local(moment):%H:%M %d/%m/%Y}"


def slots_of(version: ProcedureVersion) -> list[PaperSlot]:
    return [PaperSlot(p.position, p.name, p.originals, p.copies) for p in catalog.papers(version)]


def sealed_facts(facts: ApplicantFacts) -> dict[str, str]:
    """What is stored of the applicant: numbers only encrypted, with an index to find and a mask to show."""
    return {
        "kind": facts.kind,
        "name": facts.name,
        "address": facts.address,
        "email": facts.email,
        "identifier": sealed.encrypt(facts.identifier) if facts.identifier else "",
        "identifier_index": sealed.blind_index(facts.identifier, "identifier") if facts.identifier else "",
        "identifier_mask": mask_identifier(facts.identifier) if facts.identifier else "",
        "phone": sealed.encrypt(facts.phone) if facts.phone else "",
        "phone_index": sealed.blind_index(facts.phone, "phone") if facts.phone else "",
        "phone_mask": mask_phone(facts.phone) if facts.phone else "",
    }
