"""The registry of what can have happened: one frozen dataclass of plain values per kind of event.

Events carry ids, codes, numbers and ISO texts; names and free text live in rows, because they may have to be erased
one day and the chain may not.
"""

import json
from collections.abc import Callable
from dataclasses import fields, is_dataclass
from typing import Any, ClassVar, Protocol, TypeVar

from django.utils.translation import gettext as _


class Happening(Protocol):
    """What `@event` decorates."""

    __dataclass_fields__: ClassVar[dict[str, Any]]

    def sentence(self) -> str: ...


KINDS: dict[str, type[Any]] = {}
_KIND_OF: dict[type[Any], str] = {}
C = TypeVar("C")


def event(kind: str) -> Callable[[type[C]], type[C]]:
    """Register a frozen dataclass as the body of events of this kind (`room.past_tense`)."""

    def register(cls: type[C]) -> type[C]:
        if not is_dataclass(cls) or not cls.__dataclass_params__.frozen:  # type: ignore[attr-defined]
            raise TypeError(f"{cls.__name__} must be a frozen dataclass")
        if not callable(getattr(cls, "sentence", None)):
            raise TypeError(f"{cls.__name__} needs sentence()")
        if kind in KINDS:
            raise ValueError(f"two events are called {kind}")
        KINDS[kind] = cls
        _KIND_OF[cls] = kind
        return cls

    return register


def event_class(kind: str) -> type[Any] | None:
    """The class of a kind, None when no installed room knows it."""
    return KINDS.get(kind)


def kind_of(happened: object) -> str:
    try:
        return _KIND_OF[type(happened)]
    except KeyError:
        raise TypeError(f"{type(happened).__name__} is no registered event") from None


def body_of(happened: Any) -> str:
    """The bytes that are hashed and stored. Only plain values: int, str, bool, None and flat lists of them."""
    body = {part.name: getattr(happened, part.name) for part in fields(happened)}
    for name, value in body.items():
        parts = value if isinstance(value, (list, tuple)) else (value,)
        if not all(part is None or isinstance(part, (int, str)) for part in parts):
            raise TypeError(f"{type(happened).__name__}.{name}: {value!r} is no plain value")
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def sentence_of(kind: str, body: dict[str, Any]) -> str:
    """What happened, in the reader's language; also for events of rooms or versions that are gone."""
    cls = KINDS.get(kind)
    if cls is None:
        return _("Sự kiện của một phân hệ không còn cài đặt (%(kind)s)") % {"kind": kind}
    known = {part.name for part in fields(cls)}
    return str(cls(**{name: value for name, value in body.items() if name in known}).sentence())
