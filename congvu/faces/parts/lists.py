"""The list: columns, groups, rows, filters as chips, exact count, keyset paging, what the reader may do with many."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Final, Literal, TypeAlias

from django.utils.translation import gettext as _

from congvu.faces import words
from congvu.faces.parts.deadline import Deadline
from congvu.faces.parts.matter import Action, EmptyState, StatusBadge
from congvu.faces.parts.saved import SavedViews
from congvu.faces.words import Words

Phone = Literal["kind", "code", "title", "todo", "side", "meta", "hide"]


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a list. `unit` stands in the head after the label (“Hạn, số ngày làm việc”).

    `sort`: the value of `?xep=` this head offers. `width`: how wide words may grow before they wrap, one of xs s m l
    xl xxl; without it the column takes what is left. Codes, dates, numbers, badges are as wide as they are.
    `phone`: where the cell goes on the card a row becomes on a phone. `fixed`: cannot be put away by choice of columns.
    """

    key: str
    label: Words
    unit: Words = ""
    figures: bool = False
    sort: str = ""
    width: Literal["", "xs", "s", "m", "l", "xl", "xxl"] = ""
    phone: Phone = "meta"
    fixed: bool = False
    hidden_at_first: bool = False

    @property
    def wide(self) -> str:
        return f" w-{self.width}" if self.width else ""


@dataclass(frozen=True, slots=True)
class Link:
    """The name of the matter, opening it. `note` is small and grey behind it."""

    text: Words
    url: str
    note: Words = ""


@dataclass(frozen=True, slots=True)
class Kind:
    """Icon and word of a kind of work."""

    text: Words
    icon: str


@dataclass(frozen=True, slots=True)
class Code:
    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Num:
    """A number; `url` opens its rows; `hot` is for what is truly late; `places` rounds half up."""

    value: int | Decimal | None
    url: str = ""
    hot: bool = False
    places: int | None = None

    @property
    def text(self) -> str:
        return "–" if self.value is None else words.number(self.value, self.places)


@dataclass(frozen=True, slots=True)
class Rate:
    """A rate with its fraction: both are shown, both open the rows.

    `bar` draws a short bar besides, from `bar_from` per cent to 100: where all rates are high, say so in the head."""

    numerator: int | Decimal
    denominator: int | Decimal
    url: str = ""
    bar: bool = False
    bar_from: int = 0

    @property
    def text(self) -> str:
        return words.percent(self.numerator, self.denominator)

    @property
    def fraction(self) -> str:
        return words.fraction(self.numerator, self.denominator)

    @property
    def width(self) -> str:
        if not self.denominator:
            return "0%"
        share = Decimal(self.numerator) * 100 / Decimal(self.denominator)
        return f"{max((share - self.bar_from) * 100 / (100 - self.bar_from), Decimal(0)):.1f}%"


@dataclass(frozen=True, slots=True)
class Press:
    """An act on the row itself, in a list that has a bulk bar: the button sends the list's own form to `url`."""

    label: Words
    url: str
    icon: str = ""


CellValue: TypeAlias = "Link | Press | Kind | Code | Num | Rate | Deadline | StatusBadge | date | Words | None"

_TEMPLATE: Final[dict[type, str]] = {
    Link: "link",
    Press: "press",
    Kind: "kind",
    Code: "code",
    Num: "num",
    Rate: "rate",
    Deadline: "deadline",
    StatusBadge: "status",
}


@dataclass(frozen=True, slots=True)
class Cell:
    column: Column
    value: CellValue

    @property
    def type(self) -> str:
        return _TEMPLATE.get(type(self.value), "text")

    @property
    def template(self) -> str:
        """What draws the value; "" for plain text and dates."""
        kind = _TEMPLATE.get(type(self.value))
        return f"faces/cells/{kind}.html" if kind else ""

    @property
    def css(self) -> str:
        figures = " num" if self.column.figures or isinstance(self.value, Num | Rate) else ""
        return f"c-{self.type} p-{self.column.phone}{figures}{self.column.wide}"

    @property
    def text(self) -> str:
        if self.value is None:
            return ""
        return words.day(self.value) if isinstance(self.value, date) else str(self.value)


@dataclass(frozen=True, slots=True)
class Row:
    """`key` names the row in bulk acts; `label` names it to those who cannot see it; `cells` by column key."""

    key: str
    label: str
    cells: Mapping[str, CellValue]
    selectable: bool = True


@dataclass(frozen=True, slots=True)
class RowGroup:
    """Rows under one head. A group without rows is not shown. `more_url` opens the rest of a long group."""

    label: Words
    rows: Sequence[Row]
    count: int | None = None
    note: Words = ""
    more_url: str = ""

    @property
    def rest(self) -> int:
        return max((self.count or 0) - len(self.rows), 0)


@dataclass(frozen=True, slots=True)
class SumRow:
    """The last row; `label` says what it sums: “Cộng 7 đơn vị hiện nay”."""

    label: Words
    cells: Mapping[str, CellValue]


@dataclass(frozen=True, slots=True)
class View:
    """A saved way of looking, as a tab above the list. `count` None is not shown, 0 is."""

    label: Words
    url: str
    count: int | None = None
    current: bool = False
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Choice:
    label: Words
    url: str
    current: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """A condition. Set: a chip with ✕ leading to `off_url`. Not set: a chip that opens `choices`, or a field named
    `key`.

    Made by `ListState.filter(…)`, which knows the rest of the address."""

    key: str
    label: Words
    value_label: Words = ""
    off_url: str = ""
    choices: tuple[Choice, ...] = ()
    input: Literal["", "text", "date", "number"] = ""
    keep: tuple[tuple[str, str], ...] = ()

    @property
    def is_set(self) -> bool:
        return bool(self.value_label)


@dataclass(frozen=True, slots=True)
class Paging:
    """Keyset paging: addresses of the first and the next page; empty when there is none."""

    next_url: str = ""
    first_url: str = ""


@dataclass(frozen=True, slots=True)
class Bulk:
    """Acts on the selected rows. Each is a POST of `name` (default "rows") values, to the action's `url`."""

    actions: tuple[Action, ...]
    noun: Words
    name: str = "rows"


@dataclass(frozen=True, slots=True)
class Table:
    """A list. `key` names it in the reader's stored choice of columns. `caption` names it to those who cannot see it.

    `count` rows match, of `total` there are; `noun` is what is counted: “việc”. `sort` is the present `?xep=` value,
    with a
    leading “-” when descending; `sort_url` an address ending in `xep=`. `shown` lists the chosen columns (None: all
    that
    are not hidden at first).
    """

    key: str
    caption: Words
    columns: tuple[Column, ...]
    rows: Sequence[Row] = ()
    groups: Sequence[RowGroup] = ()
    noun: Words = ""
    count: int | None = None
    total: int | None = None
    total_of: Words = ""
    sort: str = ""
    sort_url: str = ""
    filters: tuple[Filter, ...] = ()
    views: tuple[View, ...] = ()
    paging: Paging = Paging()
    exports: tuple[Action, ...] = ()
    bulk: Bulk | None = None
    sums: SumRow | None = None
    empty: EmptyState | None = None
    shown: tuple[str, ...] | None = None
    back_url: str = ""
    saved: SavedViews | None = None
    chooses_columns: bool = True
    keys_help: bool = True
    extra_css: str = field(default="")

    @property
    def visible(self) -> list[Column]:
        if self.shown is None:
            return [column for column in self.columns if column.fixed or not column.hidden_at_first]
        return [column for column in self.columns if column.fixed or column.key in self.shown]

    @property
    def choosable(self) -> list[tuple[Column, bool]]:
        visible = self.visible
        return [(column, column in visible) for column in self.columns if not column.fixed]

    @property
    def width(self) -> int:
        return len(self.visible) + bool(self.bulk)

    @property
    def heads(self) -> list[tuple[Column, str, str]]:
        """(column, address of its sort or "", aria-sort value)."""
        heads = []
        for column in self.visible:
            now = {column.sort: "ascending", f"-{column.sort}": "descending"}.get(self.sort, "") if column.sort else ""
            turned = f"-{column.sort}" if now == "ascending" else column.sort
            heads.append((column, f"{self.sort_url}{turned}" if column.sort and self.sort_url else "", now))
        return heads

    @property
    def bodies(self) -> list[tuple[RowGroup | None, list[tuple[Row, list[Cell]]]]]:
        if self.groups:
            return [(group, self._rows(group.rows)) for group in self.groups if group.rows]
        return [(None, self._rows(self.rows))] if self.rows else []

    @property
    def is_empty(self) -> bool:
        return not self.bodies

    @property
    def sum_cells(self) -> list[Cell]:
        """Cells of the sum row from the second visible column on; the first carries its label."""
        if not self.sums:
            return []
        return [Cell(column, self.sums.cells.get(column.key)) for column in self.visible[1:]]

    @property
    def count_text(self) -> str:
        if self.count is None:
            return ""
        return _("%(count)s %(noun)s khớp") % {"count": words.number(self.count), "noun": self.noun}

    @property
    def plain_count_text(self) -> str:
        return f"{words.number(self.count or 0)} {self.noun}"

    @property
    def narrowed(self) -> bool:
        return self.total is not None and self.total != self.count

    @property
    def total_text(self) -> str:
        return _("trong %(total)s %(of)s") % {"total": words.number(self.total or 0), "of": self.total_of or self.noun}

    def _rows(self, rows: Sequence[Row]) -> list[tuple[Row, list[Cell]]]:
        visible = self.visible
        return [(row, [Cell(column, row.cells.get(column.key)) for column in visible]) for row in rows]
