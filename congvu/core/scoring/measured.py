"""Rules over a figure: bands, ratio to a threshold, proportion, linear over a base, comparison with a base, rank."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from congvu.core.errors import N_, Said
from congvu.core.scoring.judged import above_nought, points_or_all
from congvu.core.scoring.spec import BASE, DECIMAL, FLAG, NAME, WHOLE, Codec, list_of, optional, record, rule_type
from congvu.core.scoring.values import (
    Base,
    External,
    Given,
    InputUnfit,
    Kind,
    Line,
    Wanted,
    Worth,
    base_of,
    count,
    line,
    number,
    percentage,
    write,
    yes_no,
)


@dataclass(frozen=True, slots=True)
class Band:
    """From `min` to `max`, each end open or closed; None is without end. 90 exactly belongs where it is closed."""

    shape: ClassVar[Mapping[str, Codec]] = {
        "min": optional(DECIMAL), "min_inclusive": FLAG, "max": optional(DECIMAL), "max_inclusive": FLAG,
        "points": DECIMAL,
    }  # fmt: skip
    points: Decimal
    min: Decimal | None = None
    min_inclusive: bool = True
    max: Decimal | None = None
    max_inclusive: bool = False

    def holds(self, value: Fraction) -> bool:
        above = self.min is None or value > self.min or (self.min_inclusive and value == self.min)
        return above and (self.max is None or value < self.max or (self.max_inclusive and value == self.max))

    def written(self) -> str:
        """`[70; 90)`, as it is printed."""
        left = "(−∞" if self.min is None else f"{'[' if self.min_inclusive else '('}{write(self.min)}"
        right = "+∞)" if self.max is None else f"{write(self.max)}{']' if self.max_inclusive else ')'}"
        return f"{left}; {right}"


class _Measured:
    __slots__ = ()
    may_be_nothing: ClassVar[bool] = True


@rule_type
@dataclass(frozen=True, slots=True)
class Bands(_Measured):
    """The points of the band in which the figure lies; a ratio is read as a percentage."""

    type: ClassVar[str] = "bands"
    shape: ClassVar[Mapping[str, Codec]] = {"of": NAME, "bands": list_of(record(Band))}
    bands: tuple[Band, ...]
    of: str = "value"

    def wants(self) -> tuple[Wanted, ...]:
        return (Wanted(self.of, Kind.NUMBER),)

    def worth(self, given: Given, out_of: Decimal) -> Worth:
        value = number(given, self.of)
        band = next((band for band in self.bands if band.holds(value)), None)
        if band is None:
            raise InputUnfit(
                field=self.of, name=self.of, value=write(value), wanted=Said(N_("một số nằm trong một khoảng đã định"))
            )
        said = line(
            N_("%(value)s thuộc khoảng %(band)s: %(points)s"), value=value, band=band.written(), points=band.points
        )
        return Worth(Fraction(band.points), (said,))

    def most(self, out_of: Decimal) -> Decimal:
        return max(band.points for band in self.bands)


@rule_type
@dataclass(frozen=True, slots=True)
class RatioToThreshold(_Measured):
    """At the threshold (percent) and above all points; below it percentage × maximum / threshold."""

    type: ClassVar[str] = "ratio_to_threshold"
    shape: ClassVar[Mapping[str, Codec]] = {"of": NAME, "threshold": DECIMAL}
    threshold: Decimal
    of: str = "value"

    def __post_init__(self) -> None:
        above_nought(threshold=self.threshold)

    def wants(self) -> tuple[Wanted, ...]:
        return (Wanted(self.of, Kind.RATIO),)

    def worth(self, given: Given, out_of: Decimal) -> Worth:
        percent, shown = percentage(given, self.of)
        if percent >= self.threshold:
            said = line(N_("đạt ngưỡng %(threshold)s %%: %(points)s"), threshold=self.threshold, points=out_of)
            return Worth(Fraction(out_of), (shown, said))
        points = percent * Fraction(out_of) / Fraction(self.threshold)
        said = line(
            N_("%(percent)s × %(out_of)s / %(threshold)s = %(points)s"),
            percent=percent, out_of=out_of, threshold=self.threshold, points=points,
        )  # fmt: skip
        return Worth(points, (shown, said))

    def most(self, out_of: Decimal) -> Decimal:
        return out_of


@rule_type
@dataclass(frozen=True, slots=True)
class Proportion(_Measured):
    """Percentage × maximum; nothing under the floor (percent). The floor itself counts, unless it is said not to."""

    type: ClassVar[str] = "proportion"
    shape: ClassVar[Mapping[str, Codec]] = {"of": NAME, "floor": optional(DECIMAL), "floor_inclusive": FLAG}
    of: str = "value"
    floor: Decimal | None = None
    floor_inclusive: bool = True

    def wants(self) -> tuple[Wanted, ...]:
        return (Wanted(self.of, Kind.RATIO),)

    def worth(self, given: Given, out_of: Decimal) -> Worth:
        percent, shown = percentage(given, self.of)
        if self.floor is not None and (percent < self.floor or (percent == self.floor and not self.floor_inclusive)):
            return Worth(Fraction(0), (shown, line(N_("dưới mức sàn %(floor)s %%: 0"), floor=self.floor)))
        points = percent * Fraction(out_of) / 100
        said = line(N_("%(percent)s %% × %(out_of)s = %(points)s"), percent=percent, out_of=out_of, points=points)
        return Worth(points, (shown, said))

    def most(self, out_of: Decimal) -> Decimal:
        return out_of


@rule_type
@dataclass(frozen=True, slots=True)
class Linear(_Measured):
    """`base_points` up to the base, then `step_points` for each `step` beyond it, up to `cap` (else the maximum).

    A part of a step counts in proportion, unless `whole_steps`. `downward`: less is better. Under `floor` (over it,
    downward) nothing is given. `scaled_when` names a yes/no answer at which the base, and with `scaled_step` the step
    too, is multiplied by `scaled_by` percent (mountain communes: 75 % of the population level).
    """

    type: ClassVar[str] = "linear"
    shape: ClassVar[Mapping[str, Codec]] = {
        "of": NAME, "base": BASE, "base_points": DECIMAL, "step": DECIMAL, "step_points": DECIMAL,
        "cap": optional(DECIMAL), "downward": FLAG, "whole_steps": FLAG, "floor": optional(DECIMAL),
        "scaled_when": optional(NAME), "scaled_by": DECIMAL, "scaled_step": FLAG,
    }  # fmt: skip
    base: Base
    base_points: Decimal
    step: Decimal
    step_points: Decimal
    of: str = "value"
    cap: Decimal | None = None
    downward: bool = False
    whole_steps: bool = False
    floor: Decimal | None = None
    scaled_when: str | None = None
    scaled_by: Decimal = Decimal(100)
    scaled_step: bool = False

    def __post_init__(self) -> None:
        above_nought(step=self.step, scaled_by=self.scaled_by)

    def wants(self) -> tuple[Wanted, ...]:
        wanted = [Wanted(self.of, Kind.NUMBER)]
        if isinstance(self.base, External):
            wanted.append(Wanted(self.base.name, Kind.NUMBER, year=self.base.year))
        if self.scaled_when:
            wanted.append(Wanted(self.scaled_when, Kind.YES_NO))
        return tuple(wanted)

    def worth(self, given: Given, out_of: Decimal) -> Worth:
        value, base, step = number(given, self.of), base_of(self.base, given), Fraction(self.step)
        if self.scaled_when and yes_no(given, self.scaled_when):
            base = base * Fraction(self.scaled_by) / 100
            step = step * Fraction(self.scaled_by) / 100 if self.scaled_step else step
        if self.floor is not None and (value > self.floor if self.downward else value < self.floor):
            said = N_("%(value)s cao hơn mức %(floor)s: 0") if self.downward else N_("%(value)s dưới mức %(floor)s: 0")
            return Worth(Fraction(0), (line(said, value=value, floor=self.floor),))
        beyond = base - value if self.downward else value - base
        if beyond <= 0:
            said = N_("%(value)s, mức gốc %(base)s: %(points)s")
            return Worth(Fraction(self.base_points), (line(said, value=value, base=base, points=self.base_points),))
        steps = beyond / step
        return self._beyond(value, base, step, Fraction(steps.__floor__()) if self.whole_steps else steps, out_of)

    def _beyond(self, value: Fraction, base: Fraction, step: Fraction, steps: Fraction, out_of: Decimal) -> Worth:
        points = Fraction(self.base_points) + steps * Fraction(self.step_points)
        formula = (
            N_("%(base_points)s + (%(base)s − %(value)s)/%(step)s × %(step_points)s = %(points)s")
            if self.downward
            else N_("%(base_points)s + (%(value)s − %(base)s)/%(step)s × %(step_points)s = %(points)s")
        )
        lines: list[Line] = [
            line(
                formula, base_points=self.base_points, base=base, value=value, step=step, step_points=self.step_points,
                points=points,
            )
        ]  # fmt: skip
        cap = points_or_all(self.cap, out_of)
        if points > cap:
            lines.append(line(N_("tối đa %(cap)s"), cap=cap))
            points = Fraction(cap)
        return Worth(points, tuple(lines))

    def most(self, out_of: Decimal) -> Decimal:
        return points_or_all(self.cap, out_of)


@rule_type
@dataclass(frozen=True, slots=True)
class AtLeast(_Measured):
    """Reaching the base gives all points (or `reached`), staying below gives `below`; `strict`: it must be passed."""

    type: ClassVar[str] = "at_least"
    shape: ClassVar[Mapping[str, Codec]] = {
        "of": NAME, "base": BASE, "reached": optional(DECIMAL), "below": DECIMAL, "strict": FLAG,
    }  # fmt: skip
    base: Base
    of: str = "value"
    reached: Decimal | None = None
    below: Decimal = Decimal(0)
    strict: bool = False

    def wants(self) -> tuple[Wanted, ...]:
        own = Wanted(self.of, Kind.NUMBER)
        if isinstance(self.base, External):
            return own, Wanted(self.base.name, Kind.NUMBER, year=self.base.year)
        return (own,)

    def worth(self, given: Given, out_of: Decimal) -> Worth:
        value, base = number(given, self.of), base_of(self.base, given)
        reached = value > base if self.strict else value >= base
        points = points_or_all(self.reached, out_of) if reached else self.below
        said = N_("%(value)s đạt mức %(base)s: %(points)s") if reached else N_("%(value)s dưới %(base)s: %(points)s")
        return Worth(Fraction(points), (line(said, value=value, base=base, points=points),))

    def most(self, out_of: Decimal) -> Decimal:
        return max(points_or_all(self.reached, out_of), self.below)


@dataclass(frozen=True, slots=True)
class Place:
    """Up to and including this place."""

    shape: ClassVar[Mapping[str, Codec]] = {"until": WHOLE, "points": DECIMAL}
    until: int
    points: Decimal


@rule_type
@dataclass(frozen=True, slots=True)
class RankBands:
    """Points by the place in a published ranking: first ten 3, next ten 2, others 1."""

    type: ClassVar[str] = "rank_bands"
    shape: ClassVar[Mapping[str, Codec]] = {"of": NAME, "places": list_of(record(Place)), "otherwise": DECIMAL}
    may_be_nothing: ClassVar[bool] = False
    places: tuple[Place, ...]
    otherwise: Decimal = Decimal(0)
    of: str = "rank"

    def wants(self) -> tuple[Wanted, ...]:
        return (Wanted(self.of, Kind.RANK),)

    def worth(self, given: Given, out_of: Decimal) -> Worth:
        rank = count(given, self.of)
        if rank < 1:
            raise InputUnfit(field=self.of, name=self.of, value=rank, wanted=Said(Kind.RANK.label))
        points = next((place.points for place in self.places if rank <= place.until), self.otherwise)
        return Worth(Fraction(points), (line(N_("hạng %(rank)s: %(points)s"), rank=rank, points=points),))

    def most(self, out_of: Decimal) -> Decimal:
        return max(self.otherwise, *(place.points for place in self.places))
