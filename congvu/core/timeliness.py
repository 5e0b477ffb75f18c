"""Early, on time, late, overdue: derived at an instant from a few facts, never stored.

Wording and examples: docs/rules/timeliness.md. SQL that answers the same is compared with `status_at` by a test.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from congvu.core.clock import WorkCalendar, day_of, working_days_between

NEAR_WORKING_DAYS = 2
"""With so many working days left, or fewer, something running is *near* its due date. The same on every page."""


class Status(StrEnum):
    NOT_YET = "not_yet"
    DONE_NO_DUE = "done_no_due"
    DONE_LATE = "done_late"
    DONE_EARLY = "done_early"
    DONE_ON_TIME = "done_on_time"
    PAUSED = "paused"
    NO_DUE = "no_due"
    OVERDUE = "overdue"
    RUNNING = "running"


OPEN = frozenset({Status.PAUSED, Status.NO_DUE, Status.OVERDUE, Status.RUNNING})
DONE = frozenset({Status.DONE_NO_DUE, Status.DONE_LATE, Status.DONE_EARLY, Status.DONE_ON_TIME})


@dataclass(frozen=True, slots=True)
class Clocked:
    """The facts that decide. `due_at` is the printed moment, `late_at` the last one on time; both or neither."""

    opened_at: datetime
    due_at: datetime | None = None
    late_at: datetime | None = None
    paused: bool = False
    closed_at: datetime | None = None

    def __post_init__(self) -> None:
        if (self.due_at is None) is not (self.late_at is None):
            raise ValueError("due_at and late_at are set together")


def status_at(item: Clocked, at: datetime) -> Status:
    """The first line that fits. “As of day D” is its last moment in Vietnam, `end_of(D)`."""
    if at < item.opened_at:
        return Status.NOT_YET
    if item.closed_at is not None and item.closed_at <= at:
        return _done(item.closed_at, item.due_at, item.late_at)
    if item.paused:
        return Status.PAUSED
    if item.late_at is None:
        return Status.NO_DUE
    return Status.OVERDUE if item.late_at < at else Status.RUNNING


def _done(closed_at: datetime, due_at: datetime | None, late_at: datetime | None) -> Status:
    if due_at is None or late_at is None:
        return Status.DONE_NO_DUE
    if closed_at > late_at:
        return Status.DONE_LATE
    return Status.DONE_EARLY if day_of(closed_at) < day_of(due_at) else Status.DONE_ON_TIME


def working_days_left(item: Clocked, at: datetime, calendar: WorkCalendar) -> int | None:
    """“Còn n ngày làm việc”, below zero “quá n ngày làm việc”; None without a due date."""
    if item.due_at is None:
        return None
    return working_days_between(day_of(at), day_of(item.due_at), calendar)


def is_near(item: Clocked, at: datetime, calendar: WorkCalendar, *, within: int = NEAR_WORKING_DAYS) -> bool:
    """Running, with at most `within` working days left (today's due date has none left)."""
    if status_at(item, at) is not Status.RUNNING:
        return False
    left = working_days_left(item, at, calendar)
    return left is not None and left <= within
