"""Procedures of a day: the list, what is found while typing, one version."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Exists, OuterRef, Q, QuerySet

from congvu.catalog.errors import ProcedureNotFound
from congvu.catalog.models import Component, ProcedureVersion, Process
from congvu.catalog.search import score
from congvu.core.text import query_grams

PAGE = 50


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
