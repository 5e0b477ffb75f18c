"""How the inbox names what tasks owe: the task, a part of it, an answer to a claim, and so on."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congvu.core.errors import N_
from congvu.obligations import subjects
from congvu.obligations.models import Extension
from congvu.obligations.names import unit_names
from congvu.obligations.subjects import Description
from congvu.tasks import clocks, handover
from congvu.tasks.commands.extending import EXTENDING
from congvu.tasks.models import Block, Claim, Objection, Task, TaskPart, TaskState

NEED = {
    TaskState.ASSIGNED: N_("Nhận nhiệm vụ"),
    TaskState.IN_PROGRESS: N_("Thực hiện, báo cáo tiến độ"),
    TaskState.RETURNED: N_("Làm lại điều chưa đạt"),
    TaskState.CLAIMED: N_("Chờ nơi giao chấp nhận"),
    TaskState.ACCEPTED: N_("Đã hoàn thành"),
    TaskState.WITHDRAWN: N_("Đã thu hồi"),
}


def register_all() -> None:
    subjects.register(
        kind=clocks.TASK, clock="legal", label=gettext_lazy("Nhiệm vụ"), icon="checklist", describe=describe_tasks,
        matching=matching_tasks, moving=handover.TASK, extending=EXTENDING,
    )  # fmt: skip
    subjects.register(
        kind=clocks.PART, clock="step", label=gettext_lazy("Nhiệm vụ, phần phối hợp"), icon="users",
        describe=describe_parts, matching=matching_parts, whole=True, moving=handover.PART,
    )  # fmt: skip
    for kind, label, icon, model, need in (
        (clocks.CLAIM, gettext_lazy("Báo hoàn thành chờ trả lời"), "user-check", Claim,
         N_("Chấp nhận hoặc trả lại")),
        (clocks.OBJECTION, gettext_lazy("Đề nghị từ chối, chuyển nhiệm vụ"), "arrow-back-up", Objection,
         N_("Trả lời đề nghị")),
        (clocks.BLOCK, gettext_lazy("Nơi khác đang chờ"), "hourglass", Block, N_("Gỡ vướng cho đơn vị đang chờ")),
    ):  # fmt: skip
        subjects.register(
            kind=kind, clock="step", label=label, icon=icon, whole=True, describe=_describing(model, need),
            matching=_matching(model),
        )  # fmt: skip
    subjects.register(
        kind=clocks.EXTENSION, clock="step", label=gettext_lazy("Đề nghị gia hạn chờ trả lời"), icon="calendar-plus",
        whole=True, describe=describe_extensions, matching=matching_extensions,
    )  # fmt: skip


def describe_tasks(ids: list[int]) -> dict[int, Description]:
    return dict(_described(Task.objects.filter(pk__in=ids).order_by("id"), {}))


def _described(tasks: Iterable[Task], needs: dict[int, str]) -> list[tuple[int, Description]]:
    rows = list(tasks)
    givers = _givers(rows)
    return [
        (
            task.pk,
            Description(
                task.code, task.content, reverse("tasks:detail", args=[task.code]), detail=task.product,
                need=needs.get(task.pk) or _(NEED[TaskState(task.state)]), of_whom=givers[task.pk],
            ),
        )
        for task in rows
    ]  # fmt: skip


def _givers(tasks: Sequence[Task]) -> dict[int, str]:
    if not tasks:
        return {}
    units = unit_names([task.assigner_unit_id for task in tasks], max(task.assigned_on for task in tasks), short=True)
    return {task.pk: task.assigner_name or units.get(task.assigner_unit_id, "") for task in tasks}


def describe_parts(ids: list[int]) -> dict[int, Description]:
    rows = list(TaskPart.objects.filter(pk__in=ids).select_related("task").order_by("id"))
    givers = _givers([part.task for part in rows])
    return {
        part.pk: Description(
            part.task.code, part.task.content, reverse("tasks:detail", args=[part.task.code]), detail=part.work,
            need=_("Làm phần phối hợp"), of_whom=givers[part.task_id],
        )
        for part in rows
    }  # fmt: skip


def _describing(model: Any, need: str) -> subjects.Describe:
    def describe(ids: list[int]) -> dict[int, Description]:
        rows = dict(model.objects.filter(pk__in=ids).order_by("id").values_list("id", "task_id"))
        tasks = Task.objects.filter(pk__in=rows.values()).order_by("id")
        named = dict(_described(tasks, {task_id: _(need) for task_id in rows.values()}))
        return {pk: named[task_id] for pk, task_id in rows.items()}

    return describe


def describe_extensions(ids: list[int]) -> dict[int, Description]:
    asked = Extension.objects.filter(pk__in=ids, item__kind=clocks.TASK).order_by("id")
    rows = dict(asked.values_list("id", "item__subject_id"))
    tasks = Task.objects.filter(pk__in=rows.values()).order_by("id")
    named = dict(_described(tasks, {task_id: _("Trả lời đề nghị gia hạn") for task_id in rows.values()}))
    return {pk: named[task_id] for pk, task_id in rows.items()}


def matching_tasks(grams: Sequence[str]) -> Any:
    return Task.objects.filter(grams__contains=list(grams)).values("pk")


def matching_parts(grams: Sequence[str]) -> Any:
    return TaskPart.objects.filter(task__in=matching_tasks(grams)).values("pk")


def _matching(model: Any) -> subjects.Matching:
    def matching(grams: Sequence[str]) -> Any:
        return model.objects.filter(task__in=matching_tasks(grams)).values("pk")

    return matching


def matching_extensions(grams: Sequence[str]) -> Any:
    found = Extension.objects.filter(item__kind=clocks.TASK, item__subject_id__in=matching_tasks(grams))
    return found.values("pk")
