"""Every real step table a third time, wholly over HTTP: each officer's own session, each step one request."""

import json
from datetime import datetime
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from congvu.catalog.models import Component
from congvu.faces.lists import encode_cursor
from congvu.orgs.models import Person
from tests.dossiers.test_walk import TABLES, names_of
from tests.dossiers.walking import later, open_run, someone_for
from tests.dossiers.world import World, build, moment

BASE = "/api/v1/dossiers"


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> dict[str, datetime]:
    now = {"at": moment("2026-01-07 08:15")}
    monkeypatch.setattr(timezone, "now", lambda: now["at"])
    return now


def asking(person: Person) -> Client:
    client = Client()
    client.force_login(person)
    return client


def post(client: Client, path: str, body: dict[str, Any], **headers: str) -> Any:
    return client.post(f"{BASE}{path}", json.dumps(body), content_type="application/json", headers=headers)


def body_of(procedure: str, **more: Any) -> dict[str, Any]:
    positions = Component.objects.filter(version__procedure__code=procedure).values_list("position", flat=True)
    applicant = {"name": "Nguyễn Thị Lan", "identifier": "080199123417", "phone": "0912345678"}
    return {"procedure": procedure, "applicant": applicant, "papers": [{"position": p} for p in positions], **more}


def received(world: World, procedure: str) -> dict[str, Any]:
    answer = post(asking(world.people["dung"]), "", body_of(procedure))
    assert answer.status_code == 201, answer.content.decode()
    found: dict[str, Any] = answer.json()
    return found


@pytest.mark.parametrize("procedure", TABLES)
def test_the_whole_table_is_walked_by_api(db: None, clock: dict[str, datetime], procedure: str) -> None:
    from congvu.dossiers.models import Dossier

    world = build(procedure)
    dossier = received(world, procedure)
    row = Dossier.objects.get(code=dossier["code"])
    while dossier["state"] != "returned":
        run = open_run(row)
        actor = someone_for(run, clock["at"]) if not run.waits_for else world.actor("dung", clock["at"])
        client = asking(Person.objects.get(pk=actor.person_id))
        last = (names_of(procedure)[-1] == run.name and dossier["state"] == "to_return") or run.role == "returning"
        if run.waits_for:
            answer = post(client, f"/{row.code}/steps/resumptions", {"step_run": run.number})
        elif last:
            answer = post(client, f"/{row.code}/results", {"receiver": "Nguyễn Thị Lan"})
        else:
            answer = post(client, f"/{row.code}/steps/completions", {"step_run": run.number})
        assert answer.status_code == 200, (run.name, answer.content.decode())
        dossier = answer.json()
        clock["at"] = later(clock["at"])
    assert [step["name"] for step in dossier["steps"] if not step["name"].startswith("Chờ")] == names_of(procedure)
    assert dossier["national_status"] == 10
    assert dossier["result"]["outcome"] == "granted"
    assert dossier["events"][0]["kind"] == "dossier.accepted"
    assert dossier["events"][-1]["kind"] == "dossier.result_returned"
    assert all(event["person"] for event in dossier["events"])
    assert "080199123417" not in json.dumps(dossier)


def test_the_same_key_is_one_dossier(db: None, clock: dict[str, datetime]) -> None:
    world = build("1.012784")
    client = asking(world.people["dung"])
    first = post(client, "", body_of("1.012784"), **{"Idempotency-Key": "k-1"})
    second = post(client, "", body_of("1.012784"), **{"Idempotency-Key": "k-1"})
    assert (first.status_code, second.status_code) == (201, 201)
    assert first.json()["code"] == second.json()["code"]
    assert client.get(BASE).json()["count"] == 1


def test_refusals_are_problem_documents(db: None, clock: dict[str, datetime]) -> None:
    world = build("1.012784")
    dung, outsider = asking(world.people["dung"]), asking(world.people["dung2"])
    incomplete = post(dung, "", body_of("1.012784", papers=[]))
    assert (incomplete.status_code, incomplete.json()["code"]) == (422, "papers_not_checked")
    code = received(world, "1.012784")["code"]
    assert outsider.get(f"{BASE}/{code}").status_code == 404
    assert post(outsider, f"/{code}/steps/completions", {}).status_code == 404
    inspector = asking(world.people["thanh_tra"])
    assert inspector.get(f"{BASE}/{code}").status_code == 200
    refused = post(inspector, f"/{code}/steps/completions", {})
    assert (refused.status_code, refused.json()["code"]) == (403, "not_allowed")
    assert post(dung, f"/{code}/steps/completions", {"step_run": 1}).status_code == 200
    again = post(dung, f"/{code}/steps/completions", {"step_run": 1})
    assert (again.status_code, again.json()["code"]) == (409, "already_done")
    assert "Phạm Thị Dung" in again.json()["detail"]
    assert Client().get(BASE).status_code == 401


def test_the_list_is_scoped_and_paged(db: None, clock: dict[str, datetime]) -> None:
    world = build("1.012784", "1.001193")
    codes = {received(world, "1.001193")["code"] for _n in range(3)}
    client = asking(world.people["dung"])
    first = client.get(f"{BASE}?size=2").json()
    rest = client.get(f"{BASE}?size=2&next={first['next']}").json()
    assert client.get(f"{BASE}?size=2&after={first['next']}").json() == rest
    for forged in (
        ["tomorrow", 1],
        ["2026-01-07", 1],
        ["2026-01-07T09:00:00+07:00", 2**70],
        ["2026-01-07T09:00:00Z", "x"],
    ):
        assert client.get(f"{BASE}?size=2&next={encode_cursor(forged)}").json() == first
    assert (first["count"], len(first["items"]), len(rest["items"]), rest["next"]) == (3, 2, 1, None)
    assert {item["code"] for item in first["items"] + rest["items"]} == codes
    assert asking(world.people["dung2"]).get(BASE).json()["items"] == []
    assert client.get(f"{BASE}?q=nguyen thi lan").json()["count"] == 3
    assert client.get(f"{BASE}?q=080199123417").json()["count"] == 3
    assert client.get(f"{BASE}?q=tran").json()["count"] == 0
