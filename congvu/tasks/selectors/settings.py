"""What a unit has set for the tasks that it gives, what holds where it set nothing, and the tasks that come again."""

from dataclasses import dataclass
from datetime import date

from congvu.obligations.subjects import Ladder
from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotInSight
from congvu.orgs.units import names_of
from congvu.tasks import policy
from congvu.tasks.models import TaskRules, Template, UrgingRule
from congvu.tasks.rules import rules_for
from congvu.tasks.sight import bodies_of
from congvu.tasks.urging_rules import ladders_of


@dataclass(frozen=True, slots=True)
class LadderRow:
    """`own`: set by this unit itself; else it comes from above, or from the house."""

    kind: str
    label: str
    ladder: Ladder
    own: bool


@dataclass(frozen=True, slots=True)
class TemplateRow:
    template: Template
    lead: str


@dataclass(frozen=True, slots=True)
class SettingsView:
    """`others`: (unit, name) of the other units whose settings the reader sees."""

    unit_id: int
    name: str
    rules: TaskRules
    rules_own: bool
    ladders: tuple[LadderRow, ...]
    templates: tuple[TemplateRow, ...]
    others: tuple[tuple[int, str], ...]
    may_set: bool


def giving_units(actor: Actor) -> tuple[int, ...]:
    """The unit the actor sits in, if tasks are given there by him, and the bodies his office works for."""
    own = actor.unit_id is not None and actor.may(policy.ASSIGN, actor.unit_id)
    return (*((actor.unit_id,) if own and actor.unit_id is not None else ()), *bodies_of(actor))


def settings_of(actor: Actor, unit_id: int, on: date) -> SettingsView:
    """Raises NotInSight for a unit in whose name the actor gives nothing."""
    if not policy.may_give(actor, unit_id):
        raise NotInSight
    rules = rules_for(unit_id, on)
    own = set(UrgingRule.objects.filter(unit_id=unit_id).values_list("kind", flat=True))
    ladders = ladders_of(unit_id, on)
    found = list(Template.objects.filter(unit_id=unit_id).order_by("-active", "next_on", "name", "id"))
    others = [one for one in giving_units(actor) if one != unit_id]
    names = names_of({unit_id, *others, *(one.lead_unit_id for one in found if one.lead_unit_id)}, on)
    kinds = [(kind.value, str(kind.label)) for kind in UrgingRule.Kind]
    return SettingsView(
        unit_id, names.get(unit_id, ""), rules, rules.unit_id == unit_id,
        tuple(LadderRow(kind, label, ladders[kind], kind in own) for kind, label in kinds),
        tuple(TemplateRow(one, names.get(one.lead_unit_id or 0, "")) for one in found),
        tuple((one, names.get(one, "")) for one in others), policy.may_for(actor, policy.SETTINGS, unit_id),
    )  # fmt: skip
