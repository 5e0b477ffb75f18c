"""Time that a failing system took: claimed with evidence, decided by another. It never moves the legal date."""

from datetime import datetime

from django.db import IntegrityError, transaction
from django.db.backends.postgresql.psycopg_any import DateTimeTZRange
from django.db.models import Sum

from congvu.core.clock import day_of, working_minutes_between
from congvu.ledger.record import record
from congvu.obligations import kernel, policy
from congvu.obligations.chiefs import chiefs_of
from congvu.obligations.errors import (
    AlreadyAnswered,
    AskedBySame,
    NoWorkingTime,
    PeriodClaimed,
    PeriodReversed,
    ReasonMissing,
)
from congvu.obligations.events import SystemTimeClaimed, SystemTimeGranted, SystemTimeRefused
from congvu.obligations.models import Obligation, SystemTime
from congvu.obligations.telling import tell
from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotAllowed, NotInSight


@transaction.atomic
def claim_system_time(
    *, item_id: int, system: str, since: datetime, until: datetime, evidence: str, actor: Actor, at: datetime
) -> int:
    """Say that a system stood still from–until, with the evidence; the id of the claim."""
    item = policy.locked(actor, item_id)
    policy.require_holder(actor, item)
    if actor.person_id is None:
        raise NotAllowed(permission=policy.DECIDE)
    if until <= since or until > at:
        raise PeriodReversed(field="until")
    if not evidence.strip() or not system.strip():
        raise ReasonMissing(field="system" if evidence.strip() else "evidence")
    since = max(since, item.opened_at)
    minutes = working_minutes_between(since, until, kernel.frozen_calendar(item)) if until > since else 0
    if minutes <= 0:
        raise NoWorkingTime(field="until")
    try:
        with transaction.atomic():
            claim = SystemTime.objects.create(
                item=item, during=DateTimeTZRange(since, until), system=system.strip(), evidence=evidence.strip(),
                minutes=minutes, claimed_at=at, claimed_by_id=actor.person_id,
            )  # fmt: skip
    except IntegrityError as refused:
        if "system_time_no_overlap" in str(refused):
            raise PeriodClaimed(field="since") from refused
        raise
    event = record(SystemTimeClaimed(claim.pk, item.pk, minutes), about=kernel.about_of(item), actor=actor, at=at)
    chiefs = set(chiefs_of([item.unit_id], day_of(at)).get(item.unit_id, ())) - {actor.person_id}
    tell(item, chiefs, "system_time_claimed", event=event, at=at)
    return int(claim.pk)


@transaction.atomic
def decide_system_time(*, claim_id: int, granted: bool, answer: str, actor: Actor, at: datetime) -> None:
    """Grant it (a second due date without system causes appears), or refuse it with the reason."""
    found = SystemTime.objects.filter(pk=claim_id).first()
    if found is None:
        raise NotInSight
    item = policy.locked(actor, found.item_id)
    claim = SystemTime.objects.select_for_update().get(pk=claim_id)
    policy.require(actor, policy.DECIDE, item)
    if claim.claimed_by_id == actor.person_id:
        raise AskedBySame
    if claim.decided_at is not None:
        raise AlreadyAnswered(when=kernel.shown(claim.decided_at))
    if not granted and not answer.strip():
        raise ReasonMissing(field="answer")
    claim.decided_at, claim.decided_by_id, claim.granted, claim.answer = at, actor.person_id, granted, answer.strip()
    claim.save(update_fields=["decided_at", "decided_by", "granted", "answer"])
    happened = SystemTimeGranted(claim.pk, item.pk, claim.minutes) if granted else SystemTimeRefused(claim.pk, item.pk)
    event = record(happened, about=kernel.about_of(item), actor=actor, at=at)
    total = SystemTime.objects.filter(item=item, granted=True).aggregate(total=Sum("minutes"))["total"] or 0
    Obligation.objects.filter(pk=item.pk).exclude(system_minutes=total).update(system_minutes=total)
    what = "system_time_granted" if granted else "system_time_refused"
    tell(item, {claim.claimed_by_id}, what, event=event, at=at, said=claim.answer)
