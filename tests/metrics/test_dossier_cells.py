"""Form II.06a: the cells of dossiers, their identities, and who is counted where."""

from datetime import date, timedelta

import pytest

from congvu.core.periods import days, period_from
from congvu.dossiers import metrics as dossiers
from congvu.metrics import registry, values
from congvu.metrics.facts import BALANCE
from congvu.metrics.questions import By, Counts, Question, Structure
from congvu.metrics.stats import SubjectNotLoaded, stats
from congvu.obligations import kernel, subjects
from congvu.orgs.models import Category, Unit
from tests.metrics.conftest import CLOCK, day, describe, live
from tests.metrics.lives import late_at, make_lives


@pytest.fixture(autouse=True)
def _dossiers_are_named() -> None:
    subjects.register(kind="dossier", clock="legal", label="Hồ sơ", icon="stack-2", describe=describe)


def _identities(cells: Counts) -> None:
    assert cells["c3"] == cells["c4"] + cells["c5"] + cells["c6"]
    assert cells["c7"] == cells["c8"] + cells["c9"] + cells["c10"]
    assert cells["c11"] == cells["c12"] + cells["c13"]
    assert cells["c3"] + cells[BALANCE] == cells["c7"] + cells["c11"]


@pytest.mark.parametrize("seed", range(3))
def test_identities_hold_on_every_line_and_the_next_period_begins_where_this_one_ended(
    seed: int, office: dict[str, Unit], procedures: list[Category]
) -> None:
    units = [office[code].pk for code in ("so", "xa1", "xa2")]
    for life in make_lives(seed, 80, units, [procedure.pk for procedure in procedures], date(2025, 6, 15)):
        live(life, kind="dossier")
    before = None
    for month in period_from("2025H1").months()[3:]:
        for by in (By.UNIT, By.FIELD, By.PROCEDURE, By.CHANNEL, By.MONTH):
            counted = values.cells("dossiers", Question(month, month.last_on), by=by, actor=CLOCK)
            for line in (*counted.lines, counted.total):
                _identities(line.cells)
        total = counted.total.cells
        assert total[BALANCE] == 0
        assert total["c3"] > 0
        if before is not None:
            assert total["c6"] == before["c11"]
        before = total


def _dossier(number: int, *, unit: Unit, received: str, channel: str = "direct", **more: object) -> int:
    return kernel.open_obligation(
        kind="dossier", subject_kind="dossier", subject_id=number, unit_id=unit.pk, channel=channel, at=day(received)
    )  # fmt: skip


def _due(item: int, received: str, due: str) -> None:
    kernel.replace(item, cause="corrected", at=day(received), due_at=day(due, 17), late_at=late_at(day(due, 17)))


def _done(number: int, on: str, outcome: str = "granted") -> None:
    kernel.close_obligation(
        kind="dossier", subject_kind="dossier", subject_id=number, outcome=outcome, at=day(on, 10)
    )  # fmt: skip


@pytest.fixture
def quarter(office: dict[str, Unit]) -> dict[str, Unit]:
    """Quarter I: one carried over and late, one online and early, one by post on the day, one withdrawn while paused,
    one overdue, one still in term."""
    plan = [
        (1, "direct", "2024-12-20", "2025-01-10", "2025-01-15"),
        (2, "online", "2025-01-06", "2025-01-20", "2025-01-10"),
        (3, "post", "2025-02-03", "2025-02-10", "2025-02-10"),
        (4, "direct", "2025-02-05", None, "2025-02-20"),
        (5, "online", "2025-03-03", "2025-03-20", None),
        (6, "direct", "2025-03-24", "2025-03-31", None),
    ]
    for number, channel, received, due, done in plan:
        item = _dossier(number, unit=office["xa1"], received=received, channel=channel)
        if due:
            _due(item, received, due)
        if done:
            _done(number, done)
    return office


def test_each_dossier_stands_in_its_cell(quarter: dict[str, Unit]) -> None:
    period = period_from("2025Q1")
    cells = values.cells("dossiers", Question(period, period.last_on), actor=CLOCK).total.cells
    wanted = {"c3": 6, "c4": 2, "c5": 3, "c6": 1, "c7": 4, "c8": 1, "c9": 2, "c10": 1, "c11": 2, "c12": 1, "c13": 1}
    assert {code: cells[code] for code in wanted} == wanted
    _identities(cells)


def test_on_its_due_day_a_dossier_is_still_in_term_and_overdue_the_day_after(quarter: dict[str, Unit]) -> None:
    period = period_from("2025Q1")
    overdue = [
        values.value("dossiers_overdue", Question(period, as_of), actor=CLOCK).numerator
        for as_of in (date(2025, 3, 19), date(2025, 3, 20), date(2025, 3, 21), date(2025, 4, 1))
    ]
    assert overdue == [0, 0, 1, 2]


def test_three_rates_of_the_same_dossiers_differ_and_say_from_what(quarter: dict[str, Unit]) -> None:
    period = period_from("2025Q1")
    asked = Question(period, period.last_on)
    got = {
        code: (figure.numerator, figure.denominator, figure.value)
        for code in ("dossiers_on_time_rate", "dossiers_in_time_so_far_rate", "dossiers_online_rate")
        for figure in [values.value(code, asked, actor=CLOCK)]
    }
    assert got == {
        "dossiers_on_time_rate": (3, 4, "75.00"),
        "dossiers_in_time_so_far_rate": (4, 6, "66.67"),
        "dossiers_online_rate": (2, 5, "40.00"),
    }


def test_stats_prints_cells_and_rates_that_add_up(quarter: dict[str, Unit]) -> None:
    period = days(date(2025, 1, 1), date(2025, 3, 31))
    answer = stats("dossiers", Question(period, period.last_on, None, Structure.NOW), by=By.UNIT, actor=CLOCK)
    assert (answer["subject"], answer["from"], answer["until"]) == ("dossiers", "2025-01-01", "2025-03-31")
    assert (answer["as_of"], answer["structure"]) == ("2025-03-31", "now")
    [row] = answer["rows"]
    assert (row["key"], row["name"]) == ("xa1", "Đơn vị xa1")
    assert row["cells"] == answer["total"]["cells"]
    assert row["rates"][0] == {
        "code": "dossiers_on_time_rate", "numerator": 3, "denominator": 4, "value": "75.00",
    }  # fmt: skip


def test_a_subject_that_no_room_offers_is_refused() -> None:
    with pytest.raises(SubjectNotLoaded, match="dossiers"):
        stats("nowhere", Question(period_from("2025"), date(2025, 12, 31)), by=None, actor=CLOCK)


def test_every_dossier_metric_is_defined_whole() -> None:
    made = [each for each in registry.all_metrics() if each.facts_code == "dossiers"]
    assert {each.code for each in made} >= {"dossiers_received", "dossiers_on_time_rate", "dossiers_overdue"}
    assert all(each.numerator and each.source and each.name_en for each in made)
    assert tuple(f"c{n}" for n in range(3, 14)) == dossiers.FORM_CELLS


def test_nothing_settled_has_no_rate(office: dict[str, Unit]) -> None:
    asked = Question(period_from("2025"), date(2025, 1, 1) + timedelta(days=1))
    figure = values.value("dossiers_on_time_rate", asked, actor=CLOCK)
    assert (figure.numerator, figure.denominator, figure.value, figure.text) == (0, 0, None, "–")
