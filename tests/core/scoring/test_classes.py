"""Classes: points, and the conditions and gates beyond points (Cần Thơ QĐ 2579/QĐ-UBND, NĐ 307/2025)."""

from decimal import Decimal

import pytest

from congvu.core.errors import DomainError
from congvu.core.scoring import Counts, CriteriaSet, Criterion, classes_to_dict, classify, parse_classes, total

D = Decimal
CAN_THO = {
    "classes": [
        {"code": "excellent", "label": "Xuất sắc", "min": "95", "needs": ["no_zero"]},
        {"code": "good", "label": "Tốt", "min": "85", "max": "95", "needs": ["no_zero"]},
        {"code": "done", "label": "Hoàn thành", "min": "75", "max": "85"},
        {"code": "failed", "label": "Không hoàn thành", "max": "75"},
    ],
    "gates": [
        {"when": "self_scored", "unless": True, "at_most": "failed", "label": "Không tự chấm điểm"},
        {"when": "head_reprimanded", "at_most": "good", "label": "Người đứng đầu bị khiển trách"},
        {"when": "head_warned", "at_most": "done", "label": "Người đứng đầu bị cảnh cáo"},
    ],
}
SET = CriteriaSet(
    (
        Criterion("1", "", maximum=D(10)), Criterion("2", "", maximum=D(90)),
        Criterion("B", "", maximum=D(3), counts=Counts.BONUS),
    )
)  # fmt: skip
FINE = {"self_scored": True, "head_reprimanded": False, "head_warned": False}


def classed(first, second, bonus=0, **facts):
    return classify(parse_classes(CAN_THO), total(SET, {"1": D(first), "2": D(second), "B": bonus}), SET, FINE | facts)


@pytest.mark.parametrize(
    ("first", "second", "facts", "expected", "by_points"),
    [
        pytest.param(10, 85, {}, "excellent", "excellent", id="95 exactly"),
        pytest.param(10, "84.99", {}, "good", "good", id="just below 95"),
        pytest.param(5, 80, {}, "good", "good", id="85 exactly"),
        pytest.param(5, 70, {}, "done", "done", id="75 exactly"),
        pytest.param(5, "69.99", {}, "failed", "failed", id="just below 75"),
        pytest.param(0, 90, {}, "done", "good", id="90 with a criterion at 0"),
        pytest.param(10, 90, {"self_scored": False}, "failed", "excellent", id="did not score itself"),
        pytest.param(10, 90, {"head_reprimanded": True}, "good", "excellent", id="head reprimanded: at most good"),
        pytest.param(10, 90, {"head_warned": True}, "done", "excellent", id="head warned: at most done"),
        pytest.param(5, 60, {"head_reprimanded": True}, "failed", "failed", id="a gate never lifts"),
    ],
)
def test_points_and_gates(first, second, facts, expected, by_points):
    found = classed(first, second, **facts)
    assert (found.code, found.by_points) == (expected, by_points)
    assert found.because


def test_a_condition_that_nobody_answered_is_named_and_not_taken_as_met():
    found = classify(parse_classes(CAN_THO), total(SET, {"1": 10, "2": 90}), SET, {})
    assert (found.code, found.unknown) == ("failed", ("self_scored", "head_reprimanded", "head_warned"))


def test_a_special_class_needs_its_points_without_bonus():
    classes = parse_classes(
        {
            "classes": [
                {"code": "special", "min": "90", "needs": ["position"], "without_bonus": True},
                {"code": "I", "min": "75"},
                {"code": "II", "max": "75"},
            ]
        }
    )
    with_bonus = total(SET, {"1": 8, "2": 80, "B": 3})
    assert with_bonus.points == 91
    assert classify(classes, with_bonus, SET, {"position": True}).code == "I"
    assert classify(classes, total(SET, {"1": 10, "2": 80}), SET, {"position": True}).code == "special"
    assert classify(classes, total(SET, {"1": 10, "2": 80}), SET, {"position": False}).code == "I"


def test_below_every_class_is_no_class():
    classes = parse_classes({"classes": [{"code": "A", "min": "80"}]})
    assert classify(classes, total(SET, {"1": 1, "2": 1}), SET, {}).code is None


def test_classes_over_the_index():
    small = CriteriaSet((Criterion("1", "", maximum=D(600)),))
    classes = parse_classes({"by_index": True, "classes": [{"code": "A", "min": "68.28"}, {"code": "B"}]})
    assert classify(classes, total(small, {"1": D("409.66")}), small, {}).code == "A"  # 68,28 %


def test_a_document_of_classes_goes_out_as_it_came_in():
    classes = parse_classes(CAN_THO)
    assert parse_classes(classes_to_dict(classes)) == classes
    for wrong in (
        {"classes": [{"code": "A"}, {"code": "A"}]},
        {"classes": [{"code": "A"}], "gates": [{"when": "x", "at_most": "B"}]},
        {"classes": []},
    ):
        with pytest.raises(DomainError):
            parse_classes(wrong)
