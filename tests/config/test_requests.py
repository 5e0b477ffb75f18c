"""Each request has its id, one line, one measurement; the proxies' word is believed only from a proxy."""

import json
import logging

import pytest
from django.test import Client, RequestFactory

from congvu.config import proxies
from congvu.config.request_log import QueryCount

pytestmark = pytest.mark.urls("congvu.config.urls")


def test_the_request_gets_an_id_and_keeps_a_given_one(client: Client) -> None:
    made = client.get("/healthz").headers["X-Request-ID"]
    assert len(made) == 32
    assert client.get("/healthz").headers["X-Request-ID"] != made
    assert (
        client.get("/healthz", headers={"X-Request-ID": "from-outside-1"}).headers["X-Request-ID"] == "from-outside-1"
    )


@pytest.mark.parametrize("given", ["short", "x" * 65, "a b c d e f g", 'quo"te-123456', "dòng-chữ-dài"])
def test_an_id_that_could_spoil_the_log_is_replaced(client: Client, given: str) -> None:
    assert client.get("/healthz", headers={"X-Request-ID": given}).headers["X-Request-ID"] != given


def test_the_line_names_the_door_and_not_the_address(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "congvu.access"):
        client.get("/huong-dan/no-such-page/?q=Nguyễn+Văn+An")
    (record,) = [record for record in caplog.records if record.name == "congvu.access"]
    line = record.msg if isinstance(record.msg, dict) else json.loads(record.getMessage())
    assert line["route"] == "/huong-dan/<slug:slug>/"
    assert line["status"] == 404
    assert line["method"] == "GET"
    assert line["ms"] > 0
    assert line["queries"] == 0
    assert "An" not in str(line)
    assert "no-such-page" not in str(line)


def test_probes_leave_no_line(client: Client, caplog: pytest.LogCaptureFixture) -> None:
    with caplog.at_level(logging.INFO, "congvu.access"):
        client.get("/healthz")
    assert not [record for record in caplog.records if record.name == "congvu.access"]


@pytest.mark.django_db
def test_queries_are_counted() -> None:
    from django.db import connection

    with QueryCount() as counted, connection.cursor() as cursor:
        cursor.execute("SELECT 1")
        cursor.execute("SELECT 2")
    with connection.cursor() as cursor:
        cursor.execute("SELECT 3")
    assert counted.count == 2
    assert counted.seconds > 0


@pytest.mark.parametrize(
    ("trusted", "nearest", "forwarded", "expected"),
    [
        pytest.param("", "203.0.113.9", "10.9.9.9", "203.0.113.9", id="nobody is trusted"),
        pytest.param("10.0.0.1", "10.0.0.1", "203.0.113.9", "203.0.113.9", id="the proxy names the reader"),
        pytest.param("10.0.0.1", "203.0.113.9", "198.51.100.7", "203.0.113.9", id="a reader names himself otherwise"),
        pytest.param("10.0.0.0/8", "10.0.0.1", "1.2.3.4, 203.0.113.9, 10.0.0.7", "203.0.113.9", id="two proxies"),
        pytest.param("10.0.0.1", "10.0.0.1", "", "10.0.0.1", id="the proxy itself"),
    ],
)
def test_who_asks(monkeypatch: pytest.MonkeyPatch, trusted: str, nearest: str, forwarded: str, expected: str) -> None:
    monkeypatch.setenv("TRUSTED_PROXIES", trusted)
    seen: list[str] = []
    request = RequestFactory().get("/", REMOTE_ADDR=nearest, HTTP_X_FORWARDED_FOR=forwarded)
    proxies.TrustedProxiesMiddleware(lambda request: seen.append(request.META["REMOTE_ADDR"]))(request)  # type: ignore[arg-type,func-returns-value]
    assert "HTTP_X_FORWARDED_FOR" not in request.META  # nothing further in reads its left end, which anybody can write
    assert seen == [expected]


def test_https_is_believed_from_the_proxy_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TRUSTED_PROXIES", "10.0.0.1")
    for nearest, secure in (("10.0.0.1", True), ("203.0.113.9", False)):
        request = RequestFactory().get("/", REMOTE_ADDR=nearest, HTTP_X_FORWARDED_PROTO="https")
        proxies.TrustedProxiesMiddleware(lambda request: request.is_secure())(request)  # type: ignore[arg-type,return-value]
        assert request.is_secure() is secure
