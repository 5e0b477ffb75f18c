"""Every page opens for whoever may see it, in both languages; forms act; a refusal keeps what was typed."""

import pytest
from django.test import Client

from congvu.indexes import commands
from congvu.indexes.models import Round
from tests.indexes.test_round import LATER, published
from tests.indexes.world import (
    World,
    appraise_whole_unit,
    load_set,
    open_round,
    row_of,
    score_of,
    score_whole_unit,
    set_of,
)


def client_of(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client


def addresses(found: Round, unit: str) -> list[str]:
    row = row_of(found, unit)
    base = f"/chi-so/dot/{found.code}"
    return [
        "/chi-so/", "/chi-so/bo-tieu-chi/", f"/chi-so/bo-tieu-chi/{set_of().pk}/", f"{base}/", f"{base}/?tt=appraising",
        f"{base}/?cho=toi", f"{base}/ket-qua/", f"{base}/diem-mat/", f"{base}/diem-mat/?dv={row.pk}",
        f"{base}/diem-mat/?dv={row.pk}&neu=1.2&diem=6", f"{base}/khac-phuc/", f"{base}/don-vi/{row.pk}/",
        *(f"{base}/don-vi/{row.pk}/?tc={code}" for code in ("1.1", "1.2", "2.1", "2.2", "3")),
        f"{base}/don-vi/{row.pk}/?viec=1", f"{base}/don-vi/{row.pk}/?q=cong+khai", f"{base}/don-vi/{row.pk}/phieu/",
        f"{base}/khac-phuc/?diem={score_of(found, unit, '1.2').pk}",
    ]  # fmt: skip


@pytest.mark.parametrize("language", ["vi", "en"])
@pytest.mark.parametrize("stage", ["planned", "scoring", "appraising", "explaining", "published"])
def test_every_page_opens_at_every_stage(world: World, stage: str, language: str) -> None:
    if stage == "published":
        found = published(world).round
    else:
        found = open_round(world, ["S1", "S2"])
        if stage in ("appraising", "explaining"):
            score_whole_unit(world, found, "S1")
        if stage == "explaining":
            appraise_whole_unit(world, found, "S1", {"1.2": "2"})
    for name in ("chu_tri", "cv_S1", "ld_S1", "cv_STC"):
        client = client_of(world, name)
        client.cookies["django_language"] = language
        for address in addresses(found, "S1"):
            response = client.get(address)
            assert response.status_code == 200, (name, address, response.status_code)


def test_the_planning_page_makes_a_round(world: World) -> None:
    sent = {
        "criteria_set": set_of().pk, "period": "2025", "name": "Chỉ số 2025", "plan": "KH 01",
        "self_due_on": "2027-01-20",
        "appraise_due_on": "2027-02-10", "explain_due_on": "2027-02-27", "units": "S1, S2\nS3",
        "appraisers": "STC: 2\nSNV: 1",
    }  # fmt: skip
    client = client_of(world, "chu_tri")
    assert client.get("/chi-so/lap-dot/").status_code == 200
    refused = client.post("/chi-so/lap-dot/", {**sent, "units": "KHONG"})
    assert refused.status_code == 422
    assert "KH 01" in refused.content.decode()
    assert not Round.objects.exists(), "all or nothing"
    assert client.post("/chi-so/lap-dot/", sent).status_code == 302
    found = Round.objects.get(code="CCHC-2025")
    assert found.units.count() == 3
    assert client.post(f"/chi-so/dot/{found.code}/mo/").status_code == 302
    assert row_of(found, "S1").present.count() == 5


def test_scoring_by_the_form_goes_on_to_the_next_criterion(world: World) -> None:
    found = open_round(world, ["S1"])
    score = score_of(found, "S1", "1.1")
    base = f"/chi-so/dot/{found.code}/don-vi/{score.round_unit_id}/"
    sent = {"score": score.pk, "revision": 0, "next": "1.2", "a-step": "late", "explanation": "chậm 3 ngày"}
    response = client_of(world, "cv_S1").post(f"{base}tu-cham/", sent)
    assert (response.status_code, response.headers["Location"]) == (302, f"{base}?tc=1.2")
    assert score_of(found, "S1", "1.1").self_points == 1


def test_a_refused_score_shows_the_desk_with_what_was_typed(world: World) -> None:
    found = open_round(world, ["S1"])
    score = score_of(found, "S1", "1.2")
    base = f"/chi-so/dot/{found.code}/don-vi/{score.round_unit_id}/"
    sent = {"score": score.pk, "revision": 0, "points": "6,5", "explanation": "đã làm hết"}
    response = client_of(world, "cv_S1").post(f"{base}tu-cham/", sent)
    said = response.content.decode()
    assert response.status_code == 422
    assert "6,5" in said
    assert "đã làm hết" in said


def test_the_second_of_two_gets_the_page_again_with_the_new_revision(world: World) -> None:
    found = open_round(world, ["S1"])
    score = score_of(found, "S1", "1.2")
    base = f"/chi-so/dot/{found.code}/don-vi/{score.round_unit_id}/"
    sent = {"score": score.pk, "revision": 0, "points": "5", "explanation": "x"}
    client_of(world, "cv_S1").post(f"{base}tu-cham/", sent)
    late = client_of(world, "ld_S1").post(f"{base}tu-cham/", {**sent, "points": "2"})
    assert late.status_code == 409
    assert "Người cv_S1" in late.content.decode()
    assert 'name="revision" value="1"' in late.content.decode()


def test_a_unit_sees_itself_and_nobody_else(world: World) -> None:
    found = open_round(world, ["S1", "S2"])
    client = client_of(world, "cv_S1")
    assert client.get(f"/chi-so/dot/{found.code}/don-vi/{row_of(found, 'S2').pk}/").status_code == 404
    assert "Sở số 2" not in client.get(f"/chi-so/dot/{found.code}/").content.decode()


def test_a_published_ranking_is_for_everybody_also_without_signing_in(world: World) -> None:
    found = published(world).round
    assert "Sở số 2" in client_of(world, "cv_S1").get(f"/chi-so/dot/{found.code}/ket-qua/").content.decode()
    client = Client()
    assert "Chỉ số CCHC 2025" in client.get("/cong-khai/chi-so/").content.decode()
    page = client.get(f"/cong-khai/chi-so/{found.code}/")
    assert "Sở số 2" in page.content.decode()
    again = client.get(f"/cong-khai/chi-so/{found.code}/", headers={"If-None-Match": page.headers["ETag"]})
    assert again.status_code == 304


def test_what_is_not_published_is_not_public(world: World) -> None:
    found = open_round(world, ["S1"])
    assert Client().get(f"/cong-khai/chi-so/{found.code}/").status_code == 404
    assert found.name not in Client().get("/cong-khai/chi-so/").content.decode()


def test_files_are_sheets_that_open(world: World) -> None:
    from congvu.core.loading import rows_of

    found = published(world).round
    client = client_of(world, "chu_tri")
    sheet = rows_of(client.get(f"/chi-so/dot/{found.code}/ket-qua/tai-ve/").content, name="x.xlsx")
    assert len(sheet) == 2
    report = rows_of(
        client.get(f"/chi-so/dot/{found.code}/don-vi/{row_of(found, 'S1').pk}/phieu/tai-ve/").content, name="x"
    )
    assert len(report) == 8


@pytest.mark.parametrize("form", ["csv", "xlsx"])
def test_a_set_that_was_saved_loads_back_unchanged(world: World, form: str) -> None:
    from congvu.core.loading import rows_of
    from congvu.indexes.load import load_criteria
    from tests.indexes.world import CLOCK, LOADED_AT

    content = client_of(world, "chu_tri").get(f"/chi-so/bo-tieu-chi/{set_of().pk}/tai-ve/{form}/").content
    report = load_criteria(rows_of(content, name=f"x.{form}"), actor=CLOCK, at=LOADED_AT)
    assert (report.errors, report.new, report.changed, report.unchanged) == ([], 0, 0, 8)


def test_the_editor_tries_the_examples_of_a_rule(world: World) -> None:
    before = set_of().pk
    draft = commands.next_version(set_id=set_of().pk, decision="QĐ 02", actor=world.actor("chu_tri", LATER), at=LATER)
    address = f"/chi-so/bo-tieu-chi/{draft.pk}/tieu-chi/1.2/"
    client = client_of(world, "chu_tri")
    assert client.get(address).status_code == 200
    sent = {
        "name": "Nhiệm vụ",
        "maximum": "6",
        "source_kind": "self",
        "scoring_rule": "",
        "evidence": "",
        "appraiser": "",
    }
    rule = '{"type": "per_unit", "each": "0.5", "examples": [{"given": {"count": 3}, "out_of": "6", "points": "%s"}]}'
    wrong = client.post(address, {**sent, "rule": rule % "2"})
    assert wrong.status_code == 422
    assert client.post(address, {**sent, "rule": rule % "1.5"}).status_code == 302
    page = client.get(f"/chi-so/bo-tieu-chi/{draft.pk}/khac/{before}/")
    assert "Quy tắc chấm của 1.2 đổi" in page.content.decode()


def test_an_accepted_difference_lets_a_set_be_published(world: World) -> None:
    from tests.indexes.world import SMALL

    load_set([{**row, "max_score": "7"} if row["code"] == "1.2" else row for row in SMALL], code="LECH")
    found = set_of("LECH")
    client = client_of(world, "chu_tri")
    page = f"/chi-so/bo-tieu-chi/{found.pk}/"
    assert client.post(f"{page}ban-hanh/").status_code == 409
    from congvu.indexes import checks

    (doubt,) = checks.findings(found)
    assert client.post(f"{page}chap-nhan/", {"digest": doubt.digest, "reason": ""}).status_code == 422
    assert (
        client.post(f"{page}chap-nhan/", {"digest": doubt.digest, "reason": "in sai, theo công văn 12"}).status_code
        == 302
    )
    assert client.post(f"{page}ban-hanh/").status_code == 302
    found.refresh_from_db()
    assert found.is_published
    assert "in sai, theo công văn 12" in client.get(page).content.decode()


def test_a_repair_is_owed_and_done(world: World) -> None:
    from congvu.obligations.models import Obligation

    found = published(world).round
    score = score_of(found, "S1", "1.2")
    client = client_of(world, "ld_S1")
    base = f"/chi-so/dot/{found.code}/khac-phuc/"
    sent = {"score": score.pk, "why": "giao việc chậm", "what": "Rà soát hằng tháng", "due_on": "2099-01-01"}
    assert client.post(f"{base}lap/", {**sent, "why": ""}).status_code == 422
    assert client.post(f"{base}lap/", sent).status_code == 302
    assert Obligation.objects.filter(kind="index_repair", closed_at=None).count() == 1
    assert "Rà soát hằng tháng" in client.get(base).content.decode()
    repair = score.repairs.get()
    assert repair.lost == 2
    assert client.post(f"{base}{repair.pk}/xong/", {"outcome": "xong"}).status_code == 302
    assert not Obligation.objects.filter(kind="index_repair", closed_at=None).exists()


def test_duties_stand_in_the_inbox(world: World) -> None:
    found = open_round(world, ["S1"])
    assert found.name in client_of(world, "ld_S1").get("/viec/don-vi/").content.decode()


def test_nothing_happens_twice(world: World) -> None:
    found = published(world).round
    chair = client_of(world, "chu_tri")
    assert chair.post(f"/chi-so/dot/{found.code}/chot/").status_code == 409
    assert chair.post(f"/chi-so/dot/{found.code}/mo/").status_code == 409


@pytest.mark.parametrize(
    ("rule", "said"),
    [
        pytest.param('{"type": "formula", "formula": "no_such_figure * 2", "when_nothing": "zero"}', "no_such_figure",
                     id="a figure the set may not see"),
        pytest.param('{"type": "formula", "formula": "2 / dossiers_received"}', "chia",
                     id="a division without an answer"),
        pytest.param('{"type": "bands", "of": "dossiers_on_time_rate", "when_nothing": "zero", "bands": ['
                     '{"min": "90", "min_inclusive": false, "points": "6"}, {"max": "90", "points": "0"}]}', "90",
                     id="a hole at 90 exactly"),
    ],
)  # fmt: skip
def test_a_rule_that_leaves_something_open_is_refused_at_saving(world: World, rule: str, said: str) -> None:
    draft = commands.next_version(set_id=set_of().pk, decision="QĐ 02", actor=world.actor("chu_tri", LATER), at=LATER)
    sent = {"name": "Nhiệm vụ", "maximum": "6", "source_kind": "self", "rule": rule}
    answer = client_of(world, "chu_tri").post(f"/chi-so/bo-tieu-chi/{draft.pk}/tieu-chi/1.2/", sent)
    assert answer.status_code == 422
    assert said in answer.content.decode().partition('class="f')[2]


def test_a_repair_becomes_a_task_once(world: World) -> None:
    from congvu.tasks.models import Task

    found = published(world).round
    score = score_of(found, "S1", "1.2")
    leader = world.actor("ld_S1", LATER)
    repair = commands.plan_repair(
        score_id=score.pk, why="giao việc chậm", what="Rà soát hằng tháng", due_on=LATER.date(), actor=leader, at=LATER
    )
    world.person("cvp", "tinh", "chief_of_office")
    chief = world.actor("cvp", LATER)
    given = commands.give_repair_task(repair_id=repair.pk, actor=chief, at=LATER)
    task = Task.objects.get(code=given.task)
    assert (task.lead_unit_id, task.due_on) == (world.units["S1"].pk, LATER.date())
    assert "1.2 Nhiệm vụ" in task.content
    from congvu.indexes.commands.repair import TaskGivenAlready

    with pytest.raises(TaskGivenAlready):
        commands.give_repair_task(repair_id=repair.pk, actor=chief, at=LATER)
    page = client_of(world, "chu_tri").get(f"/chi-so/dot/{found.code}/khac-phuc/").content.decode()
    assert given.task in page
