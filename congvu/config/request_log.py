"""Each request has an id and leaves one line and one measurement: which door, what came of it, how long it took."""

import re
import time
import uuid
from collections.abc import Callable
from typing import Any

import structlog
from django.db import connection
from django.http import HttpRequest
from django.http.response import HttpResponseBase

from congvu.config import environment, measures

GIVEN = re.compile(r"[A-Za-z0-9-]{8,64}")
QUIET = {"healthz", "readyz", "metrics"}
log = structlog.get_logger("congvu.access")

GetResponse = Callable[[HttpRequest], HttpResponseBase]


class RequestLogMiddleware:
    """Outermost but for the proxies. The address itself is not logged: codes and searches stand in it."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        given = request.headers.get("X-Request-ID", "")
        request_id = given if GIVEN.fullmatch(given) else uuid.uuid4().hex
        structlog.contextvars.clear_contextvars()
        structlog.contextvars.bind_contextvars(request_id=request_id)
        started = time.perf_counter()
        with QueryCount() as queries:
            response = self.get_response(request)
        response.headers["X-Request-ID"] = request_id
        self._tell(request, response, time.perf_counter() - started, queries)
        return response

    def _tell(self, request: HttpRequest, response: HttpResponseBase, seconds: float, queries: "QueryCount") -> None:
        match = request.resolver_match
        route = f"/{match.route}" if match else "(none)"
        measures.requests.labels(request.method or "", route, response.status_code).observe(seconds)
        if match and match.view_name in QUIET and response.status_code < 400:
            return
        actor = getattr(request, "actor", None)
        more = {} if environment.is_production() else {"queries": queries.count, "db_ms": round(queries.seconds * 1e3)}
        log.info(
            "request", method=request.method, route=route, status=response.status_code, ms=round(seconds * 1e3, 1),
            person_id=getattr(actor, "person_id", None), unit_id=getattr(actor, "unit_id", None), **more,
        )  # fmt: skip


class QueryCount:
    """Counts the queries of the block that it wraps."""

    def __init__(self) -> None:
        self.count, self.seconds = 0, 0.0

    def __enter__(self) -> "QueryCount":
        self._wrapping = connection.execute_wrapper(self._count)
        self._wrapping.__enter__()
        return self

    def __exit__(self, *raised: Any) -> None:
        self._wrapping.__exit__(*raised)

    def _count(self, execute: Callable[..., Any], *call: Any) -> Any:
        started = time.perf_counter()
        try:
            return execute(*call)
        finally:
            self.count += 1
            self.seconds += time.perf_counter() - started
