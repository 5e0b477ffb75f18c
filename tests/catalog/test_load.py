"""Loading the real catalogue: everything comes in, doubts wait, again is unchanged, a change is a version."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from congvu.catalog import selectors
from congvu.catalog.commands import settle_doubt
from congvu.catalog.load import load_procedures, load_steps
from congvu.catalog.models import Component, Procedure, ProcedureVersion, Process, ProcessStep, ReviewItem
from congvu.catalog.processes import process_value
from congvu.core.loading import LoadReport, Row
from congvu.core.process import WaitsFor, is_sound
from congvu.ledger.selectors import timeline
from congvu.orgs.actor import Actor
from tests.catalog.conftest import LOADED_AT, procedure_rows, step_rows

CLOCK = Actor.clock()
LATER = LOADED_AT + timedelta(days=30)


def test_all_101_procedures_load(loaded: tuple[LoadReport, LoadReport]) -> None:
    report, _steps = loaded
    assert (report.new, report.changed, report.unchanged, report.errors) == (101, 0, 0, [])
    assert Procedure.objects.count() == 101
    birth = selectors.version_on("1.001193", LOADED_AT.date())
    assert (birth.name, birth.limit, birth.result_code) == ("Thủ tục đăng ký khai sinh", "trong ngày", "KQ.G15.000031")
    assert birth.procedure.category.parent.name == "Hộ tịch"


def test_all_14_step_tables_load_sound_and_published(loaded: tuple[LoadReport, LoadReport]) -> None:
    _report, report = loaded
    assert (report.new, report.errors) == (106, [])
    assert Process.objects.filter(state="published").count() == 14
    assert ProcessStep.objects.filter(waits_for="").count() == 106
    for process in Process.objects.all():
        assert is_sound(process_value(process)), process.name


def test_two_stages_wait_for_the_financial_duty(loaded: tuple[LoadReport, LoadReport]) -> None:
    process = Process.objects.get(procedure__code="1.012787")
    waits = [step.waits_for for step in process_value(process).steps if step.waits_for]
    assert waits == [WaitsFor.FINANCIAL_DUTY]


def test_rows_in_doubt_are_loaded_and_wait_in_the_review_queue(loaded: tuple[LoadReport, LoadReport]) -> None:
    report, steps = loaded
    without_unit = {row.cells["code"] for row in procedure_rows() if row.cells["time_limit_unit"] == ""}
    waiting = set(
        ReviewItem.objects.filter(code__in=["allowance_blank", "allowance_without_unit"]).values_list(
            "procedure__code", flat=True
        )
    )
    assert waiting == without_unit
    assert len(waiting) > 15
    above = ReviewItem.objects.filter(code="sum_above_limit").values_list("procedure__code", flat=True)
    assert set(above) == {"1.012783", "1.012812"}
    below = ReviewItem.objects.filter(code="sum_below_limit").values_list("procedure__code", flat=True)
    assert set(below) == {"1.012786", "1.012756", "1.013825"}
    assert {note.field for note in report.warnings} >= {"time_limit_unit", "required_documents"}
    assert all(note.line > 1 for note in (*report.warnings, *steps.warnings))


def test_the_same_files_again_are_unchanged(loaded: tuple[LoadReport, LoadReport]) -> None:
    before = ReviewItem.objects.count()
    procedures = load_procedures(procedure_rows(), actor=CLOCK, at=LATER)
    steps = load_steps(step_rows(), actor=CLOCK, at=LATER)
    assert (procedures.new, procedures.changed, procedures.unchanged) == (0, 0, 101)
    assert (steps.new, steps.changed, steps.unchanged) == (0, 0, 106)
    assert ProcedureVersion.objects.count() == 101
    assert ReviewItem.objects.count() == before


def changed(rows: list[Row], whose: str, /, **cells: str) -> list[Row]:
    key = "code" if "code" in rows[0].cells else "procedure_code"
    return [replace(row, cells={**row.cells, **cells}) if row.cells[key] == whose else row for row in rows]


FEW = ("1.001193", "1.001022", "1.012784")


def few_procedures() -> list[Row]:
    return [row for row in procedure_rows() if row.cells["code"] in FEW]


def few_steps() -> list[Row]:
    return [row for row in step_rows() if row.cells["procedure_code"] in FEW]


@pytest.fixture
def few(db: None) -> None:
    load_procedures(few_procedures(), actor=CLOCK, at=LOADED_AT)
    load_steps(few_steps(), actor=CLOCK, at=LOADED_AT)


def test_a_changed_row_is_a_new_version_from_its_day(few: None) -> None:
    rows = changed(few_procedures(), "1.001193", name="Đăng ký khai sinh mới", effective_from="2026-07-01")
    report = load_procedures(rows, actor=CLOCK, at=LATER)
    assert (report.new, report.changed, report.unchanged) == (0, 1, 2)
    assert selectors.version_on("1.001193", date(2026, 6, 30)).name == "Thủ tục đăng ký khai sinh"
    assert selectors.version_on("1.001193", date(2026, 7, 1)).name == "Đăng ký khai sinh mới"
    procedure = Procedure.objects.get(code="1.001193")
    assert [row.kind for row in timeline("procedure", procedure.pk)] == ["catalog.procedure_announced"] * 2


def test_a_changed_row_without_a_day_holds_from_the_day_of_loading(few: None) -> None:
    load_procedures(changed(few_procedures(), "1.001193", fee="1.000 đồng"), actor=CLOCK, at=LATER)
    day = LATER.date()
    assert selectors.version_on("1.001193", day - timedelta(days=1)).fee == "Miễn phí"
    assert selectors.version_on("1.001193", day).fee == "1.000 đồng"


def test_changed_twice_on_one_day_leaves_one_version_in_force(few: None) -> None:
    for fee in ("1.000 đồng", "2.000 đồng"):
        load_procedures(changed(few_procedures(), "1.001193", fee=fee), actor=CLOCK, at=LATER)
    assert selectors.version_on("1.001193", LATER.date()).fee == "2.000 đồng"
    assert ProcedureVersion.objects.filter(procedure__code="1.001193").count() == 3


def test_a_day_before_the_present_version_is_refused(few: None) -> None:
    load_procedures(changed(few_procedures(), "1.001193", fee="x", effective_from="2026-07-01"), actor=CLOCK, at=LATER)
    rows = changed(few_procedures(), "1.001193", fee="y", effective_from="2026-06-01")
    report = load_procedures(rows, actor=CLOCK, at=LATER)
    assert [(note.field, "01/07/2026" in note.message) for note in report.errors] == [("effective_from", True)]
    assert ProcedureVersion.objects.filter(procedure__code="1.001193").count() == 2


@pytest.mark.parametrize(
    ("cells", "field"),
    [({"code": "khai sinh"}, "code"), ({"name": ""}, "name"), ({"effective_from": "mai"}, "effective_from")],
)
def test_a_row_that_cannot_be_read_writes_nothing(db: None, cells: dict[str, str], field: str) -> None:
    rows = changed(few_procedures(), "1.001193", **cells)
    report = load_procedures(rows, actor=CLOCK, at=LOADED_AT)
    line = next(row.line for row in few_procedures() if row.cells["code"] == "1.001193")
    assert [(note.line, note.field) for note in report.errors] == [(line, field)]
    assert not Procedure.objects.exists()


def test_dry_run_writes_nothing(db: None) -> None:
    report = load_procedures(few_procedures(), actor=CLOCK, at=LOADED_AT, dry_run=True)
    assert report.new == 3
    assert not Procedure.objects.exists()


def test_steps_of_an_unknown_procedure_are_refused(db: None) -> None:
    report = load_steps(few_steps(), actor=CLOCK, at=LOADED_AT)
    assert len(report.errors) == 1
    assert "1.012784" in report.errors[0].message


def test_a_changed_table_is_a_new_process_and_the_old_one_keeps_its_days(
    few: None,
) -> None:
    rows = [
        replace(row, cells={**row.cells, "time_limit_value": "8"})
        if row.cells["procedure_code"] == "1.012784" and row.cells["step_no"] == "2"
        else row
        for row in few_steps()
    ]
    report = load_steps(rows, actor=CLOCK, at=LATER)
    assert (report.changed, report.unchanged) == (5, 0)
    procedure = Procedure.objects.get(code="1.012784")
    old = selectors.process_on(procedure, LATER.date() - timedelta(days=1))
    new = selectors.process_on(procedure, LATER.date())
    assert old is not None
    assert new is not None
    assert (old.number, new.number) == (1, 2)


def test_an_unsound_table_stays_a_draft_with_its_reason(few: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tables give sequences, which are sound; the loader must still not publish what the checker refuses."""
    from congvu.catalog.load import steps
    from congvu.core.process import Finding, Severity

    broken = Finding(Severity.ERROR, "no_end", "s2", "Từ bước “%(step)s” không bao giờ kết thúc được.", {"step": "X"})
    monkeypatch.setattr(steps, "soundness", lambda value: [broken])
    load_steps(changed(few_steps(), "1.012784", role_unit="Nơi khác"), actor=CLOCK, at=LATER)
    procedure = Procedure.objects.get(code="1.012784")
    present = selectors.process_on(procedure, LATER.date())
    draft = selectors.latest_draft(procedure)
    assert present is not None
    assert draft is not None
    assert (present.number, draft.number) == (1, 2)
    assert "không bao giờ kết thúc" in ReviewItem.objects.get(procedure=procedure, code="no_end").message


def test_settling_a_doubt_writes_the_limit_and_a_later_load_keeps_it(few: None) -> None:
    item = ReviewItem.objects.get(procedure__code="1.001022", about="limit")
    settle_doubt(
        item_id=item.pk, settlement="QĐ công bố ghi 3 ngày làm việc", limit="3 ngay lam viec", actor=CLOCK, at=LATER
    )
    version = selectors.version_on("1.001022", LATER.date())
    assert version.limit == "3 ngày làm việc"
    assert selectors.version_on("1.001022", LOADED_AT.date()).limit == ""
    papers = Component.objects.filter(version__procedure__code="1.001022").values_list("version", flat=True)
    assert len(set(papers)) == 2
    load_procedures(few_procedures(), actor=CLOCK, at=LATER + timedelta(days=1))
    assert selectors.version_on("1.001022", LATER.date() + timedelta(days=1)).limit == "3 ngày làm việc"


def test_a_doubt_that_no_longer_holds_is_settled_by_the_load(few: None) -> None:
    rows = changed(
        few_procedures(), "1.001022", time_limit_unit="ngày làm việc",
        time_by_channel="Trực tiếp: 3 Ngày làm việc",
    )  # fmt: skip
    load_procedures(rows, actor=CLOCK, at=LATER)
    assert not ReviewItem.objects.filter(procedure__code="1.001022", about="limit", settled_at=None).exists()
