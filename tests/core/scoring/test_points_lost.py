"""Points lost, what-if and the cheapest next points, to values computed by hand."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from congvu.core.ranking import Entry, ranking
from congvu.core.ratio import Ratio
from congvu.core.scoring import (
    Cause,
    Counts,
    CriteriaSet,
    Criterion,
    Standing,
    by_cause,
    by_field,
    more,
    next_points,
    parse_rule,
    points_lost,
    readers,
    total,
    what_if,
)
from tests.core.scoring.real_sets import real_set, scores_of
from tests.core.scoring.test_real_sets import COMMUNE_766

D = Decimal


def leaf(code, maximum, rule=None, parent="", **more_of_it):
    return Criterion(code, f"Tiêu chí {code}", parent, D(maximum), rule=rule and parse_rule(rule), **more_of_it)


SMALL = CriteriaSet(
    (
        leaf("1", 60), leaf("1.1", 20, parent="1"), leaf("1.2", 40, parent="1"), leaf("2", 40),
        leaf("P", 3, counts=Counts.PENALTY), leaf("B", 5, counts=Counts.BONUS),
    )
)  # fmt: skip


def test_points_lost_by_criterion_field_and_cause():
    result = total(SMALL, {"1.1": 15, "1.2": 30, "2": None, "P": 1})
    lost = points_lost(
        SMALL, result, self_points={"1.1": D(18), "1.2": D(40)}, no_evidence=["1.2"], late_report=["1.1"],
        before={"1.1": D(19)},
    )  # fmt: skip
    assert [(each.code, each.field, each.points, each.cause) for each in lost] == [
        ("2", "2", 40, Cause.NOT_SCORED), ("1.2", "1", 10, Cause.NO_EVIDENCE), ("1.1", "1", 5, Cause.APPRAISAL),
        ("P", "P", 1, Cause.PENALTY),
    ]  # fmt: skip
    assert lost[2].causes == ((Cause.APPRAISAL, 3), (Cause.LATE_REPORT, 2))
    assert lost[2].before == 19
    assert by_field(lost) == {"2": 40, "1": 15, "P": 1}
    assert by_cause(lost) == {
        Cause.NOT_SCORED: 40, Cause.NO_EVIDENCE: 10, Cause.APPRAISAL: 3, Cause.LATE_REPORT: 2, Cause.PENALTY: 1,
    }  # fmt: skip
    assert all(cause.label for cause in Cause)


def test_what_does_not_apply_loses_nothing_and_makes_the_rest_weigh_more():
    result = total(SMALL, {"1.2": 30, "2": 20}, not_applicable=["1.1"])
    lost = points_lost(SMALL, result)
    found = [(each.code, each.points, each.in_total) for each in lost]
    assert found == [("2", 20, D("25.0000")), ("1.2", 10, D("12.5000"))]
    assert sum(each.in_total for each in lost) == 100 - result.points


scores = st.fixed_dictionaries({code: st.integers(0, most) for code, most in (("1.1", 20), ("1.2", 40), ("2", 40))})


@given(scores, st.lists(st.sampled_from(["1.1", "1.2", "2"]), max_size=2, unique=True))
def test_all_that_was_lost_is_all_that_is_lacking(points, out):
    result = total(SMALL, points, not_applicable=out)
    lost = points_lost(SMALL, result)
    assert abs(sum((each.in_total for each in lost), D(0)) - (100 - result.points)) <= D("0.01")
    for each in lost:
        assert sum(part for _, part in each.causes) == each.points


# --- What if --------------------------------------------------------------------------------------------------------


def commune():
    return Standing(real_set("QD766"), COMMUNE_766, scores_of("QD766", COMMUNE_766))


def test_if_these_34_dossiers_were_on_time():
    """QĐ 766, 2.1: 1.242 of 1.276 give 19,47; all give 20. Of the total: 72,24 → 72,77 of 98: 73,71 → 74,26."""
    changed = what_if(commune(), {"dossiers_in_time_766": more(COMMUNE_766["dossiers_in_time_766"], 34)})
    assert changed.touched == (("2.1", D("19.47"), D("20.00")),)
    assert (changed.before.points, changed.after.points, changed.gain) == (D("73.71"), D("74.26"), D("0.55"))
    others = [Entry("b", D("74")), Entry("c", D("73"))]
    ranks = [ranking([*others, Entry("a", points)]) for points in (changed.before.points, changed.after.points)]
    assert [next(row.rank for row in rows if row.unit == "a") for rows in ranks] == [2, 1]


def test_only_what_reads_the_input_is_scored_anew():
    read_by = readers(real_set("QD766"))
    assert read_by["petitions"] == ("5.3",)
    assert what_if(commune(), {"nobody_reads_this": 1}, read_by=read_by).touched == ()


RATIOS = [name for name, value in COMMUNE_766.items() if isinstance(value, Ratio)]


@settings(max_examples=50, deadline=None)
@given(st.dictionaries(st.sampled_from(RATIOS), st.integers(0, 9)))
def test_the_quick_answer_is_the_full_recomputation(numerators):
    changes = {name: Ratio(good, 9) for name, good in numerators.items()}
    changed = what_if(commune(), changes)
    slow = total(real_set("QD766"), scores_of("QD766", COMMUNE_766 | changes))
    assert (changed.after.points, changed.after.parts) == (slow.points, slow.parts)


# --- The cheapest next points ---------------------------------------------------------------------------------------

BANDS = {
    "type": "bands", "of": "plan", "when_nothing": "zero",
    "bands": [
        {"max": "70", "points": "0"}, {"min": "70", "max": "90", "max_inclusive": True, "points": "1"},
        {"min": "90", "min_inclusive": False, "points": "2"},
    ],
}  # fmt: skip
ACTIONS = CriteriaSet(
    (
        leaf("1", 2, {"type": "ratio_to_threshold", "of": "paid", "threshold": "80", "when_nothing": "zero"}),
        leaf("2", 2, BANDS), leaf("3", 3, {"type": "yes_no", "of": "decree"}),
        leaf("4", 2, {"type": "per_unit", "of": "rules", "each": "0.5"}),
        leaf("5", 5, {"type": "linear", "of": "poverty", "base": "4.5", "base_points": "3", "step": "1",
                      "step_points": "1", "downward": True}),
        leaf("6", 1, {"type": "yes_no", "of": "done"}),
    )
)  # fmt: skip
NOW = {"paid": Ratio(30, 50), "plan": Ratio(68, 100), "decree": False, "rules": 3, "poverty": D(4), "done": True}


def standing(**more_of_it):
    scored = {each.code: each.rule.score(NOW, ACTIONS.maximum(each.code)) for each in ACTIONS.leaves}
    return Standing(ACTIONS, NOW, scored, **more_of_it)


def test_the_cheapest_next_points_come_first():
    found = [(each.code, each.actions, each.gain) for each in next_points(standing())]
    assert found == [
        ("3", 1, D("3.00")),  # one decree
        ("4", 1, D("0.50")),  # one more regulation
        ("2", 2, D("1.00")),  # 70 of 100: the next band, half a point each
        ("2", 23, D("2.00")),  # 91 of 100: above 90
        ("1", 1, D("0.05")),  # 31 of 50
        ("1", 10, D("0.50")),  # 40 of 50: the threshold
    ]


def test_a_plain_number_moves_only_when_it_is_said_how():
    found = [each for each in next_points(standing(), actionable={"poverty": -1}) if each.code == "5"]
    assert [(each.actions, each.gain, each.target) for each in found] == [(1, D("1.00"), D(3)), (2, D("1.50"), D(2))]


def test_an_excluded_criterion_offers_no_points_and_the_rest_more():
    found = next_points(standing(not_applicable=["3", "5"]))
    assert {each.code for each in found} == {"1", "2", "4"}
    first = found[0]
    assert (first.code, first.in_total, first.per_action) == ("2", D("2.1429"), Fraction(21429, 20000))  # 1 × 15/7


def test_nothing_can_be_gained_where_all_is_won():
    assert not [each for each in next_points(standing()) if each.code == "6"]
