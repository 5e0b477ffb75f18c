"""How the API answers: problem documents in two languages, the same key once, limits, the session, no bare faults."""

import json
from typing import Any

import pytest
from django.db import IntegrityError
from django.test import Client

from congvu.api import limits
from congvu.ledger.models import Counter, RequestKey
from tests.api.conftest import Office, caller, key_for

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.api.urls")]
ACTS = "/api/trial/acts"


def post(client: Client, body: Any, **headers: str) -> Any:
    text = body if isinstance(body, str | bytes) else json.dumps(body)
    return client.post(ACTS, text, content_type="application/json", headers=headers)


@pytest.fixture
def client(office: Office) -> Client:
    return caller(key_for(office.admin))


def taken() -> int:
    return Counter.objects.filter(series="trial").values_list("latest", flat=True).first() or 0


# -- refusals ---------------------------------------------------------------------------------------------------


def test_a_refusal_has_its_code_field_and_sentence(client: Client) -> None:
    response = post(client, {"number": 13})
    assert response.headers["Content-Type"] == "application/problem+json"
    assert response.json() == {
        "type": "urn:congvu:problem:trial_refused", "title": "Việc số 13 không làm được", "status": 409,
        "code": "trial_refused", "detail": "Việc số 13 không làm được. Hãy chọn số khác.", "field": "number",
    }  # fmt: skip
    assert taken() == 0, "a refused command leaves nothing"


def test_out_of_sight_is_404(client: Client) -> None:
    response = post(client, {"number": 404})
    assert (response.status_code, response.json()["code"]) == (404, "not_in_sight")


@pytest.mark.parametrize(
    ("body", "field", "code"),
    [
        ({}, "number", "missing"),
        ({"number": "x"}, "number", "int_parsing"),
        ({"number": -1}, "number", "greater_than_equal"),
        ({"number": 1, "due_on": "31/12/2026"}, "due_on", "date_from_datetime_parsing"),
        ({"number": 1, "at": "2026-01-01T10:00:00"}, "at", "timezone_aware"),
    ],
)
def test_a_wrong_shape_names_the_field(client: Client, body: dict[str, Any], field: str, code: str) -> None:
    response = post(client, body)
    found = response.json()
    assert (response.status_code, found["code"], found["field"]) == (422, "shape_wrong", field)
    (error,) = found["errors"]
    assert (error["field"], error["code"]) == (field, code)
    assert error["message"] != "Giá trị này không dùng được."


@pytest.mark.parametrize("body", ["{", b"\xff\xfe", "", "[1,", "nonsense"])
def test_a_garbled_body_is_refused(client: Client, body: str | bytes) -> None:
    response = post(client, body)
    assert response.status_code in {400, 422}
    assert response.headers["Content-Type"] == "application/problem+json"


def test_an_address_that_is_none_is_a_problem_too(client: Client) -> None:
    for path in ("/api/", "/api/v1/nothing", "/api/v9/units"):
        response = client.get(path)
        assert (response.status_code, response.json()["code"]) == (404, "not_in_sight")


def test_a_fault_is_told_without_its_insides_and_raised_for_the_log(client: Client) -> None:
    with pytest.raises(IntegrityError):
        post(client, {"number": 500})
    client.raise_request_exception = False
    response = post(client, {"number": 500})
    assert (response.status_code, response.json()["code"]) == (500, "fault")
    assert b"a fault of ours" not in response.content


# -- the same key again -----------------------------------------------------------------------------------------


def test_the_same_key_again_returns_the_first_answer(client: Client) -> None:
    first = post(client, {"number": 1}, **{"Idempotency-Key": "k-1"})
    again = post(client, {"number": 1}, **{"Idempotency-Key": "k-1"})
    assert (first.status_code, again.status_code) == (201, 201)
    assert first.json() == again.json() == {"number": 1, "taken": 1}
    assert "Idempotent-Replayed" not in first.headers
    assert again.headers["Idempotent-Replayed"] == "true"
    assert taken() == 1


def test_another_key_or_none_is_another_act(client: Client) -> None:
    for headers in ({"Idempotency-Key": "k-1"}, {"Idempotency-Key": "k-2"}, {}, {}):
        post(client, {"number": 1}, **headers)
    assert taken() == 4


def test_the_same_key_for_another_act_is_refused(client: Client) -> None:
    post(client, {"number": 1}, **{"Idempotency-Key": "k-1"})
    response = post(client, {"number": 2}, **{"Idempotency-Key": "k-1"})
    assert (response.status_code, response.json()["code"]) == (422, "request_key_reused")
    assert taken() == 1


def test_a_refused_act_is_judged_again(client: Client) -> None:
    for _ in range(2):
        assert post(client, {"number": 13}, **{"Idempotency-Key": "k-1"}).status_code == 409
    assert not RequestKey.objects.exists()
    assert taken() == 0


def test_a_key_belongs_to_who_sent_it(office: Office) -> None:
    for person in (office.admin, office.specialist):
        assert post(caller(key_for(person)), {"number": 1}, **{"Idempotency-Key": "k"}).status_code == 201
    assert taken() == 2


def test_a_key_does_not_open_what_the_sender_may_not(office: Office) -> None:
    assert post(caller(None), {"number": 1}, **{"Idempotency-Key": "k"}).status_code == 401
    assert post(caller("cv_wrong"), {"number": 1}, **{"Idempotency-Key": "k"}).status_code == 401
    assert not RequestKey.objects.exists()


@pytest.mark.parametrize("key", ["", "x" * 81])
def test_a_key_that_is_none_is_refused(client: Client, key: str) -> None:
    assert post(client, {"number": 1}, **{"Idempotency-Key": key}).json()["code"] == "idempotency_key_unsound"


# -- limits -----------------------------------------------------------------------------------------------------


def test_a_key_that_asks_too_often_waits(client: Client, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "A_MINUTE", 3)
    monkeypatch.setattr("time.time", lambda: 1_790_000_000.0)
    answers = [client.get("/api/v1/me").status_code for _ in range(4)]
    assert answers == [200, 200, 200, 429]
    refused = client.get("/api/v1/me")
    assert int(refused.headers["Retry-After"]) == refused.json()["detail"].count("giây") * (60 - 1_790_000_000 % 60)


def test_guessing_keys_is_slowed_by_address(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(limits, "UNKNOWN_A_MINUTE", 2)
    monkeypatch.setattr("time.time", lambda: 1_790_000_000.0)
    answers = [caller(f"cv_guess{n}").get("/api/v1/me").status_code for n in range(3)]
    assert answers == [401, 401, 429]
    elsewhere = caller("cv_guess").get("/api/v1/me", REMOTE_ADDR="203.0.113.1")
    assert elsewhere.status_code == 401


def test_the_limiter_forgets_minutes_and_the_oldest_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    limiter = limits.Limiter()
    limiter.count("a", 1, now=59.0)
    with pytest.raises(limits.TooManyRequests):
        limiter.count("a", 1, now=59.9)
    limiter.count("a", 1, now=60.0)
    monkeypatch.setattr(limits, "MOST_KEYS", 2)
    for key in "bcd":
        limiter.count(key, 1, now=61.0)
    assert list(limiter.counts) == ["c", "d"]


# -- the session ------------------------------------------------------------------------------------------------


def test_a_signed_in_person_reads_and_needs_the_csrf_token_to_act(office: Office) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(office.specialist)
    assert client.get("/api/v1/me").json()["username"] == "chuyen.vien"
    refused = post(client, {"number": 1})
    assert (refused.status_code, refused.json()["code"]) == (403, "csrf_missing")
    client.get("/huong-dan/")
    token = client.cookies["csrftoken"].value
    assert post(client, {"number": 1}, **{"X-CSRFToken": token}).status_code == 201


def test_a_wrong_key_is_not_saved_by_a_session(office: Office) -> None:
    client = Client()
    client.force_login(office.specialist)
    assert client.get("/api/v1/me", headers={"Authorization": "Bearer cv_wrong"}).status_code == 401
