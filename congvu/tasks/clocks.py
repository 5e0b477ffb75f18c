"""What tasks owe, thin over `obligations.kernel`: the lead, each coordinating unit, who must answer, who blocks."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal

from congvu.core.clock import Allowance, AllowanceUnit, day_of, end_of, start_of
from congvu.ledger.prepared import prepared_cursor
from congvu.obligations import kernel
from congvu.obligations.clock import NO_DEADLINE, Terms
from congvu.obligations.models import Extension, Obligation, Part
from congvu.tasks.models import Block, Task, TaskPart
from congvu.tasks.rules import rules_for

TASK, PART, CLAIM, EXTENSION, OBJECTION, BLOCK = (
    "task", "task_part", "task_claim", "task_extension", "task_objection", "task_block",
)  # fmt: skip
_MORNING = timedelta(hours=8)
_DONE, _WITHDRAWN = "Nhiệm vụ đã hoàn thành.", "Nhiệm vụ đã thu hồi."
_NAME_TASKS = """
UPDATE task SET obligation_id = n.item_id FROM unnest(%s::bigint[], %s::bigint[]) AS n(id, item_id) WHERE task.id = n.id
"""
_NAME_PARTS = """
UPDATE task_part SET obligation_id = n.item_id FROM unnest(%s::bigint[], %s::bigint[]) AS n(id, item_id)
WHERE task_part.id = n.id
"""


def opened_at(assigned_on: date, at: datetime) -> datetime:
    """A task counts from the day it was given, also when it is entered later: from that morning."""
    return at if assigned_on >= day_of(at) else start_of(assigned_on) + _MORNING


def terms(due_on: date | None) -> Terms:
    return Terms(due_on=due_on) if due_on else NO_DEADLINE


def owe_tasks(
    tasks: Sequence[Task], leads: Sequence[TaskPart], past: Sequence[kernel.Past] = (), *, at: datetime
) -> None:
    """What the lead of each owes, in bulk; `past` where an older system says when it was done."""
    items = past or [
        kernel.Past(
            kernel.New(
                TASK, TASK, task.pk, task.lead_unit_id, lead.person_id, task.category_id, terms=terms(task.due_on)
            ),
            opened_at(task.assigned_on, at),
        )
        for task, lead in zip(tasks, leads, strict=True)
    ]
    ids = kernel.load_many(items)
    for task, lead, item_id in zip(tasks, leads, ids, strict=True):
        task.obligation_id = lead.obligation_id = item_id
    with prepared_cursor() as cursor:
        cursor.execute(_NAME_TASKS, [[task.pk for task in tasks], ids])
        cursor.execute(_NAME_PARTS, [[lead.pk for lead in leads], ids])


def owe_parts(parts: Sequence[tuple[Task, TaskPart, datetime | None]], *, at: datetime) -> None:
    """What coordinating units owe; the moment is when the part was done already, in an older system."""
    if not parts:
        return
    items = []
    for task, part, done_at in parts:
        due_on = part.due_on or task.due_on
        new = kernel.New(
            PART, PART, part.pk, part.unit_id, part.person_id, task.category_id, part_of=task.obligation_id,
            terms=terms(due_on),
        )  # fmt: skip
        items.append(kernel.Past(new, opened_at(task.assigned_on, at), done_at, "done" if done_at else ""))
    ids = kernel.load_many(items)
    for (_task, part, _done), item_id in zip(parts, ids, strict=True):
        part.obligation_id = item_id
    with prepared_cursor() as cursor:
        cursor.execute(_NAME_PARTS, [[part.pk for _task, part, _done in parts], ids])


def take_part(parts: Iterable[tuple[Task, int, int | None, str]], *, since: datetime | None = None) -> None:
    """Whoever has a part in a task may see it: (task, unit, person, role), and so its directive. Known stays known."""
    rows = []
    for task, unit_id, person_id, role in parts:
        about = [("task", task.pk), *([("directive", task.directive_id)] if task.directive_id else [])]
        rows += [
            Part(
                subject_kind=kind, subject_id=subject_id, unit_id=unit_id, person_id=person_id,
                category_id=task.category_id, role=role, since_at=since or task.entered_at,
            )
            for kind, subject_id in about
        ]  # fmt: skip
    once = {(r.subject_kind, r.subject_id, r.unit_id, r.person_id, r.role): r for r in rows}
    Part.objects.bulk_create(once.values(), ignore_conflicts=True, batch_size=2000)


def hold(task: Task, part: TaskPart, *, at: datetime) -> None:
    """The part is somebody's by name now, or the unit's again; or another unit's."""
    if part.obligation_id:
        kernel.replace(part.obligation_id, cause="moved", at=at, unit_id=part.unit_id, person_id=part.person_id)
    take_part([(task, part.unit_id, part.person_id, part.role)], since=at)


def close_task(task: Task, *, outcome: str, at: datetime) -> None:
    """At the moment of the claim, whatever was replaced while the claim waited for its answer."""
    kernel.close_earlier(task.obligation_id or 0, outcome=outcome, at=at)


def close_part(part: TaskPart, *, outcome: str, at: datetime) -> None:
    if part.obligation_id:
        kernel.close_obligation(kind=PART, subject_kind=PART, subject_id=part.pk, outcome=outcome, at=at)


def as_done(task: Task, item: Obligation | None) -> Obligation | None:
    """The obligation as its task is judged: done on the day of the claim, whatever was changed after it (not saved)."""
    if item is not None and item.closed_at and task.done_on and day_of(item.closed_at) > task.done_on:
        item.closed_at = end_of(task.done_on)
    return item


def must_answer(task: Task, kind: str, subject_id: int, *, at: datetime) -> None:
    """The assigner owes an answer: to a claim, an extension, an objection."""
    days = rules_for(task.assigner_unit_id, day_of(at)).decision_days
    allowance = Terms(Allowance(Decimal(days), AllowanceUnit.WORKING_DAYS)) if days else NO_DEADLINE
    kernel.open_obligation(
        kind=kind, subject_kind=kind, subject_id=subject_id, unit_id=task.assigner_unit_id,
        person_id=task.entered_by_id or task.assigner_person_id, category_id=task.category_id,
        part_of=task.obligation_id, terms=allowance,
        at=at,
    )  # fmt: skip


def answered(kind: str, subject_id: int, *, outcome: str, at: datetime) -> None:
    kernel.close_obligation(kind=kind, subject_kind=kind, subject_id=subject_id, outcome=outcome, at=at)


def open_block(task: Task, block: Block, *, at: datetime) -> None:
    """The unit that is waited for owes what is needed, on a clock of its own."""
    block.obligation_id = kernel.open_obligation(
        kind=BLOCK, subject_kind=BLOCK, subject_id=block.pk, unit_id=block.by_unit_id, category_id=task.category_id,
        part_of=task.obligation_id, terms=terms(block.needed_on), at=at,
    )  # fmt: skip
    block.save(update_fields=["obligation_id"])
    take_part([(task, block.by_unit_id, None, "blocking")], since=at)


def close_everything(task: Task, *, outcome: str, at: datetime) -> None:
    """What hangs on a task that has ended: open parts, blocks, questions to the assigner (for more time as well)."""
    answer = _WITHDRAWN if outcome == "withdrawn" else _DONE
    waiting = Extension.objects.filter(item_id=task.obligation_id, decided_at=None)
    waiting.update(decided_at=at, granted=False, answer=answer)
    open_items = Obligation.objects.filter(part_of_id=task.obligation_id, closed_at=None)
    open_items = open_items.filter(kind__in=(PART, CLAIM, EXTENSION, OBJECTION, BLOCK))
    for kind, subject_id in open_items.order_by("id").values_list("kind", "subject_id"):
        kernel.close_obligation(kind=kind, subject_kind=kind, subject_id=subject_id, outcome=outcome, at=at)
