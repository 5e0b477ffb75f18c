"""What a unit sets for the tasks that it gives: rules, reminders, and whether its recurring tasks go on."""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.core.clock import day_of
from congvu.core.errors import N_, DomainError
from congvu.core.recurring import next_after
from congvu.ledger.record import record
from congvu.orgs.actor import Actor
from congvu.orgs.models import Unit
from congvu.orgs.policy import NotAllowed, NotInSight
from congvu.tasks import policy
from congvu.tasks.events import RulesSet, TemplatePaused, TemplateResumed, UrgingRuleSet
from congvu.tasks.models import Approver, TaskRules, Template, UrgingRule

NUMBERS = {"entry_days": 30, "update_days": 90, "decision_days": 60, "extension_lead_days": 60, "extension_most": 20}


class RulesOutOfRange(DomainError):
    code = "task_rules_out_of_range"
    sentence = N_("Số phải từ %(least)s đến %(most)s.")
    status = 422


class NoSuchChoice(DomainError):
    code = "task_rules_no_such_choice"
    sentence = N_("Không có lựa chọn này; hãy chọn trong danh sách.")
    status = 422


@transaction.atomic
def set_rules(
    *, unit_id: int, entry_days: int, update_days: int, decision_days: int, extension_lead_days: int,
    extension_most: int, extension_approver: str, actor: Actor, at: datetime,
) -> TaskRules:  # fmt: skip
    """Rules for what the unit and those below it give from now on. Raises RulesOutOfRange, NoSuchChoice, NotAllowed."""
    _require(actor, unit_id)
    given = {
        "entry_days": entry_days, "update_days": update_days, "decision_days": decision_days,
        "extension_lead_days": extension_lead_days, "extension_most": extension_most,
    }  # fmt: skip
    for name, most in NUMBERS.items():
        least = 1 if name == "update_days" else 0
        _between(name, given[name], least, most)
    if extension_approver not in Approver.values:
        raise NoSuchChoice(field="extension_approver")
    _one_at_a_time(unit_id)
    values = {**given, "extension_approver": extension_approver}
    rules, _made = TaskRules.objects.update_or_create(unit_id=unit_id, defaults=values)
    record(RulesSet(**given, extension_approver=extension_approver), about=("unit", unit_id), actor=actor, at=at)
    return rules


@transaction.atomic
def set_urging_rule(
    *, unit_id: int, kind: str, before_days: int, next_chief_days: int, actor: Actor, at: datetime
) -> UrgingRule:
    """When tasks of the kind are reminded of: days before due, at due, the day after, then the next chief."""
    _require(actor, unit_id)
    if kind not in UrgingRule.Kind.values:
        raise NoSuchChoice(field="kind")
    _between("before_days", before_days, 0, 60)
    _between("next_chief_days", next_chief_days, 1, 60)
    _one_at_a_time(unit_id)
    rule, _made = UrgingRule.objects.update_or_create(
        unit_id=unit_id, kind=kind, defaults={"before_days": before_days, "next_chief_days": next_chief_days}
    )
    record(UrgingRuleSet(kind, before_days, next_chief_days), about=("unit", unit_id), actor=actor, at=at)
    return rule


@transaction.atomic
def pause_template(*, template_id: int, actor: Actor, at: datetime) -> Template:
    """Nothing more is given from it until it is resumed; tasks given already go on."""
    template = _template(template_id, actor)
    if template.active:
        template.active = False
        template.save(update_fields=["active"])
        record(TemplatePaused(template.pk), about=("unit", template.unit_id), actor=actor, at=at)
    return template


@transaction.atomic
def resume_template(*, template_id: int, actor: Actor, at: datetime) -> Template:
    """It goes on with the first occurrence from today on: what fell into the pause is not given afterwards."""
    template = _template(template_id, actor)
    if not template.active:
        template.active, template.next_on = True, _from_today(template, day_of(at))
        template.save(update_fields=["active", "next_on"])
        happened = TemplateResumed(template.pk, template.next_on.isoformat() if template.next_on else "")
        record(happened, about=("unit", template.unit_id), actor=actor, at=at)
    return template


def _from_today(template: Template, today: date) -> date | None:
    day = template.next_on
    while day is not None and template.anchor_on is not None and day < today:
        day = next_after(day, every=template.every, anchor=template.anchor_on)
    return day


def _template(template_id: int, actor: Actor) -> Template:
    template = Template.objects.select_for_update(of=("self",)).filter(pk=template_id).first()
    if template is None or not policy.may_give(actor, template.unit_id):
        raise NotInSight
    return template


def _require(actor: Actor, unit_id: int) -> None:
    if not policy.may_for(actor, policy.SETTINGS, unit_id):
        raise NotAllowed(sentence=_("Chỉ lãnh đạo của đơn vị giao hoặc văn phòng của nơi đó đặt được quy tắc này."))


def _one_at_a_time(unit_id: int) -> None:
    Unit.objects.select_for_update(of=("self",)).get(pk=unit_id)


def _between(name: str, value: int, least: int, most: int) -> None:
    if not least <= value <= most:
        raise RulesOutOfRange(field=name, least=least, most=most)
