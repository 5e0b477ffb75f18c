"""The page of signs: what rows make a doubt, and that only inspectors and appraising bodies come upon it."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from congvu.core.clock import end_of
from congvu.core.signs import Sign
from congvu.dossiers.events import Finished
from congvu.indexes import commands
from congvu.indexes.models import Round
from congvu.indexes.selectors.signs import Signs, signs_of
from congvu.ledger.record import record
from congvu.obligations import kernel
from congvu.obligations.clock import Terms
from congvu.orgs.policy import NotInSight
from tests.indexes.world import WINDOW, D, World, moment, open_round, score_of

NOW = moment("2026-01-25 09:00")
LATE = moment("2026-01-20 15:00")


@pytest.fixture
def found(world: World) -> Round:
    world.person("thanh_tra", "tinh", "inspector")
    return open_round(world, ["S1", "S2", "STC"])


def score(world: World, found: Round, points: int, at_text: str) -> None:
    at, one = moment(at_text), score_of(found, "S1", "1.2")
    commands.self_score(
        score_id=one.pk, revision=one.revision, points=D(points), explanation="theo báo cáo",
        actor=world.actor("cv_S1", at), at=at,
    )  # fmt: skip


def read(world: World, found: Round, who: str = "thanh_tra") -> Signs:
    return signs_of(found.code, actor=world.actor(who, NOW), now=NOW)


def test_a_score_raised_in_the_last_hours_is_a_doubt_of_that_unit_alone(world: World, found: Round) -> None:
    score(world, found, 3, "2026-01-12 09:00")
    assert read(world, found).doubts == ()
    score(world, found, 5, "2026-01-20 16:00")
    seen = read(world, found)
    (doubt,) = seen.doubts
    assert (doubt.sign, seen.name_of(doubt.unit), doubt.rows[0].before, doubt.rows[0].after) == (
        Sign.RAISED_LATE, "Sở số 1", D(3), D(5),
    )  # fmt: skip
    assert [dict(one.counts) for one in seen.units] == [{Sign.RAISED_LATE: 1}, {}, {}]


def test_many_acts_within_minutes_before_the_window_shuts(world: World, found: Round) -> None:
    actor = world.actor("cv_S2", LATE)
    for n in range(15):
        at = end_of(WINDOW.self_due_on) - timedelta(hours=2, seconds=30 * n)
        record(Finished(outcome="done"), about=("dossier", 900 + n), actor=actor, at=at)
    (doubt,) = read(world, found).doubts
    assert (doubt.sign, doubt.count, doubt.unit) == (Sign.BURST, 15, world.units["S2"].pk)
    page = client_of(world, "thanh_tra").get(f"/chi-so/dot/{found.code}/dau-hieu/").content.decode()
    assert "ngoài phạm vi bạn xem" in page, "the acts are about dossiers that this reader does not see"
    assert "Người cv_S2" not in page, "no name stands on the page"


def test_clocks_stopped_just_before_they_would_be_late(world: World, found: Round) -> None:
    start = moment("2025-12-01 08:00")
    for n in range(4):
        due = moment("2025-12-10 17:00")
        kernel.open_new(
            kernel.New("dossier", "dossier", 700 + n, world.units["S1"].pk, terms=Terms(due_on=due.date())), at=start
        )
        item = kernel.Obligation.objects.get(kind="dossier", subject_id=700 + n)
        assert item.late_at is not None
        near = item.late_at - timedelta(hours=2 if n else 100)
        kernel.replace(
            item.pk, cause="paused", at=near, paused=True, pause_cause="supplement", **kernel.due_columns(None)
        )
    (doubt,) = read(world, found).doubts
    assert (doubt.sign, doubt.count, doubt.out_of) == (Sign.PAUSED_LATE, 3, 4)


def client_of(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client


@pytest.mark.parametrize(
    ("who", "units"),
    [
        ("thanh_tra", {"Sở số 1", "Sở số 2", "Sở Tài chính"}), ("cv_STC", {"Sở số 1", "Sở số 2"}),
        ("ld_SNV", {"Sở số 1", "Sở số 2", "Sở Tài chính"}),
    ],
)  # fmt: skip
def test_inspectors_see_all_and_a_body_that_appraises_sees_all_but_itself(
    world: World, found: Round, who: str, units: set[str]
) -> None:
    assert {one.name for one in read(world, found, who).units} == units
    assert client_of(world, who).get(f"/chi-so/dot/{found.code}/dau-hieu/").status_code == 200


@pytest.mark.parametrize("who", ["cv_S1", "ld_S1", "chu_tich"])
def test_nobody_else_comes_upon_it(world: World, found: Round, who: str) -> None:
    with pytest.raises(NotInSight):
        read(world, found, who)
    client, base = client_of(world, who), f"/chi-so/dot/{found.code}/"
    assert client.get(f"{base}dau-hieu/").status_code == 404
    assert "dau-hieu/" not in client.get(base).content.decode()


def test_the_page_in_both_languages_within_its_queries(world: World, found: Round) -> None:
    score(world, found, 3, "2026-01-12 09:00")
    score(world, found, 5, "2026-01-20 16:00")
    client = client_of(world, "thanh_tra")
    base = f"/chi-so/dot/{found.code}/"
    assert f"{base}dau-hieu/" in client.get(base).content.decode()
    for language, word in (("vi", "không phải kết luận"), ("en", "not a conclusion")):
        client.cookies["django_language"] = language
        assert word in client.get(f"{base}dau-hieu/").content.decode()
    with CaptureQueriesContext(connection) as asked:
        read(world, found)
    assert len(asked) <= 15
