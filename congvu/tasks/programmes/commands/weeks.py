"""The weekly calendar of a body's leaders: written, published, changed in sight of all."""

from datetime import date, datetime, timedelta

from django.db import transaction

from congvu.core.clock import day_of
from congvu.ledger.record import record
from congvu.orgs import policy as rights
from congvu.orgs.actor import Actor
from congvu.orgs.models import Position, Unit, UnitUnder
from congvu.tasks.programmes import errors
from congvu.tasks.programmes.events import EventWritten, WeekPublished
from congvu.tasks.programmes.models import LeaderEvent, Week

KEEP = "leader_events.keep"


def monday_of(day: date) -> date:
    return day - timedelta(days=day.weekday())


def require_keep(actor: Actor, unit_id: int) -> None:
    """Kept by who keeps calendars at the body, or at its office directly below."""
    if not may_keep(actor, unit_id):
        raise rights.NotAllowed(permission=KEEP)


def may_keep(actor: Actor, unit_id: int) -> bool:
    if actor.may(KEEP, unit_id):
        return True
    below = UnitUnder.objects.filter(upper_id=unit_id, depth=1)
    if actor.on is not None:
        below = below.filter(during__contains=actor.on)
    return any(actor.may(KEEP, unit) for unit in below.order_by("lower_id").values_list("lower_id", flat=True))


def _week(unit_id: int, monday: date) -> Week:
    if not Unit.objects.filter(pk=unit_id).exists():  # who keeps the calendars of all bodies holds any number
        raise rights.NotInSight
    Week.objects.get_or_create(unit_id=unit_id, monday=monday)
    return Week.objects.select_for_update(of=("self",)).get(unit_id=unit_id, monday=monday)


@transaction.atomic
def write_event(
    *,
    unit_id: int,
    leader_id: int,
    starts_at: datetime,
    ends_at: datetime,
    content: str,
    actor: Actor,
    at: datetime,
    place: str = "",
    preparing_unit_id: int | None = None,
    attendees: str = "",
    event_id: int | None = None,
) -> LeaderEvent:
    """Add something to a leader's week, or say it otherwise. Two things at one time are allowed, and named."""
    require_keep(actor, unit_id)
    if not content.strip():
        raise errors.EventEmpty(field="content")
    monday = monday_of(day_of(starts_at))
    if ends_at <= starts_at or monday_of(day_of(ends_at)) != monday:
        raise errors.TimesReversed(field="ends_at")
    _require_leader(leader_id, unit_id, day_of(starts_at))
    week = _week(unit_id, monday)
    facts = {
        "week": week,
        "leader_id": leader_id,
        "starts_at": starts_at,
        "ends_at": ends_at,
        "content": content.strip(),
        "place": place.strip(),
        "preparing_unit_id": preparing_unit_id,
        "attendees": attendees.strip(),
        "changed_at": at,
    }
    if event_id is None:
        event, what = LeaderEvent.objects.create(**facts, added_at=at), "added"
    else:
        event, what = _one(unit_id, event_id), "changed"
        for name, value in facts.items():
            setattr(event, name, value)
        event.save()
    record(EventWritten(event.pk, what), about=("leader_week", week.pk), actor=actor, at=at)
    return event


def _require_leader(leader_id: int, unit_id: int, on: date) -> None:
    below = UnitUnder.objects.filter(upper_id=unit_id, during__contains=on).values("lower_id")
    if not Position.objects.filter(person_id=leader_id, unit_id__in=below, during__contains=on).exists():
        raise errors.NotALeaderHere(field="leader", on=f"{on:%d/%m/%Y}")


def _one(unit_id: int, event_id: int) -> LeaderEvent:
    event = LeaderEvent.objects.select_for_update(of=("self",)).filter(pk=event_id, week__unit_id=unit_id).first()
    if event is None:
        raise rights.NotInSight
    if event.cancelled:
        raise errors.AlreadyCancelled
    return event


@transaction.atomic
def cancel_event(*, unit_id: int, event_id: int, actor: Actor, at: datetime) -> None:
    """What was published stays, struck out; what was not published yet is gone."""
    require_keep(actor, unit_id)
    event = _one(unit_id, event_id)
    week = Week.objects.select_for_update(of=("self",)).get(pk=event.week_id)
    record(EventWritten(event.pk, "cancelled"), about=("leader_week", week.pk), actor=actor, at=at)
    if week.published_at is None:
        event.delete()
        return
    event.cancelled, event.changed_at = True, at
    event.save(update_fields=["cancelled", "changed_at"])


@transaction.atomic
def publish_week(*, unit_id: int, monday: date, actor: Actor, at: datetime) -> Week:
    """From now on everybody in the house sees it, and every later change is marked. Again: the marks start anew."""
    require_keep(actor, unit_id)
    week = _week(unit_id, monday_of(monday))
    week.published_at, week.published_by_id = at, actor.person_id
    week.save(update_fields=["published_at", "published_by"])
    count = week.events.filter(cancelled=False).count()
    record(WeekPublished(week.monday.isoformat(), count), about=("leader_week", week.pk), actor=actor, at=at)
    return week
