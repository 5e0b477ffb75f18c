"""Bands, ranks and the two means."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvu.core.ratio import Ratio, rate, sum_of
from congvu.core.tracking.standing import ABOVE_80, BANDS, banded, means, points_between, ranked

RATIOS = st.lists(st.tuples(st.integers(0, 50), st.integers(0, 50)).map(lambda pair: Ratio(*pair)), max_size=30)


@pytest.mark.parametrize(
    ("numerator", "denominator", "band"),
    [
        pytest.param(1, 1, "full", id="100 %"),
        pytest.param(99_996, 100_000, "middle", id="99,996 % prints as 100,00 and is not 100 %"),
        pytest.param(7, 10, "middle", id="70 % belongs to the middle"),
        pytest.param(69_999, 100_000, "low", id="just below 70 %"),
        pytest.param(0, 4, "low", id="0 %"),
        pytest.param(1019, 1000, "over", id="101,9 %, as printed in 2025: flagged"),
        pytest.param(0, 0, "none", id="nothing to count"),
    ],
)
def test_bands_have_explicit_ends(numerator, denominator, band):
    counts = banded([Ratio(numerator, denominator)])
    assert [code for code, count in counts.items() if count] == [band]


def test_da_nang_2021():
    units = [Ratio(5, 5)] * 6 + [Ratio(8, 10)] * 43 + [Ratio(6, 10)] * 6
    assert banded(units) == {"over": 0, "full": 6, "middle": 43, "low": 6, "none": 0}


def test_above_80_does_not_hold_80():
    assert not ABOVE_80.holds(Fraction(80, 100))
    assert ABOVE_80.holds(Fraction(80_001, 100_000))


@given(RATIOS)
def test_every_unit_falls_into_one_band(ratios):
    assert sum(banded(ratios).values()) == len(ratios)
    for ratio in ratios:
        if ratio.exact is not None:
            assert sum(band.holds(ratio.exact) for band in BANDS) == 1


def test_equal_rates_share_a_rank_whatever_their_counts():
    standings = ranked(
        [("A", Ratio(3, 4)), ("B", Ratio(75, 100)), ("C", Ratio(1, 1)), ("D", Ratio(0, 0)), ("E", Ratio(1, 2))]
    )
    assert [(one.of, one.rank, one.shared) for one in standings] == [
        ("C", 1, False), ("A", 2, True), ("B", 2, True), ("E", 4, False), ("D", None, False),
    ]  # fmt: skip


@given(RATIOS)
def test_a_rank_is_one_more_than_those_who_are_better(ratios):
    for one in ranked(list(enumerate(ratios))):
        better = [
            r for r in ratios if r.exact is not None and one.ratio.exact is not None and r.exact > one.ratio.exact
        ]
        assert one.rank is None if one.ratio.exact is None else one.rank == len(better) + 1


def test_the_mean_of_rates_is_not_the_pooled_rate():
    both = means([Ratio(1, 1), Ratio(50, 100), Ratio(0, 0)])
    assert (both.of_rates, both.counted, both.left_out) == (Decimal("75.00"), 2, 1)
    assert rate(both.pooled.numerator, both.pooled.denominator).value == Decimal("50.50")


def test_of_nothing_there_is_no_mean():
    assert means([]).of_rates is None


@given(RATIOS)
def test_the_pooled_rate_adds_counts(ratios):
    assert means(ratios).pooled == sum_of(ratios)


def test_points_are_the_difference_of_what_is_printed():
    assert points_between(rate(13119, 15533), rate(10, 18)) == Decimal("28.90")
    assert points_between(rate(1, 2), rate(0, 0)) is None
