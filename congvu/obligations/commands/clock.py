"""The clock stops, runs on, and is set right from the facts."""

from datetime import datetime

from django.db import transaction
from django.db.models import Q

from congvu.core.clock import Pause, Waiting
from congvu.ledger.record import record
from congvu.obligations import calendars, clock, kernel
from congvu.obligations.errors import AlreadyPaused, NoSuchObligation
from congvu.obligations.events import Corrected, Paused, Resumed
from congvu.obligations.models import Obligation
from congvu.orgs.actor import Actor


@transaction.atomic
def pause(*, about: tuple[str, int], cause: str, actor: Actor, at: datetime) -> int:
    """The clocks of the subject and of everything open that is part of it stand still; how many did stop.

    What is late already, has no deadline, or whose rule lets it run on, is not stopped: a pause cures no lateness.
    The room's command has locked the subject and checked that the actor may. Raises AlreadyPaused, NoSuchObligation.
    """
    items = _open_items(about)
    if any(item.paused for item in items):
        raise AlreadyPaused
    stopped = [item for item in items if _can_stop(item, at)]
    if stopped:
        happened = Paused(tuple(item.pk for item in stopped), cause)
        event = record(happened, about=about, actor=actor, at=at)
        for item in stopped:
            kernel.replace(
                item.pk,
                cause="paused",
                at=at,
                event_id=event,
                paused=True,
                pause_cause=cause,
                **kernel.due_columns(None),
            )
    return len(stopped)


@transaction.atomic
def resume(*, about: tuple[str, int], actor: Actor, at: datetime) -> int:
    """The clocks run again, with due dates recomputed from all pauses; how many did start."""
    paused = [item for item in _open_items(about) if item.paused]
    if paused:
        event = record(Resumed(tuple(item.pk for item in paused)), about=about, actor=actor, at=at)
        for item in paused:
            dated = calendars.in_force(item.calendar_id)
            found = clock.due_for(clock.facts_of(item, pauses=ended_at(item, at)), dated.calendar)
            kernel.replace(
                item.pk,
                cause="resumed",
                at=at,
                event_id=event,
                paused=False,
                pause_cause="",
                calendar_version=dated.version,
                **kernel.due_columns(found),
            )
    return len(paused)


@transaction.atomic
def recompute(*, item_id: int, actor: Actor, at: datetime) -> bool:
    """Set the stored due date right from the facts; whether it was wrong. For repair: no command leaves it wrong."""
    item = Obligation.objects.select_related("part_of").select_for_update(of=("self",)).get(pk=item_id)
    right = due_now(item)
    wrong = any(getattr(item, name) != value for name, value in right.items())
    if wrong:
        event = record(Corrected(item.pk), about=kernel.about_of(item), actor=actor, at=at)
        version = calendars.in_force(item.calendar_id).version
        kernel.replace(item.pk, cause="corrected", at=at, event_id=event, calendar_version=version, **right)
    return wrong


def due_now(item: Obligation) -> dict[str, object]:
    """The due columns as the facts give them, by the days that are known now."""
    found = clock.due_for(clock.facts_of(item), calendars.in_force(item.calendar_id).calendar)
    return kernel.due_columns(found, paused=item.paused)


def ended_at(item: Obligation, at: datetime) -> tuple[Pause, ...]:
    """The pauses with the open one ended; one that lasted no time is none."""
    *before, latest = clock.pauses_of(item)
    return (*before, Pause(latest.since, at)) if at > latest.since else tuple(before)


def _can_stop(item: Obligation, at: datetime) -> bool:
    return item.waiting != Waiting.RUNS_ON.value and item.late_at is not None and item.late_at >= at


def _open_items(about: tuple[str, int]) -> list[Obligation]:
    kind, subject_id = about
    found = list(
        Obligation.objects.filter(
            Q(subject_kind=kind, subject_id=subject_id) | Q(part_of__subject_kind=kind, part_of__subject_id=subject_id),
            closed_at=None,
        )
        .select_for_update(of=("self",))
        .order_by("pk")
    )
    if not found:
        raise NoSuchObligation
    return found
