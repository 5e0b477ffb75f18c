"""The grid of task figures: in which one cell a task stands at an instant, and what a table of cells must satisfy.

Wording, decisions and worked examples: docs/rules/task-figures.md. SQL that answers the same is compared with
`cell_at` by a test.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields
from datetime import datetime
from enum import StrEnum

from congvu.core.errors import N_
from congvu.core.ratio import Rate, rate


class TaskCell(StrEnum):
    """The seven places of which a task that has been given holds exactly one."""

    DONE_ON_TIME = "done_on_time"
    DONE_LATE = "done_late"
    DONE_NO_DEADLINE = "done_no_deadline"
    OPEN_IN_TERM = "open_in_term"
    OPEN_OVERDUE = "open_overdue"
    OPEN_NO_DEADLINE = "open_no_deadline"
    WITHDRAWN = "withdrawn"


class Mark(StrEnum):
    """What may be true of a task beside its cell; never a cell of its own, so it is never added up."""

    CLAIMED = "claimed"
    RETURNED = "returned"
    EXTENDED = "extended"


@dataclass(frozen=True, slots=True)
class DueFrom:
    """From `since_at` on, `late_at` is the last moment on time; None: without a deadline."""

    since_at: datetime
    late_at: datetime | None


@dataclass(frozen=True, slots=True)
class Claim:
    """“Done on `done_at`”, said at `said_at`. `answered_at` with `accepted` is the assigner's answer, if he gave one.

    `undone_at`: an acceptance that was taken back (evidence withdrawn, reopened).
    """

    done_at: datetime
    said_at: datetime
    answered_at: datetime | None = None
    accepted: bool = False
    undone_at: datetime | None = None

    def __post_init__(self) -> None:
        if self.accepted and self.answered_at is None:
            raise ValueError("an acceptance has a moment")


@dataclass(frozen=True, slots=True)
class TaskFacts:
    """What decides. `dues` in the order they came to hold, the first since the assignment; none: no deadline ever."""

    assigned_at: datetime
    dues: tuple[DueFrom, ...] = ()
    claims: tuple[Claim, ...] = ()
    extended_at: tuple[datetime, ...] = ()
    withdrawn_at: datetime | None = None


def late_at_of(task: TaskFacts, at: datetime) -> datetime | None:
    """The last moment on time as it held at an instant."""
    held = [due.late_at for due in task.dues if due.since_at <= at]
    return held[-1] if held else None


def accepted_claim(task: TaskFacts, at: datetime) -> Claim | None:
    """The claim by which it counts as done at an instant."""
    for claim in reversed(task.claims):
        if claim.accepted and _by(claim.answered_at, at) and not _by(claim.undone_at, at):
            return claim
    return None


def cell_at(task: TaskFacts, at: datetime) -> TaskCell | None:
    """The one cell; None before the task was given. “As of day D” is its last moment in Vietnam.

    What is accepted is judged by the day it was done, not by the day it was looked at. A claim that nobody has
    answered yet is not done.
    """
    if at < task.assigned_at:
        return None
    if _by(task.withdrawn_at, at):
        return TaskCell.WITHDRAWN
    claim, late_at = accepted_claim(task, at), late_at_of(task, at)
    if claim is not None:
        if late_at is None:
            return TaskCell.DONE_NO_DEADLINE
        return TaskCell.DONE_LATE if claim.done_at > late_at else TaskCell.DONE_ON_TIME
    if late_at is None:
        return TaskCell.OPEN_NO_DEADLINE
    return TaskCell.OPEN_OVERDUE if at > late_at else TaskCell.OPEN_IN_TERM


def marks_at(task: TaskFacts, at: datetime) -> frozenset[Mark]:
    """Claimed and waiting · the last claim was returned · an extension was granted. None of a withdrawn task."""
    cell = cell_at(task, at)
    if cell is None or cell is TaskCell.WITHDRAWN:
        return frozenset()
    marks = {Mark.EXTENDED} if any(moment <= at for moment in task.extended_at) else set()
    said = [claim for claim in task.claims if claim.said_at <= at]
    if said and accepted_claim(task, at) is None:
        last = said[-1]
        if not _by(last.answered_at, at):
            marks.add(Mark.CLAIMED)
        elif not last.accepted:
            marks.add(Mark.RETURNED)
    return frozenset(marks)


def carried_over(task: TaskFacts, before: datetime) -> bool:
    """Given earlier and still owed at `before`, the last moment before the period."""
    return cell_at(task, before) in _OPEN


_OPEN = frozenset({TaskCell.OPEN_IN_TERM, TaskCell.OPEN_OVERDUE, TaskCell.OPEN_NO_DEADLINE})


def _by(moment: datetime | None, at: datetime) -> bool:
    return moment is not None and moment <= at


# --- Many tasks ------------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Grid:
    """Counts of tasks: seven cells that never overlap, and three marks that lie across them.

    total = done + open; done = on time + late + without deadline; open = in term + overdue + without deadline.
    Withdrawn tasks are owed no more: they stand apart and are in no total and no rate.
    """

    done_on_time: int = 0
    done_late: int = 0
    done_no_deadline: int = 0
    open_in_term: int = 0
    open_overdue: int = 0
    open_no_deadline: int = 0
    withdrawn: int = 0
    claimed: int = 0
    returned: int = 0
    extended: int = 0

    @property
    def done(self) -> int:
        return self.done_on_time + self.done_late + self.done_no_deadline

    @property
    def open(self) -> int:
        return self.open_in_term + self.open_overdue + self.open_no_deadline

    @property
    def total(self) -> int:
        return self.done + self.open

    @property
    def no_deadline(self) -> int:
        return self.done_no_deadline + self.open_no_deadline

    @property
    def done_of_all(self) -> Rate:
        """Done, of all that is owed or done."""
        return rate(self.done, self.total)

    @property
    def done_of_due(self) -> Rate:
        """Done, of what is done or should have been: done and open overdue."""
        return rate(self.done, self.done + self.open_overdue)

    @property
    def late_of_done(self) -> Rate:
        return rate(self.done_late, self.done)

    def __add__(self, other: "Grid") -> "Grid":
        return Grid(*(getattr(self, each.name) + getattr(other, each.name) for each in fields(Grid)))


def grid_of(tasks: Iterable[TaskFacts], at: datetime) -> Grid:
    """Every task counted once in its cell at an instant; what is not given yet is not counted."""
    counts: Counter[str] = Counter()
    for task in tasks:
        cell = cell_at(task, at)
        if cell is not None:
            counts[cell.value] += 1
            counts.update(mark.value for mark in marks_at(task, at))
    return Grid(**counts)


# --- A printed table -------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Disagreement:
    """Numbers in print that break an identity: `stated` is not `parts` added up."""

    identity: str
    stated: int
    parts: int

    @property
    def sentence(self) -> str:
        return _SENTENCES[self.parts < self.stated]

    @property
    def difference(self) -> int:
        return self.stated - self.parts


_SENTENCES = {
    True: N_(
        "Các phần cộng lại ít hơn tổng: phần thiếu có thể là nhiệm vụ không có thời hạn. Hãy hỏi nơi lập số liệu."
    ),
    False: N_("Các phần cộng lại nhiều hơn tổng. Hãy hỏi nơi lập số liệu."),
}
_IDENTITIES: Sequence[tuple[str, tuple[str, ...]]] = (
    ("total", ("done", "open")),
    ("done", ("done_on_time", "done_late")),
    ("open", ("open_in_term", "open_overdue")),
)


def disagreements(**printed: int) -> tuple[Disagreement, ...]:
    """What does not add up in a printed grid; a cell that is not printed is not judged.

    >>> disagreements(open=2414, open_in_term=2065, open_overdue=348)[0].difference
    1
    """
    found = []
    for whole, parts in _IDENTITIES:
        if whole in printed and all(part in printed for part in parts):
            together = sum(printed[part] for part in parts)
            if together != printed[whole]:
                found.append(Disagreement(whole, printed[whole], together))
    return tuple(found)
