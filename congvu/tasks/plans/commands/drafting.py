"""Writing a plan: a first draft, or an amendment that begins as the version in force."""

from datetime import date, datetime

from django.db import transaction

from congvu.core.clock import day_of
from congvu.core.text import fold, search_grams
from congvu.ledger.record import record
from congvu.obligations.models import Part
from congvu.orgs import policy as rights
from congvu.orgs.actor import Actor
from congvu.orgs.models import Unit
from congvu.orgs.ranges import holds
from congvu.orgs.units import names_of
from congvu.tasks.plans import errors, lines, policy
from congvu.tasks.plans.difference import Said
from congvu.tasks.plans.events import Drafted, LineRemoved, LineWritten
from congvu.tasks.plans.models import ItemState, Plan, PlanItem, PlanLine, PlanState, PlanVersion
from congvu.tasks.plans.tree import ParentUnknown, PlanCycle


@transaction.atomic
def draft_plan(
    *,
    ref: str,
    year: int,
    title: str,
    owner_unit_id: int,
    actor: Actor,
    at: datetime,
    steward_unit_id: int | None = None,
    upper_code: str = "",
) -> Plan:
    """A new plan of a unit for a year, with an empty first draft. `upper_code`: the plan that it carries out."""
    rights.require(actor, policy.DRAFT, unit_id=owner_unit_id)
    upper = None
    if upper_code:
        upper = Plan.objects.visible_to(actor).filter(code=upper_code).first()
        if upper is None:
            raise rights.NotInSight(field="upper_code")
    if Plan.objects.filter(ref=ref, year=year, owner_unit_id=owner_unit_id).exists():
        raise errors.PlanTaken(field="ref", ref=ref, year=year)
    plan = new_plan(ref, year, title, owner_unit_id, steward_unit_id, upper, at=at)
    version = plan.versions.create(number=1, drafted_at=at, drafted_by_id=actor.person_id)
    record(Drafted(version.number), about=("plan", plan.pk), actor=actor, at=at)
    return plan


def new_plan(
    ref: str, year: int, title: str, owner: int, steward: int | None, upper: Plan | None, *, at: datetime
) -> Plan:
    """The row and the parts of a draft: its unit's, and the one's that follows it."""
    unit = Unit.objects.get(pk=owner)
    plan = Plan.objects.create(
        code=free_code(ref, year, unit.code),
        ref=ref,
        year=year,
        title=title.strip() or ref,
        owner_unit_id=owner,
        steward_unit_id=steward,
        upper=upper,
        grams=list(search_grams(title, ref, str(year), *names_of([owner], day_of(at)).values())),
    )
    add_parts(plan, {(owner, "owner"), *({(steward, "steward")} if steward else set())}, at=at)
    return plan


def free_code(ref: str, year: int, unit_code: str) -> str:
    """`KH-CCHC-2026-80`: of letters and digits that stand in an address."""
    said = "-".join(part for part in (ref, "" if str(year) in ref else str(year), unit_code) if part)
    base = "".join(c if c.isalnum() else "-" for c in fold(said)).upper()
    base = "-".join(part for part in base.split("-") if part)[:70]
    code, number = base, 2
    while Plan.objects.filter(code=code).exists():
        code, number = f"{base}-{number}", number + 1
    return code


def add_parts(plan: Plan, who: set[tuple[int, str]], *, at: datetime) -> None:
    """Who is in the plan, once each."""
    Part.objects.bulk_create(
        [
            Part(subject_kind="plan", subject_id=plan.pk, unit_id=unit, role=role, since_at=at)
            for unit, role in sorted(who)
        ],
        ignore_conflicts=True,
        batch_size=500,
    )


@transaction.atomic
def begin_amendment(*, code: str, reason: str, actor: Actor, at: datetime) -> PlanVersion:
    """A draft that begins as the version in force; nothing changes for anybody until it is approved."""
    plan = Plan.objects.visible_to(actor).locked(code)
    policy.require_for(actor, policy.DRAFT, plan)
    if not reason.strip():
        raise errors.ReasonMissing(field="reason")
    versions = list(plan.versions.all())
    latest = versions[-1]
    if plan.state == PlanState.DRAFT:
        raise errors.NotYetApproved
    if latest.state == PlanVersion.State.DRAFT:
        raise errors.DraftThere(n=latest.number)
    version = plan.versions.create(
        number=latest.number + 1, reason=reason.strip(), drafted_at=at, drafted_by_id=actor.person_id
    )
    lines.copy(lines.lines_of(latest), version)
    record(Drafted(version.number), about=("plan", plan.pk), actor=actor, at=at)
    return version


def draft_of(plan: Plan) -> PlanVersion:
    """The draft, locked with its plan. Raises NoDraft."""
    found = plan.versions.filter(state=PlanVersion.State.DRAFT).first()
    if found is None:
        raise errors.NoDraft
    return found


@transaction.atomic
def write_line(*, code: str, item_code: str, said: Said, actor: Actor, at: datetime, carries_out: str = "") -> PlanItem:
    """Add an item to the draft, or say it otherwise. `carries_out`: the code of an item of the upper plan."""
    plan = Plan.objects.visible_to(actor).locked(code)
    policy.require_for(actor, policy.DRAFT, plan)
    version = draft_of(plan)
    item_code = item_code.strip()
    if not is_code(item_code):
        raise errors.CodeOdd(field="code", item=item_code)
    require_sound(item_code, said, on=day_of(at))
    item, _made = PlanItem.objects.get_or_create(plan=plan, code=item_code, defaults={"state": ItemState.PLANNED})
    parent = plan.items.filter(code=said.parent).first() if said.parent else None
    if said.parent and (parent is None or not PlanLine.objects.filter(version=version, item=parent).exists()):
        raise ParentUnknown(field="parent", item=item_code, parent=said.parent)
    if parent is not None and parent.pk == item.pk:
        raise PlanCycle(field="parent", codes=item_code)
    above = upper_item(plan, carries_out) if carries_out else None
    PlanLine.objects.filter(version=version, item=item).delete()
    lines.made(version, item, said, parent=parent, above=above).save()
    lines.reorder(version)
    record(LineWritten(version.number, item_code), about=("plan", plan.pk), actor=actor, at=at)
    return item


@transaction.atomic
def remove_line(*, code: str, item_code: str, actor: Actor, at: datetime) -> None:
    """Take an item out of the draft; what stood below it moves up to its parent."""
    plan = Plan.objects.visible_to(actor).locked(code)
    policy.require_for(actor, policy.DRAFT, plan)
    version = draft_of(plan)
    line = PlanLine.objects.filter(version=version, item__code=item_code).select_related("item").first()
    if line is None:
        raise rights.NotInSight
    PlanLine.objects.filter(version=version, parent=line.item).update(parent=line.parent)
    item = line.item
    line.delete()
    if not item.lines.exists():
        item.delete()
    lines.reorder(version)
    record(LineRemoved(version.number, item_code), about=("plan", plan.pk), actor=actor, at=at)


def is_code(text: str) -> bool:
    """What may stand in an address as one part of it."""
    return bool(text) and "/" not in text and text not in (".", "..") and text.isprintable()


def require_sound(item_code: str, said: Said, *, on: date) -> None:
    """One lead, not among those who help, and every unit there is on the day."""
    if said.task and said.lead_unit is None:
        raise errors.LeadMissing(field="lead_unit", item=item_code)
    if said.lead_unit in said.coordinating:
        raise errors.LeadCoordinates(field="coordinating_units", item=item_code)
    wanted = {unit for unit in (said.lead_unit, *said.coordinating) if unit is not None}
    for unit in Unit.objects.filter(pk__in=wanted).order_by("id"):
        if not holds(unit.during, on):
            name = names_of([unit.pk], on).get(unit.pk, unit.code)
            raise errors.UnitGone(field="lead_unit", item=item_code, unit=name, on=f"{on:%d/%m/%Y}")


def upper_item(plan: Plan, item_code: str) -> PlanItem:
    """The item of the upper plan's version in force. Raises CarriesOutNothing."""
    found = (
        PlanItem.objects.filter(plan_id=plan.upper_id or 0, code=item_code)
        .filter(lines__version__state=PlanVersion.State.APPROVED)
        .exclude(state__in=(ItemState.HEADING, ItemState.WITHDRAWN))
        .first()
    )
    if found is None:
        raise errors.CarriesOutNothing(field="carries_out", item=item_code)
    return found
