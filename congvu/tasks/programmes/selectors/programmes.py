"""Programmes in sight, the items of one by month, one item with its moves."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db.models import Count, Q, Sum

from congvu.core.clock import day_of
from congvu.core.text import query_grams
from congvu.faces.parts import Deadline
from congvu.ledger.selectors import TimelineRow, timeline
from congvu.obligations.models import Obligation
from congvu.obligations.names import person_names, unit_names
from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotInSight
from congvu.tasks.plans.deadlines import Deadlines, owed_by_id
from congvu.tasks.programmes import policy
from congvu.tasks.programmes.course import State
from congvu.tasks.programmes.models import Kind, Level, Programme, ProgrammeChange, ProgrammeItem, QualityGoal

PAGE = 200


@dataclass(frozen=True, slots=True)
class ProgrammeRow:
    code: str
    title: str
    year: int
    owner: str
    owner_id: int
    items: int
    passed: int
    council: int
    slips: int


@dataclass(frozen=True, slots=True)
class ProgrammePage:
    rows: list[ProgrammeRow]
    count: int
    next_key: tuple[int, int] | None


def programme_rows(
    *, actor: Actor, now: datetime, query: str = "", after: Sequence[str | int | None] | None = None, size: int = 50
) -> ProgrammePage:
    """Newest year first. Four queries."""
    seen = Programme.objects.visible_to(actor)
    if query.strip():
        grams, found = list(query_grams(query)), Q(code__startswith=query.strip().upper())
        seen = seen.filter(found | Q(grams__contains=grams) if grams else found)
    count = seen.count()
    match after:
        case (int() as year, int() as pk) if abs(year) < 10_000 and 0 <= pk < 2**63:
            seen = seen.filter(Q(year__lt=year) | Q(year=year, pk__lt=pk))
    counted = seen.annotate(
        many=Count("items"),
        passed=Count("items", filter=Q(items__state=State.PASSED.value)),
        council=Count("items", filter=Q(items__level=Level.COUNCIL)),
        slips=Sum("items__moves"),
    )
    page: list[Any] = list(counted.order_by("-year", "-pk")[: size + 1])
    names = unit_names((one.owner_unit_id for one in page), day_of(now))
    rows = [
        ProgrammeRow(
            one.code,
            one.title,
            one.year,
            names.get(one.owner_unit_id, ""),
            one.owner_unit_id,
            one.many,
            one.passed,
            one.council,
            one.slips or 0,
        )
        for one in page[:size]
    ]
    latest = page[size - 1] if len(page) > size else None
    return ProgrammePage(rows, count, (latest.year, latest.pk) if latest else None)


def found_items(query: str, *, actor: Actor, most: int) -> tuple[list[ProgrammeItem], int]:
    """Items in sight by code or words, newest programme first, with how many there are. Two queries."""
    grams = list(query_grams(query))
    seen = ProgrammeItem.objects.visible_to(actor).select_related("programme")
    if not grams:
        return [], 0
    found = seen.filter(grams__contains=grams)
    return list(found.order_by("-programme__year", "month", "id")[:most]), found.count()


@dataclass(frozen=True, slots=True)
class ItemFilter:
    query: str = ""
    state: str = ""
    kind: str = ""
    level: str = ""
    month: int | None = None
    quarter: int | None = None
    slipped: bool = False
    lead_id: int | None = None


@dataclass(frozen=True, slots=True)
class ItemRow:
    item: ProgrammeItem
    lead: str
    kind: str
    level: str
    deadline: Deadline | None

    @property
    def state(self) -> State:
        return self.item.where

    @property
    def is_late(self) -> bool:
        return self.deadline is not None and self.deadline.kind == "overdue"


@dataclass(frozen=True, slots=True)
class ProgrammeView:
    """`all_items`: of the whole programme, whatever the filter; figures are made from them."""

    programme: Programme
    owner: str
    steward: str
    rows: tuple[ItemRow, ...]
    all_items: tuple[ProgrammeItem, ...]
    slips: tuple[ProgrammeChange, ...]
    goals: tuple[QualityGoal, ...]
    may_keep: bool
    may_register: bool

    def count(self, *states: State) -> int:
        return sum(item.where in states for item in self.all_items)


def seen_programme(code: str, actor: Actor) -> Programme:
    found = Programme.objects.visible_to(actor).filter(code=code).first()
    if found is None:
        raise NotInSight
    return found


def programme_view(code: str, *, actor: Actor, now: datetime, filters: ItemFilter = ItemFilter()) -> ProgrammeView:
    """Nine queries, whatever the number of items. Raises NotInSight."""
    programme = seen_programme(code, actor)
    everything = tuple(programme.items.order_by("month", "code", "id"))
    chosen = [item for item in everything if _holds(item, filters)]
    owed = owed_by_id(item.obligation_id for item in chosen)
    deadlines = Deadlines(now)
    names = unit_names(
        [programme.owner_unit_id, programme.steward_unit_id, *(item.lead_unit_id for item in everything)],
        day_of(now),
        short=True,
    )
    rows = tuple(
        ItemRow(
            item,
            names.get(item.lead_unit_id, ""),
            kind_label(item.kind),
            level_label(item.level),
            deadlines.of(owed.get(item.obligation_id or 0)),
        )
        for item in chosen
    )
    moved = ProgrammeChange.objects.filter(item__programme=programme, what="move", granted=True).select_related("item")
    return ProgrammeView(
        programme,
        unit_names([programme.owner_unit_id], day_of(now)).get(programme.owner_unit_id, ""),
        names.get(programme.steward_unit_id or 0, ""),
        rows,
        everything,
        tuple(moved.order_by("decided_at", "id")),
        tuple(programme.goals.all()),
        policy.may_keep(actor, programme),
        actor.may(policy.REGISTER),
    )


def _holds(item: ProgrammeItem, filters: ItemFilter) -> bool:
    grams = set(query_grams(filters.query)) if filters.query.strip() else set()
    return (
        (not filters.state or item.state == filters.state)
        and (not filters.kind or item.kind == filters.kind)
        and (not filters.level or item.level == filters.level)
        and (filters.month is None or item.month == filters.month)
        and (filters.quarter is None or (item.month - 1) // 3 + 1 == filters.quarter)
        and (not filters.slipped or item.moves > 0)
        and (filters.lead_id is None or item.lead_unit_id == filters.lead_id)
        and grams <= set(item.grams)
    )


def kind_label(kind: str) -> str:
    return str(dict(Kind.choices).get(kind, kind))


def level_label(level: str) -> str:
    return str(dict(Level.choices).get(level, level))


@dataclass(frozen=True, slots=True)
class ItemView:
    item: ProgrammeItem
    programme: Programme
    lead: str
    helping: tuple[str, ...]
    deadline: Deadline | None
    dossier: Deadline | None
    dossier_owed: Obligation | None
    changes: tuple[ProgrammeChange, ...]
    persons: dict[int, str]
    events: tuple[TimelineRow, ...]
    may_act: bool
    may_keep: bool
    may_consent: bool
    own_request: bool

    @property
    def waiting(self) -> ProgrammeChange | None:
        return next((change for change in self.changes if change.decided_at is None), None)


def item_view(programme: str, code: str, *, actor: Actor, now: datetime) -> ItemView:
    """About nine queries. Raises NotInSight."""
    found = ProgrammeItem.objects.visible_to(actor).select_related("programme")
    item = found.filter(programme__code=programme, code=code).first()
    if item is None:
        raise NotInSight
    owed = owed_by_id([item.obligation_id, item.dossier_id])
    deadlines = Deadlines(now)
    whole, dossier = owed.get(item.obligation_id or 0), owed.get(item.dossier_id or 0)
    changes = tuple(item.changes.all())
    units = unit_names([item.lead_unit_id, *item.coordinating], day_of(now))
    waiting = next((change for change in changes if change.decided_at is None), None)
    return ItemView(
        item,
        item.programme,
        units.get(item.lead_unit_id, ""),
        tuple(units.get(unit, "") for unit in item.coordinating),
        deadlines.of(whole, long=True, why_url=f"/viec/{whole.pk}/#why" if whole and whole.due_at else ""),
        deadlines.of(dossier),
        dossier,
        changes,
        person_names([*(one.asked_by_id for one in changes), *(one.decided_by_id for one in changes)]),
        tuple(timeline("programme_item", item.pk)),
        policy.may_act(actor, item),
        policy.may_keep(actor, item.programme),
        actor.may(policy.CONSENT, item.programme.owner_unit_id),
        bool(waiting and policy.is_own(actor, waiting.asked_by_id)),
    )
