"""What orchestrators and Prometheus ask."""

import pytest
from django.test import Client

from congvu.config import checks, environment

pytestmark = [pytest.mark.django_db, pytest.mark.urls("congvu.config.urls")]


def test_alive_asks_no_database(client: Client, django_assert_num_queries) -> None:  # type: ignore[no-untyped-def]
    with django_assert_num_queries(0):
        response = client.get("/healthz")
    assert (response.status_code, response.content) == (200, b"ok\n")


def test_ready_says_what_is_wrong(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    fine, full = checks.Finding("a", checks.State.OK, "fine"), checks.Finding("b", checks.State.BAD, "/srv is full")
    monkeypatch.setattr(checks, "READY", (lambda now: [fine],))
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (200, {"ready": True, "checks": {"a": "ok"}})
    monkeypatch.setattr(checks, "READY", (lambda now: [fine], lambda now: [full]))
    response = client.get("/readyz")
    assert (response.status_code, response.json()) == (503, {"ready": False, "checks": {"a": "ok", "b": "bad"}})
    assert b"/srv" not in response.content


def test_ready_includes_database_queue_and_disk(client: Client) -> None:
    asked = client.get("/readyz").json()["checks"]
    assert asked["answers"] == asked["migrated"] == asked["queue"] == "ok"
    assert {"disk"} <= set(asked)


def test_metrics_answer_this_machine_in_development(client: Client) -> None:
    client.get("/huong-dan/")
    text = client.get("/metrics").content.decode()
    assert 'congvu_request_seconds_count{method="GET",route="/huong-dan/",status="200"}' in text
    assert "congvu_jobs" in text
    assert client.get("/metrics", REMOTE_ADDR="203.0.113.9").status_code == 403


def test_metrics_want_their_token_in_production(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CONGVU_ENV", "production")
    assert environment.is_production()
    assert client.get("/metrics").status_code == 403
    monkeypatch.setenv("METRICS_TOKEN", "secret-of-prometheus")
    assert client.get("/metrics").status_code == 403
    assert client.get("/metrics", headers={"Authorization": "Bearer wrong"}).status_code == 403
    assert client.get("/metrics", headers={"Authorization": "Bearer secret-of-prometheus"}).status_code == 200
