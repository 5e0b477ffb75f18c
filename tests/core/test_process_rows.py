"""The fourteen real step tables become processes, and every step is read by whom it is done."""

import csv
from decimal import Decimal
from importlib import resources
from itertools import groupby
from pathlib import Path

import pytest

from congvu.core.clock import parse_allowance
from congvu.core.process import (
    NoSteps,
    Role,
    Severity,
    TimeAllowed,
    TimeUnit,
    UnreadableStep,
    Verb,
    WaitsFor,
    from_step_rows,
    limit_of,
    reading_of_step,
    role_of_step,
    soundness,
    start,
    time_needed,
)


def _rows(name):
    text = resources.files("congvu.data").joinpath(f"procedures/{name}").read_text("utf-8-sig")
    return list(csv.DictReader(text.splitlines()))


STEPS = {
    code: list(rows) for code, rows in groupby(_rows("procedure-steps.csv"), key=lambda row: row["procedure_code"])
}
PROCEDURES = {row["code"]: row for row in _rows("procedures.csv")}


def process_of(code):
    value, unit = PROCEDURES[code]["step_table_limit"].split(" ", 1)
    return from_step_rows(STEPS[code], code=code, name=PROCEDURES[code]["name"], limit=limit_of(Decimal(value), unit))


def test_there_are_fourteen_tables_with_106_steps():
    assert len(STEPS) == 14
    assert sum(map(len, STEPS.values())) == 106


@pytest.mark.parametrize("code", STEPS)
def test_every_real_table_is_a_sound_process(code):
    process = process_of(code)
    assert [str(f) for f in soundness(process) if f.severity is Severity.ERROR] == []
    worked = [step for step in process.steps if step.waits_for is None]
    assert len(worked) == len(STEPS[code])
    assert all("(nguồn" not in step.name and "(suy ra" not in step.output for step in worked)


@pytest.mark.parametrize("code", STEPS)
def test_a_matter_walks_through_every_real_table(code):
    run, passed = start(process_of(code)), []
    while not run.has_ended:
        (token,) = run.active
        passed.append(token.step)
        onward = [way for _, way in run.moves() if way.verb in (Verb.FORWARD, Verb.RESUME, Verb.FINISH)]
        run = run.move(token.step, onward[0].verb)
    assert passed == [step.code for step in process_of(code).steps]


@pytest.mark.parametrize(
    ("code", "total", "warnings"),
    [
        ("1.012766", "3 ngày làm việc", []),
        ("1.012784", "12 ngày làm việc", []),
        ("1.012790", "8 ngày làm việc", []),
        ("1.012787", "8 ngày làm việc", []),
        ("1.013988", "1 ngày làm việc", []),
        ("1.013995", "8 ngày làm việc", []),
        ("1.012783", "8 ngày làm việc", ["sum_above_limit"]),
        ("1.012786", "9,5 ngày làm việc", ["sum_below_limit"]),
        ("1.013979", "10 ngày làm việc", []),
        ("1.012812", "33 ngày", ["sum_above_limit"]),
        ("2.000908", "8 giờ", []),
        ("1.012756", "12 ngày làm việc", ["sum_below_limit"]),
        ("2.002750", "23 ngày", []),
        ("1.013825", "7,75 ngày", ["sum_below_limit"]),
    ],
)
def test_sums_of_the_real_tables_against_their_limits(code, total, warnings):
    process = process_of(code)
    assert time_needed(process).text == total
    assert [finding.code for finding in soundness(process)] == warnings


def test_a_disagreeing_sum_is_told_in_words():
    assert [str(finding) for finding in soundness(process_of("1.012812"))] == [
        "Tổng thời hạn các bước là 33 ngày, lớn hơn hạn của thủ tục 30 ngày (vượt 3)."
    ]


@pytest.mark.parametrize(
    ("code", "waits"),
    [
        pytest.param("1.012787", [("wait1", WaitsFor.FINANCIAL_DUTY)], id="the tax office is told, then paid"),
        pytest.param("1.012786", [("wait1", WaitsFor.FINANCIAL_DUTY)], id="seventeen steps"),
        pytest.param("1.012756", [("wait1", WaitsFor.FINANCIAL_DUTY)], id="first registration"),
        pytest.param("1.013825", [("wait1", WaitsFor.FINANCIAL_DUTY)], id="the next step says so"),
        pytest.param("2.002750", [("wait1", WaitsFor.OUTSIDE)], id="laid before the provincial committee"),
        pytest.param("1.012784", [], id="one stage, no waiting"),
    ],
)
def test_between_two_stages_stands_a_waiting_step(code, waits):
    process = process_of(code)
    assert [(step.code, step.waits_for) for step in process.steps if step.waits_for] == waits
    for wait, _ in waits:
        assert {way.verb for way in process.leaving(wait)} == {Verb.RESUME, Verb.REFUSE}
    assert [stage.no for stage in process.stages] == [1, 2][: len(waits) + 1]


def test_back_goes_to_any_earlier_step_of_the_stage_and_refusal_to_the_last():
    process = process_of("1.012787")
    back = [way.targets[0] for way in process.leaving("s8") if way.verb is Verb.SEND_BACK]
    assert back == ["s6", "s7"]
    refusals = {way.source: way.targets for way in process.transitions if way.verb is Verb.REFUSE}
    assert refusals["s1"] == ()
    assert refusals["s2"] == refusals["wait1"] == ("s11",)
    assert "s11" not in refusals


def row(step_no="1", name="Tiếp nhận", value="1", unit="ngày làm việc", **more):
    return {
        "step_no": step_no, "step_name": name, "role_unit": "", "time_limit_value": value, "time_limit_unit": unit,
        **more,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("value", "unit", "allowance", "note"),
    [
        pytest.param("0.5", "ngày làm việc", TimeAllowed(Decimal("0.5"), TimeUnit.WORKING_DAY), "", id="point"),
        pytest.param("0,25", "Ngày", TimeAllowed(Decimal("0.25"), TimeUnit.DAY), "", id="comma, capital"),
        pytest.param("1.125", "ngày", TimeAllowed(Decimal("1.125"), TimeUnit.DAY), "", id="never a thousand days"),
        pytest.param("2", "giờ làm việc", TimeAllowed(Decimal(2), TimeUnit.HOUR), "", id="working hours"),
        pytest.param("0", "ngày", TimeAllowed(Decimal(0), TimeUnit.DAY), "", id="nought is a time"),
        pytest.param("", "ngày", None, "", id="blank stays blank"),
        pytest.param("3", "", None, "3 (?)", id="without a unit nothing is guessed"),
    ],
)
def test_the_time_of_a_step(value, unit, allowance, note):
    (step,) = from_step_rows([row(value=value, unit=unit)], code="x").steps
    assert (step.allowance, step.note) == (allowance, note)


@pytest.mark.parametrize("code", STEPS)
def test_the_clock_understands_the_time_of_every_real_step(code):
    for step in process_of(code).steps:
        if step.waits_for or not step.allowance.value:
            assert step.allowance is None or step.allowance.allowance is None
        else:
            assert step.allowance.allowance == parse_allowance(step.allowance.text)


@pytest.mark.parametrize(
    ("wrong", "column"),
    [
        pytest.param(row(step_no="một"), "step_no", id="number in words"),
        pytest.param(row(name=" "), "step_name", id="no name"),
        pytest.param(row(value="nửa"), "time_limit_value", id="time in words"),
        pytest.param(row(value="-1"), "time_limit_value", id="negative"),
        pytest.param(row(value="1,500"), "time_limit_value", id="ambiguous"),
        pytest.param(row(unit="tuần"), "time_limit_unit", id="weeks"),
        pytest.param(row(stage="II"), "stage", id="stage in Roman numbers"),
    ],
)
def test_a_row_that_cannot_be_read_names_its_column(wrong, column):
    with pytest.raises(UnreadableStep) as refused:
        from_step_rows([wrong], code="x")
    assert refused.value.field == column
    assert column in str(refused.value)


def test_an_empty_table_is_refused():
    with pytest.raises(NoSteps):
        from_step_rows([], code="x")


def test_rows_in_any_order_and_a_number_used_twice():
    process = from_step_rows([row("10", "Trả kết quả"), row("2", "Thẩm định"), row("1")], code="x")
    assert [step.code for step in process.steps] == ["s1", "s2", "s10"]
    twice = from_step_rows([row("1"), row("1", "Thẩm định")], code="x")
    assert "duplicate_step" in [finding.code for finding in soundness(twice)]


# --- Who does it -----------------------------------------------------------------------------------------------------

R, S, D, L, C, T = (
    *(Role.RECEIVING, Role.SPECIALIST, Role.DIVISION_HEAD, Role.SIGNING_LEADER, Role.CLERK, Role.RETURNING),
)
ROLES = {
    "1.012766": [R, S, L, C, T],
    "1.012784": [R, S, L, C, T],
    "1.012790": [R, S, L, C, T],
    "1.012787": [R, S, D, L, S, R, S, D, L, C, T],
    "1.013988": [R, S, L, T],
    "1.013995": [R, S, L, C, T],
    "1.012783": [R, S, L, C, T],
    "1.012786": [R, S, L, S, D, L, S, D, L, S, L, S, R, S, L, C, T],
    "1.013979": [R, S, D, L, T],
    "1.012812": [R, S, L, S, D, L, T],
    "2.000908": [R, S, L, T],
    "1.012756": [R, S, D, L, S, R, S, D, L, C, T],
    "2.002750": [R, S, D, L, R, L, L, T],
    "1.013825": [R, S, D, S, D, L, S, D, L, R, S, D, L, T],
}


@pytest.mark.parametrize("code", STEPS)
def test_the_actor_of_every_real_step(code):
    assert [step.role for step in process_of(code).steps if not step.waits_for] == ROLES[code]


@pytest.mark.parametrize(
    ("name", "unit", "role"),
    [
        pytest.param("Tiếp nhận hồ sơ", "", R, id="received, unit not named"),
        pytest.param("Phê duyệt", "", L, id="approved"),
        pytest.param("Trình lãnh đạo", "", D, id="laid before the leader"),
        pytest.param("Trả kết quả", "", T, id="returned"),
        pytest.param("Đóng dấu, vào sổ", "", C, id="stamped"),
        pytest.param("Vào số văn bản", "Văn thư Sở", C, id="registry"),
        pytest.param("Thẩm định", "Phòng Kinh tế", S, id="nothing else fits"),
        pytest.param("Ký", "Phó Chủ tịch UBND xã", L, id="vice chairman"),
        pytest.param("Soát xét", "Phó trưởng phòng Kinh tế", D, id="vice head"),
        pytest.param("TIẾP NHẬN", "Bộ phận tiếp nhận và trả kết quả", R, id="old name of the desk"),
        pytest.param("", "", S, id="nothing known"),
    ],
)
def test_the_actor_by_pattern(name, unit, role):
    assert role_of_step(name=name, role_unit=unit) is role


def test_the_page_of_rules_lists_how_each_real_step_is_read():
    page = (Path(__file__).parents[2] / "docs/rules/process.md").read_text("utf-8")
    read = {(row["step_name"], row["role_unit"]) for rows in STEPS.values() for row in rows}
    for name, unit in read:
        pattern = reading_of_step(name=name, role_unit=unit)
        assert f"| {name} | {unit} | {pattern.role.label} | {pattern.because} |" in page
