"""How a room brings its rows and doors under the test of rights."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Literal

from django.test import Client

from tests.invariants.oracle import Fact
from tests.invariants.world import World

Read = Callable[["Viewer"], set[str]]
Facts = Callable[["World"], list[Fact]]
Guard = Literal["permission", "seat", "none"]
"""What the door asks for first: the subject's permission, any position today, or nothing (a selector)."""


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
    rights (None: no such reason).
    """

    name: str
    read: Read
    door: str = ""
    narrowed: Callable[[World], set[str]] | None = None
    guard: Guard = "permission"


@dataclass(frozen=True)
class Count:
    """A number that must be the size of the set."""

    name: str
    read: Callable[[Viewer], int]
    door: str = ""
    guard: Guard = "permission"


@dataclass(frozen=True)
class Detail:
    """The address of one row: 200 within sight, 404 outside, 403 without the permission of the door.

    `allowed`: where a row in sight needs more than sight; else 403.
    """

    door: str
    address: Callable[[str, World], str]
    guard: Guard = "seat"
    allowed: Callable[[World, int, str], bool] | None = None


@dataclass(frozen=True)
class Subject:
    """`make` writes rows into the world and gives their facts. `sees`: where another rule than reach decides."""

    name: str
    permission: str
    make: Facts
    readers: tuple[Reader, ...] = ()
    counts: tuple[Count, ...] = ()
    details: tuple[Detail, ...] = ()
    sees: Callable[[World, int, Fact], bool] | None = field(default=None)

    @property
    def doors(self) -> set[str]:
        return {one.door for one in (*self.readers, *self.counts, *self.details) if one.door}


def _person(person_id: int):  # type: ignore[no-untyped-def]
    from congvu.orgs.models import Person

    return Person.objects.get(pk=person_id)
