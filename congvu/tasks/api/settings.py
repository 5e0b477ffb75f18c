"""What a unit sets for the tasks that it gives, over HTTP: rules, reminders, tasks that come again."""

from datetime import date
from typing import Any, Literal

from ninja import Router, Schema, Status
from pydantic import Field

from congvu.orgs.doors import door
from congvu.orgs.units import codes_of, unit_by_code
from congvu.tasks import policy
from congvu.tasks.commands import TaskGiven, make_template
from congvu.tasks.commands import settings as commands
from congvu.tasks.models import TaskRules, Template
from congvu.tasks.selectors.settings import settings_of

router = Router(tags=["tasks"])
SETTINGS, ASSIGN = policy.SETTINGS, policy.ASSIGN


class RulesIn(Schema):
    unit: str = Field(description="Code of the unit that gives; holds for those below it too")
    entry_days: int = Field(2, description="Working days within which a document is entered")
    update_days: int = Field(7, description="Days within which progress is reported")
    decision_days: int = Field(5, description="Working days to answer a claim; 0: without a deadline")
    extension_lead_days: int = Field(0, description="Working days before due by which more time is asked")
    extension_most: int = Field(2, description="How often a task may be extended")
    extension_approver: Literal["assigner", "leader"] = "assigner"


class UrgingRuleIn(Schema):
    unit: str
    kind: Literal["normal", "urgent", "very_urgent", "starred"]
    before_days: int = Field(description="Working days before due")
    next_chief_days: int = Field(description="Working days after due until the next chief is told")


class TemplateIn(Schema):
    unit: str
    name: str = Field(max_length=200)
    content: str = Field(min_length=1, max_length=8000)
    lead_unit: str = ""
    product: str = Field("", max_length=2000)
    working_days: int | None = Field(None, ge=1, le=400, description="Due that many working days after it is given")
    every: Literal["never", "week", "month", "quarter", "year"] = "never"
    first_on: date | None = None


class TemplateOut(Schema):
    id: int
    unit: str
    name: str
    every: str
    next_on: date | None
    active: bool


class LadderOut(Schema):
    kind: str
    before_days: int
    next_chief_days: int
    own: bool = Field(description="Set by this unit itself; else it comes from above, or from the house")


class SettingsOut(Schema):
    rules: RulesIn
    rules_own: bool
    urging: list[LadderOut]
    templates: list[TemplateOut]


@router.get("/task-settings/{unit}", response=SettingsOut, summary="What holds for the tasks that a unit gives")
@door(kind="detail", room="tasks", permission=ASSIGN)
def read_task_settings(request: Any, unit: str) -> SettingsOut:
    view = settings_of(request.actor, unit_by_code(unit, request.today).pk, request.today)
    rules = {name: getattr(view.rules, name) for name in RulesIn.model_fields if name != "unit"}
    return SettingsOut(
        rules=RulesIn(unit=unit, **rules), rules_own=view.rules_own,
        urging=[
            LadderOut(
                kind=one.kind, before_days=one.ladder.before, next_chief_days=one.ladder.next_chief_after, own=one.own
            )
            for one in view.ladders
        ],
        templates=[_template(one.template, unit) for one in view.templates],
    )  # fmt: skip


@router.post("/task-rules", response={201: RulesIn}, summary="Set a unit's rules for the tasks that it gives")
@door(kind="act", room="tasks", permission=SETTINGS)
def set_task_rules(request: Any, given: RulesIn) -> Status[RulesIn]:
    values = given.dict()
    unit = unit_by_code(values.pop("unit"), request.today).pk
    rules: TaskRules = commands.set_rules(unit_id=unit, **values, actor=request.actor, at=request.now)
    kept = {name: getattr(rules, name) for name in values}
    return Status(201, RulesIn(unit=given.unit, **kept))


@router.post("/task-urging-rules", response={201: UrgingRuleIn}, summary="Set when a kind of task is reminded of")
@door(kind="act", room="tasks", permission=SETTINGS)
def set_task_urging_rule(request: Any, given: UrgingRuleIn) -> Status[UrgingRuleIn]:
    commands.set_urging_rule(
        unit_id=unit_by_code(given.unit, request.today).pk, kind=given.kind, before_days=given.before_days,
        next_chief_days=given.next_chief_days, actor=request.actor, at=request.now,
    )  # fmt: skip
    return Status(201, given)


@router.post("/task-templates", response={201: TemplateOut}, summary="A task that is given again and again")
@door(kind="act", room="tasks", permission=ASSIGN)
def make_task_template(request: Any, given: TemplateIn) -> Status[TemplateOut]:
    lead = unit_by_code(given.lead_unit, request.today).pk if given.lead_unit else 0
    made = make_template(
        name=given.name, task=TaskGiven(content=given.content, lead_unit_id=lead, product=given.product),
        working_days=given.working_days, every=given.every, first_on=given.first_on,
        unit_id=unit_by_code(given.unit, request.today).pk, actor=request.actor, at=request.now,
    )  # fmt: skip
    return Status(201, _template(made))


@router.post("/task-templates/{template_id}/pauses", response=TemplateOut, summary="Give no more of it for now")
@door(kind="act", room="tasks", permission=ASSIGN)
def pause_task_template(request: Any, template_id: int) -> TemplateOut:
    return _template(commands.pause_template(template_id=template_id, actor=request.actor, at=request.now))


@router.post("/task-templates/{template_id}/resumptions", response=TemplateOut, summary="Go on from today")
@door(kind="act", room="tasks", permission=ASSIGN)
def resume_task_template(request: Any, template_id: int) -> TemplateOut:
    return _template(commands.resume_template(template_id=template_id, actor=request.actor, at=request.now))


def _template(one: Template, unit: str = "") -> TemplateOut:
    unit = unit or codes_of([one.unit_id]).get(one.unit_id, "")
    return TemplateOut(
        id=one.pk, unit=unit, name=one.name, every=one.every, next_on=one.next_on, active=one.active
    )  # fmt: skip
