"""When what a task owes changes hands on its own page, the task goes along; only the assigner changes the unit."""

from datetime import datetime

from congvu.core.clock import day_of
from congvu.core.errors import N_, DomainError
from congvu.obligations.chiefs import works_in
from congvu.obligations.subjects import Moving
from congvu.tasks import clocks
from congvu.tasks.commands.giving import PersonNotThere
from congvu.tasks.models import Task, TaskPart


class MovedByAssigner(DomainError):
    code = "task_moved_by_assigner"
    sentence = N_("Nhiệm vụ chỉ đổi đơn vị khi nơi giao đồng ý; hãy mở nhiệm vụ và dùng “Đề nghị chuyển đơn vị”.")
    status = 422


def _part(task_id: int) -> TaskPart:
    return TaskPart.objects.select_related("task").get(task_id=task_id, role="lead")


def _lock(task_id: int) -> None:
    Task.objects.select_for_update(of=("self",)).filter(pk=task_id).first()


def _lock_of_part(part_id: int) -> None:
    Task.objects.select_for_update(of=("self",)).filter(parts__pk=part_id).first()


def _require(part: TaskPart, unit_id: int, person_id: int | None, at: datetime) -> None:
    if unit_id != part.unit_id:
        raise MovedByAssigner(field="to_unit")
    if person_id is not None and not works_in(person_id, unit_id, day_of(at)):
        raise PersonNotThere(field="to_person")


def _follow(part: TaskPart, person_id: int | None, at: datetime) -> None:
    part.person_id = person_id
    part.save(update_fields=["person"])
    if person_id is not None:
        clocks.take_part([(part.task, part.unit_id, person_id, part.role)], since=at)


def _check(task_id: int, unit_id: int, person_id: int | None, at: datetime) -> None:
    _require(_part(task_id), unit_id, person_id, at)


def _moved(task_id: int, unit_id: int, person_id: int | None, at: datetime) -> None:
    del unit_id
    _follow(_part(task_id), person_id, at)


def _check_part(part_id: int, unit_id: int, person_id: int | None, at: datetime) -> None:
    _require(TaskPart.objects.get(pk=part_id), unit_id, person_id, at)


def _part_moved(part_id: int, unit_id: int, person_id: int | None, at: datetime) -> None:
    del unit_id
    _follow(TaskPart.objects.select_related("task").get(pk=part_id), person_id, at)


TASK = Moving(_lock, _check, _moved)
PART = Moving(_lock_of_part, _check_part, _part_moved)
