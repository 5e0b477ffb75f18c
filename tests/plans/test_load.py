"""`congvu load plan`: all or nothing, the same again unchanged, what is wrong named with what would be right."""

from collections.abc import Callable
from datetime import date

from congvu.core.loading import LoadReport
from congvu.core.periods import named
from congvu.metrics import stats, values
from congvu.metrics.questions import Question
from congvu.orgs.actor import Actor
from congvu.tasks.plans.models import Plan, PlanItem, PlanVersion
from tests.dossiers.world import World

Load = Callable[..., LoadReport]


def item(code: str, **cells: str) -> dict[str, str]:
    return {"code": code, "task": f"Nhiệm vụ {code}", "lead_unit": "so", "due_on": "2026-06-30", **cells}


def eighteen() -> list[dict[str, str]]:
    """10 done, 8 not: the review of a district that printed 55,55 %."""
    done = [item(f"1.{n}", parent_code="1", status="done", done_on="2026-06-10") for n in range(1, 11)]
    return [{"code": "1", "goal": "Mục tiêu"}, *done, *(item(f"1.{n}", parent_code="1") for n in range(11, 19))]


def rate(code: str, as_of: date) -> tuple[str | None, int, int]:
    figure = values.value(code, Question(named(2026), as_of), actor=Actor.clock())
    return figure.value, int(figure.numerator), int(figure.denominator or 0)


def test_ten_of_eighteen_rounds_and_can_be_cut_off(world: World, load: Load) -> None:
    report = load(*eighteen(), at="2026-07-24 09:00")
    assert (report.new, report.errors, report.warnings) == (19, [], [])
    july = date(2026, 7, 24)
    assert rate("plan_items_done_rate", july) == ("55.56", 10, 18)
    assert rate("plan_items_done_rate_truncated", july) == ("55.55", 10, 18)
    assert rate("plan_items_done_rate", date(2026, 6, 9)) == ("0.00", 0, 18), "as of the day before it was done"
    assert rate("plan_items_done_rate", date(2026, 6, 10)) == ("55.56", 10, 18)


def test_stats_prints_cells_and_rates(world: World, load: Load) -> None:
    load(*eighteen(), item("2", status="withdrawn", done_on="2026-05-04"), at="2026-07-24 09:00")
    answer = stats.stats("plan", Question(named(2026), date(2026, 7, 24)), by=None, actor=Actor.clock())
    cells = answer["total"]["cells"]
    assert {name: cells[name] for name in ("total", "done", "done_early", "open", "open_overdue", "withdrawn")} == {
        "total": 18, "done": 10, "done_early": 10, "open": 8, "open_overdue": 8, "withdrawn": 1,
    }  # fmt: skip
    assert answer["total"]["rates"][0] == {
        "code": "plan_items_done_rate", "numerator": 10, "denominator": 18, "value": "55.56",
    }  # fmt: skip


def test_the_same_file_again_is_unchanged(world: World, load: Load) -> None:
    load(*eighteen(), at="2026-07-24 09:00")
    again = load(*eighteen(), at="2026-07-25 09:00")
    assert (again.new, again.changed, again.unchanged) == (0, 0, 19)
    assert PlanVersion.objects.count() == 1


def test_a_changed_row_makes_the_next_version_and_moves_the_day(world: World, load: Load) -> None:
    load(*eighteen(), at="2026-05-24 09:00")
    rows = eighteen()
    rows[11]["due_on"] = "2026-09-30"
    rows[12]["status"], rows[12]["done_on"] = "done", "2026-06-20"
    report = load(*rows, at="2026-06-25 09:00")
    assert (report.new, report.changed, report.unchanged) == (0, 2, 17)
    assert PlanVersion.objects.get(state="approved").number == 2
    assert PlanItem.objects.get(code="1.12").done_on == date(2026, 6, 20)


def test_a_dry_run_and_an_error_write_nothing(world: World, load: Load) -> None:
    assert load(*eighteen(), dry_run=True).new == 19
    assert not Plan.objects.exists()
    report = load(item("1"), item("2", lead_unit="sso"))
    assert not report.is_good
    assert not Plan.objects.exists()


def test_an_unknown_unit_is_answered_with_the_nearest(world: World, load: Load) -> None:
    (error,) = load(item("1", lead_unit="Sở Nông nghiệp và Môi trườn")).errors
    assert (error.line, error.field) == (2, "lead_unit")
    assert "so (Sở Nông nghiệp và Môi trường)" in error.message


def test_cycles_twice_named_codes_and_missing_parents_are_refused_by_line(world: World, load: Load) -> None:
    (cycle,) = load(item("1", parent_code="2"), item("2", parent_code="1")).errors
    assert (cycle.line, cycle.field) == (2, "parent_code")
    (twice,) = load(item("1"), item("1")).errors
    assert (twice.line, twice.field) == (3, "code")
    (missing,) = load(item("1", parent_code="7")).errors
    assert missing.field == "parent_code"


def test_what_cannot_be_read_is_refused(world: World, load: Load) -> None:
    report = load(item("1", due_on="cuối năm", budget_vnd="nhiều", status="xong rồi", coordinating_units="so"))
    assert {error.field for error in report.errors} == {"due_on", "budget_vnd", "status", "coordinating_units"}


def test_doubts_are_loaded_with_a_warning(world: World, load: Load) -> None:
    report = load(
        item("1", due_on="2027-01-31"), item("2", lead_unit=""), item("3", status="done"), at="2026-07-24 09:00"
    )
    assert [(note.line, note.field) for note in report.warnings] == [(2, "due_on"), (3, "lead_unit"), (4, "done_on")]
    assert report.new == 3


def test_a_unit_that_was_gone_before_the_year_cannot_lead(world: World, load: Load) -> None:
    from congvu.orgs.models import Unit
    from congvu.orgs.ranges import days

    Unit.objects.filter(pk=world.units["qh"].pk).update(during=days(None, date(2025, 7, 1)))
    (error,) = load(item("1", lead_unit="qh")).errors
    assert error.field == "lead_unit"
    assert "01/07/2025" in error.message


def test_carrying_out_an_item_above_and_thirty_of_thirty(world: World, load: Load) -> None:
    load(item("1", to_all="1"))
    upper = Plan.objects.get().code
    rows = [item(str(n), unit="xa", lead_unit="vp", status="done", done_on="2026-03-01") for n in range(1, 31)]
    rows[0] |= {"upper_plan": upper, "carries_out": f"{upper}/1"}
    assert load(*rows).errors == []
    figure = values.value(
        "plan_items_done_rate", Question(named(2026), date(2026, 3, 31), world.units["xa"].pk), actor=Actor.clock()
    )
    assert (figure.value, figure.numerator, figure.denominator) == ("100.00", 30, 30)
