"""What the counter gives instead of a receipt: a slip that says what is missing, or why it is refused."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.catalog import selectors as catalog
from congvu.core.clock import day_of
from congvu.core.errors import N_, DomainError
from congvu.dossiers import policy
from congvu.dossiers.commands.receive import slots_of
from congvu.dossiers.events import SlipGiven
from congvu.dossiers.intake import ApplicantFacts, Checked, PaperCheck, applicant_facts
from congvu.dossiers.models import Slip
from congvu.ledger.numbers import next_number
from congvu.ledger.record import record
from congvu.orgs.actor import Actor
from congvu.orgs.policy import require


class SlipSaysNothing(DomainError):
    code = "slip_says_nothing"
    sentence = N_("Phiếu phải nêu giấy tờ còn thiếu (phím T ở mục thiếu) hoặc lý do; hãy ghi rồi in.")
    status = 422


@transaction.atomic
def give_slip(
    *,
    kind: str,
    procedure: str,
    applicant: ApplicantFacts,
    papers: Sequence[PaperCheck] = (),
    reason: str = "",
    actor: Actor,
    at: datetime,
) -> Slip:
    """Say once and in full what is missing, or why the dossier is not accepted. Numbered by unit, kind and year."""
    unit_id = policy.seat_of(actor)
    version = catalog.version_on(procedure, day_of(at))
    sentence = _("Chỉ người tiếp nhận của đơn vị được lập phiếu.")
    require(actor, policy.RECEIVE, unit_id=unit_id, category_id=version.procedure.category_id, sentence=sentence)
    facts = applicant_facts(applicant, today=day_of(at))
    lacking = {check.position for check in papers if check.checked is Checked.MISSING}
    missing = [slot.name for slot in slots_of(version) if slot.position in lacking]
    if not reason.strip() and (kind == Slip.Kind.REFUSAL or not missing):
        raise SlipSaysNothing(field="reason")
    year = day_of(at).year
    slip = Slip.objects.create(
        kind=kind, year=year, number=next_number(f"slip:{kind}:{unit_id}", str(year)), unit_id=unit_id,
        person_id=policy.person_of(actor), version=version, applicant_name=facts.name, applicant_address=facts.address,
        reason=reason.strip(), missing=missing, at=at,
    )  # fmt: skip
    event = SlipGiven(slip_id=slip.pk, kind=kind, procedure=version.procedure.code)
    record(event, about=("dossier_slip", slip.pk), actor=actor, at=at)
    return slip
