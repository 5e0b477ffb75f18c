"""A set that changes inside a year: what differs, and which scores stay."""

from dataclasses import replace
from decimal import Decimal

from congvu.core.scoring import Counts, CriteriaSet, Criterion, carry_over, compare_sets, parse_rule
from tests.core.scoring.real_sets import ABOUT, real_set

D = Decimal
BANDS = {"type": "bands", "when_nothing": "zero", "bands": [{"max": "90", "points": "1"}, {"min": "90", "points": "2"}]}


def row(code, name, maximum, parent="", **more):
    return Criterion(code, name, parent, D(maximum), **more)


OLD = CriteriaSet(
    (
        row("1", "Chỉ đạo điều hành", 5), row("1.1", "Kế hoạch", 1, "1"), row("1.2", "Báo cáo", 2, "1"),
        row("1.3", "Kiểm tra", 2, "1", rule=parse_rule(BANDS)), row("2", "Thể chế", 5), row("2.1", "Rà soát", 5, "2"),
    )
)  # fmt: skip
CHANGED = {**BANDS, "bands": [{"max": "95", "points": "1"}, {"min": "95", "points": "2"}]}
NEW = CriteriaSet(
    (
        row("1", "Chỉ đạo điều hành", 6), row("1.1", "Kế hoạch", 1, "1"), row("1.2", "Báo cáo định kỳ", 2, "1"),
        row("1.3", "Kiểm tra", 2, "1", rule=parse_rule(CHANGED)), row("1.4", "Sáng kiến", 1, "1"),
        row("2", "Thể chế", 5), row("2.2", "Rà soát", 5, "2"), row("B", "Điểm cộng", 2, counts=Counts.BONUS),
    ),
    digits=1,
)  # fmt: skip


def test_differences_in_words():
    assert [(each.kind, each.code) for each in compare_sets(OLD, NEW)] == [
        ("set_changed", ""), ("set_changed", ""), ("maximum_changed", "1"), ("renamed", "1.2"), ("rule_changed", "1.3"),
        ("added", "1.4"), ("recoded", "2.2"), ("added", "B"),
    ]  # fmt: skip
    said = {each.code: str(each) for each in compare_sets(OLD, NEW)}
    assert said["1.3"] == "Quy tắc chấm của 1.3 đổi: bands[0].max: 90 → 95; bands[1].min: 90 → 95."
    assert said["1"] == "Điểm tối đa của 1 đổi từ 5 sang 6."
    assert said["2.2"] == "Tiêu chí 2.1 đổi mã thành 2.2."
    assert {each.kind for each in compare_sets(NEW, OLD)} >= {"removed", "recoded"}


def test_moved_and_otherwise_counted():
    moved = OLD.with_criteria([row("1.2", "Báo cáo", 2, "2"), row("2.1", "Rà soát", 5, "2", counts=Counts.BONUS)])
    assert [(each.kind, each.code) for each in compare_sets(OLD, moved)] == [
        ("moved", "1.2"),
        ("counts_changed", "2.1"),
    ]


def test_the_source_or_the_examples_of_a_rule_change_no_score():
    rule = parse_rule(BANDS | {"source": "QĐ 2/QĐ-UBND"})
    assert compare_sets(OLD, OLD.with_criteria([row("1.3", "Kiểm tra", 2, "1", rule=rule)])) == []


def test_scores_stay_where_the_criterion_is_the_same():
    carried = carry_over(OLD, NEW, {"1.1": D(1), "1.2": D("1.5"), "1.3": D(2), "2.1": D(4)})
    assert carried.scores == {"1.1": D(1), "1.2": D("1.5"), "2.2": D(4)}
    assert list(carried.dropped) == ["1.3"]
    assert carried.open == ("1.3", "1.4", "B")


def test_a_criterion_that_was_split_loses_its_score():
    split = CriteriaSet((*OLD.criteria, row("1.1.1", "Ban hành", 1, "1.1")))
    assert list(carry_over(OLD, split, {"1.1": D(1)}).dropped) == ["1.1"]


def test_a_set_does_not_differ_from_itself():
    for code in ABOUT:
        of = real_set(code)
        full = {leaf.code: of.maximum(leaf.code) for leaf in of.leaves}
        assert compare_sets(of, replace(of)) == []
        assert carry_over(of, of, full).scores == full
