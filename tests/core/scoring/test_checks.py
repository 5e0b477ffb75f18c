"""What is found at saving; every fault stands in some real annex."""

from decimal import Decimal

import pytest

from congvu.core.errors import DomainError
from congvu.core.scoring import (
    Combine,
    Counts,
    CriteriaSet,
    Criterion,
    Rule,
    Severity,
    check_classes,
    check_rule,
    check_set,
    parse_classes,
    parse_rule,
)
from tests.core.scoring.real_sets import ABOUT, classes_of, real_set

D = Decimal
ABOUT_IT = {"source": "QĐ 1/QĐ-UBND"}


def found(document, out_of="2", **more):
    return {each.code: each for each in check_rule(parse_rule(ABOUT_IT | document), D(out_of), place="1.1", **more)}


def bands(*parts):
    return {"type": "bands", "when_nothing": "zero", "bands": list(parts)}


TOP = {"min": "90", "min_inclusive": False, "points": "2"}
MIDDLE = {"min": "70", "max": "90", "points": "1"}
LOW = {"max": "70", "points": "0"}
CLOSED = MIDDLE | {"max_inclusive": True}


def test_ninety_exactly_falls_between_two_open_ends():
    gap = found(bands(LOW, MIDDLE, TOP))["band_gap"]
    assert (gap.severity, gap.place) == (Severity.REFUSE, "1.1:bands[2]")
    assert "đúng bằng 90 không thuộc khoảng nào" in str(gap)


@pytest.mark.parametrize(
    ("parts", "code"),
    [
        pytest.param((LOW, CLOSED, TOP | {"min_inclusive": True}), "band_overlap", id="90 twice"),
        pytest.param((LOW, MIDDLE, TOP | {"min": "95"}), "band_gap", id="a hole from 90 to 95"),
        pytest.param((LOW, MIDDLE | {"max": "92"}, TOP), "band_overlap", id="90 to 92 twice"),
        pytest.param((LOW, MIDDLE | {"max": None}, TOP), "band_overlap", id="no upper end below another band"),
        pytest.param((LOW, {"min": "80", "max": "80", "points": "1"}), "band_empty", id="an empty band"),
        pytest.param((MIDDLE | {"max_inclusive": True}, TOP), "band_below", id="under 70 nothing"),
        pytest.param((LOW, MIDDLE), "band_above", id="above 90 nothing"),
    ],
)
def test_bands(parts, code):
    assert code in found(bands(*parts))


def test_sound_bands_give_no_finding():
    sound = bands(LOW, MIDDLE | {"max_inclusive": True}, TOP) | {
        "examples": [{"given": {"value": "90"}, "out_of": "2", "points": "1"}]
    }
    assert found(sound) == {}


@pytest.mark.parametrize(
    ("document", "out_of", "code", "severity"),
    [
        pytest.param({"type": "proportion"}, "2", "when_nothing_missing", "refuse", id="a ratio without a word on 0/0"),
        pytest.param({"type": "formula", "formula": "a / b"}, "2", "when_nothing_missing", "refuse", id="a division"),
        pytest.param({"type": "formula", "formula": "a + b"}, "2", "when_nothing_missing", "flag", id="a ratio?"),
        pytest.param({"type": "yes_no", "yes": "1"}, "2", "maximum_unreachable", "flag", id="2 printed, 1 reachable"),
        pytest.param({"type": "yes_no", "yes": "3"}, "2", "points_above_maximum", "flag", id="3 under a maximum of 2"),
        pytest.param({"type": "free", "step": "0.3"}, "2", "maximum_off_step", "flag", id="maximum off the steps"),
        pytest.param(
            {"type": "ordinal", "steps": [{"code": "a", "points": "2"}, {"code": "a", "points": "1"}]},
            "2", "code_twice", "refuse", id="one code for two steps",
        ),
        pytest.param(
            {"type": "rank_bands", "places": [{"until": 20, "points": "2"}, {"until": 10, "points": "1"}]},
            "2", "places_out_of_order", "refuse", id="places out of order",
        ),
        pytest.param(
            {"type": "linear", "base": "1", "base_points": "3", "step": "1", "step_points": "1", "cap": "2"},
            "5", "base_above_cap", "refuse", id="base above the cap",
        ),
        pytest.param(
            {"type": "yes_no", "examples": [{"given": {"answer": True}, "out_of": "2", "points": "1"}]},
            "2", "example_missed", "refuse", id="an example that does not come out",
        ),
        pytest.param({"type": "yes_no"}, "2", "no_examples", "flag", id="no example"),
        pytest.param({"type": "yes_no", "source": ""}, "2", "source_missing", "flag", id="no source"),
        pytest.param(
            {"type": "branch", "when": "x", "then": {"type": "fixed"}, "otherwise": bands(MIDDLE, TOP)},
            "2", "band_gap", "refuse", id="a gap inside a branch",
        ),
    ],
)  # fmt: skip
def test_faults_of_a_rule(document, out_of, code, severity):
    if document["type"] == "branch":
        document["otherwise"].pop("when_nothing", None)
    finding = found(document, out_of)[code]
    assert finding.severity == severity
    assert str(finding)


def test_an_unknown_metric_is_refused_with_its_column_and_the_nearest_name():
    document = {"type": "formula", "formula": "6 * dossiers_on_time_rat", "when_nothing": "zero"}
    finding = found(document, figures={"dossiers_on_time_rate"})["unknown_metric"]
    assert str(finding) == "Cột 5: không có chỉ tiêu “dossiers_on_time_rat”; có phải là “dossiers_on_time_rate”?"
    assert "unknown_metric" not in found(
        document | {"formula": "dossiers_on_time_rate"}, figures={"dossiers_on_time_rate"}
    )


def test_a_base_that_nobody_has_loaded_is_flagged():
    document = {"type": "at_least", "base": {"figure": "city_average"}, "when_nothing": "excluded"}
    assert found(document, figures=())["unknown_base"].severity is Severity.FLAG


@pytest.mark.parametrize(
    ("formula", "unreachable"),
    [
        ("min(2, 2.5 * a)", True), ("6 * a", False), ("3 * a + 2 * b", True), ("4 * a + 2 * b", False),
        ("5 if a > 0.5 else 0", True), ("n / 10", False), ("maximum * a", False), ("abs(-5 * a)", True),
        ("percent(a) / 20", True), ("round(5.4 * a)", False), ("max(a, b) * 5", True), ("5 - a", True),
        ("n - 5 * a", False),
    ],
)  # fmt: skip
def test_a_maximum_that_no_outcome_of_a_formula_can_reach(formula, unreachable):
    document = {"type": "formula", "formula": formula, "when_nothing": "zero"}
    assert ("maximum_unreachable" in found(document, "6", rates={"a", "b"}, figures={"a", "b", "n"})) is unreachable


# --- Sets -----------------------------------------------------------------------------------------------------------


def test_the_set_of_hai_phong_reaches_99_and_its_footnote_names_another_scale():
    codes = {(each.code, each.place): each for each in check_set(real_set("HP212-M1"), classes=classes_of("HP212-M1"))}
    assert "2 nhưng kết quả tốt nhất theo quy tắc chỉ được 1" in str(codes["maximum_unreachable", "II.5.1.b"])
    assert "là 99, thang điểm là 100" in str(codes["total_unreachable", ""])
    assert "về thang 10 nhưng điểm tối đa của mục là 20" in str(codes["footnote_scale", "II.5"])
    assert len(codes) == 3


@pytest.mark.parametrize("code", sorted(set(ABOUT) - {"HP212-M1"}))
def test_the_other_real_sets_are_sound(code):
    assert check_set(real_set(code), classes=classes_of(code)) == []


def rows(*maxima, parent="50"):
    children = [Criterion(f"5.{n}", "", "5", D(value)) for n, value in enumerate(maxima)]
    return CriteriaSet((Criterion("5", "Lĩnh vực 5", maximum=D(parent)), *children))


def test_children_that_do_not_add_up_are_reported_with_both_numbers():
    """A real frame of nine fields prints 99,55: field 5 has 10,05 where 10,5 would give 100."""
    finding = next(each for each in check_set(rows("10.05", "39.5")) if each.code == "children_sum")
    assert (finding.severity, finding.place) == (Severity.FLAG, "5")
    assert "cộng lại là 49,55, điểm tối đa ghi 50 (lệch 0,45)" in str(finding)


def test_faults_of_a_tree():
    of = CriteriaSet(
        (
            Criterion("1", "", maximum=D(10), rule=Rule(parse_rule({"type": "free"}).body)),
            Criterion("1.1", "", "1", D(10)), Criterion("1.2", "", "1"),
            Criterion("B", "", maximum=D(3), counts=Counts.BONUS), Criterion("B.1", "", "B", D(2)),
            Criterion("B.2", "", "B", D(2)),
            Criterion("H", "", maximum=D(5), counts=Counts.BONUS, combine=Combine.HIGHEST),
            Criterion("H.1", "", "H", D(5)), Criterion("H.2", "", "H", D(5)),
        )
    )  # fmt: skip
    found = [(each.code, each.place) for each in check_set(of) if each.code != "rule_missing"]
    assert found == [("maximum_missing", "1.2"), ("rule_of_parent", "1")]
    assert {each.place for each in check_set(of) if each.code == "rule_missing"} == {
        "1.1",
        "1.2",
        "B.1",
        "B.2",
        "H.1",
        "H.2",
    }


# --- Classes --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("classes", "codes"),
    [
        pytest.param([{"code": "A", "min": "90"}, {"code": "B", "max": "90"}], [], id="sound"),
        pytest.param(
            [{"code": "A", "min": "90", "min_inclusive": False}, {"code": "B", "max": "90"}],
            ["class_gap"], id="90 falls between",
        ),
        pytest.param([{"code": "A", "min": "90"}, {"code": "B", "max": "80"}], ["class_gap"], id="80 to 90"),
        pytest.param([{"code": "A", "min": "90"}, {"code": "B", "max": "95"}], ["class_overlap"], id="90 to 95 twice"),
        pytest.param([{"code": "A", "min": "90"}], ["class_below"], id="below 90"),
        pytest.param([{"code": "A", "max": "90"}], ["class_above"], id="above 90"),
        pytest.param(
            [{"code": "S", "min": "90", "needs": ["x"]}, {"code": "A", "min": "75"}, {"code": "B", "max": "75"}],
            [], id="a class with conditions lies over another",
        ),
        pytest.param(
            [{"code": "B", "max": "50"}, {"code": "A", "min": "50"}],
            ["class_above", "class_below"], id="upside down",
        ),
    ],
)  # fmt: skip
def test_classes(classes, codes):
    assert sorted(each.code for each in check_classes(parse_classes({"classes": classes}), D(100))) == sorted(codes)


def test_rules_that_would_divide_by_nought_are_not_even_read():
    for document in (
        {"type": "ratio_to_threshold", "threshold": "0"},
        {"type": "linear", "base": "1", "base_points": "1", "step": "0", "step_points": "1"},
        {"type": "linear", "base": "1", "base_points": "1", "step": "1", "step_points": "1", "scaled_by": "0"},
        {"type": "free", "step": "-1"},
    ):
        with pytest.raises(DomainError):
            parse_rule(document)
