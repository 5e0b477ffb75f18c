"""Pages in their default view for a specialist whose desk is full: time, and how many queries they take."""

import statistics

from django.db import connection
from django.test import Client
from django.urls import NoReverseMatch, reverse

from congvu.config.request_log import QueryCount
from congvu.obligations.models import Obligation
from congvu.orgs.models import Person, Role
from tools.bench.measured import Measured
from tools.bench.over_http import Browser, server

PAGES = (("inbox page", "obligations:inbox"), ("dossier list", "dossiers:list"))
MOST_QUERIES = 15
ROUNDS = 25


def measure(size: str) -> list[Measured]:
    reader = fullest_desk()
    Role.objects.update(needs_second_factor=False)
    found = []
    with server():
        browser = Browser(reader)
        for name, url_name in PAGES:
            try:
                path = reverse(url_name)
            except NoReverseMatch:
                continue
            browser.get_ms(path)
            median = statistics.median(browser.get_ms(path) for _ in range(ROUNDS))
            found.append(Measured(name, median, "ms", size=size))
            queries = queries_of(reader, path)
            most = f"at most {MOST_QUERIES}"
            found.append(Measured(f"  queries of the {name}", queries, "queries", most, queries / MOST_QUERIES, size))
    return found


def fullest_desk() -> Person:
    """The specialist who holds most open items: in the model province a full page at every size."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT person_id FROM obligation JOIN position USING (person_id) JOIN role r ON r.id = role_id"
            " WHERE r.code = 'specialist' AND closed_at IS NULL AND person_id IS NOT NULL AND kind = 'dossier_step'"
            " GROUP BY person_id ORDER BY count(*) DESC, person_id LIMIT 1"
        )
        row = cursor.fetchone()
    assert row is not None, f"no open obligation among {Obligation.objects.count()}"
    reader: Person = Person.objects.get(pk=row[0])
    return reader


def queries_of(reader: Person, path: str) -> int:
    client = Client(headers={"Host": "localhost"})
    client.force_login(reader, backend="congvu.orgs.signing_in.Backend")
    client.get(path)
    with QueryCount() as counted:
        client.get(path)
    return counted.count
