"""`congvu load programme`: 82 of 114 passed, 53 papers for the Council; the same again unchanged."""

from collections.abc import Callable
from datetime import date

from congvu.core.loading import LoadReport
from congvu.core.periods import named
from congvu.metrics import stats, values
from congvu.metrics.questions import Question
from congvu.orgs.actor import Actor
from congvu.tasks.programmes.models import Programme, ProgrammeChange, ProgrammeItem
from tests.dossiers.world import World

Load = Callable[..., LoadReport]


def year_of_114() -> list[dict[str, str]]:
    """82 passed, 20 submitted, 6 not, 4 withdrawn, 2 moved to the next year; 53 of them for the Council."""
    states = ["passed"] * 82 + ["submitted"] * 20 + [""] * 6 + ["withdrawn"] * 4 + ["moved"] * 2
    return [
        {
            "code": f"N{n:03}", "name": f"Nội dung {n}", "month": str(n % 12 + 1), "status": state,
            "kind": "Nghị quyết trình HĐND" if n < 53 else "Đề án", "moved_to": "2026-01" if state == "moved" else "",
            "reason": "Chờ luật mới" if state == "moved" else "",
        }
        for n, state in enumerate(states)
    ]  # fmt: skip


def test_82_of_114(world: World, load: Load) -> None:
    report = load(*year_of_114())
    assert (report.new, report.errors, report.warnings) == (114, [], [])
    assert Programme.objects.get().owner_unit_id == world.units["tinh"].pk
    asked = Question(named(2025), date(2025, 12, 31))
    figure = values.value("programme_passed_rate", asked, actor=Actor.clock())
    assert (figure.value, figure.numerator, figure.denominator) == ("71.93", 82, 114)
    assert values.value("programme_papers_to_council", asked, actor=Actor.clock()).numerator == 53
    later = Question(named(2025), date(2026, 3, 2))  # the two moves were written down with the file
    cells = stats.stats("programme", later, by=None, actor=Actor.clock())["total"]["cells"]
    assert {name: cells[name] for name in ("items", "passed", "withdrawn", "moved_out", "open", "kept")} == {
        "items": 114, "passed": 82, "withdrawn": 4, "moved_out": 2, "open": 26, "kept": 108,
    }  # fmt: skip


def test_the_same_again_is_unchanged_and_what_moved_on_is_changed(world: World, load: Load) -> None:
    rows = year_of_114()
    load(*rows)
    again = load(*rows)
    assert (again.new, again.changed, again.unchanged) == (0, 0, 114)
    rows[90] |= {"status": "passed", "done_on": "2025-12-20"}
    once = load(*rows)
    assert (once.changed, once.unchanged) == (1, 113)
    assert ProgrammeItem.objects.get(code="N090").ended_on == date(2025, 12, 20)


def test_a_move_within_the_year_is_a_slip_with_its_reason(world: World, load: Load) -> None:
    rows = [{"code": "1", "name": "Đề án", "month": "3", "status": "chuyển kỳ", "moved_to": "9", "reason": "Chậm"}]
    assert load(*rows).errors == []
    item = ProgrammeItem.objects.get()
    assert (item.first_month, item.month, item.moves, item.state) == (3, 9, 1, "not_submitted")
    assert ProgrammeChange.objects.get().reason == "Chậm"
    assert load(*rows).unchanged == 1


def test_what_cannot_be_read_is_refused_and_nothing_written(world: World, load: Load) -> None:
    report = load(
        {"code": "1", "name": "A", "month": "13"}, {"code": "2", "name": "B", "month": "3", "lead_unit": "soo"},
        {"code": "3", "name": "C", "month": "3", "status": "chưa biết"}, {"code": "4", "name": "", "month": "3"},
        {"code": "5", "name": "D", "month": "3", "status": "moved", "moved_to": "sang năm"},
        {"code": "6", "name": "E", "month": "3"}, {"code": "6", "name": "E", "month": "4"},
    )  # fmt: skip
    assert [(note.line, note.field) for note in report.errors] == [
        (2, "month"), (3, "lead_unit"), (4, "status"), (5, "name"), (6, "moved_to"), (8, "code"),
    ]  # fmt: skip
    assert "so (Sở Nông nghiệp và Môi trường)" in report.errors[1].message
    assert not Programme.objects.exists()


def test_a_word_that_is_not_known_is_kept_with_a_warning(world: World, load: Load) -> None:
    report = load({"code": "1", "name": "A", "month": "3", "kind": "Tờ trình", "level": "Hội đồng thẩm định"})
    assert [note.field for note in report.warnings] == ["kind", "level"]
    assert ProgrammeItem.objects.get().kind == "Tờ trình"
