"""Legal documents and what rests on them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q

from congvu.catalog.errors import DocumentUnknown
from congvu.catalog.models import LegalBasis, LegalDocument

PAGE = 50


@dataclass(frozen=True, slots=True)
class DocumentRow:
    id: int
    number: str
    name: str
    issued_on: date | None
    repealed_on: date | None
    procedures: int


def documents(
    *, query: str = "", only: str = "", after: Sequence[str | int | None] | None = None
) -> tuple[list[DocumentRow], int, int, tuple[str] | None]:
    """By number: rows, how many match, how many there are, the next key. `only`: `repealed` or `in_force`."""
    everything = LegalDocument.objects.all()
    found = everything
    if query:
        found = found.filter(Q(number__icontains=query.strip()) | Q(name__icontains=query.strip()))
    if only in ("repealed", "in_force"):
        found = found.filter(repealed_on__isnull=only == "in_force")
    page = found.filter(number__gt=str(after[0])) if after else found
    cited = Count("cited_by__version__procedure", distinct=True, filter=Q(cited_by__version__during__upper_inf=True))
    rows = [
        DocumentRow(d.pk, d.number, d.name, d.issued_on, d.repealed_on, d.procedures)
        for d in page.annotate(procedures=cited).order_by("number")[: PAGE + 1]
    ]
    next_key = (rows[PAGE - 1].number,) if len(rows) > PAGE else None
    return rows[:PAGE], found.count(), everything.count(), next_key


def document_on(document_id: int) -> LegalDocument:
    """Raises DocumentUnknown."""
    document = LegalDocument.objects.filter(pk=document_id).first()
    if document is None:
        raise DocumentUnknown
    return document


@dataclass(frozen=True, slots=True)
class Cited:
    """A procedure that rests on the document, and how."""

    code: str
    name: str
    field: str
    part: str
    article: str
    in_force: bool


def citing(document: LegalDocument, *, day: date) -> list[Cited]:
    """Every procedure that ever cited it, those in force first. One query."""
    rows = LegalBasis.objects.filter(document=document).exclude(version__during=None)
    rows = rows.select_related("version__procedure").order_by(
        "version__procedure__code", "-version__number", "position"
    )
    found: dict[tuple[str, str, str], Cited] = {}
    for basis in rows:
        version = basis.version
        during = version.during
        holds = during is not None and not during.isempty and (during.upper is None or during.upper > day)
        key = (version.procedure.code, basis.part, basis.article)
        if key not in found or (holds and not found[key].in_force):
            found[key] = Cited(
                version.procedure.code, version.name, version.field, str(LegalBasis.Part(basis.part).label),
                basis.article, holds,
            )  # fmt: skip
    return sorted(found.values(), key=lambda cited: (not cited.in_force, cited.code, cited.part, cited.article))
