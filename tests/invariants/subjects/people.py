"""Accounts: seen by who sees people in a unit where the person has or had a position."""

import csv
import io
import re

from congvu.orgs.actor import Actor
from congvu.orgs.models import Person
from tests.invariants.oracle import ANY, NOWHERE, Fact, runs
from tests.invariants.paging import found_by_the_house
from tests.invariants.subject import Count, Detail, Reader, Subject, Viewer
from tests.invariants.world import World

NAME = re.compile(r"\bp\d\d\b")


def facts(world: World) -> list[Fact]:
    return [
        Fact(
            name,
            (
                (NOWHERE, ANY, None),
                (None, None, person),
                *((seat.unit, ANY, None) for seat in world.seats if seat.person == person),
            ),
        )
        for person, name in world.people.items()
    ]


def from_selector(viewer: Viewer) -> set[str]:
    actor = Actor(viewer.person_id, None, viewer.world.today)
    return set(Person.objects.visible_to(actor).values_list("username", flat=True))


def from_list(viewer: Viewer) -> set[str]:
    return set(NAME.findall(_main(viewer)))


def from_search(viewer: Viewer) -> set[str]:
    page = viewer.client.get("/nguoi-dung/", {"q": "nguoi"}).content.decode()
    return set(NAME.findall(page.partition("<tbody")[2]))


def count(viewer: Viewer) -> int:
    said = re.search(r'class="count"[^>]*><b>(\d+) người', _main(viewer))
    return int(said[1]) if said else 0


def _main(viewer: Viewer) -> str:
    return viewer.client.get("/nguoi-dung/").content.decode().partition("<main")[2]


def from_export(viewer: Viewer) -> set[str]:
    response = viewer.client.get("/nguoi-dung/tai-ve/")
    if response.status_code != 200:
        return set()
    return {row["username"] for row in csv.DictReader(io.StringIO(response.content.decode("utf-8-sig")))}


def holding_today(world: World) -> set[str]:
    """An export has a line per position of today; who holds none has no line."""
    return {world.people[seat.person] for seat in world.seats if runs(seat.since, seat.until, world.today)}


def address(code: str, world: World) -> str:
    person = next(person for person, name in world.people.items() if name == code)
    return f"/nguoi-dung/{person}/"


VIEWS = "congvu.orgs.views.people."
SUBJECT = Subject(
    name="people",
    permission="orgs.see_people",
    make=facts,
    readers=(
        Reader("selector", from_selector, guard="none"),
        Reader("list", from_list, door=VIEWS + "people_list"),
        Reader("search", from_search, door=VIEWS + "people_list"),
        Reader("export", from_export, door=VIEWS + "people_export", narrowed=holding_today),
    ),
    counts=(
        Count("list", count, door=VIEWS + "people_list"),
        Count(
            "whole search",
            lambda viewer: found_by_the_house(viewer.client, "nguoi", "people"),
            door="congvu.orgs.views.search.search",
        ),
    ),
    details=(Detail(VIEWS + "person", address),),
)
