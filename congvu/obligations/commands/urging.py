"""Reminding: by rule before, at and after the due date, climbing to the next chief; and by hand.

Each record is its own transaction: a bad one never stops the run, and is named in the answer. A reminder exists once
for each due date and rung (a unique key), so a run that was killed is simply run again.
"""

import logging
from dataclasses import dataclass, field
from datetime import date, datetime

from django.db import IntegrityError, transaction

from congvu.core.clock import WorkCalendar, day_of, working_days_between
from congvu.ledger.record import record
from congvu.obligations import kernel, policy, subjects
from congvu.obligations.chiefs import ladder_of
from congvu.obligations.events import Urged
from congvu.obligations.models import Obligation, Urging
from congvu.obligations.telling import tell
from congvu.orgs.actor import Actor

log = logging.getLogger(__name__)
_BATCH = 500


@dataclass(slots=True)
class UrgingReport:
    looked_at: int = 0
    sent: int = 0
    failed: list[int] = field(default_factory=list)


@transaction.atomic
def urge(*, item_id: int, text: str, actor: Actor, at: datetime) -> int:
    """Remind the holder by hand; the id of the reminder."""
    item = policy.locked(actor, item_id)
    policy.require(actor, policy.URGE, item)
    return int(remind(item, text=text, actor=actor, at=at).pk)


def remind(item: Obligation, *, text: str, actor: Actor, at: datetime) -> Urging:
    """By hand, for a room that has locked the obligation and knows who may: to its person, else the nearest chiefs."""
    if item.closed_at is not None:
        raise kernel.already_done(item)
    chiefs = ladder_of([item.unit_id], day_of(at)).get(item.unit_id, [])
    persons = {item.person_id} if item.person_id else set(chiefs[0] if chiefs else ())
    return _remind(item, "hand", persons, text.strip(), actor, at)


def urge_due(*, now: datetime) -> UrgingReport:
    """Every reminder that the rules ask for by now and that was not sent yet."""
    report = UrgingReport()
    latest = 0
    while ids := list(_candidates(latest)[:_BATCH]):
        latest = ids[-1]
        for item_id in ids:
            report.looked_at += 1
            try:
                report.sent += _urge_one(item_id, now)
            except Exception:
                log.exception("urging failed", extra={"obligation_id": item_id})
                report.failed.append(item_id)
    return report


def rung_of(
    item: Obligation, now: datetime, calendar: WorkCalendar, ladder: subjects.Ladder = subjects.LADDER
) -> str | None:
    """Which reminder is right now, if any: only the highest rung reached."""
    if item.due_at is None or item.late_at is None or item.paused:
        return None
    today, due_on = day_of(now), day_of(item.due_at)
    if item.late_at < now:
        return "after2" if _working_days(due_on, today, calendar) >= ladder.next_chief_after else "after1"
    if due_on == today:
        return "at"
    return "before" if _working_days(today, due_on, calendar) <= ladder.before else None


def _candidates(after: int):  # type: ignore[no-untyped-def]
    open_items = Obligation.objects.filter(closed_at=None, paused=False, due_at__isnull=False, pk__gt=after)
    return open_items.order_by("pk").values_list("pk", flat=True)


@transaction.atomic
def _urge_one(item_id: int, now: datetime) -> int:
    item = Obligation.objects.select_related("part_of").select_for_update(of=("self",), skip_locked=True).filter(
        pk=item_id, closed_at=None
    ).first()  # fmt: skip
    if item is None:
        return 0  # closed meanwhile, or somebody is working on it this moment: the next run looks again
    rung = rung_of(item, now, kernel.frozen_calendar(item), subjects.ladder_of(item.kind, item.subject_id, now))
    if rung is None or Urging.objects.filter(item=item, about_due_at=item.due_at, rung=rung).exists():
        return 0
    persons = _addressees(item, rung, day_of(now))
    try:
        with transaction.atomic():
            _remind(item, rung, persons, "", Actor.clock(), now)
    except IntegrityError as refused:
        if "urging_never_twice" in str(refused):
            return 0
        raise
    return 1


def _addressees(item: Obligation, rung: str, on: date) -> set[int]:
    """The holder always; from one working day late his nearest chiefs too, then the next ones above them."""
    persons = {item.person_id} if item.person_id else set()
    ladder = ladder_of([item.unit_id], on).get(item.unit_id, [])
    levels = {"after1": 1, "after2": 2}.get(rung, 0 if persons else 1)
    for chiefs in ladder[:levels]:
        persons.update(chiefs)
    return {person for person in persons if person is not None}


def _remind(item: Obligation, rung: str, persons: set[int], text: str, actor: Actor, at: datetime) -> Urging:
    urging = Urging.objects.create(
        item=item, rung=rung, about_due_at=item.due_at, to_person_id=item.person_id, to_unit_id=item.unit_id,
        sent_at=at, sent_by_id=actor.person_id, text=text,
    )  # fmt: skip
    event = record(Urged(urging.pk, item.pk, rung), about=kernel.about_of(item), actor=actor, at=at)
    tell(item, persons, f"urged_{rung}", event=event, at=at, said=text)
    return urging


def _working_days(earlier: date, later: date, calendar: WorkCalendar) -> int:
    return working_days_between(earlier, later, calendar)
