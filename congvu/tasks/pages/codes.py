"""How states look: tone and icon; the words are the models'."""

from congvu.faces.parts import StatusBadge
from congvu.tasks.models import PartState, TaskState

_LOOK = {
    TaskState.ASSIGNED: ("", "send"), TaskState.IN_PROGRESS: ("primary", "pencil"),
    TaskState.CLAIMED: ("wait", "hourglass"), TaskState.RETURNED: ("no", "arrow-back-up"),
    TaskState.ACCEPTED: ("ok", "check"), TaskState.WITHDRAWN: ("", "x"),
}  # fmt: skip
_PART = {
    PartState.WAITING: ("", "send"), PartState.WORKING: ("primary", "pencil"), PartState.DONE: ("ok", "check"),
    PartState.RELEASED: ("", "minus"),
}  # fmt: skip


def badge(state: str) -> StatusBadge:
    tone, icon = _LOOK[TaskState(state)]
    return StatusBadge(TaskState(state).label, tone, icon)  # type: ignore[arg-type]


def part_badge(state: str) -> StatusBadge:
    tone, icon = _PART[PartState(state)]
    return StatusBadge(PartState(state).label, tone, icon)  # type: ignore[arg-type]
