"""Three clocks on one scale of working days: what was promised, this step, what the system lost."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Final, Literal

from congvu.faces import words
from congvu.faces.words import Words

Use = Literal["used", "used2", "pause", "system", "left", "none"]
_LABEL_FROM: Final = Decimal(6)
"""Per cent of the bar from which a segment is wide enough to carry its figure."""


@dataclass(frozen=True, slots=True)
class Segment:
    """A stretch of time. `label` is written inside when there is room, `title` names it in the list below the bar."""

    use: Use
    days: Decimal
    label: Words = ""
    title: Words = ""
    in_legend: bool = False

    @property
    def days_text(self) -> str:
        return words.number(self.days, 1)


@dataclass(frozen=True, slots=True)
class Drawn:
    """A segment with its place on the bar, in per cent as SVG writes them."""

    segment: Segment
    x: str
    width: str
    text: str


@dataclass(frozen=True, slots=True)
class Clock:
    """`sentence` says the whole bar in words. `figure` is bold, `figure_note` follows it, `second` stands below."""

    name: Words
    note: Words
    segments: tuple[Segment, ...]
    sentence: Words
    figure: Words
    figure_note: Words = ""
    second: Words = ""
    evidence_url: str = ""

    def drawn(self, scale: Decimal) -> Iterator[Drawn]:
        at = Decimal(0)
        for segment in self.segments:
            share = segment.days * 100 / scale
            text = str(segment.label or segment.days_text) if segment.use not in ("none", "system", "used2") else ""
            yield Drawn(segment, f"{at:.2f}%", f"{share:.2f}%", text if share >= max(_LABEL_FROM, _fits(text)) else "")
            at += share

    @property
    def legend(self) -> list[Segment]:
        return [segment for segment in self.segments if segment.in_legend]


@dataclass(frozen=True, slots=True)
class ThreeClocks:
    """`clocks` in the order legal, step, system. All bars share one scale: the longest sum of segments."""

    clocks: tuple[Clock, ...]
    note: Words = ""
    title: Words = ""

    @property
    def scale(self) -> Decimal:
        return max(
            (sum((s.days for s in clock.segments), Decimal(0)) for clock in self.clocks), default=Decimal(1)
        ) or Decimal(1)

    @property
    def bars(self) -> list[tuple[Clock, list[Drawn]]]:
        scale = self.scale
        return [(clock, list(clock.drawn(scale))) for clock in self.clocks]


def _fits(text: str) -> Decimal:
    """Per cents of the bar that a label takes at the narrowest bar of a desk."""
    return 2 + Decimal("1.8") * len(text)
