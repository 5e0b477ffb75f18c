"""Ranking: ties by a printed rule, groups apart, movement with its doubts."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvu.core.ranking import Average, Entry, Published, Ranked, Ties, average, movements, ranking

D = Decimal


def entries(**points):
    return [Entry(unit, D(value)) for unit, value in points.items()]


def ranks(rows):
    return {row.unit: row.rank for row in rows}


@pytest.mark.parametrize(("ties", "expected"), [(Ties.COMPETITION, [1, 2, 2, 4]), (Ties.DENSE, [1, 2, 2, 3])])
def test_equal_points_share_a_rank(ties, expected):
    found = ranking(entries(a="80", b="75", c="75.00", d="70"), ties=ties)
    assert [row.rank for row in found] == expected
    assert [row.tied_with for row in found] == [(), ("c",), ("b",), ()]
    assert ties.label


def test_no_hidden_decimal_decides():
    assert ranks(ranking(entries(a="80.10", b="80.1"))) == {"a": 1, "b": 1}


def test_a_list_of_criteria_decides_and_says_which_one_did():
    found = ranking(
        [
            Entry("a", D(80), decided_by=(D(20), D(5))),
            Entry("b", D(80), decided_by=(D(20), D(6))),
            Entry("c", D(80), decided_by=(D(21), D(0))),
            Entry("d", D(70), decided_by=(D(9), D(9))),
        ]
    )
    assert [(row.unit, row.rank, row.decided_at) for row in found] == [
        ("c", 1, 0), ("b", 2, 1), ("a", 3, 1), ("d", 4, None),
    ]  # fmt: skip


def test_groups_are_ranked_apart_and_some_units_are_scored_only():
    found = ranking(
        [
            Entry("so1", D(80), "sở"), Entry("xa1", D(90), "xã"), Entry("so2", D(95), "sở", ranked=False),
            Entry("xa2", D(70), "xã"),
        ]
    )  # fmt: skip
    assert [(row.unit, row.rank, row.of) for row in found] == [
        ("so1", 1, 1), ("so2", None, 1), ("xa1", 1, 2), ("xa2", 2, 2),
    ]  # fmt: skip


points = st.integers(0, 20).map(lambda n: D(n) / 4)


@given(st.lists(points, max_size=30), st.sampled_from(Ties))
def test_properties_of_a_ranking(values, ties):
    found = ranking([Entry(f"u{n:02}", value) for n, value in enumerate(values)], ties=ties)
    for one in found:
        better = {row.points for row in found if row.points > one.points}
        many = sum(row.points > one.points for row in found)
        assert one.rank == (many if ties is Ties.COMPETITION else len(better)) + 1
        assert all((row.rank < one.rank) == (row.points > one.points) for row in found)
    assert found == ranking(reversed([Entry(row.unit, row.points) for row in found]), ties=ties)


def test_the_average_of_a_group_says_of_how_many():
    assert average([D("73.63"), D("80"), D("70")]) == Average(D("74.54"), 3, D("223.63"))
    assert average([]) is None


def published(version, rows, out_of=100):
    return Published(version, D(out_of), tuple(ranking(rows)))


def test_movement_between_two_rounds_of_the_same_set():
    before, now = published("v1", entries(a="77.93", b="80")), published("v1", entries(a="81", b="80"))
    rise = movements(now, before)[0]
    assert (rise.unit, rise.places, rise.change, rise.index_change, rise.doubts) == ("a", 1, D("3.07"), D("3.07"), ())


def test_a_fall_of_points_as_the_source_report_prints_it():
    """73,63 points, 4,3 below the year before."""
    before, now = published("v1", entries(a="77.93")), published("v1", entries(a="73.63"))
    assert movements(now, before)[0].change == D("-4.30")


def test_a_comparison_that_is_not_honest_says_why():
    before, now = published("v1", entries(a="80", b="70"), out_of=600), published("v2", entries(a="90", c="60"))
    row = movements(now, before)[0]
    assert [doubt.code for doubt in row.doubts] == ["criteria_changed", "scale_changed", "units_changed"]
    assert (row.change, row.index_change) == (None, D("76.67"))
    assert "1 đơn vị có ở cả hai kỳ" in str(row.doubts[2])
    assert [doubt.code for doubt in movements(now, before)[1].doubts][-1] == "unit_new"


def test_a_merged_unit_is_compared_with_the_mean_of_those_it_came_from():
    before, now = published("v1", entries(old1="80", old2="70", x="75")), published("v1", entries(new="78", x="76"))
    row = movements(now, before, successions={"new": ("old1", "old2", "old3")})[0]
    assert (row.before, row.change, row.places, row.predecessors) == (D("75.00"), D("3.00"), None, ("old1", "old2"))
    assert [doubt.code for doubt in row.doubts] == ["units_changed", "unit_merged", "predecessor_unscored"]


def test_a_ranked_row_is_a_plain_value():
    assert ranking(entries(a="1")) == [Ranked("a", D(1), "", 1, 1)]
