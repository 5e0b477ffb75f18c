"""What the header says about the reader: whose power is used, notices, account. One provider fills it.

Faces stand below the rooms and know no positions or notices themselves; the doors call `provide()` once:

    shell.provide(lambda request: Reader(name=…, note=…, seats=(…), notices=3, notices_url=…, roles=("leader",)))

Without a provider (or when it gives None) a signed-in user is shown by name alone, and a stranger sees the sign-in
link.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Any

from django.http import HttpRequest
from django.urls import NoReverseMatch, reverse
from django.utils import translation

from congvu.faces import navigation, words
from congvu.faces.words import Words

THEME_COOKIE = "cv-theme"
THEMES = ("system", "light", "dark")


@dataclass(frozen=True, slots=True)
class Seat:
    """A unit whose power the reader may use. `key` is posted as `seat` to `Reader.switch_url`."""

    key: str
    unit: Words
    note: Words = ""
    current: bool = False


@dataclass(frozen=True, slots=True)
class MenuLink:
    label: Words
    url: str
    icon: str = ""


@dataclass(frozen=True, slots=True)
class Reader:
    """Who reads the page. `roles` choose the phone's bottom bar; `account` are further entries of the personal menu."""

    name: str
    note: Words = ""
    seats: tuple[Seat, ...] = ()
    switch_url: str = ""
    roles: tuple[str, ...] = ()
    notices: int | None = None
    notices_url: str = ""
    search_url: str = ""
    account: tuple[MenuLink, ...] = ()
    sign_out_url: str = ""

    @property
    def initials(self) -> str:
        return words.initials(self.name)

    @property
    def seat(self) -> Seat | None:
        return next((seat for seat in self.seats if seat.current), self.seats[0] if self.seats else None)

    @property
    def may_switch(self) -> bool:
        return len(self.seats) > 1 and bool(self.switch_url)


@dataclass(frozen=True, slots=True)
class Bell:
    """How many notices the reader has not read, and where they are."""

    unread: int
    url: str


Provider = Callable[[HttpRequest], Reader | None]
BellProvider = Callable[[HttpRequest], Bell | None]
_providers: list[Provider] = []
_bells: list[BellProvider] = []


def provide(provider: Provider) -> None:
    """Name the one function that knows the reader. The latest named wins."""
    _providers[:] = [provider]


def provide_bell(bell: BellProvider) -> None:
    """Name the one function that knows the reader's notices; used where the reader comes without."""
    _bells[:] = [bell]


def reader_of(request: HttpRequest) -> Reader | None:
    reader = (_providers[0](request) if _providers else None) or _by_name(request)
    bell = _bells[0](request) if _bells and reader is not None and reader.notices is None else None
    return replace(reader, notices=bell.unread, notices_url=bell.url) if reader and bell else reader


def _by_name(request: HttpRequest) -> Reader | None:
    user = getattr(request, "user", None)
    if user is None or not user.is_authenticated:
        return None
    return Reader(name=user.get_full_name() or user.get_username(), sign_out_url=url_or_empty("account_logout"))


@dataclass(frozen=True, slots=True)
class Shell:
    """Everything the frame around a page needs."""

    reader: Reader | None
    menu: navigation.Menu
    theme: str
    other_language: str
    sign_in_url: str
    path: str

    @property
    def theme_attribute(self) -> str:
        return self.theme if self.theme in ("light", "dark") else ""


def context(request: HttpRequest) -> dict[str, Any]:
    """Context processor: `shell`, computed only when a page with the frame asks for it."""
    made: list[Shell] = []

    def shell() -> Shell:
        if not made:
            made.append(shell_of(request))
        return made[0]

    return {"shell": shell}


def shell_of(request: HttpRequest) -> Shell:
    reader = reader_of(request)
    match = request.resolver_match
    menu = navigation.Menu()
    if reader is not None:
        actor = getattr(request, "actor", None)
        menu = navigation.menu_for(actor, roles=reader.roles, view_name=match.view_name if match else "")
    theme = request.COOKIES.get(THEME_COOKIE, "system")
    return Shell(
        reader=reader,
        menu=menu,
        theme=theme if theme in THEMES else "system",
        other_language="vi" if (translation.get_language() or "vi").startswith("en") else "en",
        sign_in_url=url_or_empty("account_login"),
        path=request.get_full_path() if request.method == "GET" else request.path,
    )


def url_or_empty(name: str) -> str:
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""
