"""What a room lets be counted: its facts, their cells, how they may be cut, and who may see them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING, Any, Protocol

from congvu.metrics.questions import By, Key, Narrow, Question

if TYPE_CHECKING:
    from congvu.metrics.sight import Sight
    from congvu.orgs.actor import Actor


@dataclass(frozen=True, slots=True)
class Part:
    """Facts of one `what` (`opened`, `done_late` …), of these channels, of all but those, with these outcomes."""

    what: str
    channels: tuple[str, ...] = ()
    other_than: tuple[str, ...] = ()
    outcomes: tuple[str, ...] = ()

    def holds(self, what: str, channel: str, outcome: str) -> bool:
        return (
            what == self.what
            and (not self.channels or channel in self.channels)
            and channel not in self.other_than
            and (not self.outcomes or outcome in self.outcomes)
        )


@dataclass(frozen=True, slots=True)
class Cell:
    """A counted kind of fact with its words; `parts` never overlap, so a cell counts each fact once."""

    code: str
    name_vi: str
    name_en: str
    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """Facts counted together: of the n-th question, with one key, one kind."""

    n: int
    key: Key
    what: str
    channel: str
    outcome: str
    count: int


@dataclass(frozen=True, slots=True)
class FactRow:
    """One row behind a figure. `code`, `title`, `url` are the room's own; `came_at` sorts together with `item_id`."""

    item_id: int
    what: str
    unit_id: int
    came_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    code: str
    title: str
    url: str


class Facts(Protocol):
    """A source of facts. `key` is what `count` groups by: `unit`, `category`, `month`, `channel` … or nothing.

    `items`: a statement that gives (item_id, unit_id, what) of every fact; `named`: item → code, title, address. A
    closing keeps the first and says by the second what was corrected since.
    """

    @property
    def code(self) -> str: ...
    @property
    def name_vi(self) -> str: ...
    @property
    def name_en(self) -> str: ...
    @property
    def permission(self) -> str: ...
    @property
    def cells(self) -> Mapping[str, Cell]: ...
    @property
    def cuts(self) -> tuple[By, ...]: ...

    def count(self, questions: Sequence[Question], *, key: str, narrow: Narrow, sight: "Sight") -> list[Group]: ...

    def sight_of(self, actor: "Actor") -> "Sight": ...

    def balance(self, groups: Sequence[Group]) -> int: ...

    def items(self, question: Question) -> tuple[str, dict[str, Any]]: ...

    def named(self, ids: Sequence[int]) -> dict[int, tuple[str, str, str]]: ...

    def rows(
        self,
        question: Question,
        *,
        parts: Sequence[Part],
        narrow: Narrow,
        sight: "Sight",
        after: tuple[datetime, int] | None,
        limit: int,
    ) -> list[FactRow]: ...


@dataclass(frozen=True, slots=True)
class Table:
    """The cells a subject prints as one table, in this order, with the rates beside them (`congvu stats SUBJECT`)."""

    subject: str
    facts: str
    cells: tuple[str, ...]
    rates: tuple[str, ...] = field(default=())


FACTS: dict[str, Facts] = {}
TABLES: dict[str, Table] = {}


def register(facts: Facts) -> None:
    """Called by a room's `metrics.py`."""
    if facts.code in FACTS:
        raise ValueError(f"facts {facts.code} are registered twice")
    FACTS[facts.code] = facts


def register_table(table: Table) -> None:
    known = FACTS[table.facts].cells
    unknown = [code for code in table.cells if code not in known and code != BALANCE]
    if unknown or table.subject in TABLES:
        raise ValueError(f"table {table.subject}: cells {unknown} are unknown, or the subject is registered twice")
    TABLES[table.subject] = table


BALANCE = "moved"
"""Handed over by other units less handed over to them: what a unit ended with beyond what it began with."""


def total(cell: Cell, groups: Iterable[Group]) -> int:
    return sum(group.count for group in groups if any(_in(part, group) for part in cell.parts))


def _in(part: Part, group: Group) -> bool:
    return part.holds(group.what, group.channel, group.outcome)
