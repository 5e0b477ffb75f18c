"""Everything a version of a procedure says, as one value: forms give it, versions are compared by it."""

import re
from dataclasses import dataclass, replace
from datetime import date

from congvu.catalog.models import (
    ChannelLimit,
    Component,
    LegalBasis,
    LegalDocument,
    ProcedureResult,
    ProcedureVersion,
)


@dataclass(frozen=True, slots=True)
class PaperFacts:
    name: str
    originals: int = 0
    copies: int = 0
    conditional: bool = False
    condition: str = ""
    form_no: str = ""
    form_url: str = ""
    reuse_code: str = ""


@dataclass(frozen=True, slots=True)
class ChannelFacts:
    channel: str
    limit: str
    text: str = ""
    for_difficult_area: bool = False


@dataclass(frozen=True, slots=True)
class ResultFacts:
    name: str
    code: str = ""


@dataclass(frozen=True, slots=True)
class BasisFacts:
    number: str
    part: str = LegalBasis.Part.BASIS.value
    article: str = ""


@dataclass(frozen=True, slots=True)
class VersionFacts:
    name: str
    field: str
    level: str = ""
    limit: str = ""
    fee: str = ""
    agency: str = ""
    decision_no: str = ""
    decided_on: date | None = None
    announced_on: date | None = None
    online_level: str = ""
    no_paper: bool = False
    note: str = ""
    source_url: str = ""
    papers: tuple[PaperFacts, ...] = ()
    channels: tuple[ChannelFacts, ...] = ()
    results: tuple[ResultFacts, ...] = ()
    bases: tuple[BasisFacts, ...] = ()


PLAIN = (
    "name", "field", "level", "limit", "fee", "agency", "decision_no", "decided_on", "announced_on", "online_level",
    "no_paper", "note", "source_url",
)  # fmt: skip


def facts_of(version: ProcedureVersion) -> VersionFacts:
    """Four queries."""
    return VersionFacts(
        **{name: getattr(version, name) for name in PLAIN},
        papers=tuple(
            PaperFacts(
                p.name, p.originals, p.copies, p.conditional, p.condition, p.form_no, p.form_url, p.reuse_code
            ) for p in version.components.order_by("position")
        ),
        channels=tuple(
            ChannelFacts(c.channel, c.limit, c.text, c.for_difficult_area)
            for c in version.channel_limits.order_by("position")
        ),
        results=tuple(ResultFacts(r.name, r.code) for r in version.results.order_by("position")),
        bases=tuple(
            BasisFacts(b.document.number, b.part, b.article)
            for b in version.legal_bases.select_related("document").order_by("position")
        ),
    )  # fmt: skip


def write_facts(version: ProcedureVersion, facts: VersionFacts) -> None:
    """The version, new or a draft, and its rows say exactly this."""
    for name in PLAIN:
        setattr(version, name, getattr(facts, name))
    version.result = " ; ".join(result.name for result in facts.results)
    version.result_code = " ; ".join(result.code for result in facts.results if result.code)
    version.save()
    write_rows(version, facts)


def write_rows(version: ProcedureVersion, facts: VersionFacts) -> None:
    for related in (version.components, version.channel_limits, version.results, version.legal_bases):
        related.all().delete()
    Component.objects.bulk_create(
        Component(
            version=version, position=n, name=p.name, originals=p.originals, copies=p.copies,
            conditional=p.conditional or bool(p.condition), condition=p.condition, form_no=p.form_no,
            form_url=p.form_url, reuse_code=p.reuse_code,
        ) for n, p in enumerate(facts.papers, 1)
    )  # fmt: skip
    ChannelLimit.objects.bulk_create(
        ChannelLimit(
            version=version, position=n, channel=c.channel, text=c.text or c.limit, limit=c.limit,
            for_difficult_area=c.for_difficult_area,
        ) for n, c in enumerate(facts.channels, 1)
    )  # fmt: skip
    ProcedureResult.objects.bulk_create(
        ProcedureResult(version=version, position=n, name=r.name, code=r.code) for n, r in enumerate(facts.results, 1)
    )
    documents = documents_named([basis.number for basis in facts.bases])
    LegalBasis.objects.bulk_create(
        LegalBasis(
            version=version, position=n, document=documents[tidy_number(b.number)], part=b.part, article=b.article
        ) for n, b in enumerate(facts.bases, 1)
    )  # fmt: skip


def tidy_number(number: str) -> str:
    """A document's number as it is kept: spaces and the word before it are no part of it.

    >>> tidy_number(" Nghị định  số 151/2025/NĐ-CP ")
    '151/2025/NĐ-CP'
    """
    plain = " ".join(number.replace("–", "-").split())
    return re.sub(r"^(?:[^\W\d_]+ )*số ", "", plain).strip(" .,;")


def documents_named(numbers: list[str]) -> dict[str, LegalDocument]:
    """The documents of these numbers; what is new is written down. Two queries at most."""
    wanted = list(dict.fromkeys(tidy_number(number) for number in numbers))
    known = {d.number: d for d in LegalDocument.objects.filter(number__in=wanted)}
    missing = [LegalDocument(number=number) for number in wanted if number not in known]
    if missing:
        LegalDocument.objects.bulk_create(missing, ignore_conflicts=True)
        known = {d.number: d for d in LegalDocument.objects.filter(number__in=wanted)}
    return known


def without_announcement(facts: VersionFacts) -> VersionFacts:
    """The start of the next version: the same, under a decision yet to come."""
    bases = tuple(basis for basis in facts.bases if basis.part != LegalBasis.Part.ANNOUNCES)
    return replace(facts, decision_no="", decided_on=None, announced_on=None, bases=bases)
