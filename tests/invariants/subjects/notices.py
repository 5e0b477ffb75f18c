"""Notices are read by the person they were written to, and by nobody who stands in for that person."""

import re

from congvu.notices.models import Notice
from tests.invariants import making
from tests.invariants.oracle import Fact
from tests.invariants.subject import Count, Reader, Subject, Viewer
from tests.invariants.world import World

DOOR = "congvu.notices.views.notice_list"
_SAID = re.compile(r"sample\.n(\d+)\b")
_BELL = re.compile(r"Thông báo: (\d+) tin chưa đọc")


def make(world: World) -> list[Fact]:
    """Of kinds that no installed version knows, so that the page shows the kind itself."""
    facts = []
    for number, person in enumerate([*world.people, *world.people]):
        Notice.objects.create(
            person_id=person, kind=f"sample.n{number}", body={}, about_kind="sample", about_id=number, key=f"k{number}",
            made_at=making.LONG_AGO,
        )  # fmt: skip
        facts.append(Fact(str(number), ((None, None, person),)))
    return facts


def on_page(viewer: Viewer, address: str) -> set[str]:
    return set(_SAID.findall(viewer.client.get(address).content.decode().partition("<main")[2]))


def on_the_bell(viewer: Viewer) -> int:
    said = _BELL.search(viewer.client.get("/huong-dan/").content.decode())
    return int(said[1]) if said else 0


SUBJECT = Subject(
    name="notices",
    permission="",
    make=make,
    sees=lambda world, reader, fact: fact.places[0][2] == reader,
    readers=(
        Reader("unread", lambda viewer: on_page(viewer, "/thong-bao/"), door=DOOR, guard="seat"),
        Reader("all", lambda viewer: on_page(viewer, "/thong-bao/?tt=tat-ca"), door=DOOR, guard="seat"),
    ),
    counts=(Count("bell", on_the_bell, guard="seat"),),
)
