"""How a room brings its rows and doors under the test of rights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from django.test import Client

from tests.invariants.oracle import Fact
from tests.invariants.world import World

Read = Callable[["Viewer"], set[str]]
Facts = Callable[["World"], list[Fact]]


@dataclass(frozen=True)
class Viewer:
    """Who looks: by the page (`client`, signed in) or straight through a selector."""

    person_id: int
    world: World

    @property
    def client(self) -> Client:
        client = Client()
        client.force_login(_person(self.person_id))
        return client


@dataclass(frozen=True)
class Reader:
    """One way of reading. `door` is its dotted name, "" for a selector without a door of its own.

    `read` gives the codes shown. `narrowed`: codes it can show at all, when it leaves some out for another reason than
    rights (None: no such reason). `guarded`: the door itself asks for the subject's permission first.
    """

    name: str
    read: Read
    door: str = ""
    narrowed: Callable[[World], set[str]] | None = None
    guarded: bool = True


@dataclass(frozen=True)
class Subject:
    """`make` writes rows into the world and gives their facts. `detail(code, world)`: address of one row, 200 or 404.

    `count` reads a number that must be the size of the set."""

    name: str
    permission: str
    make: Facts
    readers: tuple[Reader, ...]
    detail: Callable[[str, World], str] | None = None
    counts: tuple[tuple[str, Callable[[Viewer], int]], ...] = field(default=())


def _person(person_id: int):  # type: ignore[no-untyped-def]
    from congvu.orgs.models import Person

    return Person.objects.get(pk=person_id)
