"""What Prometheus may scrape: requests of all web processes, and the state of queue, ledger and obligations."""

import hmac
import ipaddress
import os
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.http import HttpRequest, HttpResponse
from prometheus_client import CONTENT_TYPE_LATEST, CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from congvu.config import environment
from congvu.orgs.doors import door

requests = Histogram(
    "congvu_request_seconds",
    "Time to answer, by method, door and status.",
    ("method", "route", "status"),
    buckets=(0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)

# name, meaning, label, statement giving (label, value) rows; a statement runs only when its table is there
STANDING: tuple[tuple[str, str, str, str, str], ...] = (
    (
        "congvu_jobs",
        "Jobs in the queue by status.",
        "status",
        "procrastinate_jobs",
        "SELECT status::text, count(*) FROM procrastinate_jobs GROUP BY status ORDER BY status",
    ),
    (
        "congvu_queue_lag_seconds",
        "Age of the oldest job that could run and has not begun.",
        "queue",
        "procrastinate_jobs",
        "SELECT queue_name, extract(epoch FROM now() - min(coalesce(scheduled_at, at))) FROM ("
        "SELECT j.queue_name, j.scheduled_at, (SELECT min(e.at) FROM procrastinate_events e WHERE e.job_id = j.id) at"
        " FROM procrastinate_jobs j WHERE j.status = 'todo' AND coalesce(j.scheduled_at, now()) <= now()) waiting"
        " GROUP BY queue_name ORDER BY queue_name",
    ),
    (
        "congvu_open_obligations",
        "Open obligations by kind.",
        "kind",
        "obligation",
        "SELECT kind, count(*) FROM obligation WHERE closed_at IS NULL GROUP BY kind ORDER BY kind",
    ),
    (
        "congvu_latest_seal_age_seconds",
        "Age of the ledger's latest seal.",
        "what",
        "seal",
        "SELECT 'ledger', extract(epoch FROM now() - max(sealed_at)) FROM seal HAVING max(sealed_at) IS NOT NULL",
    ),
)


class StandingCollector:
    """Read from the database at each scrape."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        with connection.cursor() as cursor:
            tables = set(connection.introspection.table_names(cursor))
            for name, meaning, label, table, statement in STANDING:
                if table not in tables:
                    continue
                family = GaugeMetricFamily(name, meaning, labels=[label])
                cursor.execute(statement)
                for key, number in cursor.fetchall():
                    family.add_metric([key], float(number))
                yield family


@door(kind="page", room="config", audience="public")  # guarded by its own token
def metrics(request: HttpRequest) -> HttpResponse:
    """Text for Prometheus. In production only with METRICS_TOKEN as bearer; in development from this machine."""
    if not may_scrape(request):
        return HttpResponse("Needs the bearer token METRICS_TOKEN.\n", status=403, content_type="text/plain")
    registry = CollectorRegistry()
    if "PROMETHEUS_MULTIPROC_DIR" in os.environ:
        MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
    else:
        registry.register(requests)
    standing: Any = StandingCollector()
    registry.register(standing)
    return HttpResponse(generate_latest(registry), content_type=CONTENT_TYPE_LATEST)


def may_scrape(request: HttpRequest) -> bool:
    token = environment.value("METRICS_TOKEN")
    given = request.headers.get("Authorization", "").removeprefix("Bearer ")
    if token:
        return hmac.compare_digest(given.encode(), token.encode())
    return not environment.is_production() and is_loopback(request.META.get("REMOTE_ADDR", ""))


def is_loopback(address: str) -> bool:
    try:
        return ipaddress.ip_address(address).is_loopback
    except ValueError:
        return False
