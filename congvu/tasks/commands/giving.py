"""Giving tasks: one or a thousand at once, from a directive or without, in one transaction of bulk statements."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from congvu.core import tasks as core
from congvu.core.clock import day_of, working_days_between
from congvu.core.errors import N_, DomainError
from congvu.core.tasks import PartGiven
from congvu.core.text import search_grams
from congvu.ledger.record import Entry, record, record_many
from congvu.obligations import calendars
from congvu.orgs.actor import Actor
from congvu.orgs.models import Position
from congvu.tasks import clocks, notices, policy
from congvu.tasks.categories import categories_of
from congvu.tasks.events import Given, TasksGiven
from congvu.tasks.models import Clause, Demand, Directive, PartRole, Task, TaskPart
from congvu.tasks.numbers import next_codes, next_places
from congvu.tasks.units import Reachable, require_active


class PersonNotThere(DomainError):
    code = "task_person_not_in_unit"
    sentence = N_("Người được giao hôm nay không giữ vị trí nào ở đơn vị chủ trì; hãy chọn người khác.")
    status = 422


class ClauseUnknown(DomainError):
    code = "task_clause_unknown"
    sentence = N_("Văn bản không có mục “%(label)s”; hãy chọn trong các mục đã nhập.")
    status = 422


class NothingToGive(DomainError):
    code = "task_nothing_to_give"
    sentence = N_("Chưa có nhiệm vụ nào để giao; hãy ghi ít nhất một.")
    status = 422


@dataclass(frozen=True, slots=True)
class TaskGiven:
    """One task about to be given. `clause`: its label in the directive; `person_id`: named inside the lead unit."""

    content: str
    lead_unit_id: int
    due_on: date | None = None
    product: str = ""
    field: str = ""
    urgency: str = "normal"
    confidentiality: str = "normal"
    coordinating: tuple[PartGiven, ...] = ()
    person_id: int | None = None
    clause: str = ""
    demands: tuple[str, ...] = ()
    starred: bool = False


@dataclass(frozen=True, slots=True)
class Origin:
    """Where tasks come from besides a directive: split from `parent`, or made from a template for an occurrence."""

    parent: Task | None = None
    template_id: int | None = None
    occurrence_on: date | None = None
    plan_item_id: int | None = None


@transaction.atomic
def give_tasks(
    *, tasks: Sequence[TaskGiven], directive_id: int | None = None, unit_id: int | None = None,
    assigner_name: str = "", assigner_person_id: int | None = None, assigned_on: date | None = None,
    plan_item_id: int | None = None, actor: Actor, at: datetime,
) -> list[Task]:  # fmt: skip
    """Give them all, or none. `plan_item_id`: the plan's item that they carry out.

    In the name of the directive's unit, else of `unit_id`, else of the actor's.

    Raises NotAllowed, NotInSight, the refusals of `core.tasks`, of `tasks.units`, PersonNotThere, ClauseUnknown.
    """
    directive = Directive.objects.visible_to(actor).locked(directive_id) if directive_id else None
    unit = directive.unit_id if directive else unit_id or policy.seat_of(actor)
    policy.require_give(actor, unit)
    if not tasks:
        raise NothingToGive
    signer = assigner_name or (directive.signer if directive else "")
    made = give(
        tasks, directive=directive, unit_id=unit, assigner_name=signer, assigner_person_id=assigner_person_id,
        assigned_on=assigned_on or (directive.issued_on if directive else day_of(at)), actor=actor, at=at,
        origin=Origin(plan_item_id=plan_item_id),
    )  # fmt: skip
    if directive:
        given = TasksGiven(len(made), made[0].assigned_on.isoformat())
        record(given, about=("directive", directive.pk), actor=actor, at=at)
    return made


def give(
    tasks: Sequence[TaskGiven], *, directive: Directive | None, unit_id: int, assigner_name: str,
    assigner_person_id: int | None, assigned_on: date, actor: Actor, at: datetime, origin: Origin = Origin(),
) -> list[Task]:  # fmt: skip
    """Check all, then write all in bulk; the caller has checked that the actor may give in the unit's name."""
    _require_sound(tasks, directive, assigned_on, day_of(at), unit_id)
    clauses = _clauses(tasks, directive)
    field_of = categories_of({one.field for one in tasks})
    year = assigned_on.year
    codes, places = next_codes(year, len(tasks)), next_places(unit_id, year, len(tasks))
    waited = _entry_days(directive, unit_id, at)
    rows = [
        Task(
            code=code, year=year, number=place, directive=directive, clause=clauses.get(_label(one.clause)),
            parent=origin.parent, template_id=origin.template_id, occurrence_on=origin.occurrence_on,
            plan_item_id=origin.plan_item_id,
            content=one.content.strip(), product=one.product.strip(), category_id=field_of[one.field],
            urgency=one.urgency, confidentiality=one.confidentiality, starred=one.starred, assigner_unit_id=unit_id,
            assigner_person_id=assigner_person_id, assigner_name=assigner_name.strip(),
            lead_unit_id=one.lead_unit_id, assigned_on=assigned_on, due_on=one.due_on, entered_at=at,
            entered_by_id=actor.person_id, entry_days=waited, grams=grams(code, one, directive),
        )
        for one, code, place in zip(tasks, codes, places, strict=True)
    ]  # fmt: skip
    made = Task.objects.bulk_create(rows, batch_size=1000)
    leads = [
        TaskPart(task=task, role=PartRole.LEAD, unit_id=one.lead_unit_id, person_id=one.person_id, due_on=one.due_on)
        for task, one in zip(made, tasks, strict=True)
    ]
    helpers = [
        TaskPart(
            task=task, role=PartRole.COORDINATING, unit_id=part.unit_id, work=part.work.strip(),
            due_on=part.due_on or task.due_on,
        )
        for task, one in zip(made, tasks, strict=True)
        for part in one.coordinating
    ]  # fmt: skip
    TaskPart.objects.bulk_create([*leads, *helpers], batch_size=2000)
    Demand.objects.bulk_create(
        [
            Demand(task=task, position=place, text=text.strip())
            for task, one in zip(made, tasks, strict=True)
            for place, text in enumerate(one.demands, start=1)
            if text.strip()
        ],
        batch_size=2000,
    )
    clocks.owe_tasks(made, leads, at=at)
    clocks.owe_parts([(part.task, part, None) for part in helpers], at=at)
    clocks.take_part(_sight(made, leads, helpers, actor, above_of(origin.parent)))
    record_many(_told(made, tasks, at), actor=actor)
    notices.given(made, leads, helpers, directive, at=at)
    return made


def _require_sound(
    tasks: Sequence[TaskGiven], directive: Directive | None, assigned_on: date, today: date, unit_id: int
) -> None:
    units = {one.lead_unit_id for one in tasks} | {part.unit_id for one in tasks for part in one.coordinating}
    require_active(units, today)
    reachable = Reachable.of(unit_id, today)
    at_work = _at_work({one.person_id for one in tasks if one.person_id}, today)
    for number, one in enumerate(tasks, start=1):
        try:
            core.require_sound(
                content=one.content, lead_unit_ids=[one.lead_unit_id], coordinating=one.coordinating,
                assigned_on=assigned_on, due_on=one.due_on, confidentiality=one.confidentiality, today=today,
                issued_on=directive.issued_on if directive else None,
            )  # fmt: skip
            reachable.require(one.lead_unit_id)
            if one.person_id and (one.person_id, one.lead_unit_id) not in at_work:
                raise PersonNotThere(field="person")
        except DomainError as refusal:
            if len(tasks) == 1:
                raise
            raise of_row(number, refusal) from refusal


def of_row(number: int, refusal: DomainError) -> DomainError:
    """The same refusal, with the number of the row that it is about: fields become `content-3`."""
    refusal.field = f"{refusal.field}-{number}" if refusal.field else None
    refusal.data = {**refusal.data, "row": number}
    return refusal


def _at_work(persons: set[int], on: date) -> set[tuple[int, int]]:
    if not persons:
        return set()
    rows = Position.objects.filter(person_id__in=persons, during__contains=on)
    return set(rows.values_list("person_id", "unit_id"))


def _label(text: str) -> str:
    return " ".join(text.split())


def _clauses(tasks: Sequence[TaskGiven], directive: Directive | None) -> dict[str, Clause]:
    wanted = {_label(one.clause) for one in tasks} - {""}
    found = {one.label: one for one in directive.clauses.order_by("position")} if directive and wanted else {}
    for label in sorted(wanted):
        if label not in found:
            raise ClauseUnknown(field="clause", label=label)
    return found


def _entry_days(directive: Directive | None, unit_id: int, at: datetime) -> int | None:
    """Working days from the document to its entry here: 0 the same day."""
    if directive is None:
        return None
    calendar = calendars.of_unit(unit_id, directive.issued_on).calendar
    return min(working_days_between(directive.issued_on, day_of(at), calendar), 30_000)


def grams(code: str, one: TaskGiven, directive: Directive | None) -> list[str]:
    """The words a task is found by."""
    paper = (directive.number, directive.title) if directive else ()
    return list(search_grams(code, one.content, one.product, *paper))


def above_of(parent: Task | None) -> list[int]:
    """Units that gave what a task was split from, up to the first: they keep it in sight."""
    above = []
    while parent is not None:
        above.append(parent.assigner_unit_id)
        parent = parent.parent
    return above


def _sight(
    made: Sequence[Task], leads: Sequence[TaskPart], helpers: Sequence[TaskPart], actor: Actor, above: Sequence[int]
) -> list[tuple[Task, int, int | None, str]]:
    rows: list[tuple[Task, int, int | None, str]] = []
    for task in made:
        rows.append((task, task.assigner_unit_id, None, "assigner"))
        rows += [(task, unit, None, "above") for unit in above]
        if actor.person_id is not None:
            rows.append((task, task.assigner_unit_id, actor.person_id, "entering"))
        if task.assigner_person_id is not None:
            rows.append((task, task.assigner_unit_id, task.assigner_person_id, "assigner"))
    for part in (*leads, *helpers):
        rows.append((part.task, part.unit_id, None, part.role))
        if part.person_id is not None:
            rows.append((part.task, part.unit_id, part.person_id, part.role))
    return rows


def _told(made: Sequence[Task], tasks: Sequence[TaskGiven], at: datetime) -> list[Entry]:
    return [
        Entry(
            Given(
                task.code, task.lead_unit_id, tuple(part.unit_id for part in one.coordinating),
                task.assigned_on.isoformat(), task.due_on.isoformat() if task.due_on else "", task.directive_id,
                task.parent_id,
            ),
            ("task", task.pk),
            at,
        )
        for task, one in zip(made, tasks, strict=True)
    ]  # fmt: skip
