"""What is printed: the receipt (Mẫu 01), the slips of the counter (Mẫu 02, 03)."""

from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.core.clock import day_of, start_of
from congvu.core.identity import show_phone
from congvu.dossiers import policy
from congvu.dossiers.models import Dossier, DossierPaper, Slip
from congvu.dossiers.pages.codes import barcode, qr_code
from congvu.dossiers.selectors.matter import seen
from congvu.files import secrets as sealed
from congvu.obligations.names import person_names, unit_names
from congvu.orgs.actor import Actor
from congvu.orgs.models import UnitSpan
from congvu.orgs.policy import NotInSight


@dataclass(frozen=True, slots=True)
class ReceiptView:
    """The fields of Mẫu 01 (TT 01/2018/TT-VPCP)."""

    dossier: Dossier
    above: str
    unit: str
    place: str
    applicant: str
    identifier: str
    phone: str
    address: str
    email: str
    handed: list[DossierPaper]
    from_data: list[DossierPaper]
    officer: str
    competent: str
    lookup_url: str
    barcode: str
    qr: str
    number_in_year: int


def receipt_view(code: str, *, actor: Actor, base_url: str) -> ReceiptView:
    """Printed by the counter that received: it names the phone in full and the word that opens the public look-up.

    The identity number stays masked on paper too; it is on the card the citizen holds.
    Raises NotInSight, NotAllowed.
    """
    d = seen(code, actor)
    policy.require_counter(actor, d, _("Giấy hẹn do nơi tiếp nhận hồ sơ in."))
    on = day_of(d.accepted_at)
    names = unit_names([d.received_unit_id, d.competent_unit_id], on)
    papers = list(d.papers.order_by("position"))
    url = f"{base_url}{reverse('portal:lookup')}?ma={d.code}&bm={d.receipt_secret}"
    phone = sealed.decrypt(d.applicant.phone) if d.applicant.phone else ""
    return ReceiptView(
        dossier=d, above=_above(d.received_unit_id, on), unit=names.get(d.received_unit_id, ""),
        place=_above(d.received_unit_id, on) or names.get(d.received_unit_id, ""), applicant=d.applicant.name,
        identifier=d.applicant.identifier_mask, phone=_shown(phone), address=d.applicant.address,
        email=d.applicant.email,
        handed=[p for p in papers if p.state == DossierPaper.Handed.HANDED_IN],
        from_data=[p for p in papers if p.state == DossierPaper.Handed.FROM_DATA],
        officer=person_names([d.accepted_by_id]).get(d.accepted_by_id or 0, ""),
        competent=names.get(d.competent_unit_id, ""), lookup_url=url, barcode=barcode(d.code), qr=qr_code(url),
        number_in_year=_number_in_year(d),
    )  # fmt: skip


def _shown(phone: str) -> str:
    return show_phone(phone) if phone else ""


def _above(unit_id: int, on: date) -> str:
    parent = UnitSpan.objects.filter(unit_id=unit_id, during__contains=on).values_list("parent_id", flat=True).first()
    return unit_names([parent], on).get(parent or 0, "") if parent else ""


def _number_in_year(d: Dossier) -> int:
    """The place in the register of the year at that counter."""
    year = start_of(date(day_of(d.accepted_at).year, 1, 1))
    same = Dossier.objects.filter(received_unit_id=d.received_unit_id, accepted_at__gte=year, from_older_system=False)
    return same.filter(accepted_at__lte=d.accepted_at, pk__lte=d.pk).count()


@dataclass(frozen=True, slots=True)
class SlipView:
    kind: str
    title: str
    number: str
    above: str
    unit: str
    procedure: str
    applicant: str
    address: str
    missing: list[str]
    reason: str
    officer: str
    at: datetime


def slip_view(slip_id: int, *, actor: Actor) -> SlipView:
    """Of a unit and a procedure in the actor's reach. Raises NotInSight."""
    slip = Slip.objects.select_related("version__procedure").filter(pk=slip_id).first()
    if slip is None or not actor.may(policy.RECEIVE, slip.unit_id, slip.version.procedure.category_id):
        raise NotInSight
    on = day_of(slip.at)
    sign = "HDHS" if slip.kind == Slip.Kind.SUPPLEMENT else "TCHS"
    return SlipView(
        kind=slip.kind, title=str(slip.get_kind_display()), number=f"{slip.number:02d}/{sign}",
        above=_above(slip.unit_id, on), unit=unit_names([slip.unit_id], on).get(slip.unit_id, ""),
        procedure=slip.version.name, applicant=slip.applicant_name, address=slip.applicant_address,
        missing=list(slip.missing), reason=slip.reason,
        officer=person_names([slip.person_id]).get(slip.person_id, ""), at=slip.at,
    )  # fmt: skip
