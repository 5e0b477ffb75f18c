"""Every type of rule, with the real examples it was made for (docs/rules/scoring.md)."""

from decimal import Decimal

import pytest

from congvu.core.errors import DomainError
from congvu.core.ratio import Ratio
from congvu.core.scoring import TYPES, PointsOffStep, PointsOutOfRange, check_examples, parse_rule, rule_to_dict

D = Decimal
CA_MAU_PLAN = {
    "type": "ordinal",
    "steps": [
        {"code": "in_time", "label": "Ban hành kịp thời", "points": "1"},
        {"code": "late", "label": "Ban hành không kịp thời", "points": "0.5"},
        {"code": "none", "label": "Không ban hành", "points": "0"},
    ],
}
CA_MAU_DONE = {
    "type": "bands",
    "when_nothing": "excluded",
    "bands": [
        {"max": "70", "points": "0"},
        {"min": "70", "max": "90", "max_inclusive": True, "points": "1"},
        {"min": "90", "min_inclusive": False, "points": "2"},
    ],
}
BOTH = {"type": "all_of", "conditions": [{"code": "tasks"}, {"code": "money"}]}
QUALITY = {
    "type": "levels",
    "levels": [
        {"code": "excellent", "share": "100"},
        {"code": "good", "share": "75"},
        {"code": "done", "share": "50"},
    ],
}
SURVEY = {
    "type": "survey_weights",
    "when_nothing": "excluded",
    "options": [{"code": c, "share": s} for c, s in (("A", "100"), ("B", "60"), ("C", "20"), ("D", "0"))],
}
CASES = {
    "type": "average_over_cases",
    "digits": 1,
    "when_nothing": "excluded",
    "steps": [
        {"code": "shorter", "points": "2"},
        {"code": "equal", "points": "1"},
        {"code": "longer", "points": "0"},
    ],
}
POPULATION = {"type": "linear", "base": "16000", "base_points": "10", "step": "1000", "step_points": "0.5"}
POVERTY = {"type": "linear", "base": "4.5", "base_points": "3", "step": "1", "step_points": "1", "downward": True}
BUDGET = {
    "type": "branch",
    "when": "self_balanced",
    "then": {"type": "fixed"},
    "otherwise": {"type": "linear", "base": "40", "base_points": "3", "step": "5", "step_points": "0.5", "cap": "8"},
}
MINORITY = {
    "type": "linear",
    "base": "30",
    "base_points": "2",
    "step": "5",
    "step_points": "0.25",
    "floor": "20",
}
ONLINE = {
    "type": "linear",
    "base": {"figure": "province_full_online"},
    "base_points": "3",
    "step": "0.5",
    "step_points": "0.25",
}
MOUNTAIN = POPULATION | {"scaled_when": "mountain", "scaled_by": "75"}
VIOLATIONS = {
    "type": "deductions",
    "faults": [{"code": "light", "share": "50"}, {"code": "heavy", "share": "100"}, {"code": "late", "points": "0.25"}],
    "cap": "2",
}
LATE_REPORTS = {"type": "deductions", "faults": [{"code": "late", "points": "0.25"}], "collects": True}
PRIORITY = {
    "type": "highest_of",
    "factors": [{"code": "centre", "points": "3"}, {"code": "special", "points": "5"}, {"code": "all", "points": "10"}],
}
SIPAS = {"type": "rank_bands", "places": [{"until": 10, "points": "3"}, {"until": 20, "points": "2"}], "otherwise": "1"}
PAR = {"type": "at_least", "base": {"figure": "city_average"}, "reached": "2"}
PAY = {
    "type": "formula",
    "when_nothing": "zero",
    "formula": "6 * paid + min(2, 2.5 * procedures_paid) + 2.5 * offered",
}
FORMULA_54 = {"type": "formula", "when_nothing": "zero", "formula": "min(6, 6 * pleased / 0.90)"}
FORMULA_53 = {"type": "formula", "when_nothing": "full", "formula": "6 * (all_n - unhappy) / all_n"}

TABLE = [
    pytest.param({"type": "yes_no"}, {"answer": True}, "3", "3.00", id="yes: all points"),
    pytest.param({"type": "yes_no"}, {"answer": False}, "3", "0.00", id="no: none"),
    pytest.param({"type": "yes_no", "yes": "1"}, {"answer": True}, "2", "1.00", id="yes below the maximum"),
    pytest.param(CA_MAU_PLAN, {"step": "in_time"}, "1", "1.00", id="Cà Mau 1.1.1: plan in time"),
    pytest.param(CA_MAU_PLAN, {"step": "late"}, "1", "0.50", id="Cà Mau 1.1.1: plan late"),
    pytest.param(BOTH, {"conditions": ["tasks", "money"]}, "1", "1.00", id="Cà Mau 1.1.2: both"),
    pytest.param(BOTH, {"conditions": ["tasks"]}, "1", "0.00", id="Cà Mau 1.1.2: one lacking"),
    pytest.param(CA_MAU_DONE, {"value": D("90.01")}, "2", "2.00", id="Cà Mau 1.1.4: above 90"),
    pytest.param(CA_MAU_DONE, {"value": 90}, "2", "1.00", id="Cà Mau 1.1.4: 90 exactly lies in the middle"),
    pytest.param(CA_MAU_DONE, {"value": 70}, "2", "1.00", id="Cà Mau 1.1.4: 70 exactly lies in the middle"),
    pytest.param(CA_MAU_DONE, {"value": Ratio(9, 10)}, "2", "1.00", id="a ratio is read as a percentage"),
    pytest.param(CA_MAU_DONE, {"value": Ratio(6999, 10000)}, "2", "0.00", id="just below 70"),
    pytest.param({"type": "per_unit", "each": "0.5"}, {"count": 3}, "2", "1.50", id="Phú Thọ: 0,5 each"),
    pytest.param({"type": "per_unit", "each": "0.5"}, {"count": 9}, "2", "2.00", id="Phú Thọ: at most 2"),
    pytest.param(QUALITY, {"level": "good"}, "3", "2.25", id="Phú Thọ: good is 75 %"),
    pytest.param(VIOLATIONS, {"faults": {"light": 1}}, "2", "1.00", id="a light breach takes half"),
    pytest.param(VIOLATIONS, {"faults": {"heavy": 1, "late": 4}}, "2", "0.00", id="deductions stop at their cap"),
    pytest.param(VIOLATIONS, {"faults": {}}, "2", "2.00", id="nothing taken off"),
    pytest.param(LATE_REPORTS, {"faults": {"late": 3}}, "2", "0.75", id="late reports collected as a penalty"),
    pytest.param(LATE_REPORTS, {"faults": {"late": 30}}, "2", "2.00", id="a penalty stops at its cap"),
    pytest.param(SURVEY, {"answers": {"A": 6, "B": 3, "C": 1}}, "5", "4.00", id="Yên Bái: (600 + 180 + 20)/10 %"),
    pytest.param(CASES, {"cases": {"shorter": 5, "equal": 2}}, "2", "1.7", id="TT 01/2018: 12/7 = 1,714…"),
    pytest.param(CASES, {"cases": {"shorter": 7, "equal": 1, "longer": 4}}, "2", "1.3", id="15/12 = 1,25 goes up"),
    pytest.param(POPULATION, {"value": 16000}, "25", "10.00", id="NĐ 307: at the base"),
    pytest.param(POPULATION, {"value": 20000}, "25", "12.00", id="NĐ 307: 20.000 people"),
    pytest.param(POPULATION, {"value": 46000}, "25", "25.00", id="NĐ 307: cap reached exactly"),
    pytest.param(POPULATION, {"value": 60000}, "25", "25.00", id="NĐ 307: beyond the cap"),
    pytest.param(POPULATION, {"value": 16500}, "25", "10.25", id="NĐ 307: half a step counts half"),
    pytest.param(POPULATION | {"whole_steps": True}, {"value": 17900}, "25", "10.50", id="whole steps only"),
    pytest.param(MOUNTAIN, {"value": 14000, "mountain": True}, "25", "11.00", id="75 % of the level, same step"),
    pytest.param(MOUNTAIN, {"value": 14000, "mountain": False}, "25", "10.00", id="the same outside the mountains"),
    pytest.param(
        MOUNTAIN | {"scaled_step": True}, {"value": 13500, "mountain": True}, "25", "11.00", id="75 % of the step too"
    ),
    pytest.param(POVERTY, {"value": D("3.9")}, "5", "3.60", id="NĐ 307: poverty 3,9 %"),
    pytest.param(POVERTY, {"value": 1}, "5", "5.00", id="NĐ 307: poverty 1 %, capped"),
    pytest.param(POVERTY, {"value": 5}, "5", "3.00", id="NĐ 307: poverty above the base"),
    pytest.param(BUDGET, {"self_balanced": True, "value": None}, "10", "10.00", id="NĐ 307: self-balanced"),
    pytest.param(BUDGET, {"self_balanced": False, "value": 62}, "10", "5.20", id="NĐ 307: 62 % of the spending"),
    pytest.param(BUDGET, {"self_balanced": False, "value": 100}, "10", "8.00", id="NĐ 307: the lower cap"),
    pytest.param(MINORITY, {"value": D("19.99")}, "3", "0.00", id="below the floor"),
    pytest.param(MINORITY, {"value": 20}, "3", "2.00", id="the floor itself"),
    pytest.param(MINORITY, {"value": 40}, "3", "2.50", id="two steps above 30"),
    pytest.param(ONLINE, {"value": Ratio(62, 100), "province_full_online": 60}, "5", "4.00", id="base of the province"),
    pytest.param(PRIORITY, {"factors": ["centre", "special"]}, "10", "5.00", id="only the highest"),
    pytest.param(PRIORITY, {"factors": []}, "10", "0.00", id="no factor"),
    pytest.param(SIPAS, {"rank": 10}, "3", "3.00", id="tenth"),
    pytest.param(SIPAS, {"rank": 11}, "3", "2.00", id="eleventh"),
    pytest.param(SIPAS, {"rank": 34}, "3", "1.00", id="the others"),
    pytest.param(PAR, {"value": D("85.20"), "city_average": D("85.20")}, "2", "2.00", id="Hải Phòng: at the average"),
    pytest.param(PAR, {"value": D("85.19"), "city_average": D("85.20")}, "2", "0.00", id="Hải Phòng: below"),
    pytest.param(
        {"type": "ratio_to_threshold", "threshold": "80"}, {"value": Ratio(30, 50)}, "2", "1.50", id="60 × 2 / 80"
    ),
    pytest.param(
        {"type": "ratio_to_threshold", "threshold": "80"}, {"value": Ratio(4, 5)}, "2", "2.00", id="80 % exactly"
    ),
    pytest.param({"type": "proportion"}, {"value": Ratio(2, 3)}, "6", "4.00", id="two thirds are exact"),
    pytest.param({"type": "proportion", "floor": "50"}, {"value": Ratio(49, 100)}, "2", "0.00", id="under the floor"),
    pytest.param({"type": "proportion", "floor": "50"}, {"value": Ratio(1, 2)}, "2", "1.00", id="the floor counts"),
    pytest.param({"type": "proportion"}, {"value": Ratio(11, 10)}, "2", "2.00", id="more than all is capped"),
    pytest.param({"type": "free", "step": "0.25"}, {"points": D("1.25")}, "2", "1.25", id="on the step"),
    pytest.param({"type": "fixed", "points": "3"}, {}, "3", "3.00", id="fixed"),
    pytest.param(
        PAY,
        {"paid": Ratio(1, 2), "procedures_paid": Ratio(1, 2), "offered": Ratio(4, 5)},
        "10",
        "6.25",
        id="QĐ 766 payment: 3 + 1,25 + 2",
    ),
    pytest.param(FORMULA_54, {"pleased": Ratio(85, 100)}, "6", "5.67", id="QĐ 766 5.4: 6 × 0,85/0,9"),
    pytest.param(FORMULA_53, {"all_n": 8, "unhappy": 1}, "6", "5.25", id="QĐ 766 5.3"),
]


@pytest.mark.parametrize(("document", "given", "out_of", "expected"), TABLE)
def test_rule(document, given, out_of, expected):
    rule = parse_rule(document)
    scored = rule.score(given, D(out_of))
    assert str(scored.points) == expected
    assert scored.because
    assert all(str(line) for line in scored.because)
    assert parse_rule(rule_to_dict(rule)) == rule


def test_every_type_is_in_the_table():
    assert {param.values[0]["type"] for param in TABLE} == set(TYPES)


@pytest.mark.parametrize(
    ("document", "given", "points", "excluded"),
    [
        pytest.param(FORMULA_53, {"all_n": 0, "unhappy": 0}, "6", False, id="5.3: no complaint gives all"),
        pytest.param(FORMULA_54, {"pleased": Ratio(0, 0)}, "0.00", False, id="5.4: no dossier gives none"),
        pytest.param(CASES, {"cases": {}}, None, True, id="no case: out of the scale"),
        pytest.param(SURVEY, {"answers": {"A": 0}}, None, True, id="no answer: out of the scale"),
        pytest.param(
            {"type": "proportion", "when_nothing": "full"}, {"value": Ratio(0, 0)}, "6", False, id="0/0 is full"
        ),
    ],
)
def test_when_nothing_happened(document, given, points, excluded):
    scored = parse_rule(document).score(given, D(6))
    assert (scored.points, scored.excluded, scored.nothing_happened) == (points and D(points), excluded, True)


def test_a_missing_input_is_named_and_is_not_nought():
    scored = parse_rule(PAR).score({"value": 80}, D(2))
    assert (scored.points, scored.excluded, scored.missing) == (None, False, ("city_average",))


@pytest.mark.parametrize(
    ("document", "given"),
    [
        pytest.param({"type": "proportion"}, {"value": D("NaN")}, id="NaN"),
        pytest.param({"type": "proportion"}, {"value": D("Infinity")}, id="infinity"),
        pytest.param({"type": "proportion"}, {"value": 0.5}, id="a binary float"),
        pytest.param({"type": "proportion"}, {"value": D("1e999999")}, id="a monster"),
        pytest.param({"type": "proportion"}, {"value": D("1e-999999")}, id="a tiny monster"),
        pytest.param({"type": "proportion"}, {"value": Ratio(5, 0)}, id="something of nothing"),
        pytest.param({"type": "yes_no"}, {"answer": 1}, id="1 is no answer"),
        pytest.param(CA_MAU_PLAN, {"step": "soon"}, id="an unknown step"),
        pytest.param(BOTH, {"conditions": ["tasks", "luck"]}, id="an unknown condition"),
        pytest.param(SURVEY, {"answers": {"E": 1}}, id="an unknown option"),
        pytest.param(SURVEY, {"answers": {"A": -1}}, id="a negative count"),
        pytest.param(SIPAS, {"rank": 0}, id="rank nought"),
        pytest.param({"type": "per_unit", "each": "1"}, {"count": D("1.5")}, id="one and a half"),
    ],
)
def test_unfit_input_is_refused_with_its_name(document, given):
    with pytest.raises(DomainError) as refusal:
        parse_rule(document).score(given, D(6))
    assert refusal.value.field in {*given, "A"}


def test_points_off_the_steps_or_above_the_maximum():
    rule = parse_rule({"type": "free", "step": "0.25"})
    with pytest.raises(PointsOffStep, match="1,25 hoặc 1,5"):
        rule.score({"points": D("1.3")}, D(2))
    with pytest.raises(PointsOutOfRange):
        rule.score({"points": D("2.25")}, D(2))
    with pytest.raises(PointsOutOfRange):
        rule.score({"points": D("-0.25")}, D(2))


def test_truncation_is_said_where_it_happens():
    rule = parse_rule({"type": "proportion", "rounding": "truncated"})
    scored = rule.score({"value": Ratio(D("62.62"), 70)}, D(100))
    assert str(scored.points) == "89.45"
    assert "cắt bớt" in str(scored.because[-1])
    assert str(parse_rule({"type": "proportion"}).score({"value": Ratio(D("62.62"), 70)}, D(100)).points) == "89.46"


@pytest.mark.parametrize(
    ("document", "place"),
    [
        pytest.param({"type": "magic"}, "type", id="no such type"),
        pytest.param({"type": "bands", "bands": []}, "bands", id="no bands"),
        pytest.param({"type": "bands", "bands": [{"min": "x", "points": "1"}]}, "bands[0].min", id="no number"),
        pytest.param({"type": "bands", "bands": [{"min": "NaN", "points": "1"}]}, "bands[0].min", id="NaN"),
        pytest.param({"type": "bands", "bands": [{"min": "1"}]}, "bands[0].points", id="points lacking"),
        pytest.param({"type": "yes_no", "maybe": "1"}, "maybe", id="an unknown part"),
        pytest.param({"type": "yes_no", "of": "a b"}, "of", id="no name"),
        pytest.param({"type": "proportion", "when_nothing": "maybe"}, "when_nothing", id="no such meaning"),
        pytest.param({"type": "proportion", "digits": 9}, "digits", id="too many digits"),
        pytest.param({"type": "branch", "when": "a", "then": {"type": "fixed"}}, "otherwise", id="one arm only"),
        pytest.param(
            {"type": "linear", "base": {"figure": "x", "yeer": 1}, "base_points": "1", "step": "1", "step_points": "1"},
            "base.yeer", id="a misspelt part",
        ),
    ],
)  # fmt: skip
def test_an_unreadable_rule_names_the_place(document, place):
    with pytest.raises(DomainError) as refusal:
        parse_rule(document)
    assert refusal.value.data["place"] == place


def test_a_document_too_deep_is_refused():
    document = {"type": "fixed"}
    for _ in range(20):
        document = {"type": "branch", "when": "a", "then": document, "otherwise": {"type": "fixed"}}
    with pytest.raises(DomainError):
        parse_rule(document)


def test_examples_run_and_say_what_came_out_instead():
    examples = [
        {"given": {"value": 20000}, "out_of": "25", "points": "12.00", "note": "10 + 4 × 0,5"},
        {"given": {"value": 46000}, "out_of": "25", "points": "24"},
    ]
    (missed,) = check_examples(parse_rule(POPULATION | {"examples": examples}))
    assert (missed.number, missed.expected, missed.found) == (2, D(24), D("25.00"))
