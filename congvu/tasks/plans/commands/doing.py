"""Doing an item: values and evidence on the way, the claim that it is done, and the owner's answer."""

from datetime import date, datetime
from decimal import Decimal
from typing import IO

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.core.clock import Allowance, AllowanceUnit, day_of
from congvu.faces import words
from congvu.files import store
from congvu.files.models import Attachment
from congvu.ledger.record import record
from congvu.obligations import commands as owing
from congvu.obligations import kernel
from congvu.obligations.clock import Terms
from congvu.orgs import policy as rights
from congvu.orgs.actor import Actor
from congvu.tasks.plans import errors, policy
from congvu.tasks.plans.commands.approving import ITEM
from congvu.tasks.plans.events import Accepted, Claimed, EvidenceAttached, Read, Returned
from congvu.tasks.plans.models import ItemState, PlanClaim, PlanItem, PlanLine, PlanReading, PlanVersion

CLAIM = "plan_claim"
ANSWER_WORKING_DAYS = Decimal(5)
"""Working days in which the owner answers a claim (a setting of ours; docs/rules/plans.md)."""


def line_in_force(item: PlanItem) -> PlanLine:
    return PlanLine.objects.get(version__state=PlanVersion.State.APPROVED, item=item)


def _locked(plan: str, code: str, actor: Actor, *states: ItemState) -> PlanItem:
    item = PlanItem.objects.visible_to(actor).locked(plan, code)
    if item.state not in states:
        raise errors.NotOwed(item=item.code, state=str(ItemState(item.state).label))
    return item


@transaction.atomic
def report_value(
    *, plan: str, code: str, value: Decimal, on: date, text: str = "", actor: Actor, at: datetime
) -> PlanReading:
    """The figure of the item as of a day; that of the latest day is the item's."""
    item = _locked(plan, code, actor, ItemState.OPEN)
    policy.require_report(actor, policy.owed_of(item))
    return _read(item, value, on, text, actor=actor, at=at)


def _read(item: PlanItem, value: Decimal, on: date, text: str, *, actor: Actor, at: datetime) -> PlanReading:
    if not value.is_finite() or value < 0 or abs(value) >= Decimal(10) ** 14 or on > day_of(at):
        raise errors.ValueOdd(field="value", value=str(value))
    reading = item.readings.create(value=value, on=on, text=text.strip(), at=at, person_id=actor.person_id)
    latest = item.readings.order_by("-on", "-at", "-id").first()
    item.value = latest.value if latest else value
    item.save(update_fields=["value"])
    record(Read(reading.pk, str(value), on.isoformat()), about=("plan_item", item.pk), actor=actor, at=at)
    return reading


@transaction.atomic
def attach_evidence(
    *, plan: str, code: str, stream: IO[bytes], name: str, declared_type: str, actor: Actor, at: datetime
) -> Attachment:
    """Keep a file as evidence. By the unit that holds the item, until it is accepted."""
    item = _locked(plan, code, actor, ItemState.OPEN)
    policy.require_report(actor, policy.owed_of(item))
    stored = store.put(stream, name=name, declared_type=declared_type, actor=actor, at=at)
    kept = store.attach(stored, about=("plan_item", item.pk), role="evidence", name=name, actor=actor, at=at)
    record(EvidenceAttached(kept.pk, stored.sha256), about=("plan_item", item.pk), actor=actor, at=at)
    return kept


@transaction.atomic
def claim_done(
    *, plan: str, code: str, text: str, actor: Actor, at: datetime, value: Decimal | None = None
) -> PlanClaim:
    """“It is done”: with words, the figure where there is a target, and evidence where the plan asks for it.

    The clock stands still while the owner looks; accepted, the item was done now, however long the answer took.
    """
    item = _locked(plan, code, actor, ItemState.OPEN)
    policy.require_report(actor, policy.owed_of(item))
    line = line_in_force(item)
    if not text.strip():
        raise errors.ReasonMissing(field="text")
    if line.target is not None and value is None and item.value is None:
        target = words.number(line.target.normalize())
        raise errors.ValueMissing(field="value", target=target, measure=line.measure)
    if line.needs_evidence and not Attachment.objects.about("plan_item", item.pk).exists():
        raise errors.EvidenceMissing(field="evidence")
    if value is not None:
        _read(item, value, day_of(at), "", actor=actor, at=at)
    claim = item.claims.create(
        number=item.claims.count() + 1, text=text.strip(), done_on=day_of(at), claimed_at=at,
        claimed_by_id=actor.person_id,
    )  # fmt: skip
    item.state = ItemState.CLAIMED
    item.save(update_fields=["state"])
    event = Claimed(claim.pk, claim.number, claim.done_on.isoformat())
    record(event, about=("plan_item", item.pk), actor=actor, at=at)
    owing.pause(about=("plan_item", item.pk), cause="acceptance", actor=actor, at=at)
    answering = item.plan.steward_unit_id or item.plan.owner_unit_id
    kernel.open_obligation(
        kind=CLAIM, subject_kind="plan_item", subject_id=item.pk, unit_id=answering, at=at,
        terms=Terms(Allowance(ANSWER_WORKING_DAYS, AllowanceUnit.WORKING_DAYS)),
    )  # fmt: skip
    return claim


def _answered(
    plan: str, code: str, accepted: bool, answer: str, *, actor: Actor, at: datetime
) -> tuple[PlanItem, PlanClaim]:
    item = _locked(plan, code, actor, ItemState.CLAIMED)
    policy.require_for(actor, policy.ACCEPT, item.plan)
    claim = item.claims.get(decided_at=None)
    if policy.is_own(actor, claim.claimed_by_id):
        raise errors.OwnClaim
    if actor.person_id is None and not actor.is_clock:
        raise rights.NotAllowed(sentence=_("Kết quả phải do một người chấp nhận."))
    claim.decided_at, claim.decided_by_id, claim.accepted, claim.answer = at, actor.person_id, accepted, answer.strip()
    claim.save(update_fields=["decided_at", "decided_by", "accepted", "answer"])
    outcome = "accepted" if accepted else "returned"
    kernel.close_obligation(kind=CLAIM, subject_kind="plan_item", subject_id=item.pk, outcome=outcome, at=at)
    return item, claim


@transaction.atomic
def accept_claim(*, plan: str, code: str, answer: str = "", actor: Actor, at: datetime) -> PlanItem:
    """The owner agrees. The item was done when it was claimed. Nobody accepts what he claimed himself."""
    item, claim = _answered(plan, code, True, answer, actor=actor, at=at)
    owed = policy.owed_of(item)
    done_at = max(claim.claimed_at, owed.since_at) if owed else claim.claimed_at
    kernel.close_obligation(kind=ITEM, subject_kind="plan_item", subject_id=item.pk, outcome="accepted", at=done_at)
    item.state, item.done_on = ItemState.ACCEPTED, claim.done_on
    item.save(update_fields=["state", "done_on"])
    record(Accepted(claim.pk, claim.number), about=("plan_item", item.pk), actor=actor, at=at)
    return item


@transaction.atomic
def return_claim(*, plan: str, code: str, reason: str, actor: Actor, at: datetime) -> PlanItem:
    """Not good enough, with what is lacking; it counts as not done, and the clock runs again."""
    if not reason.strip():
        raise errors.ReasonMissing(field="reason")
    item, claim = _answered(plan, code, False, reason, actor=actor, at=at)
    item.state = ItemState.OPEN
    item.save(update_fields=["state"])
    record(Returned(claim.pk, claim.number), about=("plan_item", item.pk), actor=actor, at=at)
    owing.resume(about=("plan_item", item.pk), actor=actor, at=at)
    return item
