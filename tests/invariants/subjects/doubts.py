"""Doubts about the catalogue: the same for everyone who works on it, nothing for anybody else."""

import re

from congvu.catalog.models import Procedure, ReviewItem
from tests.invariants import making, oracle
from tests.invariants.oracle import ANY, Fact
from tests.invariants.paging import pages
from tests.invariants.subject import Count, Reader, Subject, Viewer
from tests.invariants.world import World

MANAGE = "catalog.manage"
DOOR = "congvu.catalog.views.listing.review"
API = "congvu.catalog.api.list_doubts"
_SAID = re.compile(r"nghi-van-(\d+)\b")
_COUNT = re.compile(r"<p>([\d.]+) điều nguồn ghi không rõ")


def make(world: World) -> list[Fact]:
    making.versions(world)
    procedures = list(Procedure.objects.order_by("pk"))
    numbers = range(55)
    ReviewItem.objects.bulk_create(
        ReviewItem(
            procedure=procedures[n % len(procedures)], about="limit", code="unread", message=f"nghi-van-{n}",
            raised_at=making.LONG_AGO,
        ) for n in numbers
    )  # fmt: skip
    return [Fact(str(n), ((None, ANY, None),)) for n in numbers]


def on_page(viewer: Viewer) -> set[str]:
    return {said for page in pages(viewer.client, "/thu-tuc/can-soat/") for said in _SAID.findall(page)}


def over_api(viewer: Viewer) -> set[str]:
    found: set[str] = set()
    following: str | None = ""
    while following is not None:
        answer = viewer.client.get("/api/v1/catalogue-doubts", {"next": following} if following else {})
        if answer.status_code != 200:
            return found
        found |= {said for item in answer.json()["items"] for said in _SAID.findall(item["message"])}
        following = answer.json()["next"]
    return found


def count(viewer: Viewer) -> int:
    said = _COUNT.search(viewer.client.get("/thu-tuc/can-soat/").content.decode())
    return int(said[1].replace(".", "")) if said else 0


SUBJECT = Subject(
    name="doubts",
    permission=MANAGE,
    make=make,
    sees=lambda world, reader, fact: oracle.may(world, reader, MANAGE),
    readers=(Reader("queue", on_page, door=DOOR), Reader("api", over_api, door=API)),
    counts=(Count("queue", count, door=DOOR),),
)
