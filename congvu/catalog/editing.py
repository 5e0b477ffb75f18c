"""Rows edited on one page: what is typed comes as `key-row-column`; rows come, go and move without losing a cell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

MOST = 200


@dataclass(frozen=True, slots=True)
class EditColumn:
    """`kind`: text, area (a text of two lines), number, check, select (with `choices`), hidden.
    `width`: s, m, l or "" for the rest."""

    name: str
    label: Any
    kind: str = "text"
    choices: Sequence[tuple[str, Any]] = ()
    width: str = "x"
    hint: Any = ""


@dataclass(frozen=True, slots=True)
class EditCell:
    column: EditColumn
    name: str
    value: str
    wrong: bool = False
    focus: bool = False

    @property
    def options(self) -> list[tuple[str, Any, bool]]:
        return [(value, label, value == self.value) for value, label in self.column.choices]


@dataclass(frozen=True, slots=True)
class EditRow:
    number: int
    cells: tuple[EditCell, ...]


@dataclass(frozen=True, slots=True)
class EditTable:
    """A table of inputs. `noun` is what one row is."""

    key: str
    caption: Any
    noun: Any
    columns: tuple[EditColumn, ...]
    rows: tuple[EditRow, ...]

    @property
    def heads(self) -> list[EditColumn]:
        return [column for column in self.columns if column.kind != "hidden"]

    @property
    def span(self) -> int:
        return len(self.heads) + 2


Rows = list[dict[str, str]]


def typed_rows(post: Mapping[str, Any], key: str, columns: Sequence[EditColumn]) -> Rows:
    """What was typed, row by row; a row with nothing in it is still a row."""
    said = str(post.get(f"{key}-count", ""))
    count = min(int(said), MOST) if said.isascii() and said.isdigit() else 0
    return [
        {column.name: _said(post.get(f"{key}-{n}-{column.name}", ""), column) for column in columns}
        for n in range(1, count + 1)
    ]


def _said(text: Any, column: EditColumn) -> str:
    """What wraps on the page is still one line."""
    return " ".join(str(text).split()) if column.kind == "area" else str(text).strip()


def filled_rows(rows: Rows, columns: Sequence[EditColumn]) -> Rows:
    """Without rows in which nothing was typed (choices do not count)."""
    typing = [column.name for column in columns if column.kind in ("text", "area", "number")]
    return [row for row in rows if any(row[name] for name in typing)]


def pressed(post: Mapping[str, Any]) -> tuple[str, str, int] | None:
    """(table, what, row) of the button that was pressed on a row: add, remove, up, down."""
    key, _, rest = str(post.get("op", "")).partition(":")
    what, _, row = rest.partition(":")
    known = what in ("add", "remove", "up", "down") and row.isascii() and row.isdigit()
    return (key, what, int(row)) if known else None


def after_press(rows: Rows, what: str, row: int, columns: Sequence[EditColumn]) -> tuple[Rows, int]:
    """The rows after the press, and the row to stand in."""
    made = list(rows)
    if what == "add":
        fresh = {column.name: column.choices[0][0] if column.choices else "" for column in columns}
        made.insert(row, fresh)
        return made, min(row, len(rows)) + 1
    if not 1 <= row <= len(made):
        return made, 0
    if what == "remove":
        del made[row - 1]
        return made, min(row, len(made))
    other = row + (1 if what == "down" else -1)
    if 1 <= other <= len(made):
        made[row - 1], made[other - 1] = made[other - 1], made[row - 1]
        return made, other
    return made, row


def edit_table(
    key: str, caption: Any, noun: Any, columns: Sequence[EditColumn], rows: Rows, *, focus: int = 0, wrong: str = ""
) -> EditTable:
    """`wrong`: column-row of the cell that was refused, as errors name their field."""
    first = next((column.name for column in columns if column.kind != "hidden"), "")
    made = tuple(
        EditRow(
            n,
            tuple(
                EditCell(
                    column, f"{key}-{n}-{column.name}", row.get(column.name, ""), wrong == f"{column.name}-{n}",
                    n == focus and column.name == first,
                ) for column in columns
            ),
        ) for n, row in enumerate(rows, 1)
    )  # fmt: skip
    return EditTable(key, caption, noun, tuple(columns), made)
