"""What other parts of the room hang on the dossier page: cards, actions, prints, tips, facts, dialogs, timeline words.

An app says in `AppConfig.ready`: `matter_parts.part(Place.ASIDE, 50, build)`. `build` is given `Asked` and gives the
values to show, none when it has nothing to say. A page has few queries to spare: a builder asks one or two.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from congvu.faces.parts import Action
from congvu.orgs.actor import Actor

if TYPE_CHECKING:
    from congvu.dossiers.models import StepRun
    from congvu.dossiers.selectors.matter import Matter
    from congvu.ledger.selectors import TimelineRow


class Place(StrEnum):
    """Where it hangs, and what `build` gives there."""

    TIPS = "tips"  # faces.parts.Tip, under the head
    PRIMARY = "primary"  # faces.parts.Action: the one thing to do, when the process itself has none for this reader
    ACTIONS = "actions"  # faces.parts.Action, behind “…”
    PRINTS = "prints"  # faces.parts.Action: papers to print, behind “…” after the actions
    TOP = "top"  # Card, left column, above the strip of days
    MAIN = "main"  # Card, left column, below the facts
    ASIDE = "aside"  # Card, right column, between papers and timeline
    FACTS = "facts"  # faces.parts.Fact, lines after the facts of the dossier
    DIALOGS = "dialogs"  # Dialog, opened by an Action with `target`


@dataclass(frozen=True, slots=True)
class Asked:
    """Which dossier is shown, to whom, when."""

    matter: "Matter"
    actor: Actor
    now: datetime
    today: date


@dataclass(frozen=True, slots=True)
class Card:
    """A card: `template` is included with `card` and `csrf_token` only; its values stand in `card.context`."""

    key: str
    title: str
    template: str
    context: Mapping[str, Any] = field(default_factory=dict)
    note: str = ""
    action: Action | None = None


@dataclass(frozen=True, slots=True)
class Dialog:
    """A form in a dialog: `body` is included inside the form with the page's context, and this value as `dialog`."""

    key: str
    title: str
    url: str
    body: str
    yes: str
    context: Mapping[str, Any] = field(default_factory=dict)
    files: bool = False
    run: "StepRun | None" = None


@dataclass(frozen=True, slots=True)
class Told:
    """How an event stands in the timeline; `quote` fetches the free text that belongs to it."""

    icon: str = "check"
    tone: str = ""
    quote: "Callable[[Matter, TimelineRow], str] | None" = None
    hidden: bool = False


Build = Callable[[Asked], Iterable[Any]]
_PARTS: dict[Place, list[tuple[int, str, Build]]] = {place: [] for place in Place}
_TOLD: dict[str, Told] = {}


def part(place: Place, order: int, build: Build) -> None:
    """Hang something on the dossier page; lower order first. The same builder twice is once."""
    entry = (order, f"{build.__module__}.{build.__qualname__}", build)
    if entry not in _PARTS[place]:
        _PARTS[place] = sorted([*_PARTS[place], entry], key=lambda one: one[:2])


def tell(kind: str, told: Told) -> None:
    """How events of that kind look in the timeline of a dossier."""
    _TOLD[kind] = told


def told(kind: str) -> Told | None:
    return _TOLD.get(kind)


def parts(place: Place, asked: Asked) -> tuple[Any, ...]:
    """Everything that hangs at the place, in order."""
    return tuple(value for _order, _name, build in _PARTS[place] for value in build(asked))
