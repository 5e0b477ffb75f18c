"""The table that officials know: what its cells mean, and that nothing is lost between table, graph and drawing."""

from dataclasses import replace
from itertools import groupby

import pytest
from hypothesis import given
from hypothesis import strategies as st
from lxml import etree
from SpiffWorkflow.bpmn.parser import BpmnParser, BpmnValidator
from SpiffWorkflow.bpmn.workflow import BpmnWorkflow
from SpiffWorkflow.util.task import TaskState

from congvu.catalog.bpmn import bpmn_of
from congvu.catalog.diagram import Labels, diagram
from congvu.core.process import (
    CannotCarry,
    CellUnreadable,
    Process,
    TableRow,
    Token,
    Verb,
    carry,
    default_process,
    from_step_rows,
    is_sound,
    process_of,
    rows_of,
    soundness,
)
from congvu.core.process.layout import spots
from congvu.core.process.table import NoSuchRow, add_row, move_row, remove_row, standard_ways, with_waits
from tests.catalog.conftest import step_rows
from tests.core.process_generator import sound_processes

DESK = "Bộ phận một cửa"
BRANCHED = (
    TableRow("Tiếp nhận hồ sơ", DESK, "0,5", next="2+3", refuse="hết"),
    TableRow("Hỏi cơ quan thuế", "Chi cục Thuế", "2", next="4"),
    TableRow("Hỏi công an", "Công an xã", "3", next="4"),
    TableRow("Tổng hợp", "Chuyên viên", "1", join="tất cả", refuse="6"),
    TableRow("Chờ nộp tiền", wait="financial_duty", refuse="6"),
    TableRow("Trả kết quả", DESK, "0", stage="2", back="4"),
)


def made(rows: tuple[TableRow, ...]) -> Process:
    return process_of(rows, code="x", name="Thử")


def real() -> list[Process]:
    rows = step_rows()
    tables = groupby(rows, key=lambda row: row.cells["procedure_code"])
    return [from_step_rows([row.cells for row in table], code=code) for code, table in tables]


def test_cells_say_where_a_step_leads() -> None:
    process = made(BRANCHED)
    ways = {(way.source, way.verb): way.targets for way in process.transitions}
    assert ways["s1", Verb.HAND_OUT] == ("s2", "s3")
    assert ways["s1", Verb.REFUSE] == ()
    assert ways["s5", Verb.RESUME] == ("s6",)
    assert ways["s6", Verb.SEND_BACK] == ("s4",)
    assert is_sound(process)


@pytest.mark.parametrize(
    ("rows", "code"),
    [
        pytest.param(((0, {"next": "3"}),), "unreachable", id="a row that nothing leads to"),
        pytest.param(((1, {"next": "2"}), (2, {"next": "2"})), "no_end", id="a ring without a way out"),
        pytest.param(((3, {"join": "3"}),), "dead_join", id="a join that waits for a third of two branches"),
        pytest.param(((3, {"join": ""}),), "no_join", id="branches that never meet"),
        pytest.param(((5, {"next": "0"}),), "no_finish", id="no end"),
    ],
)
def test_a_table_that_could_trap_a_dossier_is_found_out(
    rows: tuple[tuple[int, dict[str, str]], ...], code: str
) -> None:
    table = list(BRANCHED)
    for place, cells in rows:
        table[place] = replace(table[place], **cells)
    assert code in {finding.code for finding in soundness(made(tuple(table)))}


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"name": ""}, "name-2"),
        ({"time": "hai"}, "time-2"),
        ({"unit": "tuần"}, "unit-2"),
        ({"stage": "x"}, "stage-2"),
        ({"join": "mọi"}, "join-2"),
        ({"wait": "rain"}, "wait-2"),
        ({"role": "king"}, "role-2"),
        ({"next": "4;5"}, "next-2"),
    ],
)
def test_a_cell_that_cannot_be_read_is_named(cells: dict[str, str], field: str) -> None:
    rows = (BRANCHED[0], replace(BRANCHED[1], **cells), *BRANCHED[2:])  # type: ignore[arg-type]
    with pytest.raises(CellUnreadable) as refused:
        made(rows)
    assert refused.value.field == field


def test_a_row_that_is_not_there_is_named() -> None:
    with pytest.raises(NoSuchRow) as refused:
        made((replace(BRANCHED[0], next="9"), *BRANCHED[1:]))
    assert refused.value.field == "next-1"


@pytest.mark.parametrize("process", [default_process(), *real()], ids=lambda process: process.code)
def test_real_tables_go_through_the_table_unchanged(process: Process) -> None:
    again = process_of(rows_of(process), code=process.code, name=process.name, limit=process.limit)
    assert again.steps == process.steps
    assert set(again.transitions) == set(process.transitions)


@given(sound_processes())
def test_any_sound_process_goes_through_the_table_unchanged(process: Process) -> None:
    again = process_of(rows_of(process), code=process.code, name=process.name)
    assert again.steps == process.steps
    assert set(again.transitions) == set(process.transitions)


@given(sound_processes(), st.data())
def test_moving_rows_about_keeps_where_they_lead(process: Process, data: st.DataObject) -> None:
    rows = tuple(replace(row, next=row.next or _below(place, process)) for place, row in enumerate(rows_of(process), 1))
    place = data.draw(st.integers(1, len(rows)))
    by = data.draw(st.sampled_from([-1, 1]))
    moved = process_of(move_row(rows, place, by), code="x", name="x")
    assert set(moved.transitions) == set(process.transitions)
    added = add_row(rows, place)
    assert remove_row(added, place + 1) == rows


def _below(place: int, process: Process) -> str:
    return str(place + 1) if place < len(process.steps) else "hết"


def test_a_removed_row_is_named_no_more() -> None:
    rows = remove_row(BRANCHED, 3)
    assert (rows[0].next, rows[2].refuse, rows[4].back) == ("2", "5", "3")


def test_steps_keep_their_codes_and_new_rows_get_free_ones() -> None:
    rows = add_row(rows_of(made(BRANCHED)), 1)
    rows = (*rows[:1], replace(rows[1], name="Số hoá", next="3"), *rows[2:])
    assert [step.code for step in made(rows).steps] == ["s1", "s7", "s2", "s3", "s4", "s5", "s6"]


def test_usual_ways_are_written_at_one_press() -> None:
    plain = (TableRow("Tiếp nhận", DESK), TableRow("Thẩm định"), TableRow("Trả kết quả", DESK, stage="2"))
    process = made(standard_ways(with_waits(plain)))
    assert [step.waits_for is not None for step in process.steps] == [False, False, True, False]
    assert is_sound(process)


# --- BPMN, read by another engine ------------------------------------------------------------------------------------


def read_back(process: Process) -> BpmnWorkflow:
    document = etree.fromstring(bpmn_of(process, identifier="p"))
    validator = BpmnValidator()
    validator.validate(document)
    parser = BpmnParser(validator=validator)
    parser.add_bpmn_xml(document)
    return BpmnWorkflow(parser.get_spec("p"))


@pytest.mark.parametrize("process", [default_process(), made(BRANCHED), *real()], ids=lambda process: process.code)
def test_bpmn_is_valid_and_every_node_and_flow_is_drawn(process: Process) -> None:
    read_back(process)
    document = etree.fromstring(bpmn_of(process, identifier="p"))
    names = {"b": "http://www.omg.org/spec/BPMN/20100524/MODEL", "di": "http://www.omg.org/spec/BPMN/20100524/DI"}
    nodes = set(document.xpath("//b:process/*[not(self::b:sequenceFlow)]/@id", namespaces=names))
    flows = set(document.xpath("//b:sequenceFlow/@id", namespaces=names))
    assert set(document.xpath("//di:BPMNShape/@bpmnElement", namespaces=names)) == nodes
    assert set(document.xpath("//di:BPMNEdge/@bpmnElement", namespaces=names)) == flows


def test_another_engine_walks_the_process_from_the_document_alone() -> None:
    workflow = read_back(default_process())
    done = []
    for move in ("forward:appraise", "send_back:receive", "forward:appraise", "forward:approve", "forward:return", ""):
        workflow.do_engine_steps()
        (task,) = workflow.get_tasks(state=TaskState.READY, manual=True)
        done.append(task.task_spec.bpmn_id)
        task.data["move"] = move
        task.run()
    workflow.do_engine_steps()
    assert done == ["receive", "appraise", "receive", "appraise", "approve", "return"]
    assert workflow.is_completed()


# --- The drawing -----------------------------------------------------------------------------------------------------


@given(sound_processes())
def test_no_two_boxes_lie_on_one_another(process: Process) -> None:
    places = [(spot.rank, spot.column) for spot in spots(process).values()]
    assert len(set(places)) == len(process.steps)


def test_the_drawing_names_every_step_and_draws_every_way_on() -> None:
    process = made(BRANCHED)
    drawn = diagram(process, Labels("trả lại", "từ chối", "hết", "gộp", "dừng"), say_time=str, say_role=str)
    assert [step.name in shape.sentence for step, shape in zip(process.steps, drawn.shapes, strict=True)] == [True] * 6
    assert len(drawn.arrows) == 8  # start, two out, two in, two on, end
    assert "từ chối → 6" in drawn.shapes[3].sentence


# --- Carrying a run over ---------------------------------------------------------------------------------------------


def test_a_run_stays_at_its_step_in_the_new_version() -> None:
    old = made(BRANCHED)
    rows = add_row(rows_of(old), 1)
    new = made((*rows[:1], replace(rows[1], name="Số hoá", next="3"), *rows[2:]))
    tokens = [Token("s2", ("s1:1/2",)), Token("s3", ("s1:2/2",))]
    assert carry(tokens, old, new).tokens == tuple(tokens)


@pytest.mark.parametrize(
    ("change", "code"),
    [
        pytest.param({"name": "Lập tờ trình", "role_unit": "Chủ tịch UBND", "code": "z"}, "carry_step_gone", id="gone"),
        pytest.param({"role": "clerk"}, "carry_step_differs", id="somebody else's desk"),
    ],
)
def test_a_run_that_has_no_place_in_the_new_version_says_why(change: dict[str, str], code: str) -> None:
    old = made(BRANCHED)
    rows = rows_of(old)
    new = made((*rows[:3], replace(rows[3], **change), *rows[4:]))  # type: ignore[arg-type]
    with pytest.raises(CannotCarry) as refused:
        carry([Token("s4")], old, new)
    assert refused.value.code == code
    assert refused.value.data["step"] == "Tổng hợp"


def test_branches_that_are_dealt_out_otherwise_are_not_carried() -> None:
    old = made(BRANCHED)
    rows = rows_of(old)
    new = made((replace(rows[0], next="2"), replace(rows[1], next="3"), rows[2], replace(rows[3], join=""), *rows[4:]))
    with pytest.raises(CannotCarry) as refused:
        carry([Token("s2", ("s1:1/2",)), Token("s3", ("s1:2/2",))], old, new)
    assert refused.value.code == "carry_branches_differ"
