"""More time: asked for before it is due, decided by somebody else; the original date stays visible."""

from datetime import date, datetime
from decimal import Decimal

from django.db import transaction

from congvu.core.clock import day_of
from congvu.ledger.record import record
from congvu.obligations import calendars, kernel, policy, subjects
from congvu.obligations.chiefs import chiefs_of
from congvu.obligations.commands.clock import due_now
from congvu.obligations.errors import (
    AlreadyAnswered,
    AskedBySame,
    ExtensionNotLater,
    ExtensionPending,
    NothingToExtend,
    ReasonMissing,
    TooLateToExtend,
)
from congvu.obligations.events import ExtensionAsked, ExtensionGranted, ExtensionRefused
from congvu.obligations.models import Extension, Obligation
from congvu.obligations.telling import tell
from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotInSight


@transaction.atomic
def ask_extension(
    *, item_id: int, why: str, actor: Actor, at: datetime, amount: Decimal | None = None, until_on: date | None = None
) -> int:
    """Ask for `amount` more of the rule's unit, or until the end of a day; the id of the request."""
    item = policy.locked(actor, item_id)
    policy.require_holder(actor, item)
    return ask(item, why=why, amount=amount, until_on=until_on, actor=actor, at=at)


def ask(
    item: Obligation, *, why: str, amount: Decimal | None = None, until_on: date | None = None, actor: Actor,
    at: datetime,
) -> int:  # fmt: skip
    """The same on an obligation that the room's command has found, locked and allowed."""
    extending = subjects.kind_of(item.kind).extending
    if item.closed_at is not None:
        raise kernel.already_done(item)
    if item.due_at is None or item.late_at is None:
        raise NothingToExtend
    if item.late_at < at:
        raise TooLateToExtend(due=kernel.shown(item.due_at))
    if not why.strip():
        raise ReasonMissing(field="why")
    if (amount is None and until_on is None) or (until_on and until_on <= day_of(item.due_at)) or (amount or 1) <= 0:
        raise ExtensionNotLater(due=kernel.shown(item.due_at), field="until_on" if until_on else "amount")
    if item.extensions.filter(decided_at=None).exists():
        raise ExtensionPending
    if extending:
        extending.check(item.subject_id, at)
    extension = Extension.objects.create(
        item=item, amount=None if until_on else amount, until_on=until_on, why=why.strip(), due_before=item.due_at,
        asked_at=at, asked_by_id=actor.person_id,
    )  # fmt: skip
    event = record(ExtensionAsked(extension.pk, item.pk), about=kernel.about_of(item), actor=actor, at=at)
    if extending:
        extending.asked(item.subject_id, extension.pk, at)
    else:
        chiefs = set(chiefs_of([item.unit_id], day_of(at)).get(item.unit_id, ())) - {actor.person_id}
        tell(item, chiefs, "extension_asked", event=event, at=at)
    return int(extension.pk)


@transaction.atomic
def decide_extension(*, extension_id: int, granted: bool, answer: str, actor: Actor, at: datetime) -> None:
    """Grant it, and the due date is recomputed; or refuse it, with the reason."""
    found = Extension.objects.filter(pk=extension_id).first()
    if found is None:
        raise NotInSight
    item = policy.locked(actor, found.item_id)
    if not policy.may_answer_extension(actor, item):
        policy.require(Actor(None, None, actor.on), policy.DECIDE, item)
    answer_extension(item, extension_id, granted=granted, answer=answer, actor=actor, at=at)


def answer_extension(
    item: Obligation, extension_id: int, *, granted: bool, answer: str, actor: Actor, at: datetime
) -> None:
    """The same on an obligation that the room's command has found, locked and allowed."""
    extension = Extension.objects.select_for_update().get(pk=extension_id)
    if extension.asked_by_id is not None and extension.asked_by_id == actor.person_id:
        raise AskedBySame
    if extension.decided_at is not None:
        raise AlreadyAnswered(when=kernel.shown(extension.decided_at))
    if item.closed_at is not None:
        raise kernel.already_done(item)
    if not granted and not answer.strip():
        raise ReasonMissing(field="answer")
    kernel.require_forward(item, at)
    extension.decided_at, extension.decided_by_id = max(at, extension.asked_at), actor.person_id
    extension.granted, extension.answer = granted, answer.strip()
    extension.save(update_fields=["decided_at", "decided_by", "granted", "answer"])
    happened = (ExtensionGranted if granted else ExtensionRefused)(extension.pk, item.pk)
    event = record(happened, about=kernel.about_of(item), actor=actor, at=at)
    if granted and not item.paused:
        version = calendars.in_force(item.calendar_id).version
        kernel.replace(item.pk, cause="extended", at=at, event_id=event, calendar_version=version, **due_now(item))
    if extending := subjects.kind_of(item.kind).extending:
        extending.answered(item.subject_id, extension.pk, granted, at)
    what = "extension_granted" if granted else "extension_refused"
    tell(item, {extension.asked_by_id, item.person_id}, what, event=event, at=at, said=extension.answer)
