"""Closings: seen by who sees figures of the unit whose they are; those of the whole house by who sees everything."""

import re
from datetime import UTC, date, datetime

from congvu.core import periods
from congvu.metrics import closings
from congvu.metrics.questions import Question
from congvu.orgs.actor import Actor
from tests.invariants.oracle import NOWHERE, Fact
from tests.invariants.paging import pages
from tests.invariants.subject import Detail, Reader, Subject, Viewer
from tests.invariants.world import World

LINK = re.compile(r"/so-lieu/chot/(\d+)/")
YEAR = periods.period_from("2024")
SIGNED_AT = datetime(2025, 1, 6, 2, 0, tzinfo=UTC)


def make(world: World) -> list[Fact]:
    facts = []
    for unit in [None, *world.units]:
        made = closings.close_period(
            subject="dossiers", question=Question(YEAR, date(2024, 12, 31), unit), signer="A", document=f"{unit}/BC",
            actor=Actor.clock(), at=SIGNED_AT,
        )  # fmt: skip
        facts.append(Fact(str(made.pk), ((NOWHERE if unit is None else unit, None, None),)))
    return facts


def on_page(viewer: Viewer) -> set[str]:
    return {found for page in pages(viewer.client, "/so-lieu/chot/") for found in LINK.findall(page)}


def by_api(viewer: Viewer) -> set[str]:
    response = viewer.client.get("/api/v1/closings")
    return {str(row["id"]) for row in response.json()} if response.status_code == 200 else set()


SUBJECT = Subject(
    name="closings",
    permission="metrics.see",
    make=make,
    readers=(
        Reader("page", on_page, door="congvu.metrics.closing_views.closings"),
        Reader("api", by_api, door="congvu.metrics.closing_api.list_closings"),
    ),
    details=(
        Detail("congvu.metrics.closing_views.closing", lambda code, world: f"/so-lieu/chot/{code}/", "permission"),
        Detail("congvu.metrics.closing_api.read_closing", lambda code, world: f"/api/v1/closings/{code}", "permission"),
    ),
)
