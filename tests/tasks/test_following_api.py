"""Following tasks and closing periods over HTTP."""

from datetime import date
from typing import Any

import pytest
from django.test import Client

from tests.tasks.test_following_pages import TEXT
from tests.tasks.world import World


@pytest.fixture
def office(world: World) -> Client:
    client = Client()
    client.force_login(world.people["cvp"])
    return client


def post(client: Client, path: str, body: dict[str, Any], key: str) -> Any:
    return client.post(f"/api/v1/{path}", body, content_type="application/json", headers={"Idempotency-Key": key})


def test_the_grid_as_the_console_prints_it(world: World, office: Client) -> None:
    world.give("sxd", due_on=date(2025, 11, 1))
    world.give("stc", due_on=None)
    answer = office.get("/api/v1/task-figures?period=2025&by=unit").json()
    assert answer["total"]["cells"]["total"] == 2
    assert answer["total"]["cells"]["open_overdue"] == 1
    assert {row["key"] for row in answer["rows"]} == {"sxd", "stc"}
    assert {one["code"] for one in answer["total"]["rates"]} >= {"done_of_all", "done_of_due"}
    assert office.get("/api/v1/task-figures?period=2025&by=channel").status_code == 422


def test_signals_updates_and_reminders(world: World, office: Client) -> None:
    task = world.give("sxd", due_on=date(2025, 11, 1))
    signals = office.get("/api/v1/task-signals?view=overdue").json()
    assert [(one["code"], one["level"]) for one in signals["tasks"]] == [(task.code, "overdue")]
    assert signals["tasks"][0]["reasons"][0]["text"].startswith("Quá hạn ")
    assert office.get("/api/v1/task-update-rates?as_of=2025-10-30").json() == [
        {"unit": "sxd", "numerator": 1, "denominator": 1, "value": "100.00"}
    ]
    sent = post(office, "task-reminders", {"codes": [task.code, "X"], "text": "Nhắc"}, "r1")
    assert [(one["code"], one["sent"]) for one in sent.json()] == [(task.code, True), ("X", False)]
    assert sent.status_code == 201
    post(office, "task-reminders", {"codes": [task.code, "X"], "text": "Nhắc"}, "r1")
    assert [one["text"] for one in office.get("/api/v1/task-reminders").json()["reminders"]] == ["Nhắc"]


def test_a_text_as_proposals(world: World, office: Client) -> None:
    answer = post(office, "task-proposals", {"text": TEXT}, "p1").json()
    assert (answer["number"], answer["written_on"]) == ("12/CT-UBND", "2026-05-15")
    assert [(one["clause"], one["lead_unit"], one["due_on"]) for one in answer["proposals"]] == [
        ("1", "Sở Nội vụ", "2026-12-31"), ("2", "Sở Xây dựng", "2026-12-31"), ("2", "Sở Tài chính", "2026-12-31"),
        ("3", "Sở Tài chánh", None),
    ]  # fmt: skip
    assert any(one["must_be_answered"] for one in answer["proposals"][3]["doubts"])


def test_closing_and_reading_it(world: World, office: Client) -> None:
    world.give("sxd", due_on=date(2025, 11, 1))
    director = Client()
    director.force_login(world.people["gd_sxd"])
    body = {
        "subject": "tasks", "first_on": "2025-01-01", "last_on": "2025-12-31", "unit": "sxd",
        "signer": "Võ Thanh Sơn", "document": "5/BC-SXD",
    }  # fmt: skip
    made = post(director, "closings", body, "c1")
    assert made.status_code == 201
    assert made.json()["intact"] is True
    assert post(director, "closings", body, "c2").status_code == 409
    assert [one["document"] for one in director.get("/api/v1/closings").json()] == ["5/BC-SXD"]
    detail = director.get(f"/api/v1/closings/{made.json()['id']}").json()
    assert detail["figures"]["then"]["total"]["cells"]["open_overdue"] == 1
    answer = director.get("/api/v1/task-figures?period=2025&unit=sxd").json()
    assert answer["closing"]["document"] == "5/BC-SXD"
