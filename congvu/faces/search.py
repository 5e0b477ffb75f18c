"""Searching the whole house: each room names what it can find; the page asks them all and mixes nothing.

In `apps.py` of a room (`ready()`):

    from congvu.faces import search
    search.register(search.Source("dossiers", _("Hồ sơ"), "stack-2", find=searching.dossiers, order=10,
                                  permission="dossiers.see"))

`find(asked)` reads through the room's own selectors, so nobody finds what they may not see.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from congvu.faces.parts import Deadline, StatusBadge
from congvu.faces.words import Words

MOST = 6


@dataclass(frozen=True, slots=True)
class Asked:
    """Who asks for what, and when. `most`: rows wanted."""

    actor: Any
    text: str
    now: datetime
    today: date
    most: int = MOST


@dataclass(frozen=True, slots=True)
class Hit:
    """One thing found. `note` is small and grey under the title."""

    title: Words
    url: str
    code: str = ""
    note: Words = ""
    status: StatusBadge | None = None
    deadline: Deadline | None = None


@dataclass(frozen=True, slots=True)
class Found:
    """`more_url` opens the room's own list with the same words. `exact`: what was typed is the code of this one."""

    hits: tuple[Hit, ...] = ()
    count: int = 0
    more_url: str = ""
    exact: str = ""


@dataclass(frozen=True, slots=True)
class Source:
    """Asked of whom holds `permission` anywhere; without one, of everybody who is signed in."""

    key: str
    label: Words
    icon: str
    find: Callable[[Asked], Found]
    order: int = 50
    permission: str = ""


@dataclass(frozen=True, slots=True)
class Answer:
    source: Source
    found: Found


_sources: dict[str, Source] = {}


def register(source: Source) -> None:
    """Add a source, or replace the one of the same key."""
    _sources[source.key] = source


def sources_for(actor: Any) -> list[Source]:
    ordered = sorted(_sources.values(), key=lambda source: (source.order, source.key))
    return [source for source in ordered if not source.permission or actor.may(source.permission)]


def ask(asked: Asked) -> list[Answer]:
    """What each source found; those that found nothing are left out."""
    answers = [Answer(source, source.find(asked)) for source in sources_for(asked.actor)]
    return [answer for answer in answers if answer.found.hits]
