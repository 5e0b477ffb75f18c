"""One unit with its whole story: names, codes, parents, where its duties came from and went, who works there."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from congvu.orgs.models import Position, Succession, TakesPart, Unit, UnitCode, UnitSpan, UnitUnder
from congvu.orgs.policy import NotInSight
from congvu.orgs.ranges import holds, last_day
from congvu.orgs.units.chart import names_of


@dataclass(frozen=True, slots=True)
class SpanRow:
    name: str
    short_name: str
    kind: str
    parent_id: int | None
    parent_name: str
    since: date | None
    last: date | None
    document: str


@dataclass(frozen=True, slots=True)
class CodeRow:
    system: str
    code: str
    since: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class Change:
    """A succession seen from one side. `unit_id` is the other unit."""

    unit_id: int
    name: str
    on: date
    kind: str
    kind_label: str
    document: str
    principal: bool


@dataclass(frozen=True, slots=True)
class PersonNow:
    person_id: int
    full_name: str
    role: str
    title: str
    since: date | None
    last: date | None


@dataclass(frozen=True, slots=True)
class PartRow:
    """An agency at a place; `unit_id` is the other side."""

    id: int
    unit_id: int
    name: str
    since: date | None
    last: date | None
    document: str


@dataclass(frozen=True, slots=True)
class UnitPage:
    id: int
    code: str
    name: str
    kind: str
    exists: bool
    since: date | None
    last: date | None
    ended_by: str
    spans: tuple[SpanRow, ...]
    codes: tuple[CodeRow, ...]
    came_from: tuple[Change, ...]
    went_to: tuple[Change, ...]
    above: tuple[tuple[int, str], ...]
    children: tuple[tuple[int, str, str], ...]
    takes_part: tuple[PartRow, ...]
    agencies: tuple[PartRow, ...]
    people: tuple[PersonNow, ...]


def unit_page(unit_id: int, *, on: date) -> UnitPage:
    """The unit as of the day, with everything before and after. A constant number of queries. Raises NotInSight."""
    unit = Unit.objects.filter(pk=unit_id).first()
    if unit is None:
        raise NotInSight
    spans = list(UnitSpan.objects.filter(unit=unit).select_related("kind").order_by("-during"))
    moves = list(Succession.objects.filter(Q(source=unit) | Q(target=unit)).order_by("on", "id"))
    above = list(UnitUnder.objects.filter(lower=unit, during__contains=on, depth__gt=0).order_by("-depth", "upper_id"))
    parts = list(TakesPart.objects.filter(Q(unit=unit) | Q(place=unit), during__contains=on).order_by("id"))
    children = list(
        UnitSpan.objects.filter(parent=unit, during__contains=on).select_related("kind").order_by("kind__rank", "id")
    )
    others = {span.parent_id for span in spans if span.parent_id} | {row.upper_id for row in above}
    others |= {side for move in moves for side in (move.source_id, move.target_id)}
    others |= {side for part in parts for side in (part.unit_id, part.place_id)}
    names = names_of(others, on)
    now = next((span for span in spans if holds(span.during, on)), spans[0])
    return UnitPage(
        id=unit.pk,
        code=unit.code,
        name=now.name,
        kind=now.kind.name,
        exists=holds(unit.during, on),
        since=unit.during.lower,
        last=last_day(unit.during),
        ended_by=unit.ended_by,
        spans=tuple(_span_row(span, names) for span in spans),
        codes=tuple(
            CodeRow(code.system, code.code, code.during.lower, last_day(code.during))
            for code in UnitCode.objects.filter(unit=unit).order_by("system", "during")
        ),
        came_from=tuple(_change(move, move.source_id, names) for move in moves if move.target_id == unit.pk),
        went_to=tuple(_change(move, move.target_id, names) for move in moves if move.source_id == unit.pk),
        above=tuple((row.upper_id, names[row.upper_id]) for row in above),
        children=tuple((child.unit_id, child.name, child.kind.name) for child in children),
        takes_part=tuple(_part(part, part.place_id, names) for part in parts if part.unit_id == unit.pk),
        agencies=tuple(_part(part, part.unit_id, names) for part in parts if part.place_id == unit.pk),
        people=_people(unit.pk, on),
    )


def _people(unit_id: int, on: date) -> tuple[PersonNow, ...]:
    rows = Position.objects.filter(unit_id=unit_id, during__contains=on).select_related("person", "role")
    return tuple(
        PersonNow(p.person_id, p.person.full_name, p.role.name, p.title, p.during.lower, last_day(p.during))
        for p in rows.order_by("role__rank", "person__sort_key", "id")
    )


def _span_row(span: UnitSpan, names: dict[int, str]) -> SpanRow:
    parent = names[span.parent_id] if span.parent_id else ""
    since, last = span.during.lower, last_day(span.during)
    return SpanRow(span.name, span.short_name, span.kind.name, span.parent_id, parent, since, last, span.document)


def _part(part: TakesPart, other: int, names: dict[int, str]) -> PartRow:
    return PartRow(part.pk, other, names[other], part.during.lower, last_day(part.during), part.document)


def _change(move: Succession, other: int, names: dict[int, str]) -> Change:
    label = str(Succession.How(move.kind).label)
    return Change(other, names[other], move.on, move.kind, label, move.document, move.principal)
