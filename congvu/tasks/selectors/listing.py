"""Tasks in sight: searched, filtered, counted exactly, paged by key."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from fractions import Fraction

from django.db.models import Exists, F, OuterRef, Q, QuerySet

from congvu.core.clock import end_of
from congvu.core.errors import DomainError
from congvu.core.numbering import parse_task_number, task_number
from congvu.core.text import query_grams
from congvu.faces.lists import moment_and_id
from congvu.faces.parts import Deadline
from congvu.obligations.deadlines import Calendars, deadline_of, obligations_by_id
from congvu.obligations.models import Obligation
from congvu.obligations.names import person_names, unit_names
from congvu.orgs.actor import Actor
from congvu.tasks.clocks import as_done
from congvu.tasks.models import ENDED, PartRole, PartState, Task, TaskPart, TaskState
from congvu.tasks.selectors.tree import rolled_percents
from congvu.tasks.sight import bodies_of

PAGE = 50
OPEN = "open"
MINE, OF_UNIT, GIVEN, COORDINATING = "toi", "don-vi", "giao", "phoi-hop"


@dataclass(frozen=True, slots=True)
class TaskFilter:
    """What the address asks for. `state`: a TaskState, or `open`; `timeliness`: overdue, near, late, no_due.

    `whose`: mine (a part by name), my unit's, given by my unit or by the body whose office it is, coordinating.
    """

    query: str = ""
    state: str = ""
    timeliness: str = ""
    whose: str = ""
    field: int | None = None
    lead: int | None = None
    assigner: int | None = None
    directive: int | None = None
    urgency: str = ""
    starred: bool = False
    assigned_since: date | None = None
    assigned_until: date | None = None
    due_until: date | None = None


@dataclass(frozen=True, slots=True)
class TaskRow:
    """`percent` is rolled up from what it was split into; `parts`: coordinating parts done, of how many."""

    id: int
    code: str
    content: str
    product: str
    state: str
    urgency: str
    starred: bool
    lead: str
    lead_id: int
    person: str
    assigner: str
    assigner_name: str
    directive: str
    clause: str
    field: str
    percent: Fraction
    parts: tuple[int, int]
    assigned_on: date
    due_on: date | None
    done_on: date | None
    returns: int
    extensions: int
    deadline: Deadline | None


@dataclass(frozen=True, slots=True)
class TaskPage:
    rows: list[TaskRow]
    count: int
    total: int
    next_key: tuple[str, int] | None


def task_rows(
    *, actor: Actor, filters: TaskFilter, sort: str = "-giao", after: Sequence[str | int | None] | None = None,
    now: datetime, size: int = PAGE,
) -> TaskPage:  # fmt: skip
    """About twelve queries whatever there is. `sort`: giao (day given), han (what is due; only open tasks)."""
    seen = Task.objects.visible_to(actor)
    found = narrowed(seen, filters, actor=actor, now=now)
    if sort == "han":
        found = found.exclude(state__in=ENDED)
        page, next_key = _by_due(found, after, size)
    else:
        page, next_key = _by_day(found, after, size, descending=sort != "giao")
    count = found.count()
    total = count if filters == TaskFilter() and sort != "han" else seen.count()
    return TaskPage(described(page, now=now), count, total, next_key)


def narrowed(seen: QuerySet[Task], filters: TaskFilter, *, actor: Actor, now: datetime) -> QuerySet[Task]:
    found = seen
    if filters.query.strip():
        found = found.filter(_matching(filters.query))
    if filters.state == OPEN:
        found = found.exclude(state__in=ENDED)
    elif filters.state:
        found = found.filter(state=filters.state)
    for name, value in (
        ("category_id", filters.field), ("lead_unit_id", filters.lead), ("assigner_unit_id", filters.assigner),
        ("directive_id", filters.directive), ("urgency", filters.urgency),
    ):  # fmt: skip
        if value:
            found = found.filter(**{name: value})
    if filters.starred:
        found = found.filter(starred=True)
    if filters.assigned_since:
        found = found.filter(assigned_on__gte=filters.assigned_since)
    if filters.assigned_until:
        found = found.filter(assigned_on__lte=filters.assigned_until)
    if filters.whose:
        found = found.filter(_whose(filters.whose, actor))
    if filters.timeliness or filters.due_until:
        items = _timely(filters.timeliness, now)
        if filters.due_until:
            items = items.filter(due_at__lte=end_of(filters.due_until))
        found = found.filter(pk__in=items.values("subject_id"))
        if filters.timeliness == "late":  # judged by the day it was done; its obligation may be closed later
            due_before = Obligation.objects.filter(pk=OuterRef("obligation_id"), late_at__date__lt=OuterRef("done_on"))
            found = found.filter(Exists(due_before))
    return found


def _whose(whose: str, actor: Actor) -> Q:
    here = actor.unit_id or 0
    if whose == GIVEN:
        return Q(assigner_unit_id__in=[here, *bodies_of(actor)])
    parts = TaskPart.objects.exclude(state=PartState.RELEASED)
    if whose == MINE:
        return Q(pk__in=parts.filter(person_id__in=actor.reach("tasks.see").persons).values("task_id"))
    parts = parts.filter(unit_id=here)
    if whose == COORDINATING:
        parts = parts.filter(role=PartRole.COORDINATING)
    return Q(pk__in=parts.values("task_id"))


def _timely(kind: str, now: datetime) -> QuerySet[Obligation]:
    items = Obligation.objects.filter(kind="task", subject_kind="task")
    match kind:
        case "overdue":
            return items.filter(closed_at=None, late_at__lt=now)
        case "late":
            return items.filter(outcome="accepted", closed_at__gt=F("late_at"))
        case "no_due":
            return items.filter(closed_at=None, due_at=None, paused=False)
        case "near":
            return items.filter(closed_at=None, late_at__gte=now, due_at__lte=now + timedelta(days=4))
    return items


def _matching(query: str) -> Q:
    """A code as typed, else words without diacritics: of the task, its product, its directive."""
    try:
        year, number = parse_task_number(query)
        return Q(code=task_number(year=year, sequence=number))
    except DomainError:
        pass
    grams = query_grams(query)
    return Q(grams__contains=list(grams)) if grams else Q()


_Key = tuple[str, int] | None


def _by_day(found: QuerySet[Task], after: object, size: int, *, descending: bool) -> tuple[list[Task], _Key]:
    order = ("-assigned_on", "-id") if descending else ("assigned_on", "id")
    if place := _day_and_id(after):
        day, pk = place
        edge, beyond = ("lte", "lt") if descending else ("gte", "gt")
        found = found.filter(**{f"assigned_on__{edge}": day}).filter(
            Q(**{f"assigned_on__{beyond}": day}) | Q(**{f"id__{beyond}": pk})
        )
    page = list(_joined(found).order_by(*order)[: size + 1])
    latest = page[size - 1] if len(page) > size else None
    return page[:size], (latest.assigned_on.isoformat(), latest.pk) if latest else None


def _day_and_id(after: object) -> tuple[date, int] | None:
    match after:
        case (str() as day, int() as pk) if 0 <= pk < 2**63:
            try:
                return date.fromisoformat(day), pk
            except ValueError:
                return None
    return None


def _by_due(found: QuerySet[Task], after: object, size: int) -> tuple[list[Task], _Key]:
    """From the obligations, what is due first; those without a deadline last."""
    items = Obligation.objects.filter(kind="task", subject_kind="task", closed_at=None)
    items = items.filter(subject_id__in=found.values("pk"))
    if place := moment_and_id(after if isinstance(after, Sequence) else None):
        moment, pk = place
        items = items.filter(due_rank__gte=moment).filter(Q(due_rank__gt=moment) | Q(id__gt=pk))
    rows = list(items.order_by("due_rank", "id").values_list("id", "due_rank", "subject_id")[: size + 1])
    by_id = {t.pk: t for t in _joined(Task.objects.filter(pk__in=[row[2] for row in rows[:size]])).order_by("id")}
    page = [by_id[row[2]] for row in rows[:size] if row[2] in by_id]
    return page, (rows[size - 1][1].isoformat(), rows[size - 1][0]) if len(rows) > size else None


def _joined(found: QuerySet[Task]) -> QuerySet[Task]:
    return found.select_related("directive", "clause", "category")


def described(page: Sequence[Task], *, now: datetime) -> list[TaskRow]:
    """Rows of these tasks: parts, deadlines, roll-up and names in one query each."""
    ids = [task.pk for task in page]
    parts: dict[int, list[TaskPart]] = {}
    for part in TaskPart.objects.filter(task__in=ids).order_by("-role", "id"):
        parts.setdefault(part.task_id, []).append(part)
    items = obligations_by_id(task.obligation_id for task in page)
    on = max((task.assigned_on for task in page), default=now.date())
    units = unit_names(
        [unit for task in page for unit in (task.lead_unit_id, task.assigner_unit_id)], max(on, now.date()), short=True
    )
    persons = person_names(part.person_id for own in parts.values() for part in own)
    percents = rolled_percents(page)
    calendars: Calendars = {}
    return [
        _row(
            task, parts.get(task.pk, []), units, persons, percents[task.pk],
            deadline_of(as_done(task, items.get(task.obligation_id or 0)), now=now, known=calendars),
        )
        for task in page
    ]  # fmt: skip


def _row(
    task: Task, parts: Sequence[TaskPart], units: dict[int, str], persons: dict[int, str], percent: Fraction,
    deadline: Deadline | None,
) -> TaskRow:  # fmt: skip
    lead = next((part for part in parts if part.role == PartRole.LEAD), None)
    helping = [part for part in parts if part.role == PartRole.COORDINATING and part.state != PartState.RELEASED]
    return TaskRow(
        id=task.pk, code=task.code, content=task.content, product=task.product, state=task.state, urgency=task.urgency,
        starred=task.starred, lead=units.get(task.lead_unit_id, ""), lead_id=task.lead_unit_id,
        person=persons.get((lead and lead.person_id) or 0, ""), assigner=units.get(task.assigner_unit_id, ""),
        assigner_name=task.assigner_name, directive=task.directive.name if task.directive else "",
        clause=task.clause.label if task.clause else "", field=task.category.name if task.category else "",
        percent=percent, parts=(sum(part.state == PartState.DONE for part in helping), len(helping)),
        assigned_on=task.assigned_on, due_on=task.due_on, done_on=task.done_on, returns=task.returns,
        extensions=task.extensions, deadline=deadline,
    )  # fmt: skip


def all_rows(*, actor: Actor, filters: TaskFilter, now: datetime) -> Iterator[TaskRow]:
    """Every row that matches, for the export, in batches of a constant number of queries each."""
    after: tuple[str, int] | None = None
    while True:
        found = narrowed(Task.objects.visible_to(actor), filters, actor=actor, now=now)
        page, after = _by_day(found, after, 500, descending=True)
        yield from described(page, now=now)
        if after is None:
            return


@dataclass(frozen=True, slots=True)
class Lane:
    """A column of the board: a state, how many stand there, the most pressing of them."""

    state: TaskState
    count: int
    rows: tuple[TaskRow, ...]


BOARD = (TaskState.ASSIGNED, TaskState.IN_PROGRESS, TaskState.CLAIMED, TaskState.RETURNED)
LANE = 12


def board(*, actor: Actor, filters: TaskFilter, now: datetime) -> list[Lane]:
    """Open tasks by state, what is due first on top; two queries a lane and those of one list."""
    found = narrowed(Task.objects.visible_to(actor), filters, actor=actor, now=now)
    taken = {state: _by_due(found.filter(state=state), None, LANE)[0] for state in BOARD}
    rows = {row.id: row for row in described([task for tasks in taken.values() for task in tasks], now=now)}
    counts = {state: found.filter(state=state).count() for state in BOARD}
    return [Lane(state, counts[state], tuple(rows[task.pk] for task in taken[state])) for state in BOARD]
