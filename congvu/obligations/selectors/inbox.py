"""Lists of what is open: mine, what I wait for, a unit's. Most urgent first; the number of queries is constant."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Any

from django.db.models import Count, Q, QuerySet

from congvu.core.clock import WorkCalendar, day_of, start_of, working_days_between
from congvu.core.text import query_grams
from congvu.core.timeliness import Clocked, Status, status_at
from congvu.obligations import calendars, names, subjects
from congvu.obligations.models import Extension, Handover, Obligation
from congvu.obligations.policy import SEE
from congvu.obligations.subjects import Description
from congvu.orgs.actor import Actor
from congvu.orgs.reach import within

PAGE = 40
SOON_WORKING_DAYS = 3
GROUPS = ("overdue", "today", "soon", "later", "no_due", "paused")


class Scope(StrEnum):
    MINE = "mine"
    WAITING = "waiting"
    UNIT = "unit"


@dataclass(frozen=True, slots=True)
class InboxFilters:
    """`search`: a code or a name, with or without diacritics. `due_until`: last day included."""

    scope: Scope = Scope.MINE
    kind: str = ""
    group: str = ""
    search: str = ""
    due_until: date | None = None
    unit_id: int | None = None


@dataclass(frozen=True, slots=True)
class InboxRow:
    """`days`: working days left (running), late (overdue) or stood still (paused)."""

    id: int
    kind: str
    kind_label: str
    icon: str
    subject: Description
    person: str
    unit: str
    opened_at: datetime
    due_at: datetime | None
    due_on: date | None
    days: int | None
    status: Status
    provisional: bool
    paused_since: datetime | None
    group: str


@dataclass(frozen=True, slots=True)
class InboxPage:
    """`counts`: open items per group, of those that match; `total`: all open ones in the scope."""

    rows: tuple[InboxRow, ...]
    count: int
    total: int
    counts: dict[str, int]
    by_kind: dict[str, int] = field(default_factory=dict)
    next_key: tuple[str, int] | None = None


@dataclass(frozen=True, slots=True)
class Edges:
    """Where the groups end: moments worked out once by the calendar of the reader's unit."""

    now: datetime
    tomorrow: datetime
    after_soon: datetime
    own: calendars.Dated | None = None

    def group_of(self, item: Obligation) -> str:
        if item.paused:
            return "paused"
        if item.due_at is None or item.late_at is None:
            return "no_due"
        if item.late_at < self.now:
            return "overdue"
        if item.due_at < self.tomorrow:
            return "today"
        return "soon" if item.due_at < self.after_soon else "later"

    def condition(self, group: str) -> Q:
        running = Q(late_at__gte=self.now)
        return {
            "overdue": Q(late_at__lt=self.now),
            "today": running & Q(due_at__lt=self.tomorrow),
            "soon": running & Q(due_at__gte=self.tomorrow, due_at__lt=self.after_soon),
            "later": running & Q(due_at__gte=self.after_soon),
            "no_due": Q(due_at=None, paused=False),
            "paused": Q(paused=True),
        }[group]


def inbox(
    actor: Actor,
    now: datetime,
    filters: InboxFilters = InboxFilters(),
    *,
    after: tuple[datetime, int] | None = None,
    limit: int = PAGE,
) -> InboxPage:
    """One page. At most nine queries and one per kind shown, however many rows and rights."""
    edges = edges_at(actor, now)
    everything = scoped(actor, filters)
    found = narrowed(everything, filters, edges)
    counts = found.aggregate(**{group: Count("pk", filter=edges.condition(group)) for group in GROUPS})
    by_kind = dict(everything.order_by("kind").values_list("kind").annotate(count=Count("pk")))
    items = list(following(found, after).order_by("due_rank", "pk")[: limit + 1])
    rows = rows_of(items[:limit], now, edges)
    latest = items[limit - 1] if len(items) > limit else None
    return InboxPage(
        rows=tuple(sorted(rows, key=lambda row: GROUPS.index(row.group))),
        count=sum(counts.values()),
        total=sum(by_kind.values()),
        counts=counts,
        by_kind=by_kind,
        next_key=(latest.due_rank.isoformat(), latest.pk) if latest else None,
    )


def scoped(actor: Actor, filters: InboxFilters) -> QuerySet[Obligation]:
    """What the scope holds, before any filter. Conditions are values, never sub-queries over rights."""
    reach = actor.reach(SEE)
    open_items = Obligation.objects.filter(closed_at=None)
    hidden = [kind.kind for kind in subjects.kinds() if not kind.inbox]
    if hidden and filters.scope is not Scope.WAITING:
        open_items = open_items.exclude(kind__in=hidden)
    match filters.scope:
        case Scope.MINE:
            return open_items.filter(person_id__in=reach.persons)
        case Scope.UNIT:
            in_unit = Q() if filters.unit_id is None else Q(unit_id=filters.unit_id)
            return open_items.filter(within(reach), in_unit)
    sent = Handover.objects.filter(sent_by_id__in=reach.persons, answered_at=None)
    asked = Extension.objects.filter(asked_by_id__in=reach.persons, decided_at=None)
    own = Obligation.objects.filter(person_id__in=reach.persons, closed_at=None)
    parts = Obligation.objects.filter(part_of__in=own.values("pk"), closed_at=None)
    parts = parts.exclude(person_id__in=reach.persons)
    # One list of numbers: conditions joined by OR would make PostgreSQL read everything that is open.
    ids = sent.values("item_id").union(asked.values("item_id"), parts.values("pk"))
    return open_items.filter(pk__in=ids)


def narrowed(items: QuerySet[Obligation], filters: InboxFilters, edges: Edges) -> QuerySet[Obligation]:
    if filters.kind:
        items = items.filter(kind=filters.kind)
    if filters.group in GROUPS:
        items = items.filter(edges.condition(filters.group))
    if filters.due_until is not None:
        items = items.filter(due_at__lt=start_of(filters.due_until + timedelta(days=1)))
    if filters.search.strip():
        items = items.filter(_matching(filters.search))
    return items


def following(items: QuerySet[Obligation], after: tuple[datetime, int] | None) -> QuerySet[Obligation]:
    if after is None:
        return items
    rank, pk = after
    return items.filter(due_rank__gte=rank).filter(Q(due_rank__gt=rank) | Q(pk__gt=pk))


def edges_at(actor: Actor, now: datetime) -> Edges:
    today = day_of(now)
    tomorrow = start_of(today + timedelta(days=1))
    if actor.unit_id is None:
        return Edges(now, tomorrow, start_of(today + timedelta(days=SOON_WORKING_DAYS + 1)))
    own = calendars.of_unit(actor.unit_id, today)
    soon = own.calendar.working_day(own.calendar.position_of(tomorrow.toordinal()) + SOON_WORKING_DAYS - 1)
    return Edges(now, tomorrow, start_of(date.fromordinal(soon) + timedelta(days=1)), own)


def rows_of(items: Iterable[Obligation], now: datetime, edges: Edges) -> list[InboxRow]:
    items = list(items)
    described = subjects.describe((item.kind, item.subject_id) for item in items)
    persons = names.person_names(item.person_id for item in items)
    units = names.unit_names((item.unit_id for item in items), day_of(now), short=True)
    calendar_of = _Calendars(edges.own)
    kinds = {kind.kind: kind for kind in subjects.kinds()}
    rows = []
    for item in items:
        kind = kinds.get(item.kind)
        status = status_of(item, now)
        unnamed = Description(f"{item.subject_kind} {item.subject_id}", "", "")
        rows.append(
            InboxRow(
                id=item.pk, kind=item.kind, kind_label=str(kind.label) if kind else item.kind,
                icon=kind.icon if kind else "list-check",
                subject=described.get((item.kind, item.subject_id), unnamed),
                person=persons.get(item.person_id or 0, ""), unit=units.get(item.unit_id, ""),
                opened_at=item.opened_at, due_at=item.due_at, due_on=item.due_at and day_of(item.due_at),
                days=days_of(item, status, now, calendar_of(item)), status=status, provisional=item.provisional,
                paused_since=item.since_at if item.paused else None, group=edges.group_of(item),
            )
        )  # fmt: skip
    return rows


def status_of(item: Obligation, now: datetime) -> Status:
    return status_at(Clocked(item.opened_at, item.due_at, item.late_at, item.paused, item.closed_at), now)


def days_of(item: Obligation, status: Status, now: datetime, calendar: WorkCalendar | None) -> int | None:
    """Working days left, late, or stood still; None where there is nothing to count."""
    if calendar is None:
        return None
    today = day_of(now)
    if status is Status.PAUSED:
        return working_days_between(day_of(item.since_at), today, calendar)
    if item.due_at is None:
        return None
    due_on = day_of(item.due_at)
    if status is Status.OVERDUE:
        return working_days_between(due_on, today, calendar)
    if item.closed_at is not None:
        return working_days_between(due_on, day_of(item.closed_at), calendar) if status is Status.DONE_LATE else None
    return working_days_between(today, due_on, calendar)


def open_count(actor: Actor) -> int:
    """The number behind *Việc của tôi* in the navigation."""
    return scoped(actor, InboxFilters()).count()


def waiting_count(actor: Actor) -> int:
    return scoped(actor, InboxFilters(Scope.WAITING)).count()


def _matching(search: str) -> Q:
    grams = query_grams(search)
    found = Q(pk__in=())
    for kind in subjects.kinds():
        if kind.matching is not None and grams:
            found |= Q(kind=kind.kind, subject_id__in=kind.matching(grams))
    return found


class _Calendars:
    """Each frozen calendar once for a page; the reader's own is known already."""

    def __init__(self, own: calendars.Dated | None) -> None:
        self.known = {(own.calendar_id, own.version): own.calendar} if own else {}

    def __call__(self, item: Any) -> WorkCalendar | None:
        if item.calendar_id is None:
            return None
        key = (item.calendar_id, item.calendar_version)
        if key not in self.known:
            self.known[key] = calendars.of_version(*key)
        return self.known[key]
