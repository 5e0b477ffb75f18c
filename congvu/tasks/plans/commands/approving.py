"""Issuing a version: it is frozen, and what it says becomes owed; what it no longer says is no longer owed."""

from datetime import date, datetime

from django.db import transaction

from congvu.core.clock import day_of
from congvu.ledger.record import Entry, record, record_many
from congvu.obligations import clock, kernel
from congvu.obligations.clock import Terms
from congvu.obligations.models import Extension, Obligation
from congvu.orgs.actor import Actor
from congvu.orgs.models import UnitSpan
from congvu.orgs.units import parts_taken
from congvu.tasks.plans import errors, lines, policy
from congvu.tasks.plans.commands.drafting import add_parts, draft_of, require_sound
from congvu.tasks.plans.difference import Change, Kind, changes
from congvu.tasks.plans.events import Approved, Begun, Changed, UnitsNamed, Withdrawn
from congvu.tasks.plans.models import ItemState, Plan, PlanItem, PlanLine, PlanNamed, PlanState, PlanVersion

ITEM, ISSUE = "plan_item", "plan_issue"
ENDED = (ItemState.ACCEPTED, ItemState.WITHDRAWN)


@transaction.atomic
def approve_plan(
    *,
    code: str,
    document_no: str,
    document_date: date | None,
    actor: Actor,
    at: datetime,
    issue_due_on: date | None = None,
) -> PlanVersion:
    """The draft comes into force. `issue_due_on`: by then every unit below, and agencies taking part, issue theirs."""
    plan = Plan.objects.visible_to(actor).locked(code)
    policy.require_for(actor, policy.APPROVE, plan)
    draft = draft_of(plan)
    new = lines.reorder(draft)
    if not any(line.is_owed for line in new):
        raise errors.PlanEmpty
    for line in new:
        if line.item.state not in ENDED:
            require_sound(line.item.code, lines.said(line), on=day_of(at))
    before = plan.versions.filter(state=PlanVersion.State.APPROVED).first()
    old = lines.lines_of(before) if before else []
    found = changes(lines.said_by(old), lines.said_by(new))
    if before:
        before.state = PlanVersion.State.SUPERSEDED
        before.save(update_fields=["state"])
    draft.state, draft.document_no, draft.document_date = PlanVersion.State.APPROVED, document_no.strip(), document_date
    draft.approved_at, draft.approved_by_id = at, actor.person_id
    draft.save(update_fields=["state", "document_no", "document_date", "approved_at", "approved_by"])
    plan.state = PlanState.APPROVED
    plan.save(update_fields=["state"])
    _take_effect(plan, draft.number, {line.item.code: line for line in old}, new, found, actor=actor, at=at)
    record(_approved(draft, found), about=("plan", plan.pk), actor=actor, at=at)
    if issue_due_on:
        name_units(plan=plan, due_on=issue_due_on, actor=actor, at=at)
    _issued(plan, at=at)
    return draft


def _approved(version: PlanVersion, found: list[Change]) -> Approved:
    by_kind = {kind: {change.code for change in found if change.kind is kind} for kind in Kind}
    day = version.document_date.isoformat() if version.document_date else ""
    return Approved(
        version.number,
        version.document_no,
        day,
        len(by_kind[Kind.ADDED]),
        len(by_kind[Kind.REMOVED]),
        len(by_kind[Kind.CHANGED]),
    )


def _take_effect(
    plan: Plan,
    number: int,
    old: dict[str, PlanLine],
    new: list[PlanLine],
    found: list[Change],
    *,
    actor: Actor,
    at: datetime,
) -> None:
    changed: dict[str, list[str]] = {}
    for change in found:
        changed.setdefault(change.code, []).append(change.field)
    entries: list[Entry] = []
    for line in new:
        item = line.item
        begins = item.state in (ItemState.PLANNED, ItemState.HEADING)
        begins = begins or (item.state == ItemState.WITHDRAWN and item.code not in old)  # taken in again
        if begins and line.is_owed:
            begin(line, at=at)
            due = line.due_on.isoformat() if line.due_on else ""
            entries.append(Entry(Begun(number, line.lead_unit_id or 0, due), ("plan_item", item.pk), at))
        elif item.state == ItemState.PLANNED:
            item.state = ItemState.HEADING
            item.save(update_fields=["state"])
        elif not line.is_owed and item.state not in ENDED and item.code in old and old[item.code].is_owed:
            _withdraw(item, at=at)  # it only holds others together from now on
            item.state = ItemState.HEADING
            item.save(update_fields=["state"])
            entries.append(Entry(Withdrawn(number), ("plan_item", item.pk), at))
        elif item.code in changed and item.code in old:
            _say_otherwise(line, changed[item.code], number, at=at)
            entries.append(Entry(Changed(number, tuple(changed[item.code])), ("plan_item", item.pk), at))
    kept = {line.item.code for line in new}
    for code, line in old.items():
        if code not in kept and line.item.state not in ENDED:
            _withdraw(line.item, at=at)
            entries.append(Entry(Withdrawn(number), ("plan_item", line.item.pk), at))
    record_many(entries, actor=actor)
    who = {(line.lead_unit_id, "lead") for line in new if line.lead_unit_id}
    who |= {(unit, "coordinating") for line in new for unit in line.coordinating}
    add_parts(plan, who, at=at)


def begin(line: PlanLine, *, at: datetime) -> None:
    """The item is owed by its lead unit from now on."""
    item = line.item
    item.obligation_id = kernel.open_obligation(
        kind=ITEM,
        subject_kind="plan_item",
        subject_id=item.pk,
        unit_id=line.lead_unit_id or item.plan.owner_unit_id,
        at=at,
        terms=Terms(due_on=line.due_on),
    )
    item.state = ItemState.OPEN
    item.save(update_fields=["state", "obligation_id"])


def _say_otherwise(line: PlanLine, fields: list[str], number: int, *, at: datetime) -> None:
    """A new day replaces the old one, as an extension does; a new lead unit takes the item over."""
    item = line.item
    owed = Obligation.objects.select_for_update(of=("self",)).filter(pk=item.obligation_id or 0, closed_at=None).first()
    if owed is None:
        return
    if "due_on" in fields:
        _redate(owed, line, number, at=at)
    if "lead_unit" in fields and line.lead_unit_id:
        if item.state == ItemState.CLAIMED:
            raise errors.AnswerFirst(field="lead_unit", item=item.code)
        kernel.replace(owed.pk, cause="moved", at=at, unit_id=line.lead_unit_id, person_id=None)


def _redate(owed: Obligation, line: PlanLine, number: int, *, at: datetime) -> None:
    if line.due_on is None:
        kernel.replace(owed.pk, cause="corrected", at=at, fixed_due_on=None, **kernel.due_columns(None))
        return
    Extension.objects.create(
        item=owed,
        until_on=line.due_on,
        why=f"Kế hoạch điều chỉnh bản {number}",
        due_before=owed.due_at,
        asked_at=at,
        decided_at=at,
        granted=True,
    )
    if not owed.paused:
        found = clock.due_for(clock.facts_of(owed), kernel.frozen_calendar(owed))
        kernel.replace(owed.pk, cause="extended", at=at, **kernel.due_columns(found))


def _withdraw(item: PlanItem, *, at: datetime) -> None:
    if item.state in (ItemState.OPEN, ItemState.CLAIMED):
        kernel.close_obligation(kind=ITEM, subject_kind="plan_item", subject_id=item.pk, outcome="withdrawn", at=at)
        settle_waiting(item, accepted=False, answer="Mục đã bỏ khỏi kế hoạch", at=at)
    item.state = ItemState.WITHDRAWN
    item.save(update_fields=["state"])


def settle_waiting(item: PlanItem, *, accepted: bool, answer: str, at: datetime) -> None:
    """The claim that waits is answered by what happened otherwise; nobody owes an answer any more."""
    waiting = item.claims.filter(decided_at=None).first()
    if waiting is None:
        return
    waiting.decided_at, waiting.accepted, waiting.answer = at, accepted, answer
    waiting.save(update_fields=["decided_at", "accepted", "answer"])
    outcome = "accepted" if accepted else "withdrawn"
    kernel.close_obligation(kind="plan_claim", subject_kind="plan_item", subject_id=item.pk, outcome=outcome, at=at)


def name_units(*, plan: Plan, due_on: date, actor: Actor, at: datetime) -> int:
    """Everyone directly below the plan's unit, and agencies taking part at its place, owe a plan of their own."""
    on = day_of(at)
    below = UnitSpan.objects.filter(parent_id=plan.owner_unit_id, during__contains=on).order_by("unit_id")
    who = dict.fromkeys(below.values_list("unit_id", flat=True), PlanNamed.Why.BELOW)
    who |= {unit: PlanNamed.Why.TAKES_PART for unit in parts_taken(plan.owner_unit_id, on) if unit not in who}
    there = set(plan.named.values_list("unit_id", flat=True))
    made = PlanNamed.objects.bulk_create(
        PlanNamed(plan=plan, unit_id=unit, why=why) for unit, why in sorted(who.items()) if unit not in there
    )
    for named in made:
        named.obligation_id = kernel.open_obligation(
            kind=ISSUE,
            subject_kind="plan_named",
            subject_id=named.pk,
            unit_id=named.unit_id,
            at=at,
            terms=Terms(due_on=due_on),
        )
    PlanNamed.objects.bulk_update(made, ["obligation_id"], batch_size=500)
    add_parts(plan, {(named.unit_id, "named") for named in made}, at=at)
    if made:
        record(UnitsNamed(len(made), due_on.isoformat()), about=("plan", plan.pk), actor=actor, at=at)
    return len(made)


def _issued(plan: Plan, *, at: datetime) -> None:
    """A plan that carries out another fulfils what its unit owed because of that one; its unit is in it from now on."""
    if plan.upper_id is None:
        return
    named = PlanNamed.objects.select_for_update(of=("self",)).filter(plan_id=plan.upper_id, unit_id=plan.owner_unit_id)
    for one in named.order_by("id"):
        if Obligation.objects.filter(pk=one.obligation_id or 0, closed_at=None).exists():
            kernel.close_obligation(kind=ISSUE, subject_kind="plan_named", subject_id=one.pk, outcome="issued", at=at)
    upper = Plan.objects.get(pk=plan.upper_id)
    add_parts(upper, {(plan.owner_unit_id, "carries_out")}, at=at)
    above = {(upper.owner_unit_id, "upper"), *({(upper.steward_unit_id, "upper")} if upper.steward_unit_id else set())}
    add_parts(plan, above, at=at)
