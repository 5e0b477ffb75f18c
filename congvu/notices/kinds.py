"""The registry of notices: one frozen dataclass of plain values per kind, put into words for whoever reads it.

@notice("dossier.urged", mails=True)
@dataclass(frozen=True, slots=True)
class DossierUrged:
    code: str
    def sentence(self) -> str: return _("Hồ sơ %(code)s được đôn đốc") % {"code": self.code}
    def url(self) -> str: return reverse("dossiers:detail", args=[self.code])
"""

from collections.abc import Callable
from dataclasses import dataclass, fields, is_dataclass
from typing import Any, ClassVar, Protocol, TypeVar

from django.urls import NoReverseMatch
from django.utils.translation import gettext as _


class Message(Protocol):
    """What `@notice` decorates."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    def sentence(self) -> str: ...

    def url(self) -> str: ...


@dataclass(frozen=True, slots=True)
class Kind:
    """`mails`: the person gets a mail besides. `icon` stands before the sentence."""

    code: str
    message: type[Any]
    mails: bool
    icon: str


@dataclass(frozen=True, slots=True)
class Said:
    """A notice in words; `url` is "" where nothing can be opened."""

    sentence: str
    url: str
    icon: str


KINDS: dict[str, Kind] = {}
_KIND_OF: dict[type[Any], Kind] = {}
C = TypeVar("C")


def notice(code: str, *, mails: bool = False, icon: str = "bell") -> Callable[[type[C]], type[C]]:
    """Register a frozen dataclass as the data of notices of this kind (`room.what_happened`)."""

    def register(cls: type[C]) -> type[C]:
        if not is_dataclass(cls) or not cls.__dataclass_params__.frozen:  # type: ignore[attr-defined]
            raise TypeError(f"{cls.__name__} must be a frozen dataclass")
        if not all(callable(getattr(cls, name, None)) for name in ("sentence", "url")):
            raise TypeError(f"{cls.__name__} needs sentence() and url()")
        if KINDS.get(code, Kind(code, cls, mails, icon)).message is not cls:
            raise ValueError(f"two notices are called {code}")
        KINDS[code] = _KIND_OF[cls] = Kind(code, cls, mails, icon)
        return cls

    return register


def kind_of(message: object) -> Kind:
    try:
        return _KIND_OF[type(message)]
    except KeyError:
        raise TypeError(f"{type(message).__name__} is no registered notice") from None


def said(code: str, body: dict[str, Any]) -> Said:
    """In the reader's language; also for notices of rooms or versions that are gone."""
    kind = KINDS.get(code)
    try:
        if kind is None:
            raise LookupError(code)
        known = {part.name for part in fields(kind.message)}
        message = kind.message(**{name: value for name, value in body.items() if name in known})
        sentence = str(message.sentence())
    except (LookupError, TypeError):
        return Said(_("Thông báo của một phiên bản không còn cài đặt (%(kind)s)") % {"kind": code}, "", "bell-off")
    return Said(sentence, address_of(message), kind.icon)


def address_of(message: Message) -> str:
    """Where the notice leads; "" while that page is not built into this installation."""
    try:
        return str(message.url())
    except NoReverseMatch:
        return ""
