"""Sets added up by hand: groups, exclusion with rescale, redistribution, parts not held, bonus and penalty."""

from decimal import Decimal

import pytest

from congvu.core.scoring import (
    Combine,
    Counts,
    CriteriaSet,
    CriteriaUnsound,
    Criterion,
    CriterionUnknown,
    NotApplicable,
    PointsOutOfRange,
    Scored,
    ScoreOfParent,
    total,
)

D = Decimal


def row(code, maximum=None, parent="", **more):
    return Criterion(code, f"Tiêu chí {code}", parent, None if maximum is None else D(maximum), **more)


SMALL = CriteriaSet(
    (
        row("1", 60), row("1.1", 20, "1"), row("1.2", 40, "1"),
        row("2", 40, source_kind="survey"),
        row("i", parent="1", counts=Counts.INFO),
        row("B", 5, counts=Counts.BONUS), row("P", 3, counts=Counts.PENALTY),
    )
)  # fmt: skip


def points(found):
    return {code: str(part.points) for code, part in found.parts.items()}


def test_children_add_up_and_the_index_is_points_of_maximum():
    found = total(SMALL, {"1.1": D("15.5"), "1.2": 30, "2": D("28.13")})
    assert (found.points, found.out_of, found.index) == (D("73.63"), 100, D("73.63"))
    assert found.part("1").points == D("45.5")
    assert found.part("1").index == D("75.83")


def test_what_is_not_scored_is_named_and_counts_nothing_yet():
    found = total(SMALL, {"1.1": 15, "1.2": None})
    assert (found.points, found.unscored) == (15, ("1.2", "2", "B", "P"))
    assert found.part("1").unscored == 1


def test_an_excluded_criterion_is_rescaled_on_the_whole():
    found = total(SMALL, {"1.2": 30, "2": 20}, not_applicable=["1.1"])
    assert found.points == D("62.50")  # 50 / (100 − 20) × 100
    assert found.excluded == ("1.1",)
    assert found.part("1").index == D("75.00")  # 30 of the 40 that apply
    assert "50/(100 − 20) × 100 = 62,5" in str(found.because[0])


def test_an_excluded_criterion_is_rescaled_where_the_set_says():
    of = SMALL.with_criteria([row("1", 60, rescales=True)])
    found = total(of, {"1.2": 30, "2": 20}, not_applicable=["1.1"])
    assert (found.part("1").points, found.part("1").actual) == (D("45.00"), 30)  # 30 / 40 × 60
    assert found.points == D("65.00")


def test_a_survey_not_held_leaves_the_rest_on_the_full_scale():
    found = total(SMALL, {"1.1": 15, "1.2": 30}, not_held=["survey"])
    assert found.points == D("75.00")  # 45 / 60 × 100


def test_left_out_without_rescale_can_only_lose():
    of = CriteriaSet((row("1", 2), row("2", 2), row("3", 2)), rescales=False, digits=1)
    found = total(of, {"1": 2, "3": D("1.5"), "2": Scored(None, D(2), excluded=True)})
    assert (found.points, found.counted, found.out_of) == (D("3.5"), 2, 6)


def test_nothing_applies_at_all():
    found = total(SMALL, {}, not_applicable=["1", "2"])
    assert (found.points, found.index) == (0, None)


def test_full_and_zero_for_what_does_not_apply():
    of = SMALL.with_criteria([row("1.1", 20, "1", not_applicable=NotApplicable.FULL)])
    assert total(of, {"1.2": 30, "2": 20}, not_applicable=["1.1"]).points == 70
    of = SMALL.with_criteria([row("1.1", 20, "1", not_applicable=NotApplicable.ZERO)])
    assert total(of, {"1.2": 30, "2": 20}, not_applicable=["1.1"]).points == 50


def test_points_of_what_does_not_apply_go_to_the_others_in_equal_parts():
    """Hải Phòng QĐ 212/2025, mẫu 3, footnote 2: the 4 points of I.5 are spread over I.1–I.4, each then out of 5."""
    items = [row("I", 20)]
    for n in range(1, 5):
        items += [row(f"I.{n}", 4, "I"), *(row(f"I.{n}.{x}", 1, f"I.{n}") for x in "abcd")]
    of = CriteriaSet((*items, row("I.5", 4, "I", not_applicable=NotApplicable.REDISTRIBUTED)))
    scores = {f"I.{n}.{x}": D("0.8") for n in range(1, 5) for x in "abcd"}
    found = total(of, scores, not_applicable=["I.5"])
    assert found.part("I.1").out_of == 5
    assert (found.part("I.1.a").out_of, found.part("I.1.a").points) == (D("1.25"), D("1.00"))
    assert (found.points, found.part("I.5").excluded, found.excluded) == (D("16.00"), True, ("I.5",))


def test_redistributed_points_that_do_not_split_evenly_still_add_up():
    of = CriteriaSet((row("1", 3), row("2", 3), row("3", 3), row("4", 1, not_applicable=NotApplicable.REDISTRIBUTED)))
    found = total(of, {"1": 3, "2": 3, "3": 3}, not_applicable=["4"])
    assert points(found) == {"1": "3.34", "2": "3.33", "3": "3.33", "4": "0"}
    assert found.points == 10


def test_bonus_and_penalty_with_their_caps():
    found = total(SMALL, {"1.1": 20, "1.2": 40, "2": 30, "B": 5, "P": 2})
    assert (found.points, found.base, found.bonus, found.penalty) == (93, 90, 5, 2)
    capped = CriteriaSet(SMALL.criteria, bonus_cap=D(3), penalty_cap=D(1), ceiling=D(91))
    found = total(capped, {"1.1": 20, "1.2": 40, "2": 30, "B": 5, "P": 2})
    assert (found.points, found.bonus, found.penalty) == (91, 3, 1)


def test_a_penalty_inside_a_field_shows_there_and_in_the_total():
    of = CriteriaSet((row("1", 10), row("1.1", 10, "1"), row("1.2", 2, "1", counts=Counts.PENALTY)))
    found = total(of, {"1.1": 9, "1.2": D("0.5")})
    assert (found.part("1").points, found.part("1").after, found.points) == (9, D("8.5"), D("8.5"))


def test_of_several_bonus_factors_only_the_highest_counts():
    factors = (row("UT", 10, counts=Counts.BONUS, combine=Combine.HIGHEST), row("UT.1", 10, "UT"), row("UT.2", 5, "UT"))
    found = total(CriteriaSet((row("1", 100), *factors)), {"1": 70, "UT.1": D("6.5"), "UT.2": 5})
    assert (found.points, found.bonus) == (D("76.5"), D("6.5"))


def test_the_total_is_never_below_nought():
    assert total(SMALL, {"1.1": 0, "1.2": 0, "2": 1, "P": 3}).points == 0


@pytest.mark.parametrize("given", [D(21), D(-1), D("NaN"), D("Infinity")])
def test_points_out_of_range_are_refused_with_the_criterion(given):
    with pytest.raises(PointsOutOfRange) as refusal:
        total(SMALL, {"1.1": given})
    assert refusal.value.field == "1.1"


def test_points_for_an_unknown_criterion_or_a_parent_are_refused():
    with pytest.raises(CriterionUnknown):
        total(SMALL, {"9": 1})
    with pytest.raises(CriterionUnknown):
        total(SMALL, {}, not_applicable=["9"])
    with pytest.raises(ScoreOfParent):
        total(SMALL, {"1": 1})


@pytest.mark.parametrize(
    "rows",
    [
        pytest.param((row("1"), row("1")), id="a code twice"),
        pytest.param((row("1", parent="9"),), id="no such parent"),
        pytest.param((row("1", parent="2"), row("2", parent="1")), id="a circle"),
    ],
)
def test_rows_that_are_no_tree(rows):
    with pytest.raises(CriteriaUnsound):
        CriteriaSet(rows)


def test_a_penalty_may_stand_under_a_criterion_that_is_itself_scored():
    of = CriteriaSet((row("1", 10), row("1.1", 2, "1", counts=Counts.PENALTY)))
    found = total(of, {"1": 9, "1.1": 1})
    assert (found.part("1").points, found.part("1").after, found.points) == (9, 8, 8)


def test_what_cannot_be_redistributed_is_excluded():
    of = CriteriaSet((row("1", 5), row("1.1", 5, "1", not_applicable=NotApplicable.REDISTRIBUTED), row("2", 5)))
    found = total(of, {"2": 4}, not_applicable=["1.1"])
    assert (found.points, found.excluded, found.unscored) == (D("8.00"), ("1.1",), ())
