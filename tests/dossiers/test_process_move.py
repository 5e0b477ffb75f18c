"""Running dossiers taken over to a new version of their process: previewed, begun once, an answer for each."""

import json
from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest
from django.test import Client

from congvu.catalog.commands import draft_process, publish_process, save_process
from congvu.catalog.pages.processes import table_rows, typed_of
from congvu.dossiers.commands.process_move import (
    MoveGoesOn,
    MoveNeedsTwoVersions,
    MoveReasonMissing,
    NothingToMove,
    begin_process_move,
    move_some,
)
from congvu.dossiers.models import Dossier, MoveAnswer, ProcessMove, StepRun
from congvu.dossiers.selectors.process_moves import preview
from congvu.ledger.selectors import timeline
from congvu.obligations.models import Obligation
from congvu.orgs.actor import Actor
from congvu.orgs.models import Person, Position, Role
from congvu.orgs.ranges import days
from tests.dossiers.walking import forward, later, open_run, to_the_end
from tests.dossiers.world import World, build, moment

LAND = "1.012784"
AT = moment("2026-01-07 09:00")
CLOCK = Actor.clock()
TWO: dict[str, Any] = {"code": LAND, "source": 1, "target": 2}


@pytest.fixture
def world(db: None) -> World:
    return build(LAND)


def new_version(at: Any, *, without: int = 0) -> None:
    """The second step is renamed and timed anew; `without`: a row taken out."""
    draft = draft_process(code=LAND, actor=CLOCK, at=at)
    rows = list(table_rows(typed_of(draft)))
    rows[0] = replace(rows[0], time="1")
    if without:
        from congvu.core.process.table import remove_row

        rows = list(remove_row(rows, without))
    save_process(code=LAND, number=2, rows=rows, actor=CLOCK, at=at)
    publish_process(code=LAND, number=2, effective_from=at.date(), actor=CLOCK, at=at)


def test_each_dossier_stays_at_its_step_keeps_its_promise_and_goes_on(world: World) -> None:
    first, second = world.receive(LAND, AT), world.receive(LAND, AT, name="Lê Văn Hai")
    at = forward(second, forward(first, later(AT)))
    new_version(at)
    due = Obligation.objects.get(pk=second.obligation_id).due_at
    step_due = Obligation.objects.get(pk=open_run(second).obligation_id).due_at
    move = begin_process_move(**TWO, reason="Quy trình mới", actor=CLOCK, at=at)
    assert move_some(move.pk, at=at, most=1) is True
    assert move_some(move.pk, at=at, most=1) is False
    assert set(move.answers.values_list("code", flat=True)) == {"moved"}
    for dossier in (first, second):
        dossier.refresh_from_db()
        assert dossier.process is not None
        assert dossier.process.number == 2
        assert "dossier.process_changed" in [row.kind for row in timeline("dossier", dossier.pk)]
    assert Obligation.objects.get(pk=second.obligation_id).due_at == due
    assert Obligation.objects.get(pk=open_run(second).obligation_id).due_at == step_due
    _at, passed = to_the_end(second, later(at))
    assert passed[-1] == "Trả kết quả"


def test_a_dossier_at_a_step_that_is_gone_stays_and_says_why(world: World) -> None:
    stays, moves = world.receive(LAND, AT), world.receive(LAND, AT, name="Lê Văn Hai")
    at = forward(moves, forward(stays, later(AT)))
    at = forward(stays, at)  # the specialist's step is done; it lies with the leader
    new_version(at, without=3)
    seen = preview(LAND, 1, 2, same={}, actor=CLOCK)
    assert {(row.code, row.moves) for row in seen.rows} == {(stays.code, False), (moves.code, True)}
    move = begin_process_move(**TWO, reason="Quy trình mới", actor=CLOCK, at=at)
    move_some(move.pk, at=at)
    answers = {answer.dossier.code: answer for answer in MoveAnswer.objects.select_related("dossier")}
    assert answers[moves.code].code == "moved"
    assert answers[stays.code].code == "carry_step_gone"
    assert "“Phê duyệt”" in answers[stays.code].why
    stays.refresh_from_db()
    assert stays.process is not None
    assert stays.process.number == 1
    assert open_run(stays).step == "s3"


def test_what_ended_meanwhile_is_answered_not_moved(world: World) -> None:
    dossier = world.receive(LAND, AT)
    at = later(AT)
    new_version(at)
    move = begin_process_move(**TWO, reason="x", actor=CLOCK, at=at)
    at, _passed = to_the_end(dossier, at)
    move_some(move.pk, at=at)
    assert MoveAnswer.objects.get().code == "dossier_ended"
    move.refresh_from_db()
    assert move.done_at == at


def test_bad_moves_are_refused(world: World) -> None:
    at = later(AT)
    with pytest.raises(MoveNeedsTwoVersions):
        begin_process_move(code=LAND, source=1, target=1, reason="x", actor=CLOCK, at=at)
    with pytest.raises(MoveNeedsTwoVersions):
        begin_process_move(**TWO, reason="x", actor=CLOCK, at=at)
    new_version(at)
    with pytest.raises(MoveReasonMissing):
        begin_process_move(**TWO, reason=" ", actor=CLOCK, at=at)
    with pytest.raises(NothingToMove):
        begin_process_move(**TWO, reason="x", actor=CLOCK, at=at)
    Dossier.objects.filter(pk=world.receive(LAND, AT).pk).update(process=_process(1))
    begin_process_move(**TWO, reason="x", actor=CLOCK, at=at)
    with pytest.raises(MoveGoesOn):
        begin_process_move(**TWO, reason="x", actor=CLOCK, at=at)


def _process(number: int) -> Any:
    from congvu.catalog.models import Process

    return Process.objects.get(procedure__code=LAND, number=number)


def chief(world: World) -> Client:
    person = Person.objects.create(username="chanh", full_name="Phạm Chánh")
    unit = world.units["tinh"] if "tinh" in world.units else next(iter(world.units.values()))
    Position.objects.create(person=person, unit=unit, role=Role.objects.get(code="chief_of_office"), during=days(None))
    client = Client()
    client.force_login(person)
    return client


def test_pages_and_api_preview_begin_and_answer(world: World) -> None:
    dossier = world.receive(LAND, AT)
    new_version(later(AT) + timedelta(minutes=1))
    client = chief(world)
    assert "Chuyển hồ sơ đang chạy sang bản mới" in client.get(f"/thu-tuc/{LAND}/quy-trinh/1/").content.decode()
    page = client.get(f"/ho-so/chuyen-quy-trinh/{LAND}/?tu=1&den=2").content.decode()
    assert "1 trong 1 hồ sơ chuyển được" in page
    assert dossier.code in page
    said = client.get(f"/api/v1/procedures/{LAND}/process-move-preview?source=1&target=2").json()
    assert [(row["dossier"], row["why"]) for row in said] == [(dossier.code, "")]
    assert client.post(f"/ho-so/chuyen-quy-trinh/{LAND}/lam/", {"tu": "1", "den": "2"}).status_code == 422
    begun = client.post(f"/ho-so/chuyen-quy-trinh/{LAND}/lam/", {"tu": "1", "den": "2", "reason": "QĐ mới"})
    assert begun.status_code == 302
    assert "đang chờ" in client.get(begun.headers["Location"]).content.decode()
    move = ProcessMove.objects.get()
    move_some(move.pk, at=later(AT, 120))
    assert "đã chuyển" in client.get(begun.headers["Location"]).content.decode()
    answer = client.get(f"/api/v1/process-moves/{move.pk}").json()
    assert (answer["finished"], answer["moved"], answer["answers"][0]["code"]) == (True, 1, "moved")
    body = json.dumps({"source": 1, "target": 2, "reason": "lần nữa"})
    again = client.post(f"/api/v1/procedures/{LAND}/process-moves", body, content_type="application/json")
    assert again.json()["code"] == "nothing_to_move"
    assert StepRun.objects.filter(dossier=dossier, closed_at=None).count() == 1


def test_others_do_not_see_an_operation(world: World) -> None:
    world.receive(LAND, AT)
    new_version(later(AT))
    move = begin_process_move(**TWO, reason="x", actor=CLOCK, at=later(AT))
    assert chief(world).get(f"/ho-so/lan-chuyen-quy-trinh/{move.pk}/").status_code == 404


def test_the_preview_asks_the_same_number_of_queries_for_many(world: World, django_assert_max_num_queries: Any) -> None:
    for number in range(4):
        world.receive(LAND, AT, name=f"Người {number}")
    new_version(later(AT))
    with django_assert_max_num_queries(10):
        assert len(preview(LAND, 1, 2, same={}, actor=CLOCK).rows) == 4
