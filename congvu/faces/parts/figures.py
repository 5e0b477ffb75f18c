"""Figures: a number never stands alone. It carries its fraction, leads to its rows, and says what changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Literal

from django.utils.translation import gettext as _

from congvu.faces import words
from congvu.faces.words import Words


@dataclass(frozen=True, slots=True)
class Trend:
    """What changed. `good`: True better, False worse, None neither; the colour follows it, the icon the direction."""

    direction: Literal["up", "down", "flat"]
    text: Words
    good: bool | None = None

    @property
    def icon(self) -> str:
        return {"up": "trending-up", "down": "trending-down", "flat": "minus"}[self.direction]

    @property
    def css(self) -> str:
        return {True: "up", False: "bad", None: ""}[self.good]


@dataclass(frozen=True, slots=True)
class Figure:
    """A rate (`numerator` and `denominator`, shown in per cent) or a count (`value`, optionally out of `denominator`).

    `of` names what the denominator counts: “hồ sơ đã trả”. `url` opens the rows."""

    label: Words
    url: str
    of: Words
    value: int | Decimal | None = None
    numerator: int | Decimal | None = None
    denominator: int | Decimal | None = None
    trend: Trend | None = None
    places: int = 2

    @property
    def is_rate(self) -> bool:
        return self.value is None

    @property
    def value_text(self) -> str:
        if self.value is not None:
            return words.number(self.value)
        if not self.denominator:
            return "–"
        return words.number(Decimal(self.numerator or 0) * 100 / Decimal(self.denominator), self.places)

    @property
    def unit(self) -> str:
        return "%" if self.is_rate and self.denominator else ""

    @property
    def fraction_text(self) -> str:
        if self.is_rate:
            return f"{words.fraction(self.numerator or 0, self.denominator or 0)} {self.of}"
        if self.denominator is not None:
            return _("trong %(count)s %(of)s") % {"count": words.number(self.denominator), "of": self.of}
        return str(self.of)


@dataclass(frozen=True, slots=True)
class Bar:
    """A labelled bar. `part` is the stretch within it that hurts (overdue); `tone` "system" is time lost to the
    system."""

    label: Words
    value: int
    url: str = ""
    part: int | None = None
    part_url: str = ""
    tone: Literal["", "system"] = ""


@dataclass(frozen=True, slots=True)
class BarChart:
    """Bars with direct labels; it is its own table.

    `share` writes each bar's part of the sum; `part_word` what hurts.
    """

    caption: Words
    bars: Sequence[Bar]
    name_head: Words
    value_head: Words
    part_word: Words = ""
    share: bool = False
    sum_label: Words = ""

    @property
    def total(self) -> int:
        return sum(bar.value for bar in self.bars)

    @property
    def part_total(self) -> int:
        return sum(bar.part or 0 for bar in self.bars)

    @property
    def has_parts(self) -> bool:
        return any(bar.part is not None for bar in self.bars)

    @property
    def rows(self) -> list[tuple[Bar, str, str, str]]:
        """(bar, width of it, width of its part, share of the sum), widths in per cent as SVG writes them."""
        longest = max((bar.value for bar in self.bars), default=0) or 1
        return [
            (
                bar,
                f"{Decimal(bar.value) * 100 / longest:.2f}%",
                f"{Decimal(bar.part or 0) * 100 / longest:.2f}%",
                words.percent(bar.value, self.total, 1) if self.share else "",
            )
            for bar in self.bars
        ]


@dataclass(frozen=True, slots=True)
class Series:
    """Values over time, one for each point of the axis; None is a gap. `urls` open the rows behind each value."""

    name: Words
    values: Sequence[int | Decimal | None]
    urls: Sequence[str] = ()

    @property
    def cells(self) -> list[tuple[str, str]]:
        urls = list(self.urls) + [""] * (len(self.values) - len(self.urls))
        return [("–" if v is None else words.number(v), url) for v, url in zip(self.values, urls, strict=True)]


@dataclass(frozen=True, slots=True)
class TrendChart:
    """Up to two lines and, below them on their own scale, bars for what hurts. Labelled at the last point; no legend.

    `sentence` says what the chart shows to those who cannot see it. `notes`: point number → word (“Tết Dương lịch”)."""

    sentence: Words
    axis: Sequence[Words]
    axis_head: Words
    lines: Sequence[Series]
    bars: Series | None = None
    bars_note: Words = ""
    notes: Sequence[tuple[int, Words]] = ()

    @property
    def wide(self) -> "Drawing":
        from congvu.faces.parts.drawing import draw_trend

        return draw_trend(self, width=640, height=400 if self.bars else 270)

    @property
    def narrow(self) -> "Drawing":
        from congvu.faces.parts.drawing import draw_trend

        return draw_trend(self, width=340, height=280 if self.bars else 190)

    @property
    def all_series(self) -> list[Series]:
        return [*self.lines, *([self.bars] if self.bars else [])]


@dataclass(frozen=True, slots=True)
class Label:
    x: float
    y: float
    text: str
    css: str
    anchor: Literal["start", "middle", "end"] = "start"


@dataclass(frozen=True, slots=True)
class Drawing:
    """A trend chart in the coordinates of one picture size."""

    width: int
    height: int
    right: float
    grid: Sequence[float]
    polylines: Sequence[tuple[str, str]]
    dots: Sequence[tuple[float, float, str]]
    rects: Sequence[tuple[float, float, float, float, str]]
    labels: Sequence[Label]
