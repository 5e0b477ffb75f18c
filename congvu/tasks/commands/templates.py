"""Templates, and tasks that come again by the calendar: weekly, monthly, each quarter, each year."""

import logging
from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from congvu.core.clock import day_of
from congvu.core.errors import N_, DomainError
from congvu.core.recurring import next_after
from congvu.core.tasks import PartGiven
from congvu.ledger.record import record
from congvu.obligations import calendars
from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotInSight
from congvu.orgs.units.succession import successors
from congvu.tasks import policy
from congvu.tasks.commands.giving import Origin, TaskGiven, give
from congvu.tasks.events import TemplateMade
from congvu.tasks.models import Task, Template

log = logging.getLogger(__name__)


class TemplateNameMissing(DomainError):
    code = "task_template_name_missing"
    sentence = N_("Hãy đặt tên cho mẫu.")
    status = 422


class FirstDayMissing(DomainError):
    code = "task_template_first_day_missing"
    sentence = N_("Việc định kỳ phải có ngày giao lần đầu và đơn vị chủ trì.")
    status = 422


class LeadNotChosen(DomainError):
    code = "task_template_lead_not_chosen"
    sentence = N_("Mẫu này không ghi đơn vị chủ trì; hãy chọn khi giao.")
    status = 422


@transaction.atomic
def make_template(
    *, name: str, task: TaskGiven, working_days: int | None = None, every: str = Template.Every.NEVER,
    first_on: date | None = None, unit_id: int | None = None, actor: Actor, at: datetime,
) -> Template:  # fmt: skip
    """`task.lead_unit_id` 0: chosen each time. Recurring ones are given by the clock from `first_on` on."""
    unit = unit_id or policy.seat_of(actor)
    policy.require_give(actor, unit)
    if not name.strip():
        raise TemplateNameMissing(field="name")
    if every != Template.Every.NEVER and (first_on is None or not task.lead_unit_id):
        raise FirstDayMissing(field="first_on" if first_on is None else "lead_unit")
    made = Template.objects.create(
        name=name.strip(), unit_id=unit, lead_unit_id=task.lead_unit_id or None,
        coordinating=[part.unit_id for part in task.coordinating], content=task.content.strip(),
        product=task.product.strip(), field=task.field, urgency=task.urgency, working_days=working_days, every=every,
        anchor_on=first_on if every != Template.Every.NEVER else None,
        next_on=first_on if every != Template.Every.NEVER else None, made_by_id=actor.person_id,
    )  # fmt: skip
    record(TemplateMade(made.pk), about=("unit", unit), actor=actor, at=at)
    return made


@transaction.atomic
def give_from_template(
    *, template_id: int, lead_unit_ids: Sequence[int] = (), actor: Actor, at: datetime
) -> list[Task]:
    """Give it today, to the units named or to the one the template names."""
    template = Template.objects.select_for_update(of=("self",)).filter(pk=template_id, active=True).first()
    if template is None:
        raise NotInSight
    policy.require_give(actor, template.unit_id)
    units = list(lead_unit_ids) or ([template.lead_unit_id] if template.lead_unit_id else [])
    if not units:
        raise LeadNotChosen(field="lead_unit")
    tasks = [_task(template, unit, day_of(at)) for unit in units]
    return give(
        tasks, directive=None, unit_id=template.unit_id, assigner_name="", assigner_person_id=actor.person_id,
        assigned_on=day_of(at), actor=actor, at=at,
    )  # fmt: skip


def give_recurring(*, now: datetime) -> int:
    """Whatever is due to be given by today and was not: one task for each occurrence; how many were given.

    Each occurrence is its own transaction and exists once, so a run that was killed is simply run again.
    """
    count = 0
    due = Template.objects.filter(active=True, next_on__lte=day_of(now)).order_by("next_on", "id")
    for template_id in list(due.values_list("id", flat=True)):
        try:
            while _give_next(template_id, now):
                count += 1
        except Exception:  # one that cannot be given stops no other; it is tried again the next night
            log.exception("a recurring task was not given", extra={"template_id": template_id})
    return count


@transaction.atomic
def _give_next(template_id: int, at: datetime) -> bool:
    template = Template.objects.select_for_update(of=("self",)).get(pk=template_id)
    if not template.active or template.next_on is None or template.anchor_on is None or template.next_on > day_of(at):
        return False
    assert template.lead_unit_id is not None
    heirs = successors(day_of(at))
    lead_unit_id = heirs.get(template.lead_unit_id, template.lead_unit_id)
    give(
        [_task(template, lead_unit_id, template.next_on, heirs)], directive=None,
        unit_id=heirs.get(template.unit_id, template.unit_id),
        assigner_name="", assigner_person_id=template.made_by_id, assigned_on=template.next_on, actor=Actor.clock(),
        at=at, origin=Origin(template_id=template.pk, occurrence_on=template.next_on),
    )  # fmt: skip
    template.next_on = next_after(template.next_on, every=template.every, anchor=template.anchor_on)
    template.save(update_fields=["next_on"])
    return True


def _task(template: Template, unit_id: int, on: date, heirs: dict[int, int] | None = None) -> TaskGiven:
    helpers = dict.fromkeys((heirs or {}).get(unit, unit) for unit in template.coordinating)
    return TaskGiven(
        content=template.content, lead_unit_id=unit_id, product=template.product, field=template.field,
        urgency=template.urgency, due_on=_due_on(template, on),
        coordinating=tuple(PartGiven(unit) for unit in helpers if unit != unit_id),
    )  # fmt: skip


def _due_on(template: Template, on: date) -> date | None:
    """So many working days after the day it is given, by the calendar of the unit that gives."""
    if template.working_days is None:
        return None
    calendar = calendars.of_unit(template.unit_id, on).calendar
    position = calendar.position_of(on.toordinal() + 1) + template.working_days - 1
    return date.fromordinal(calendar.working_day(position))
