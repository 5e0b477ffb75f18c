"""Questions about the catalogue. Everyone who is signed in may read it: procedures are announced to the public."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from congvu.catalog.models import Component, Procedure, ProcedureVersion, Process, ReviewItem
from congvu.catalog.processes import process_value
from congvu.catalog.search import score
from congvu.core.errors import N_, DomainError
from congvu.core.process import Finding, soundness
from congvu.core.process import Process as ProcessValue
from congvu.core.text import query_grams

PAGE = 50


class ProcedureNotFound(DomainError):
    """No procedure has this code."""

    code = "procedure_not_found"
    sentence = N_("Không có thủ tục %(code)s trong danh mục.")
    status = 404


@dataclass(frozen=True, slots=True)
class ProcedureRow:
    id: int
    code: str
    name: str
    field: str
    level: str
    limit: str
    has_process: bool
    doubts: int


@dataclass(frozen=True, slots=True)
class ProcedurePage:
    rows: list[ProcedureRow]
    count: int
    total: int
    next_key: tuple[str] | None


def in_force(day: date) -> QuerySet[ProcedureVersion]:
    return ProcedureVersion.objects.valid_on(day).select_related("procedure")


def procedures(
    *,
    day: date,
    query: str = "",
    field: str = "",
    level: str = "",
    only: str = "",
    after: Sequence[str | int | None] | None = None,
    size: int = PAGE,
) -> ProcedurePage:
    """The catalogue of a day by code. `only`: `doubt` with an open doubt, `process` with an approved process, `default`
    without one. Three queries.
    """
    everything = in_force(day)
    found = everything
    for gram in query_grams(query):
        found = found.filter(procedure__grams__contains=[gram])
    if field:
        found = found.filter(field=field)
    if level:
        found = found.filter(level__contains=level)
    published = Process.objects.filter(
        procedure=OuterRef("procedure"), state=Process.State.PUBLISHED, during__contains=day
    )
    found = found.annotate(
        has_process=Exists(published),
        doubts=Count("procedure__review_items", filter=Q(procedure__review_items__settled_at=None)),
    )
    if only == "doubt":
        found = found.filter(doubts__gt=0)
    elif only in ("process", "default"):
        found = found.filter(has_process=only == "process")
    page = found.filter(procedure__code__gt=str(after[0])) if after else found
    rows = [
        ProcedureRow(v.procedure_id, v.procedure.code, v.name, v.field, v.level, v.limit, v.has_process, v.doubts)
        for v in page.order_by("procedure__code")[: size + 1]
    ]
    next_key = (rows[size - 1].code,) if len(rows) > size else None
    return ProcedurePage(rows[:size], found.count(), everything.count(), next_key)


def fields(*, day: date) -> list[str]:
    return list(in_force(day).order_by("field").values_list("field", flat=True).distinct())


@dataclass(frozen=True, slots=True)
class Found:
    """A procedure as offered while typing."""

    code: str
    name: str
    field: str
    limit: str


def find(query: str, *, day: date, most: int = 8, within: Sequence[int] | None = None) -> list[Found]:
    """Best first. One query. `within`: ids of categories that the asker may work on (None: all)."""
    candidates = in_force(day)
    if within is not None:
        candidates = candidates.filter(procedure__category_id__in=within)
    scored = [
        (place, len(name), code, Found(code, name, field, limit))
        for code, name, field, limit in candidates.values_list("procedure__code", "name", "field", "limit")
        if (place := score(query, code=code, name=name)) is not None
    ]
    return [found for *_, found in sorted(scored, key=lambda item: item[:3])[:most]]


def version_on(code: str, day: date) -> ProcedureVersion:
    """The procedure as announced on that day. Raises ProcedureNotFound."""
    version = in_force(day).filter(procedure__code=code).first()
    if version is None:
        raise ProcedureNotFound(field="procedure", code=code)
    return version


def limit_for(version: ProcedureVersion, channel: str) -> str:
    """The limit of the way in: its own row, else the announced limit. "" when none can be read."""
    rows = version.channel_limits.filter(channel=channel, for_difficult_area=False).exclude(limit="")
    own = rows.order_by("position").first()
    return own.limit if own else version.limit


def papers(version: ProcedureVersion) -> list[Component]:
    return list(version.components.order_by("position"))


def process_on(procedure: Procedure, day: date) -> Process | None:
    """The approved process in force; None where the default one serves."""
    return procedure.processes.filter(state=Process.State.PUBLISHED, during__contains=day).first()


@dataclass(frozen=True, slots=True)
class ProcessView:
    """A process to be shown: the value, its findings in words, its number and whether it is a draft."""

    value: ProcessValue
    number: int
    is_draft: bool
    source: str
    findings: tuple[Finding, ...]


def process_view(process: Process) -> ProcessView:
    value = process_value(process)
    is_draft = process.state == Process.State.DRAFT
    return ProcessView(value, process.number, is_draft, process.source, tuple(soundness(value)))


def latest_draft(procedure: Procedure) -> Process | None:
    """The draft that is newer than every published version, if there is one."""
    latest = procedure.processes.order_by("-number").first()
    return latest if latest and latest.state == Process.State.DRAFT else None


@dataclass(frozen=True, slots=True)
class Doubtful:
    id: int
    procedure_code: str
    procedure_name: str
    about: str
    code: str
    message: str
    raised_at: datetime


def open_doubts() -> int:
    return ReviewItem.objects.filter(settled_at=None).count()


def review_queue(
    *, day: date, about: str = "", procedure: str = "", after: Sequence[str | int | None] | None = None
) -> tuple[list[Doubtful], int, tuple[int] | None]:
    """Open doubts, oldest first; their exact count; the key of the next page. Two queries."""
    items = ReviewItem.objects.filter(settled_at=None)
    if about:
        items = items.filter(about=about)
    if procedure:
        items = items.filter(procedure__code=procedure)
    count = items.count()
    page = items.filter(id__gt=int(after[0] or 0)) if after else items
    names = ProcedureVersion.objects.filter(procedure=OuterRef("procedure"), during__contains=day)
    rows = [
        Doubtful(i.pk, i.procedure.code, i.version_name or "", i.about, i.code, i.message, i.raised_at)
        for i in page.select_related("procedure")
        .annotate(version_name=names.values("name")[:1])
        .order_by("id")[: PAGE + 1]
    ]
    return rows[:PAGE], count, (rows[PAGE - 1].id,) if len(rows) > PAGE else None
