"""Tasks: the list, one of them, giving."""

from typing import Any

from ninja import Query, Router, Status

from congvu.faces.lists import decode_cursor, encode_cursor
from congvu.orgs.doors import door
from congvu.orgs.units import codes_of, unit_by_code
from congvu.tasks import commands
from congvu.tasks.api.answers import TaskDetail, TaskPageOut
from congvu.tasks.api.given import TaskFilterIn, TasksIn
from congvu.tasks.api.reading import tasks_given
from congvu.tasks.api.telling import detail_out, given_now, row_out
from congvu.tasks.plans.selectors.item import seen_item
from congvu.tasks.selectors.listing import TaskFilter, task_rows

router = Router(tags=["tasks"])
SEE = "tasks.see"


def codes_in_json(response: Any) -> set[str]:
    return {item["code"] for item in response.json()["items"]}


def call_list(client: Any, world: Any) -> Any:
    return client.get("/api/v1/tasks?size=200")


@router.get("/tasks", response=TaskPageOut, summary="Tasks in sight")
@door(kind="list", room="tasks", permission=SEE, rows=codes_in_json, sample=call_list)
def list_tasks(request: Any, wanted: Query[TaskFilterIn]) -> TaskPageOut:
    filters = TaskFilter(
        query=wanted.q, state=wanted.state, timeliness=wanted.timeliness, whose=wanted.whose,
        directive=wanted.directive, urgency=wanted.urgency, starred=wanted.starred,
        assigned_since=wanted.assigned_since, assigned_until=wanted.assigned_until, due_until=wanted.due_until,
    )  # fmt: skip
    after = decode_cursor(wanted.next) if wanted.next else None
    page = task_rows(
        actor=request.actor, filters=filters, sort=wanted.sort, after=after, now=request.now, size=wanted.size
    )
    units = codes_of(row.lead_id for row in page.rows)
    following = encode_cursor(page.next_key) if page.next_key else None
    return TaskPageOut(items=[row_out(row, units) for row in page.rows], count=page.count, next=following)


def _plan_item(request: Any, named: str) -> int | None:
    """Id of the item in sight that is named PLAN-CODE/ITEM; an item's own code may hold slashes."""
    plan, _slash, code = named.partition("/")
    return seen_item(plan, code, request.actor).pk if named else None


@router.post("/tasks", response={201: TaskPageOut}, summary="Give tasks, all or none")
@door(kind="act", room="tasks", permission="tasks.assign")
def give_tasks(request: Any, given: TasksIn) -> Status[TaskPageOut]:
    unit = unit_by_code(given.unit, request.today).pk if given.unit else None
    made = commands.give_tasks(
        tasks=tasks_given(request, given.tasks), directive_id=given.directive, unit_id=unit,
        assigner_name=given.assigner_name, assigned_on=given.assigned_on,
        plan_item_id=_plan_item(request, given.plan_item), actor=request.actor, at=request.now,
    )  # fmt: skip
    return Status(201, given_now(request, [task.pk for task in made]))


@router.get("/tasks/{code}", response=TaskDetail, summary="One task: parts, deadlines, claims, evidence, events")
@door(kind="detail", room="tasks", permission=SEE)
def read_task(request: Any, code: str) -> TaskDetail:
    return detail_out(request, code)
