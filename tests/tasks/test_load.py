"""`congvu load tasks`: history included, all or nothing, the same again unchanged."""

from datetime import date

import pytest

from congvu.core.clock import day_of, end_of
from congvu.core.loading import Row
from congvu.core.periods import period_from
from congvu.core.timeliness import status_at
from congvu.ledger.verify import verify
from congvu.metrics.questions import Question
from congvu.metrics.stats import stats
from congvu.obligations.deadlines import clocked
from congvu.obligations.models import Obligation
from congvu.orgs.actor import Actor
from congvu.tasks.load import load_tasks
from congvu.tasks.models import Directive, PartState, Task, TaskState
from tests.tasks.world import World, moment

CLOCK, AT = Actor.clock(), moment("2026-01-12 08:00")


def row(line: int, number: str, status: str, **more: str) -> Row:
    cells = {
        "number": number, "document_no": "486/TB-UBND", "document_date": "2025-10-28", "clause": "1",
        "content": f"Nhiệm vụ {number}", "assigner": "tinh", "lead_unit": "sxd", "coordinating_units": "stc;Sở Nội vụ",
        "assigned_on": "2025-10-29", "due_on": "2025-12-15", "product": "Báo cáo", "urgency": "", "field": "CCHC",
        "status": status, "done_on": "", "accepted_on": "", "note": "",
    }  # fmt: skip
    return Row(line, {**cells, **more})


HISTORY = [
    row(2, "NV-2025-0017", "accepted", done_on="2025-12-15", accepted_on="2025-12-22"),
    row(3, "18", "accepted", done_on="16/12/2025", accepted_on="2025-12-22", clause="2"),
    row(4, "19/2025", "open", due_on="", assigner="Chủ tịch UBND tỉnh"),
    row(5, "20", "done", done_on="2025-12-10"),
    row(6, "21", "returned", done_on="2025-12-10", accepted_on="2025-12-12", note="Thiếu dự toán"),
    row(7, "22", "withdrawn", note="Không còn phù hợp"),
    row(8, "23", "open", lead_unit="Thuế tỉnh Tây Ninh", document_no="", document_date="", clause="",
        coordinating_units=""),
]  # fmt: skip


def item_of(number: str) -> Obligation:
    return Obligation.objects.get(kind="task", subject_id=Task.objects.get(loaded_as=number).pk)


def test_history_stands_as_it_was(world: World) -> None:
    report = load_tasks(HISTORY, actor=CLOCK, at=AT)
    assert (report.new, report.changed, report.unchanged, report.errors) == (7, 0, 0, [])
    on_time, late = item_of("NV-2025-0017"), item_of("18")
    day = end_of(date(2025, 12, 31))
    assert status_at(clocked(on_time), day) == "done_on_time"
    assert status_at(clocked(late), day) == "done_late"
    assert status_at(clocked(item_of("19/2025")), day) == "no_due"
    assert status_at(clocked(item_of("20")), day) == "overdue"
    assert Task.objects.get(loaded_as="NV-2025-0017").code == "NV-2025-0017"
    assert Task.objects.get(loaded_as="18").code == "NV-2025-0018"
    assert Task.objects.get(loaded_as="19/2025").assigner_name == "Chủ tịch UBND tỉnh"
    states = dict(Task.objects.order_by("id").values_list("loaded_as", "state"))
    assert (states["20"], states["21"], states["22"]) == (TaskState.CLAIMED, TaskState.RETURNED, TaskState.WITHDRAWN)
    assert Obligation.objects.filter(kind="task_claim", closed_at=None).count() == 1
    assert Directive.objects.count() == 1
    assert not verify().breaks
    seen = Task.objects.visible_to(world.actor("gd_stc", AT))
    assert seen.count() == 6


def test_the_same_file_again_is_unchanged_and_a_row_that_moved_on_is_moved_on(world: World) -> None:
    load_tasks(HISTORY, actor=CLOCK, at=AT)
    again = load_tasks(HISTORY, actor=CLOCK, at=moment("2026-01-13 08:00"))
    assert (again.new, again.changed, again.unchanged) == (0, 0, 7)
    later = moment("2026-01-14 08:00")
    rows = [*HISTORY]
    rows[2] = row(4, "19/2025", "open", assigner="Chủ tịch UBND tỉnh", due_on="2026-02-02")
    rows[3] = row(5, "20", "accepted", done_on="2025-12-10", accepted_on="2026-01-13")
    rows[6] = row(8, "23", "withdrawn", lead_unit="Thuế tỉnh Tây Ninh", document_no="", document_date="", clause="",
                  coordinating_units="", note="Thôi")  # fmt: skip
    moved = load_tasks(rows, actor=CLOCK, at=later)
    assert (moved.new, moved.changed, moved.unchanged, moved.errors) == (0, 3, 4, [])
    assert day_of(item_of("19/2025").due_at) == date(2026, 2, 2)
    assert (item_of("20").outcome, day_of(item_of("20").closed_at)) == ("accepted", date(2025, 12, 10))
    assert item_of("23").outcome == "withdrawn"
    assert load_tasks(rows, actor=CLOCK, at=later).unchanged == 7


@pytest.mark.parametrize(
    ("more", "field", "said"),
    [
        pytest.param({"lead_unit": "Sở Xây dưng"}, "lead_unit", "Gần nhất: Sở Xây dựng", id="an unknown lead"),
        pytest.param({"coordinating_units": "stc;Sở Nội vu tỉnh"}, "coordinating_units", "Sở Nội vụ", id="a helper"),
        pytest.param({"lead_unit": "sxd;stc"}, "lead_unit", "một đơn vị chủ trì", id="two leads"),
        pytest.param({"coordinating_units": "sxd"}, "coordinating_units", "không đồng thời", id="lead coordinates"),
        pytest.param({"due_on": "2025-10-01"}, "due_on", "trước ngày giao", id="due before assigned"),
        pytest.param({"due_on": "giữa tháng"}, "due_on", "không đọc được", id="no day"),
        pytest.param({"status": "xong"}, "status", "open, done", id="no status"),
        pytest.param({"status": "accepted"}, "done_on", "ngày hoàn thành", id="accepted without its day"),
        pytest.param({"document_date": ""}, "document_date", "ngày văn bản", id="a paper without its day"),
        pytest.param({"content": ""}, "content", "không được trống", id="nothing to do"),
        pytest.param({"confidentiality": "mật"}, "confidentiality", "23/2018", id="secret"),
    ],
)  # fmt: skip
def test_a_bad_row_is_named_and_nothing_is_written(world: World, more: dict, field: str, said: str) -> None:
    report = load_tasks([HISTORY[0], row(9, "99", "open") if not more else row(9, "99", **{"status": "open", **more})],
                        actor=CLOCK, at=AT)  # fmt: skip
    (error,) = report.errors
    assert (error.line, error.field) == (9, field)
    assert said in error.message
    assert not Task.objects.exists()


def test_a_dry_run_writes_nothing(world: World) -> None:
    assert load_tasks(HISTORY, actor=CLOCK, at=AT, dry_run=True).new == 7
    assert not Task.objects.exists()


def test_a_corrected_row_corrects_what_was_loaded(world: World) -> None:
    load_tasks(HISTORY, actor=CLOCK, at=AT)
    rows = [*HISTORY]
    rows[0] = row(2, "NV-2025-0017", "accepted", done_on="2025-12-16", accepted_on="2025-12-22")
    rows[1] = row(3, "18", "accepted", due_on="2025-12-31", done_on="16/12/2025", accepted_on="2025-12-22", clause="2",
                  lead_unit="qlxd")  # fmt: skip
    rows[2] = row(4, "19/2025", "open", due_on="", assigner="Phó Chủ tịch", lead_unit="xa",
                  coordinating_units="snv;xa2", clause="7")  # fmt: skip
    report = load_tasks(rows, actor=CLOCK, at=moment("2026-01-14 08:00"))
    assert (report.changed, report.unchanged, report.errors) == (3, 4, [])
    day = end_of(date(2025, 12, 31))
    late, on_time = item_of("NV-2025-0017"), item_of("18")
    assert (status_at(clocked(late), day), day_of(late.closed_at)) == ("done_late", date(2025, 12, 16))
    assert status_at(clocked(on_time), day) == "done_early"
    assert Task.objects.get(loaded_as="NV-2025-0017").claims.get().claimed_at == late.closed_at
    assert on_time.unit_id == Task.objects.get(loaded_as="18").lead_unit_id == world.unit("qlxd")
    moved = Task.objects.get(loaded_as="19/2025")
    assert (moved.assigner_name, moved.lead_unit_id, moved.clause.label) == ("Phó Chủ tịch", world.unit("xa"), "7")
    helpers = dict(moved.parts.filter(role="coordinating").values_list("unit_id", "state"))
    assert helpers == {
        world.unit("stc"): PartState.RELEASED,
        world.unit("snv"): PartState.WORKING,
        world.unit("xa2"): PartState.WORKING,
    }
    assert Obligation.objects.filter(kind="task_part", closed_at=None, part_of_id=moved.obligation_id).count() == 2
    assert Task.objects.visible_to(world.actor("ct_xa", AT)).filter(pk=moved.pk).exists()
    assert load_tasks(rows, actor=CLOCK, at=moment("2026-01-15 08:00")).unchanged == 7
    assert not verify().breaks


def test_a_due_day_corrected_with_the_acceptance_does_not_make_it_late(world: World) -> None:
    load_tasks(HISTORY, actor=CLOCK, at=AT)
    rows = [*HISTORY]
    rows[3] = row(5, "20", "accepted", due_on="2025-12-20", done_on="2025-12-10", accepted_on="2026-01-13")
    load_tasks(rows, actor=CLOCK, at=moment("2026-01-14 08:00"))
    figures = stats("tasks", Question(period_from("2025Q4"), date(2026, 1, 31)), by=None, actor=CLOCK)
    assert figures["total"]["cells"]["done_on_time"] == 2
    assert figures["total"]["cells"]["done_late"] == 1


@pytest.mark.parametrize(
    ("more", "field", "said"),
    [
        pytest.param({"assigned_on": "2025-10-30"}, "assigned_on", "khác lần nạp trước", id="given another day"),
        pytest.param({"number": "9" * 121}, "number", "tối đa 120", id="a number too long"),
        pytest.param({"number": "99", "document_no": "9" * 81}, "document_no", "tối đa 80", id="a paper too long"),
        pytest.param({"number": "99", "assigner": "9" * 201}, "assigner", "tối đa 200", id="an assigner too long"),
        pytest.param(
            {"number": "99", "status": "done", "done_on": "2052-12-10"}, "done_on", "chưa đến", id="done in the future"
        ),
        pytest.param(
            {"number": "99", "assigned_on": "2052-12-10"}, "assigned_on", "chưa đến", id="given in the future"
        ),
    ],
)  # fmt: skip
def test_what_cannot_be_is_refused_with_its_column(world: World, more: dict, field: str, said: str) -> None:
    load_tasks(HISTORY, actor=CLOCK, at=AT)
    given = {"number": "19/2025", "status": "open", "due_on": "", "assigner": "Chủ tịch UBND tỉnh", **more}
    (error,) = load_tasks([row(4, **given)], actor=CLOCK, at=AT).errors
    assert error.field == field
    assert said in error.message
    assert Task.objects.count() == 7
