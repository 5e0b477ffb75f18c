"""Real sets load and score to values computed by hand from their wording (congvu/data/criteria/README.md)."""

from decimal import Decimal

import pytest

from congvu.core.errors import DomainError
from congvu.core.ratio import Ratio
from congvu.core.scoring import (
    FREE,
    CriterionUnreadable,
    check_examples,
    classify,
    criterion_from_row,
    row_from_criterion,
    total,
)
from tests.core.scoring.real_sets import ABOUT, classes_of, real_set, rows, scores_of

D = Decimal


@pytest.mark.parametrize(
    ("code", "scale", "leaves"),
    [
        ("QD766", 100, 19), ("TT01", 18, 9), ("DVHC-TINH", 100, 17), ("DVHC-XA", 100, 13), ("DVHC-PHUONG", 100, 13),
        ("HP212-M1", 100, 41), ("HP212-M2", 100, 29), ("HP212-M3", 100, 20),
    ],
)  # fmt: skip
def test_scale_and_leaves(code, scale, leaves):
    of = real_set(code)
    base = [leaf for leaf in of.leaves if of.counts(leaf.code).value == "base"]
    assert (of.base_maximum, len(base)) == (scale, leaves)
    assert sum(of.maximum(leaf.code) for leaf in base) == scale


@pytest.mark.parametrize("code", ABOUT)
def test_every_leaf_has_a_rule_with_source_and_its_examples_come_out(code):
    for leaf in real_set(code).leaves:
        assert leaf.rule.source, leaf.code
        assert leaf.rule.type == "free" or leaf.rule.examples, leaf.code
        assert check_examples(leaf.rule) == [], leaf.code


@pytest.mark.parametrize("code", ABOUT)
def test_rows_go_out_as_they_came_in(code):
    for criterion in real_set(code).criteria:
        assert criterion_from_row(row_from_criterion(criterion)) == criterion


# --- NĐ 307/2025 ----------------------------------------------------------------------------------------------------

XA = [
    ("1", {"population": 20000, "mountain": False}, "12.00"),  # 10 + 4.000/1.000 × 0,5
    ("1", {"population": 46000, "mountain": False}, "25.00"),  # the cap, exactly
    ("1", {"population": 60000, "mountain": False}, "25.00"),
    ("2", {"area_km2": 33}, "10.30"),  # 10 + 3/5 × 0,5
    ("3.d", {"poverty_rate": D("3.9")}, "3.60"),
    ("3.d", {"poverty_rate": 1}, "5.00"),  # 6,5 capped
    ("3.g", {"documents_signed_rate": 92}, "5.00"),  # 5,2 capped
    ("3.a", {"self_balanced": False, "own_revenue_to_spending": 62}, "5.20"),
    ("3.a", {"self_balanced": True}, "10.00"),
    ("3.e", {"dossiers_full_online_rate": Ratio(617, 1000), "province_full_online_rate": Ratio(60, 100)}, "3.85"),
    ("4.a", {"minority_share": D("19.9")}, "0.00"),
    ("UT.1", {"population_share_of_standard": 300}, "5.00"),
    ("UT.1", {"population_share_of_standard": 299}, "0.00"),
]


@pytest.mark.parametrize(("criterion", "given", "expected"), XA)
def test_commune_by_decree_307(criterion, given, expected):
    of = real_set("DVHC-XA")
    scored = of.criterion(criterion).rule.score(given, of.maximum(criterion))
    assert str(scored.points) == expected


def test_a_commune_is_added_up_with_its_highest_bonus_and_classed():
    given = {
        "population": 20000, "mountain": False, "area_km2": 33, "self_balanced": False, "own_revenue_to_spending": 62,
        "non_farm_share": 60, "non_farm_labour_share": 55, "poverty_rate": D("3.9"), "clean_water_share": 82,
        "dossiers_full_online_rate": 61, "province_full_online_rate": 60, "documents_signed_rate": 92,
        "minority_share": 10, "land_border": True, "special_heritage": False, "safety_zone": True,
        "population_share_of_standard": 125, "large_area": False, "strategic_place": False, "cluster_centre": True,
        "provincial_special_centre": True, "provincial_centre": False,
    }  # fmt: skip
    result = total(real_set("DVHC-XA"), scores_of("DVHC-XA", given))
    # 12 + 10,30 + (5,20 + 4 + 3,50 + 3,60 + 4,20 + 3,50 + 5) + (0 + 3 + 0 + 2) = 56,30; bonus: the higher of 3 and 5
    assert (result.base, result.bonus, result.points) == (D("56.30"), D("5.00"), D("61.30"))
    assert (result.unscored, result.excluded) == ((), ())
    found = classify(classes_of("DVHC-XA"), result, real_set("DVHC-XA"), {"zone_under_1000": False})
    assert (found.code, found.label) == ("II", "Loại II")


def test_a_ward_is_scaled_by_where_it_lies():
    rule = real_set("DVHC-PHUONG").criterion("1").rule
    assert str(rule.score({"population": 23000, "in_central_city": True}, D(25)).points) == "11.00"
    assert str(rule.score({"population": 23000, "in_central_city": False}, D(25)).points) == "14.50"


@pytest.mark.parametrize(
    ("criterion", "given", "expected"),
    [
        ("1", {"population": 3_240_000, "mountain": False}, "20.33"),  # 10 + 1.240.000/60.000 × 0,5 = 20,333…
        ("2", {"area_km2": D("8536.44")}, "11.34"),  # 10 + 536,44/200 × 0,5 = 11,3411
        ("3.a", {"remits_to_central": True, "remitted_share": 13, "own_revenue_to_spending": 0}, "8.75"),
        ("3.h", {"poverty_rate": D("1.2"), "national_poverty_rate": D("1.93")}, "2.37"),  # 2 + 0,73/0,5 × 0,25 = 2,365
        ("3.k", {"sipas_rank": 11}, "2.00"),
        ("4.d", {"communes": 96}, "2.80"),  # 2 + 16/5 × 0,25
    ],
)
def test_province_by_decree_307(criterion, given, expected):
    of = real_set("DVHC-TINH")
    assert str(of.criterion(criterion).rule.score(given, of.maximum(criterion)).points) == expected


# --- Hải Phòng, sheet 1 and 3 ---------------------------------------------------------------------------------------


def test_the_best_possible_sheet_of_hai_phong_is_99():
    of = real_set("HP212-M1")
    assert sum(leaf.rule.most(of.maximum(leaf.code)) for leaf in of.leaves) == 99


def test_targets_not_assigned_are_taken_out_and_the_item_is_converted():
    of = real_set("HP212-M1")
    scores = {leaf.code: of.maximum(leaf.code) for leaf in of.leaves} | {"II.5.1.b": D(1)}
    whole = total(of, scores)
    assert whole.points == 99
    result = total(of, scores, not_applicable=["II.5.2.a", "II.5.2.b", "II.5.1.c"])
    item = result.part("II.5")
    assert (item.actual, item.points) == (D("13.0"), D("18.57"))  # 13 / (20 − 6) × 20
    assert result.points == D("98.57")


def test_tasks_of_a_leader_by_three_ratios_over_what_was_assigned():
    of, given = real_set("HP212-M2"), {
        "tasks_done": Ratio(37, 40), "tasks_done_well": Ratio(30, 40), "tasks_done_on_time": Ratio(33, 40),
    }  # fmt: skip
    points = [of.criterion(code).rule.score(given, of.maximum(code)).points for code in ("II.3.a", "II.3.b", "II.3.c")]
    assert points == [D("18.50"), D("22.50"), D("16.50")]


def test_staff_without_contact_with_citizens_and_not_liable_to_declare():
    of = real_set("HP212-M3")
    scores = {leaf.code: of.maximum(leaf.code) * D("0.8") for leaf in of.leaves if leaf.code not in ("I.5", "I.4.c")}
    result = total(of, scores, not_applicable=["I.5", "I.4.c"])
    # I.1–I.3: 4 × 1,00 each; I.4: 3 × 1,00 and 1,25 in full; II: 64
    assert (result.part("I.4").points, result.part("I").points) == (D("4.25"), D("16.25"))
    assert result.points == D("80.25")


def test_ninety_exactly_is_not_above_ninety():
    of, classes = real_set("HP212-M3"), classes_of("HP212-M3")
    facts = dict.fromkeys(classes.conditions(), False) | {
        "all_tasks_on_time": True, "half_beyond_target": True, "all_tasks_done": True,
    }  # fmt: skip
    scores = {leaf.code: of.maximum(leaf.code) for leaf in of.leaves}
    ninety = total(of, scores | {"II.1": 15})
    assert classify(classes, ninety, of, facts).code == "good"
    assert classify(classes, total(of, scores | {"II.1": D("15.01")}), of, facts).code == "excellent"
    assert classify(classes, total(of, scores), of, facts | {"disciplined": True}).code == "failed"
    absent = classify(classes, total(of, scores), of, facts | {"absent_three_to_six_months": True})
    assert (absent.code, absent.by_points) == ("done", "excellent")


# --- QĐ 766 ---------------------------------------------------------------------------------------------------------

COMMUNE_766 = {
    "procedures_announced_on_time": Ratio(18, 20), "procedures_published_on_time": Ratio(20, 20),
    "procedures_published_complete": Ratio(190, 200), "dossiers_synced": 450, "dossiers_reported": 500,
    "dossiers_on_portal": 480, "dossiers_expected": 0, "dossiers_in_time_766": Ratio(1242, 1276),
    "dossiers_full_online": Ratio(30, 120), "procedures_payment_offered": Ratio(60, 100),
    "procedures_paid_online": Ratio(50, 100), "dossiers_paid_online": Ratio(1, 3),
    "dossiers_with_electronic_result": Ratio(2, 3), "dossiers_digitised": Ratio(7, 8),
    "electronic_certified_copies": Ratio(0, 0), "dossiers_data_reused": Ratio(30, 100),
    "dossiers_from_personal_store": Ratio(1, 7), "procedures_using_population_data": Ratio(3, 4),
    "dossiers_using_population_data": Ratio(1, 6), "petitions_answered_on_time": Ratio(0, 0), "petitions": 0,
    "petitions_displeased": 0, "dossiers_without_complaint": Ratio(85, 100),
}  # fmt: skip
EXPECTED_766 = {
    "1.1": "5.40", "1.2": "4.00", "1.3": "1.90", "1.4": "5.40", "2.1": "19.47", "3A.4": "3.00", "3B.1": "1.50",
    "3B.2": "1.25", "3B.3": "2.00", "4.1": "4.00", "4.2": "3.50", "4.3": "0.75", "4.4": "0.57", "4.5a": "1.50",
    "4.5b": "0.33", "5.2": "6.00", "5.3": "6.00", "5.4": "5.67",
}  # fmt: skip


def test_a_commune_by_decision_766():
    scored = scores_of("QD766", COMMUNE_766)
    assert {code: f"{each.points:.2f}" for code, each in scored.items() if not each.excluded} == EXPECTED_766
    assert scored["4.2b"].excluded
    result = total(real_set("QD766"), scored)
    # 16,70 + 19,47 + 7,75 + 10,65 + 17,67 = 72,24 of the 98 that apply
    assert [result.part(group).points for group in "12345"] == [
        D("16.70"), D("19.47"), D("7.75"), D("10.65"), D("17.67"),
    ]  # fmt: skip
    assert (result.points, result.excluded) == (D("73.71"), ("4.2b",))  # 72,24 / 98 × 100 = 73,714…
    assert classify(classes_of("QD766"), result, real_set("QD766"), {}).code == "fair"


@pytest.mark.parametrize(
    ("a", "b", "c"), [((3, 10), (4, 10), (5, 10)), ((9, 10), (8, 10), (1, 10)), ((1, 3), (1, 7), (79, 100))]
)
def test_payment_of_766_is_the_formula_rebuilt_from_published_numbers(a, b, c):
    """6·A + min(2; 2,5·B) + 2,5·C, wherever C stays under its threshold; the three parts are rounded one by one."""
    given = {
        "dossiers_paid_online": Ratio(*a), "procedures_paid_online": Ratio(*b), "procedures_payment_offered": Ratio(*c),
    }  # fmt: skip
    scored = scores_of("QD766", given)
    found = sum(scored[code].points for code in ("3B.1", "3B.2", "3B.3"))
    whole = 6 * a[0] / a[1] + min(2, 2.5 * b[0] / b[1]) + 2.5 * c[0] / c[1]
    assert abs(float(found) - whole) <= 0.0138


def test_nothing_happened_means_opposite_things_in_766():
    of = real_set("QD766")
    nothing = {"dossiers_without_complaint": Ratio(0, 0), "petitions_answered_on_time": Ratio(0, 0)}
    assert of.criterion("5.2").rule.score(nothing, D(6)).points == 6
    assert of.criterion("5.4").rule.score(nothing, D(6)).points == 0


# --- TT 01/2018 -----------------------------------------------------------------------------------------------------


def test_a_unit_by_circular_01_with_an_indicator_lacking():
    given = {
        "dossiers_settled_early": 5, "dossiers_settled_on_time": 2, "dossiers_settled": 7,
        "parts_by_time": {"shorter": 7, "equal": 1, "longer": 4},
        "dossiers_by_contacts": {"none": 9, "once": 1}, "dossiers_by_offices": {}, "one_stop_level": "all_at_desk",
        "publication_level": "both", "dossiers_by_attitude": {"early_no_complaint": 3, "on_time_no_complaint": 3},
        "petition_dragged_on": False, "petitions_answered_on_time": Ratio(9, 10), "online_dossiers_late": 0,
        "procedures_online": Ratio(1, 5), "dossiers_online_rate": Ratio(299, 1000),
    }  # fmt: skip
    result = total(real_set("TT01"), scores_of("TT01", given))
    # 1,7 + 1,3 + 1,9 + (left out) + 1 + 2 + 1,5 + 1 + 1
    assert (result.points, result.counted, result.excluded) == (D("11.4"), 8, ("4",))
    assert classify(classes_of("TT01"), result, real_set("TT01"), {}).code == "fair"


# --- The table ------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("cells", "column"),
    [
        ({"code": ""}, "code"), ({"code": "1", "max_score": "abc"}, "max_score"),
        ({"code": "1", "max_score": "-1"}, "max_score"),
        ({"code": "1", "counts": "extra"}, "counts"), ({"code": "1", "rule": "{"}, "rule"),
        ({"code": "1", "rule": "[]"}, "rule"), ({"code": "1", "formula": "1 +"}, "formula"),
        ({"code": "1", "when_nothing": "maybe"}, "when_nothing"),
    ],
)  # fmt: skip
def test_an_unreadable_cell_is_named(cells, column):
    with pytest.raises(DomainError) as refusal:
        criterion_from_row(cells)
    assert refusal.value.field == column
    assert isinstance(refusal.value, CriterionUnreadable) or column in ("rule", "formula")


def test_a_formula_column_is_a_rule_and_a_bare_row_is_scored_freely():
    row = criterion_from_row({"code": "1", "max_score": "6", "formula": "6 * a / b", "when_nothing": "full"})
    assert row.rule.score({"a": 0, "b": 0}, D(6)).points == 6
    assert criterion_from_row({"code": "1", "max_score": "6"}).rule is None
    assert FREE.score({"points": D("5.5")}, D(6)).points == D("5.50")


def test_every_row_of_the_files_is_read():
    assert sum(len(rows(code)) for code in ABOUT) == sum(len(real_set(code).criteria) for code in ABOUT) > 200
