"""How units stand beside each other: bands with explicit ends, ranks with a stated rule for ties, two kinds of mean.

Every comparison is made on the exact fraction, never on what is printed: 99,996 % prints as 100,00 and is not 100 %.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Generic, TypeVar

from congvu.core.errors import N_
from congvu.core.numbers import round_to
from congvu.core.ratio import Rate, Ratio, sum_of

Of = TypeVar("Of")


@dataclass(frozen=True, slots=True)
class Band:
    """Rates from `low` to `high` per cent; `low_in`, `high_in` say whether an end belongs to it. None: no end."""

    code: str
    name: str
    low: int | None
    low_in: bool
    high: int | None
    high_in: bool

    def holds(self, exact: Fraction) -> bool:
        percent = exact * 100
        above = self.low is None or percent > self.low or (self.low_in and percent == self.low)
        below = self.high is None or percent < self.high or (self.high_in and percent == self.high)
        return above and below


BANDS = (
    Band("over", N_("trên 100 %, cần kiểm tra số liệu"), 100, False, None, False),
    Band("full", N_("100 %"), 100, True, 100, True),
    Band("middle", N_("từ 70 % đến dưới 100 %"), 70, True, 100, False),
    Band("low", N_("dưới 70 %"), None, False, 70, False),
)
"""The bands that Đà Nẵng printed in 2021 (6, 43 and 6 of 55 units), and one for rates that cannot be right."""
ABOVE_80 = Band("above_80", N_("trên 80 %"), 80, False, None, False)
"""Counted across the bands: Long An, first half of 2019, printed “19 units above 80 %”; 80,00 % is not above."""


@dataclass(frozen=True, slots=True)
class Standing(Generic[Of]):
    """One of those compared. `rank` is None where there is nothing to compare (no denominator)."""

    of: Of
    ratio: Ratio
    rank: int | None
    shared: bool


TIES = N_("Tỷ lệ bằng nhau thì đồng hạng và hạng kế tiếp lùi lại (1, 2, 2, 4); không phát sinh thì không xếp hạng.")


def ranked(rows: Iterable[tuple[Of, Ratio]]) -> tuple[Standing[Of], ...]:
    """Highest first. Equal rates share a rank and the next one is passed over; without a rate, last and no rank.

    Among equals the order of the input stays.

    >>> [one.rank for one in ranked([("a", Ratio(9, 10)), ("b", Ratio(1, 1)), ("c", Ratio(18, 20))])]
    [1, 2, 2]
    """
    found = [(of, ratio, ratio.exact) for of, ratio in rows]
    counted = sorted((row for row in found if row[2] is not None), key=lambda row: -(row[2] or 0))
    rates = [exact for _of, _ratio, exact in counted]
    standings = [Standing(of, ratio, rates.index(exact) + 1, rates.count(exact) > 1) for of, ratio, exact in counted]
    return (*standings, *(Standing(of, ratio, None, shared=False) for of, ratio, exact in found if exact is None))


def banded(ratios: Sequence[Ratio], bands: Sequence[Band] = BANDS) -> dict[str, int]:
    """How many fall into each band; `none` are those without a rate."""
    counts = {band.code: 0 for band in bands} | {"none": 0}
    for ratio in ratios:
        exact = ratio.exact
        code = "none" if exact is None else next((band.code for band in bands if band.holds(exact)), "none")
        counts[code] += 1
    return counts


@dataclass(frozen=True, slots=True)
class Means:
    """Two figures that are often printed under one name.

    `pooled`: all counts added, then divided. `of_rates`: every unit's rate weighs the same, however few its tasks;
    `counted` units have one, `left_out` have nothing to count.
    """

    pooled: Ratio
    of_rates: Decimal | None
    counted: int
    left_out: int


def means(ratios: Sequence[Ratio], *, places: int = 2) -> Means:
    """
    >>> both = means([Ratio(1, 1), Ratio(50, 100)])
    >>> both.of_rates, both.pooled.numerator, both.pooled.denominator
    (Decimal('75.00'), 51, 101)
    """
    exact = [value for ratio in ratios if (value := ratio.exact) is not None]
    mean = round_to(sum(exact, Fraction(0)) / len(exact) * 100, places) if exact else None
    return Means(sum_of(ratios), mean, len(exact), len(ratios) - len(exact))


def points_between(now: Rate, before: Rate) -> Decimal | None:
    """Percentage points from one period to the next, of the printed values, so that a reader can work it out."""
    if now.value is None or before.value is None:
        return None
    return now.value - before.value
