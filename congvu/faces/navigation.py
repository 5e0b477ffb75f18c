"""The way through the house: each app registers its entries; the shell shows those the reader may use.

In `apps.py` of a room (`ready()`):

    from congvu.faces import navigation
    navigation.register(navigation.Item(
        key="tasks", label=_("Nhiệm vụ được giao"), url_name="tasks:list", icon="list-check",
        group=navigation.UNIT, order=20, permission="tasks.see", phone={"leader": 1},
    ))
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext_lazy as _

from congvu.faces.words import Words


@dataclass(frozen=True, slots=True)
class Group:
    """A heading of the left navigation. The first group has no heading; `foot` groups stand at the bottom."""

    key: str
    label: Words
    order: int
    foot: bool = False


MINE: Final = Group("mine", "", 10)
UNIT: Final = Group("unit", _("Việc của đơn vị"), 20)
OVERVIEW: Final = Group("overview", _("Nhìn chung"), 30)
SETUP: Final = Group("setup", _("Thiết lập"), 40)
FOOT: Final = Group("foot", "", 90, foot=True)


@dataclass(frozen=True, slots=True)
class Item:
    """An entry. Seen by who holds `permission` anywhere and passes `shown_to(actor)`; with neither, by all.

    `count(actor)` is shown behind it.

    `active` lists further namespaces or url names under which it is marked as the present place (its own namespace
    always is). `phone`: role code (or "*") → place in the bottom bar; the three lowest of the reader's roles stand
    there.
    `short`: a shorter label for the bottom bar. `bar_only`: stands nowhere else (the header offers it on a desk).
    """

    key: str
    label: Words
    url_name: str
    icon: str
    group: Group
    order: int = 50
    permission: str = ""
    shown_to: Callable[[Any], bool] | None = None
    count: Callable[[Any], int | None] | None = None
    phone: Mapping[str, int] = field(default_factory=dict)
    short: Words = ""
    active: tuple[str, ...] = ()
    bar_only: bool = False


@dataclass(frozen=True, slots=True)
class Entry:
    """An item as shown to one reader on one page."""

    item: Item
    url: str
    current: bool
    count: int | None = None

    @property
    def short(self) -> Words:
        return self.item.short or self.item.label


@dataclass(frozen=True, slots=True)
class Section:
    group: Group
    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Menu:
    """The whole navigation for one reader on one page."""

    sections: tuple[Section, ...] = ()
    bottom: tuple[Entry, ...] = ()

    @property
    def body(self) -> list[Section]:
        return [section for section in self.sections if not section.group.foot]

    @property
    def foot(self) -> list[Section]:
        return [section for section in self.sections if section.group.foot]


_items: dict[str, Item] = {}


def register(item: Item) -> None:
    """Add an entry, or replace the one of the same key."""
    _items[item.key] = item


def registered() -> list[Item]:
    return sorted(_items.values(), key=lambda item: (item.group.order, item.order, item.key))


def menu_for(actor: Any, *, roles: Iterable[str] = (), view_name: str = "") -> Menu:
    """The navigation of `actor`, who holds `roles`, on the page `view_name` (`namespace:name`)."""
    shown = [(item, url) for item in registered() if _may_see(actor, item) and (url := _url(item))]
    here = _present([item for item, _address in shown], view_name)
    entries = [Entry(item, url, item is here, item.count(actor) if item.count else None) for item, url in shown]
    groups = {entry.item.group.key: entry.item.group for entry in entries}
    sections = tuple(
        Section(group, tuple(entry for entry in entries if entry.item.group.key == key and not entry.item.bar_only))
        for key, group in groups.items()
    )
    return Menu(sections, _bottom(entries, frozenset(roles)))


def _may_see(actor: Any, item: Item) -> bool:
    if item.permission and (actor is None or not actor.may(item.permission)):
        return False
    return item.shown_to is None or item.shown_to(actor)


def _bottom(entries: list[Entry], roles: frozenset[str]) -> tuple[Entry, ...]:
    """The three things this role does most; entries placed for everyone ("*") fill what is left."""
    placed = []
    for entry in entries:
        own = [place for role, place in entry.item.phone.items() if role in roles]
        if own or "*" in entry.item.phone:
            placed.append((min(own) if own else entry.item.phone["*"], not own, entry))
    return tuple(entry for _place, _common, entry in sorted(placed, key=lambda p: p[:2])[:3])


def _present(items: list[Item], view_name: str) -> Item | None:
    """The entry under which the page lies: its own, one that names it, else the first of its namespace."""
    if not view_name:
        return None
    namespace = view_name.rpartition(":")[0]
    own = [item for item in items if item.url_name == view_name]
    named = [item for item in items if view_name in item.active or (namespace and namespace in item.active)]
    near = [item for item in items if namespace and item.url_name.rpartition(":")[0] == namespace]
    return next(iter([*own, *named, *near]), None)


def _url(item: Item) -> str:
    """Address, or "" while the page is not built into this installation (an app left out)."""
    try:
        return reverse(item.url_name)
    except NoReverseMatch:
        return ""
