"""A week of a body's leaders, day by day; two things of one leader at one time are named."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta

from congvu.core.clock import day_of
from congvu.obligations.names import person_names, unit_names
from congvu.orgs.actor import Actor
from congvu.orgs.models import Position, UnitSpan, UnitUnder
from congvu.orgs.policy import NotInSight
from congvu.tasks.programmes.commands.weeks import KEEP, may_keep, monday_of
from congvu.tasks.programmes.models import LeaderEvent, Week

LEADING = ("leader", "vice_chairman", "chief_of_office")


@dataclass(frozen=True, slots=True)
class EventRow:
    """`mark`: added, changed or cancelled since the week was published. `conflicts`: what else he has at that time."""

    event: LeaderEvent
    leader: str
    preparing: str
    mark: str
    conflicts: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class WeekView:
    unit_id: int
    unit: str
    monday: date
    week: Week | None
    rows: tuple[EventRow, ...]
    bodies: tuple[tuple[int, str], ...]
    may_keep: bool
    publisher: str

    @property
    def days(self) -> list[tuple[date, list[EventRow]]]:
        """Monday to Friday always, the weekend where something stands in it."""
        every = [self.monday + timedelta(days=n) for n in range(7)]
        rows = {day: [row for row in self.rows if day_of(row.event.starts_at) == day] for day in every}
        return [(day, rows[day]) for day in every if day.weekday() < 5 or rows[day]]

    @property
    def conflicts(self) -> list[EventRow]:
        return [row for row in self.rows if row.conflicts]


def bodies_with_weeks(actor: Actor, on: date) -> list[tuple[int, str]]:
    """Bodies that have a published week, and those whose weeks the actor keeps, by name."""
    published = set(Week.objects.exclude(published_at=None).order_by("unit_id").values_list("unit_id", flat=True))
    reach = actor.reach("leader_events.keep")
    kept: set[int] = set()
    if reach.blocks:
        own = {actor.unit_id} if actor.unit_id is not None and reach.holds_unit(actor.unit_id) else set()
        above = UnitSpan.objects.filter(unit_id__in=own, during__contains=on).order_by("unit_id")
        kept = own | {parent for parent in above.values_list("parent_id", flat=True) if parent}
        drafts = Week.objects.filter(published_at=None).order_by("unit_id").values_list("unit_id", flat=True)
        kept |= _kept(actor, set(drafts.distinct()), on)
    names = unit_names(published | kept, on)
    return sorted(((unit, names.get(unit, "")) for unit in published | kept), key=lambda one: (one[1], one[0]))


def _kept(actor: Actor, bodies: set[int], on: date) -> set[int]:
    """As `may_keep`, for many bodies at once. One query."""
    below = UnitUnder.objects.filter(upper_id__in=bodies, depth=1, during__contains=actor.on or on)
    by_office = {
        upper
        for upper, lower in below.order_by("upper_id", "lower_id").values_list("upper_id", "lower_id")
        if actor.may(KEEP, lower)
    }
    return by_office | {unit for unit in bodies if actor.may(KEEP, unit)}


def week_view(*, actor: Actor, now: datetime, day: date, unit_id: int | None = None) -> WeekView:
    """The week of the day. A week that is not published is for who keeps it: others see it empty. Nine queries."""
    bodies = bodies_with_weeks(actor, day_of(now))
    known = {unit for unit, _name in bodies}
    if unit_id is not None and unit_id not in known:
        raise NotInSight
    published = set(Week.objects.exclude(published_at=None).order_by("unit_id").values_list("unit_id", flat=True))
    chosen = unit_id if unit_id is not None else _first(actor, published or known, day_of(now))
    monday = monday_of(day)
    if chosen is None:
        return WeekView(0, "", monday, None, (), (), False, "")
    keeps = may_keep(actor, chosen)
    week = Week.objects.filter(unit_id=chosen, monday=monday).first()
    if week is not None and week.published_at is None and not keeps:
        week = None
    rows = _rows(week, now) if week else ()
    publisher = person_names([week.published_by_id if week else None])
    return WeekView(
        chosen, dict(bodies)[chosen], monday, week, rows, tuple(bodies), keeps,
        publisher.get(week.published_by_id or 0, "") if week else "",
    )  # fmt: skip


def _first(actor: Actor, known: set[int], on: date) -> int | None:
    """The body above the actor's seat, else the first there is."""
    if actor.unit_id is not None:
        above = UnitUnder.objects.filter(lower_id=actor.unit_id, during__contains=on, upper_id__in=known)
        found = above.order_by("depth", "upper_id").values_list("upper_id", flat=True).first()
        if found is not None:
            return found
    return min(known, default=None)


def _rows(week: Week, now: datetime) -> tuple[EventRow, ...]:
    events = list(LeaderEvent.objects.filter(week=week).order_by("starts_at", "id"))
    leaders = person_names(event.leader_id for event in events)
    units = unit_names((event.preparing_unit_id for event in events), day_of(now), short=True)
    return tuple(
        EventRow(
            event, leaders.get(event.leader_id, ""), units.get(event.preparing_unit_id or 0, ""), _mark(week, event),
            tuple(other.content for other in events if _meet(event, other)),
        ) for event in events
    )  # fmt: skip


def _mark(week: Week, event: LeaderEvent) -> str:
    if week.published_at is None:
        return ""
    if event.cancelled:
        return "cancelled"
    if event.added_at > week.published_at:
        return "added"
    return "changed" if event.changed_at > week.published_at else ""


def _meet(one: LeaderEvent, other: LeaderEvent) -> bool:
    return (
        one.pk != other.pk and one.leader_id == other.leader_id and not one.cancelled and not other.cancelled
        and one.starts_at < other.ends_at and other.starts_at < one.ends_at
    )  # fmt: skip


def leaders_of(unit_id: int, on: date) -> list[tuple[int, str]]:
    """Who leads the body, or its office: for the form."""
    below = UnitUnder.objects.filter(upper_id=unit_id, depth__lte=1, during__contains=on).values("lower_id")
    seats = Position.objects.filter(unit_id__in=below, role__code__in=LEADING, during__contains=on)
    rows = seats.select_related("person").order_by("role__rank", "person__sort_key", "person_id")
    return list(
        {
            seat.person_id: (seat.person_id, f"{seat.person.full_name}, {seat.title}".rstrip(", ")) for seat in rows
        }.values()
    )
