"""History of an older system: it stands as history, what is open can be walked on."""

from dataclasses import replace
from datetime import timedelta

import pytest

from congvu.core.clock import VIETNAM
from congvu.core.loading import Row
from congvu.dossiers.load import load_dossiers, load_routes
from congvu.dossiers.models import Dossier, Route, State, StepRun
from congvu.ledger.selectors import timeline
from congvu.ledger.verify import verify
from congvu.obligations.models import Obligation
from congvu.orgs.actor import Actor
from tests.dossiers.walking import to_the_end
from tests.dossiers.world import World, moment

CLOCK = Actor.clock()
AT = moment("2026-01-12 08:00")


def row(line: int, code: str, status: int, **more: str) -> Row:
    cells = {
        "code": code, "procedure_code": "1.012784", "unit_code": "quay", "applicant": "Trần Văn Đạt",
        "channel": "direct", "received_at": "2025-11-03T09:00", "due_at": "2025-11-19T17:00", "finished_at": "",
        "returned_at": "", "status": str(status),
    }  # fmt: skip
    return Row(line, {**cells, **more})


HISTORY = [
    row(2, "H53.10-251103-0001", 10, finished_at="2025-11-18T10:00", returned_at="2025-11-20T09:00"),
    row(3, "H53.10-251103-0002", 10, finished_at="2025-11-20T10:00", returned_at="2025-11-21T09:00"),
    row(4, "H53.10-251103-0003", 4),
    row(5, "H53.10-251103-0004", 5),
    row(6, "H53.10-251103-0005", 9, finished_at="2025-11-18T10:00"),
    row(7, "H53.10-251103-0006", 7, finished_at="2025-11-10T10:00"),
    row(8, "CU/2025/77", 3, finished_at="2025-11-04T10:00", due_at=""),
]


def status_of(code: str) -> tuple[str, bool]:
    item = Obligation.objects.get(kind="dossier", subject_id=Dossier.objects.get(code=code).pk)
    late = item.closed_at is not None and item.late_at is not None and item.closed_at > item.late_at
    return item.outcome, late


def test_history_stands_as_it_was(world: World) -> None:
    report = load_dossiers(HISTORY, actor=CLOCK, at=AT)
    assert (report.new, report.changed, report.unchanged, report.errors) == (7, 0, 0, [])
    assert status_of("H53.10-251103-0001") == ("granted", False)
    assert status_of("H53.10-251103-0002") == ("granted", True)
    assert status_of("H53.10-251103-0006") == ("withdrawn", False)
    kept = list(Dossier.objects.values_list("receipt_secret", "digest"))
    assert len({secret for secret, _digest in kept}) == 7
    assert not any(digest.upper().startswith(secret) for secret, digest in kept)
    states = dict(Dossier.objects.values_list("code", "state"))
    assert [states[r.cells["code"]] for r in HISTORY] == [
        "returned", "returned", "in_progress", "waiting_supplement", "to_return", "withdrawn", "not_accepted",
    ]  # fmt: skip
    events = timeline("dossier", Dossier.objects.get(code="H53.10-251103-0001").pk)
    assert [(e.kind, e.at.astimezone(VIETNAM).day, e.entered_later) for e in events] == [
        ("dossier.loaded", 3, True),
        ("dossier.result_returned", 20, True),
    ]
    assert verify().breaks == ()


def test_the_same_file_again_is_unchanged(world: World) -> None:
    load_dossiers(HISTORY, actor=CLOCK, at=AT)
    events, items = timeline("dossier", Dossier.objects.order_by("pk")[0].pk), Obligation.objects.count()
    report = load_dossiers(HISTORY, actor=CLOCK, at=AT + timedelta(days=1))
    assert (report.new, report.changed, report.unchanged) == (0, 0, 7)
    assert len(timeline("dossier", Dossier.objects.order_by("pk")[0].pk)) == len(events)
    assert Obligation.objects.count() == items


def test_what_is_open_there_is_walked_on_here(world: World) -> None:
    load_dossiers(HISTORY, actor=CLOCK, at=AT)
    dossier = Dossier.objects.get(code="H53.10-251103-0003")
    run = StepRun.objects.get(dossier=dossier)
    assert run.name == "Thẩm định hồ sơ"
    assert run.unit_id == world.units["cn"].pk
    _end, passed = to_the_end(dossier, moment("2026-01-12 09:00"))
    assert passed[-1] == "Trả kết quả"
    waiting = Dossier.objects.get(code="H53.10-251103-0005")
    _end, passed = to_the_end(waiting, moment("2026-01-12 09:00"))
    assert passed == ["Trả kết quả"]


def test_it_went_on_there_after_the_first_load(world: World) -> None:
    load_dossiers(HISTORY, actor=CLOCK, at=AT)
    later = [replace(HISTORY[2], cells={**HISTORY[2].cells, "status": "10", "finished_at": "2026-01-09T10:00"})]
    report = load_dossiers(later, actor=CLOCK, at=AT)
    assert (report.new, report.changed) == (0, 1)
    dossier = Dossier.objects.get(code="H53.10-251103-0003")
    assert dossier.state == State.RETURNED
    assert status_of(dossier.code) == ("granted", True)
    assert not Obligation.objects.filter(part_of=dossier.obligation_id, closed_at=None).exists()


def test_codes_given_there_are_not_given_again(world: World) -> None:
    code = world.receive("1.001193", moment("2026-01-12 08:00")).code
    agency = code.split("-")[0]
    load_dossiers([row(2, f"{agency}-260113-0007", 4, received_at="2026-01-13T08:00")], actor=CLOCK, at=AT)
    assert world.receive("1.001193", moment("2026-01-13 09:00")).code == f"{agency}-260113-0008"


@pytest.mark.parametrize(
    ("cells", "field"),
    [
        ({"status": "11"}, "status"), ({"received_at": "hôm qua"}, "received_at"), ({"applicant": ""}, "applicant"),
        ({"procedure_code": "9.999999"}, "procedure_code"), ({"unit_code": "khong-co"}, None),
        ({"channel": "fax"}, "channel"), ({"status": "10"}, "finished_at"),
        ({"finished_at": "2025-11-01T08:00", "status": "10"}, "finished_at"),
    ],
)  # fmt: skip
def test_a_row_that_cannot_be_read_writes_nothing(world: World, cells: dict[str, str], field: str | None) -> None:
    bad = replace(HISTORY[2], line=9, cells={**HISTORY[2].cells, **cells})
    report = load_dossiers([HISTORY[0], bad], actor=CLOCK, at=AT)
    assert [note.line for note in report.errors] == [9]
    assert field is None or report.errors[0].field == field
    assert not Dossier.objects.exists()


def test_a_dossier_received_here_is_not_overwritten(world: World) -> None:
    code = world.receive("1.001193", moment("2026-01-12 08:00")).code
    report = load_dossiers([row(2, code, 4)], actor=CLOCK, at=AT)
    assert "không nạp đè" in report.errors[0].message


def test_routes_say_who_does_a_step_at_a_place(world: World) -> None:
    cells = {"role_unit": "Chi nhánh Văn phòng Đăng ký đất đai", "place": "xa", "unit": "vpdk", "procedure_code": ""}
    assert load_routes([Row(2, cells)], actor=CLOCK, at=AT).new == 1
    assert load_routes([Row(2, cells)], actor=CLOCK, at=AT).unchanged == 1
    assert Route.objects.get().words == "chi nhanh van phong dang ky dat dai"
    dossier = world.receive("1.012784", moment("2026-01-12 08:00"))
    from tests.dossiers.walking import forward

    forward(dossier, moment("2026-01-12 09:00"))
    assert StepRun.objects.get(dossier=dossier, closed_at=None).unit_id == world.units["vpdk"].pk
