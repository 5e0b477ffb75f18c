"""Two people at once, a double click, a session that dies: real threads, real commits, one truth afterwards."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import psycopg
import pytest
from django.db import OperationalError, connection, connections, transaction
from django.test import Client
from django.utils import timezone, translation

from congvu.core.errors import DomainError
from congvu.dossiers import commands
from congvu.dossiers.models import Dossier, StepRun
from congvu.faces.errors import sentence_of
from congvu.ledger.models import Event
from congvu.ledger.verify import verify
from congvu.obligations.models import Obligation
from congvu.orgs.models import Person, Position, Role
from congvu.orgs.ranges import days
from tests.dossiers.test_pages_walk import intake_form
from tests.dossiers.walking import forward, later, open_run
from tests.dossiers.world import World, build, moment

LAND, BIRTH = "1.012784", "1.001193"
AT = moment("2026-01-07 09:00")


def at_once(acts: list[Callable[[], Any]]) -> list[Any]:
    """All started together; what each gave, or the refusal."""
    start = threading.Barrier(len(acts))

    def press(act: Callable[[], Any]) -> Any:
        start.wait()
        try:
            with translation.override("vi"):
                return act()
        except DomainError as refused:
            with translation.override("vi"):
                return refused, sentence_of(refused)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(acts)) as pool:
        return list(pool.map(press, acts))


def colleague(world: World, unit: str, role: str) -> Person:
    person = Person.objects.create(username=f"them_{unit}", full_name="Đỗ Văn Thêm")
    Position.objects.create(person=person, unit=world.units[unit], role=Role.objects.get(code=role), during=days(None))
    world.people[person.username] = person
    return person


def test_two_complete_the_same_step_and_the_second_hears_who_was_first(live_database: str) -> None:
    world = build(LAND)
    dossier = world.receive(LAND, AT)
    at = forward(dossier, later(AT))
    run = open_run(dossier)
    colleague(world, "cn", "specialist")
    assert run.person_id is None

    def completing(name: str) -> Callable[[], Any]:
        return lambda: commands.complete_step(code=dossier.code, run=run.number, actor=world.actor(name, at), at=at)

    answers = at_once([completing("cv_cn"), completing("them_cn")])
    refused = [answer for answer in answers if isinstance(answer, tuple)]
    assert len(refused) == 1
    error, sentence = refused[0]
    done = StepRun.objects.select_related("closed_by").get(dossier=dossier, number=run.number)
    assert (error.code, error.status) == ("already_done", 409)
    assert done.closed_by is not None
    for told in (done.closed_by.full_name, run.name, f"{at:%H:%M %d/%m/%Y}"):
        assert told in sentence, sentence
    assert StepRun.objects.filter(dossier=dossier).count() == 3
    assert Event.objects.filter(kind="dossier.step_completed").count() == 2
    assert Obligation.objects.filter(kind="dossier_step", closed_at=None).count() == 1
    assert verify().breaks == ()


def test_two_take_the_same_step_and_one_holds_it(live_database: str) -> None:
    world = build(LAND)
    dossier = world.receive(LAND, AT)
    at = forward(dossier, later(AT))
    colleague(world, "cn", "specialist")

    def claiming(name: str) -> Callable[[], Any]:
        return lambda: commands.claim(code=dossier.code, actor=world.actor(name, at), at=at)

    answers = at_once([claiming("cv_cn"), claiming("them_cn")])
    refused = [answer[0].code for answer in answers if isinstance(answer, tuple)]
    assert refused == ["held_by_somebody_else"]
    assert Event.objects.filter(kind="dossier.step_claimed").count() == 1
    run = open_run(dossier)
    assert Obligation.objects.get(pk=run.obligation_id).person_id == run.person_id


def test_a_double_click_at_the_counter_is_one_dossier_and_one_receipt(
    live_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    world = build(BIRTH)
    monkeypatch.setattr(timezone, "now", lambda: AT)
    form = intake_form(BIRTH, request_key="one-press")
    clients = [Client(), Client(), Client()]
    for client in clients:
        client.force_login(world.people["dung"])
    answers = at_once([lambda client=client: client.post("/tiep-nhan/", form) for client in clients])  # type: ignore[misc]
    assert {answer.status_code for answer in answers} == {302}
    assert len({answer.url for answer in answers}) == 1
    assert Dossier.objects.count() == 1
    assert Event.objects.filter(kind="dossier.accepted").count() == 1


def test_counters_that_take_codes_at_once_leave_no_gap_and_no_double(live_database: str) -> None:
    """The very first dossiers of an installation: they also need the default process at once."""
    world = build(BIRTH)
    actor = world.actor("dung", AT)

    def receiving(name: str) -> Callable[[], Any]:
        if name == "fails":

            def broken() -> None:
                with transaction.atomic():
                    world.receive(BIRTH, AT)
                    raise DomainError

            return broken
        return lambda: world.receive(BIRTH, AT, name=name)

    answers = at_once([receiving(name) for name in ("Một", "Hai", "fails", "Ba", "fails", "Bốn")])
    assert sum(isinstance(answer, tuple) for answer in answers) == 2
    codes = sorted(Dossier.objects.values_list("code", flat=True))
    assert [int(code.rsplit("-", 1)[1]) for code in codes] == [1, 2, 3, 4]
    assert len({code.rsplit("-", 1)[0] for code in codes}) == 1
    assert sorted(Dossier.objects.values_list("register_no", flat=True)) == [1, 2, 3, 4]
    assert actor.unit_id == world.units["quay"].pk


def test_a_session_killed_in_the_middle_leaves_nothing_and_asked_again_it_is_done(live_database: str) -> None:
    world = build(LAND)
    dossier = world.receive(LAND, AT)
    at = later(AT)
    told, owed = Event.objects.count(), list(Obligation.objects.order_by("pk").values())
    parameters = connection.get_connection_params()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()

    def killed() -> None:
        with transaction.atomic():
            commands.complete_step(code=dossier.code, actor=world.actor("dung", at), at=at)
            where = {name: parameters[name] for name in ("host", "port", "user", "dbname") if name in parameters}
            with psycopg.connect(**where, autocommit=True) as other:
                other.execute("SELECT pg_terminate_backend(%s)", [backend])
            StepRun.objects.count()

    with pytest.raises(OperationalError):
        killed()
    connection.close()
    assert Event.objects.count() == told
    assert list(Obligation.objects.order_by("pk").values()) == owed
    assert StepRun.objects.get().closed_at is None
    commands.complete_step(code=dossier.code, actor=world.actor("dung", at), at=at)
    assert Event.objects.filter(kind="dossier.step_completed").count() == 1
    assert StepRun.objects.filter(closed_at=None).count() == 1
    assert verify().breaks == ()
