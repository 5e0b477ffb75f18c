"""Rates that never travel bare; the figures are those of real reports."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvu.core.numbers import NO_BREAK_SPACE, Rounding, round_to
from congvu.core.ratio import (
    NegativeCount,
    Ratio,
    WhenNothing,
    explain,
    rate,
    roundings_of,
    shares,
    sum_of,
)

HALF_UP, TRUNCATED = Rounding.HALF_UP, Rounding.TRUNCATED
counts = st.integers(0, 10**7)


@pytest.mark.parametrize(
    ("numerator", "denominator", "half_up", "truncated"),
    [
        pytest.param(10, 18, "55.56", "55.55", id="Bến Lức 2023: plan tasks done"),
        pytest.param(1242, 1276, "97.34", "97.33", id="Thừa Thiên Huế 2020: in time of all received"),
        pytest.param(1242, 1276 - 17, "98.65", "98.64", id="the same of those no longer in progress"),
        pytest.param(1242, 1250, "99.36", "99.36", id="the only denominator that gives the printed figure"),
        pytest.param(17, 1276, "1.33", "1.33", id="in progress of all received"),
        pytest.param(16051, 16051 + 223, "98.63", "98.62", id="central government 2017: done of due"),
        pytest.param(13119, 15533, "84.46", "84.45", id="Hải Phòng 2018: done of all"),
        pytest.param(82, 114, "71.93", "71.92", id="programme items passed"),
        pytest.param(30, 30, "100.00", "100.00", id="all"),
        pytest.param(1, 800, "0.13", "0.12", id="exactly half goes up"),
        pytest.param(Decimal("62.62"), 70, "89.46", "89.45", id="Nam Định 2020: points of points"),
    ],
)
def test_rate(numerator, denominator, half_up, truncated):
    assert rate(numerator, denominator).value == Decimal(half_up)
    assert rate(numerator, denominator, rounding=TRUNCATED).value == Decimal(truncated)


@pytest.mark.parametrize(
    ("when_nothing", "value", "words"),
    [
        (WhenNothing.EXCLUDED, None, "0/0: không phát sinh, không tính tỷ lệ"),
        (WhenNothing.FULL, Decimal("100.00"), "0/0: không phát sinh, tính là 100,00 %"),
        (WhenNothing.ZERO, Decimal("0.00"), "0/0: không phát sinh, tính là 0,00 %"),
    ],
)
def test_when_nothing_happened_the_rate_says_so(when_nothing, value, words):
    nothing = rate(0, 0, when_nothing=when_nothing)
    assert nothing.value == value
    assert str(explain(nothing)).replace(NO_BREAK_SPACE, " ") == words


def test_something_out_of_nothing_is_never_full():
    strange = rate(3, 0, when_nothing=WhenNothing.FULL)
    assert strange.value is None
    assert "hãy kiểm tra" in str(explain(strange))


def test_more_than_all_is_shown_and_flagged():
    update = rate(1019, 1000)
    assert update.value == Decimal("101.90")
    assert update.ratio.exceeds_whole
    assert "vượt quá tổng số" in str(explain(update))


@pytest.mark.parametrize(
    ("of", "words"),
    [
        pytest.param(rate(1242, 1276), "1.242/1.276 = 97,34 %", id="plain"),
        pytest.param(
            rate(10, 18, rounding=TRUNCATED), "10/18 = 55,55 % (cắt bớt; làm tròn là 55,56 %)", id="cut: both are told"
        ),
        pytest.param(rate(9, 9, rounding=TRUNCATED), "9/9 = 100,00 %", id="cutting changed nothing"),
        pytest.param(rate(1, 3, places=0), "1/3 = 33 %", id="no places"),
    ],
)
def test_explain(of, words):
    assert str(explain(of)).replace(NO_BREAK_SPACE, " ") == words


def test_explanation_in_english_writes_english_numbers():
    assert explain(rate(1242, 1276), "en").data == {"numerator": "1,242", "denominator": "1,276", "value": "97.34%"}


def test_a_rate_is_never_bare():
    on_time = rate(1242, 1276)
    assert (on_time.numerator, on_time.denominator) == (1242, 1276)
    assert on_time.fraction() == "1.242/1.276"
    assert on_time.text() == f"97,34{NO_BREAK_SPACE}%"


@pytest.mark.parametrize(
    ("numerator", "denominator", "printed", "expected"),
    [
        pytest.param(10, 18, "55.55", (TRUNCATED,), id="cut"),
        pytest.param(10, 18, "55.56", (HALF_UP,), id="rounded"),
        pytest.param(1242, 1276, "99.36", (), id="does not follow"),
        pytest.param(1242, 1276, "97", (HALF_UP, TRUNCATED), id="whole percent, both ways"),
        pytest.param(2501, 2723, "91.8", (HALF_UP, TRUNCATED), id="one place"),
        pytest.param(16051, 16274, "98.62", (TRUNCATED,), id="central government 2017"),
        pytest.param(30, 30, "100", (HALF_UP, TRUNCATED), id="all"),
        pytest.param(5, 0, "100", (), id="of nothing"),
    ],
)
def test_roundings_of(numerator, denominator, printed, expected):
    assert roundings_of(numerator, denominator, printed=Decimal(printed)) == expected


@given(counts, st.integers(1, 10**7), st.integers(0, 4), st.sampled_from(Rounding))
def test_what_we_print_is_recognised(numerator, denominator, places, rounding):
    printed = rate(numerator, denominator, places=places, rounding=rounding).value
    assert rounding in roundings_of(numerator, denominator, printed=printed)


@given(st.fractions(), st.integers(0, 6))
def test_half_up_is_nearest_and_truncated_never_grows(value, places):
    step = Fraction(1, 10**places)
    assert abs(Fraction(round_to(value, places)) - value) <= step / 2
    cut = Fraction(round_to(value, places, TRUNCATED))
    assert abs(cut) <= abs(value) < abs(cut) + step


def test_negative_counts_are_refused():
    with pytest.raises(NegativeCount):
        Ratio(-1, 5)
    with pytest.raises(NegativeCount):
        shares([3, -1])


@given(st.lists(st.tuples(counts, counts), max_size=6))
def test_rates_of_groups_are_added_by_their_counts(groups):
    together = sum_of(Ratio(n, m, WhenNothing.FULL) for n, m in groups)
    assert (together.numerator, together.denominator) == (sum(n for n, _ in groups), sum(m for _, m in groups))
    assert not groups or together.when_nothing is WhenNothing.FULL


@pytest.mark.parametrize(
    ("parts", "values"),
    [
        pytest.param([1, 1, 1], ["33.34", "33.33", "33.33"], id="equal remainders: the earlier row"),
        pytest.param([2, 2, 2, 0], ["33.34", "33.33", "33.33", "0.00"], id="nought stays nought"),
        pytest.param([14068, 1983], ["87.65", "12.35"], id="on time and late of done, central government 2017"),
        pytest.param([5], ["100.00"], id="one row is all"),
        pytest.param([Decimal("0.5"), Decimal("1.5")], ["25.00", "75.00"], id="points as well as counts"),
    ],
)
def test_shares(parts, values):
    assert [share.value for share in shares(parts)] == [Decimal(value) for value in values]


def test_an_adjusted_share_is_labelled():
    assert [share.adjusted for share in shares([1, 1, 1])] == [True, False, False]
    assert not any(share.adjusted for share in shares([1, 1]))


def test_shares_of_nothing():
    assert [share.value for share in shares([0, 0])] == [None, None]
    assert shares([]) == ()


@given(st.lists(counts, min_size=1, max_size=12).filter(any), st.integers(0, 3))
def test_shares_add_up_and_stay_within_one_step_of_the_truth(parts, places):
    rows = shares(parts, places=places)
    assert sum(row.value for row in rows) == 100
    for row in rows:
        assert abs(Fraction(row.value) - Fraction(row.count * 100, sum(parts))) < Fraction(1, 10**places)
