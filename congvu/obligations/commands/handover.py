"""From one unit to another: sent, then received or refused with the reason. Until received it is the sender's."""

from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.core.clock import day_of
from congvu.ledger.record import record
from congvu.obligations import kernel, policy, subjects
from congvu.obligations.chiefs import chiefs_of, works_in
from congvu.obligations.errors import (
    AlreadyAnswered,
    HandoverPending,
    HandoverToHolder,
    PersonNotThere,
    ReasonMissing,
    UnitNotActive,
)
from congvu.obligations.events import HandedOver, HandoverReceived, HandoverRefused, Reassigned
from congvu.obligations.models import Handover, Obligation
from congvu.obligations.telling import tell
from congvu.orgs.actor import Actor
from congvu.orgs.models import Unit
from congvu.orgs.policy import NotAllowed, NotInSight


@transaction.atomic
def send_handover(
    *, item_id: int, to_unit_id: int, why: str, actor: Actor, at: datetime, to_person_id: int | None = None
) -> int:
    """Offer the obligation to another unit; the id of the hand-over. Nothing changes hands yet."""
    item = policy.locked(actor, item_id)
    policy.require_holder(actor, item)
    if item.closed_at is not None:
        raise kernel.already_done(item)
    if item.handovers.filter(answered_at=None).exists():
        raise HandoverPending
    if not why.strip():
        raise ReasonMissing(field="why")
    if to_unit_id == item.unit_id:
        raise HandoverToHolder(field="to_unit")
    if not Unit.objects.filter(pk=to_unit_id, during__contains=day_of(at)).exists():
        raise UnitNotActive(on=kernel.shown(day_of(at)), field="to_unit")
    if to_person_id is not None and not works_in(to_person_id, to_unit_id, day_of(at)):
        raise PersonNotThere(field="to_person")
    if moving := subjects.kind_of(item.kind).moving:
        moving.check(item.subject_id, to_unit_id, to_person_id, at)
    kernel.require_forward(item, at)
    sent = Handover.objects.create(
        item=item, from_unit_id=item.unit_id, from_person_id=item.person_id, to_unit_id=to_unit_id,
        to_person_id=to_person_id, why=why.strip(), sent_at=at, sent_by_id=actor.person_id,
    )  # fmt: skip
    event = record(HandedOver(sent.pk, item.pk, to_unit_id), about=kernel.about_of(item), actor=actor, at=at)
    receivers = {to_person_id} if to_person_id else set(chiefs_of([to_unit_id], day_of(at)).get(to_unit_id, ()))
    tell(item, receivers, "handover_sent", event=event, at=at, said=sent.why)
    return int(sent.pk)


@transaction.atomic
def receive_handover(*, handover_id: int, actor: Actor, at: datetime) -> None:
    """It is theirs from now on; the due date is unchanged."""
    item, sent = _pending(handover_id, actor, at)
    event = record(
        HandoverReceived(sent.pk, item.pk, sent.from_unit_id), about=kernel.about_of(item), actor=actor, at=at
    )
    _answer(sent, received=True, refusal="", actor=actor, at=at)
    kernel.replace(item.pk, cause="moved", at=at, event_id=event, unit_id=sent.to_unit_id, person_id=sent.to_person_id)
    _move_subject(item, sent.to_unit_id, sent.to_person_id, at)
    tell(item, {sent.from_person_id, sent.sent_by_id}, "handover_received", event=event, at=at)


@transaction.atomic
def refuse_handover(*, handover_id: int, reason: str, actor: Actor, at: datetime) -> None:
    """It stays the sender's, who is told why."""
    item, sent = _pending(handover_id, actor, at)
    if not reason.strip():
        raise ReasonMissing(field="reason")
    event = record(HandoverRefused(sent.pk, item.pk), about=kernel.about_of(item), actor=actor, at=at)
    _answer(sent, received=False, refusal=reason.strip(), actor=actor, at=at)
    people = {sent.from_person_id, sent.sent_by_id}
    tell(item, people, "handover_refused", event=event, at=at, said=sent.refusal)


@transaction.atomic
def reassign(*, item_id: int, to_person_id: int | None, actor: Actor, at: datetime) -> None:
    """Another person of the same unit; None gives it back to the unit."""
    item = policy.locked(actor, item_id)
    policy.require(actor, policy.ASSIGN, item)
    if item.closed_at is not None:
        raise kernel.already_done(item)
    if to_person_id == item.person_id:
        raise HandoverToHolder(field="to_person")
    if to_person_id is not None and not works_in(to_person_id, item.unit_id, day_of(at)):
        raise PersonNotThere(field="to_person")
    event = record(Reassigned(item.pk, to_person_id), about=kernel.about_of(item), actor=actor, at=at)
    kernel.replace(item.pk, cause="moved", at=at, event_id=event, person_id=to_person_id)
    _move_subject(item, item.unit_id, to_person_id, at)
    tell(item, {to_person_id}, "assigned", event=event, at=at)


def _move_subject(item: Obligation, unit_id: int, person_id: int | None, at: datetime) -> None:
    """The room's own rows follow; it may still refuse a holder who could do nothing there."""
    if moving := subjects.kind_of(item.kind).moving:
        moving.check(item.subject_id, unit_id, person_id, at)
        moving.moved(item.subject_id, unit_id, person_id, at)


def _pending(handover_id: int, actor: Actor, at: datetime) -> tuple[Obligation, Handover]:
    found = Handover.objects.filter(pk=handover_id).first()
    if found is None:
        raise NotInSight
    item = policy.locked(actor, found.item_id)
    sent = Handover.objects.select_for_update().get(pk=handover_id)
    reach = actor.reach(policy.RECEIVE)
    if not (reach.holds_unit(sent.to_unit_id) or sent.to_person_id in reach.persons):
        raise NotAllowed(sentence=_("Chỉ nơi nhận mới trả lời được."))
    if sent.answered_at is not None:
        raise AlreadyAnswered(when=kernel.shown(sent.answered_at))
    if item.closed_at is not None:
        raise kernel.already_done(item)
    kernel.require_forward(item, at, not_before=sent.sent_at)
    return item, sent


def _answer(sent: Handover, *, received: bool, refusal: str, actor: Actor, at: datetime) -> None:
    sent.answered_at, sent.answered_by_id, sent.received, sent.refusal = at, actor.person_id, received, refusal
    sent.save(update_fields=["answered_at", "answered_by", "received", "refusal"])
