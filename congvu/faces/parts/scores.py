"""Charts of scores: bars of a ranking, dots by field, a slope from one period to the next, a heat map. Each is its own
table or has one beside it, carries its numbers as text, and needs no colour to be read."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from congvu.faces import words
from congvu.faces.words import Words


@dataclass(frozen=True, slots=True)
class ScoreBar:
    """`place` stands before the name (“3”, “–”); `note` small behind it."""

    label: Words
    value: Decimal | None
    place: str = ""
    url: str = ""
    note: Words = ""


@dataclass(frozen=True, slots=True)
class ScoreBars:
    """Bars from 0 to `out_of`, with a mark where the mean lies."""

    caption: Words
    bars: Sequence[ScoreBar]
    out_of: Decimal
    name_head: Words
    value_head: Words
    mean: Decimal | None = None
    mean_label: Words = ""
    places: int = 2

    @property
    def rows(self) -> list[tuple[ScoreBar, str, str]]:
        """(bar, its width, its value in words)."""
        return [
            (bar, _share(bar.value or Decimal(0), self.out_of), _text(bar.value, self.places)) for bar in self.bars
        ]  # fmt: skip

    @property
    def mean_at(self) -> str:
        return "" if self.mean is None else _share(self.mean, self.out_of)

    @property
    def mean_text(self) -> str:
        return _text(self.mean, self.places)


@dataclass(frozen=True, slots=True)
class DotRow:
    """One line of a dot plot: the values of all, and the one that is looked at (`own`)."""

    label: Words
    values: Sequence[Decimal]
    own: Decimal | None = None
    url: str = ""


@dataclass(frozen=True, slots=True)
class DotPlot:
    """Values from 0 to `out_of` on a line each; own value a filled square, mean a bar, everyone a ring."""

    sentence: Words
    rows: Sequence[DotRow]
    name_head: Words
    own_head: Words = ""
    out_of: Decimal = Decimal(100)

    @property
    def has_own(self) -> bool:
        return any(row.own is not None for row in self.rows)

    @property
    def lines(self) -> list["DotLine"]:
        return [_dot_line(row, self.out_of) for row in self.rows]


@dataclass(frozen=True, slots=True)
class DotLine:
    row: DotRow
    dots: tuple[str, ...]
    own_at: str
    mean_at: str
    low: str
    mean: str
    high: str
    own: str


@dataclass(frozen=True, slots=True)
class SlopeLine:
    label: Words
    before: Decimal
    after: Decimal
    url: str = ""


@dataclass(frozen=True, slots=True)
class SlopeChart:
    """From one period to the next: what falls is dashed, so the direction is read without colour."""

    sentence: Words
    before_label: Words
    after_label: Words
    lines: Sequence[SlopeLine]
    name_head: Words

    @property
    def height(self) -> int:
        return max(160, 26 * len(self.lines) + 40)

    @property
    def drawn(self) -> list["SlopeDrawn"]:
        return _slope(self.lines, self.height)

    @property
    def table(self) -> list[tuple[SlopeLine, str, str, str]]:
        return [
            (one, _text(one.before, 2), _text(one.after, 2), words.signed(one.after - one.before, 2))
            for one in self.lines
        ]


@dataclass(frozen=True, slots=True)
class SlopeDrawn:
    line: SlopeLine
    y1: float
    y2: float
    text_y1: float
    text_y2: float
    falls: bool
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class HeatCell:
    """`level` 0 (nothing) to 4 (most) shades the cell; the number in it says the same."""

    text: str
    level: int
    url: str = ""
    title: Words = ""


@dataclass(frozen=True, slots=True)
class HeatRow:
    label: Words
    cells: Sequence[HeatCell]
    total: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class HeatMap:
    """A table whose cells are shaded by how much; `columns` are (short head, full name)."""

    caption: Words
    name_head: Words
    columns: Sequence[tuple[str, Words]]
    rows: Sequence[HeatRow]
    total_head: Words
    foot_label: Words = ""
    foot: Sequence[str] = ()


def heat_level(value: Decimal, most: Decimal) -> int:
    """0 to 4.

    >>> heat_level(Decimal(0), Decimal(5)), heat_level(Decimal("0.1"), Decimal(5)), heat_level(Decimal(5), Decimal(5))
    (0, 1, 4)
    """
    if value <= 0 or most <= 0:
        return 0
    return min(4, 1 + int(value * 4 / most) - (value == most))


def _share(value: Decimal, whole: Decimal) -> str:
    share = max(min(value * 100 / whole, Decimal(100)), Decimal(0)) if whole > 0 else Decimal(0)
    return f"{share:.2f}%"


def _text(value: Decimal | None, places: int) -> str:
    return "–" if value is None else words.number(value, places)


def _dot_line(row: DotRow, out_of: Decimal) -> DotLine:
    values = sorted(row.values)
    mean = sum(values, Decimal(0)) / len(values) if values else None
    return DotLine(
        row, tuple(_share(v, out_of) for v in values), _share(row.own, out_of) if row.own is not None else "",
        _share(mean, out_of) if mean is not None else "", _text(values[0] if values else None, 1), _text(mean, 1),
        _text(values[-1] if values else None, 1), _text(row.own, 1),
    )  # fmt: skip


def _slope(lines: Sequence[SlopeLine], height: int) -> list[SlopeDrawn]:
    values = [v for one in lines for v in (one.before, one.after)]
    low, high = (min(values), max(values)) if values else (Decimal(0), Decimal(1))
    span = high - low or Decimal(1)

    def y(value: Decimal) -> float:
        return round(float((high - value) / span) * (height - 60) + 40, 1)

    lefts = _apart([y(one.before) for one in lines])
    rights = _apart([y(one.after) for one in lines])
    return [
        SlopeDrawn(
            one, y(one.before), y(one.after), left, right, one.after < one.before, _text(one.before, 2),
            _text(one.after, 2),
        )
        for one, left, right in zip(lines, lefts, rights, strict=True)
    ]  # fmt: skip


def _apart(heights: Sequence[float], gap: float = 17.0) -> list[float]:
    """Label heights moved down where they would cover one another, in the order of their values."""
    placed = list(heights)
    latest = float("-inf")
    for n in sorted(range(len(heights)), key=lambda k: heights[k]):
        placed[n] = latest = round(max(heights[n], latest + gap), 1)
    return placed
