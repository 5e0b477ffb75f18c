"""What the catalogue refuses, and what a figure says of itself."""

from datetime import date
from typing import Any

import pytest

from congvu.core.numbers import Rounding
from congvu.core.periods import period_from
from congvu.core.ratio import WhenNothing
from congvu.metrics import facts as sources
from congvu.metrics import registry
from congvu.metrics.facts import Cell, Part, Table
from congvu.metrics.figures import Figure
from congvu.metrics.questions import AskedBeforeThePeriod, Question

SOUND: dict[str, Any] = {
    "code": "probe_rate",
    "name_vi": "Tỷ lệ thử",
    "name_en": "A rate",
    "facts": "probe",
    "unit_of_measure": "%",
    "numerator": ("done",),
    "denominator": ("total",),
    "when_nothing": WhenNothing.EXCLUDED,
    "source": "Điều 3 Quy chế thử",
}
ASKED = Question(period_from("2025"), date(2025, 12, 31))


@pytest.mark.parametrize(
    ("fault", "said"),
    [
        pytest.param({"code": "tỷ-lệ"}, "identifier", id="a code that no formula could name"),
        pytest.param({"code": "probes_on_time_rate"}, "taken", id="a code twice"),
        pytest.param({"source": ""}, "source", id="no source"),
        pytest.param({"when_nothing": None}, "nothing happened", id="a rate silent about nothing"),
        pytest.param({"denominator": ()}, "nothing happened", id="a count with a rule for nothing"),
        pytest.param({"numerator": ("done", "done_late")}, "counted twice", id="overlapping cells"),
    ],
)
def test_an_unsound_definition_is_refused_at_start(fault: dict[str, Any], said: str) -> None:
    with pytest.raises(ValueError, match=said):
        registry.metric(**SOUND | fault)


@pytest.mark.parametrize(
    ("one", "other", "meet"),
    [
        pytest.param(Part("opened"), Part("opened", channels=("online",)), True, id="all and some"),
        pytest.param(Part("opened", channels=("online",)), Part("opened", other_than=("online",)), False, id="apart"),
        pytest.param(Part("opened", other_than=("a",)), Part("opened", other_than=("b",)), True, id="all but, twice"),
        pytest.param(Part("opened", channels=("a",)), Part("opened", channels=("b",)), False, id="two channels"),
        pytest.param(Part("opened"), Part("done_late"), False, id="two kinds"),
        pytest.param(Part("done", outcomes=("a",)), Part("done", outcomes=("b",)), False, id="two outcomes"),
    ],
)
def test_cells_meet_when_a_fact_could_be_in_both(one: Part, other: Part, meet: bool) -> None:
    cells = (Cell("a", "a", "a", (one,)), Cell("b", "b", "b", (other,)))
    assert registry._overlap(cells) is meet
    assert registry._overlap(cells[::-1]) is meet


def test_a_table_names_known_cells_only() -> None:
    with pytest.raises(ValueError, match="c99"):
        sources.register_table(Table("other", "probe", ("total", "c99")))


def test_the_printed_ten_of_eighteen_is_cut_off_and_says_so() -> None:
    """A report printed 10/18 as 55,55 %: truncated. Half up it is 55,56 %."""
    rounded = registry.metric(**SOUND)
    cut = registry.metric(**SOUND | {"code": "probe_rate_cut", "rounding": Rounding.TRUNCATED})
    assert (Figure(rounded, ASKED, 10, 18).value, Figure(cut, ASKED, 10, 18).value) == ("55.56", "55.55")
    assert Figure(cut, ASKED, 10, 18).fraction == "10/18"
    assert cut.rounding.label == "cắt bớt, không làm tròn"


@pytest.mark.parametrize(
    ("when_nothing", "value"), [(WhenNothing.EXCLUDED, None), (WhenNothing.FULL, "100.00"), (WhenNothing.ZERO, "0.00")]
)
def test_when_nothing_happened_the_rule_decides(when_nothing: WhenNothing, value: str | None) -> None:
    made = registry.metric(**SOUND | {"when_nothing": when_nothing})
    assert Figure(made, ASKED, 0, 0).value == value


def test_a_day_before_the_period_cannot_be_asked_for() -> None:
    with pytest.raises(AskedBeforeThePeriod, match="2025-01-01"):
        Question(period_from("2025"), date(2024, 12, 31))
