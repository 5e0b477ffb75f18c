"""Legal documents: what they are called, and that one is repealed, which touches every procedure that rests on it."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.catalog.errors import DocumentUnknown
from congvu.catalog.events import BasisRepealed, DocumentRepealed
from congvu.catalog.models import LegalDocument, ProcedureVersion, ReviewItem
from congvu.core.errors import N_, DomainError
from congvu.ledger.record import record
from congvu.orgs import policy
from congvu.orgs.actor import Actor


class AlreadyRepealed(DomainError):
    code = "legal_document_repealed"
    sentence = N_("Văn bản %(number)s đã ghi hết hiệu lực từ %(day)s.")


@transaction.atomic
def describe_document(
    *, document_id: int, name: str, issued_on: date | None, effective_on: date | None, actor: Actor, at: datetime
) -> LegalDocument:
    """Its name and days; the number stays."""
    del at
    policy.require(actor, "catalog.manage")
    document = _lock(document_id)
    document.name, document.issued_on, document.effective_on = name.strip(), issued_on, effective_on
    document.save(update_fields=["name", "issued_on", "effective_on"])
    return document


@transaction.atomic
def repeal_document(
    *, document_id: int, repealed_on: date, repealed_by: str, actor: Actor, at: datetime
) -> list[ReviewItem]:
    """No longer in force from that day on. Every procedure whose version in force then (or later) cites it waits for
    review; the new items. Raises AlreadyRepealed.
    """
    policy.require(actor, "catalog.publish")
    document = _lock(document_id)
    if document.repealed_on is not None:
        raise AlreadyRepealed(number=document.number, day=document.repealed_on)
    document.repealed_on, document.repealed_by = repealed_on, repealed_by.strip()
    document.save(update_fields=["repealed_on", "repealed_by"])
    items = [_raise(version, document, actor, at) for version in touched(document, repealed_on)]
    event = DocumentRepealed(number=document.number, procedures=len(items))
    record(event, about=("legal_document", document.pk), actor=actor, at=at)
    return items


def touched(document: LegalDocument, on: date) -> list[ProcedureVersion]:
    """One version of each procedure that rests on the document on that day or later."""
    versions = (
        ProcedureVersion.objects.filter(legal_bases__document=document, during__endswith__gt=on)
        | ProcedureVersion.objects.filter(legal_bases__document=document, during__upper_inf=True)
    ).select_related("procedure")
    found = {version.procedure_id: version for version in versions.distinct().order_by("procedure__code", "number")}
    return list(found.values())


def _raise(version: ProcedureVersion, document: LegalDocument, actor: Actor, at: datetime) -> ReviewItem:
    assert document.repealed_on is not None
    articles = version.legal_bases.filter(document=document).order_by("position")
    cited = ", ".join(basis.article for basis in articles if basis.article)
    sentence = _("Căn cứ %(number)s%(articles)s hết hiệu lực từ %(day)s. Hãy soạn phiên bản mới theo văn bản thay thế.")
    message = sentence % {
        "number": document.number,
        "articles": f" ({cited})" if cited else "",
        "day": f"{document.repealed_on:%d/%m/%Y}",
    }
    item, _made = ReviewItem.objects.get_or_create(
        procedure=version.procedure, about="basis", code="basis_repealed", message=message, settled_at=None,
        defaults={"raised_at": at, "document": document},
    )  # fmt: skip
    event = BasisRepealed(document_id=document.pk, number=document.number)
    record(event, about=("procedure", version.procedure_id), actor=actor, at=at)
    return item


def _lock(document_id: int) -> LegalDocument:
    document = LegalDocument.objects.select_for_update().filter(pk=document_id).first()
    if document is None:
        raise DocumentUnknown
    return document
