"""Doors: everything through which somebody gets rows or acts. Each declares, beside its code, whom it is for; the
declaration is also what enforces it, and `tests/invariants` holds every door to it.

    @door(kind="list", room="dossiers", permission="dossiers.see", rows=codes_of, sample=call_list)
    def dossier_list(request): ...
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Final, Literal, ParamSpec, TypeVar

from django.contrib.auth.views import redirect_to_login
from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from congvu.orgs import policy

Kind = Literal[
    "page", "list", "detail", "count", "search", "figure", "form", "act", "export", "feed", "file", "cli", "job"
]
Audience = Literal["public", "signed_in", "console"]
WITHOUT_REQUEST: Final = frozenset({"cli", "job"})
P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Door:
    """`rows(response)` reads the codes an answer shows; `sample(client, world)` calls the door; used by tests only."""

    name: str
    kind: Kind
    room: str
    permission: str | None
    audience: Audience
    rows: Callable[[Any], Any] | None = None
    sample: Callable[..., Any] | None = None

    @property
    def for_whom(self) -> str:
        """As the matrix writes it: a permission, or an audience."""
        return self.permission or self.audience


DOORS: dict[str, Door] = {}


def door(
    *,
    kind: Kind,
    room: str,
    permission: str | None = None,
    audience: Audience | None = None,
    rows: Callable[[Any], Any] | None = None,
    sample: Callable[..., Any] | None = None,
) -> Callable[[Callable[P, R]], Callable[P, R]]:
    """Declare and guard. `permission` (held anywhere; rows are scoped by the selector) or `audience`, never both.

    Pages lead strangers to the sign-in; the API raises NotSignedIn. Without the permission: NotAllowed.
    """
    if (permission is None) == (audience is None):
        raise TypeError("a door names a permission or an audience")

    def declare(function: Callable[P, R]) -> Callable[P, R]:
        name = f"{function.__module__}.{function.__qualname__}"
        declared = Door(name, kind, room, permission, audience or "signed_in", rows, sample)
        DOORS[name] = declared
        if kind in WITHOUT_REQUEST or audience in ("public", "console"):
            function.door = declared  # type: ignore[attr-defined]
            return function

        @functools.wraps(function)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> R:
            request: Any = args[0] if args else kwargs["request"]
            refused = _refuse(request, permission)
            return refused if refused is not None else function(*args, **kwargs)  # type: ignore[return-value]

        guarded.door = declared  # type: ignore[attr-defined]
        return guarded

    return declare


Operation = Callable[..., Any]


def verbs_below(
    router: Any, matter: str, *, room: str, permission: str, response: Any
) -> Callable[..., Callable[[Operation], Operation]]:
    """What declares the verbs of one matter over HTTP, each a POST below it that answers with the matter as it is then.

    `verb("claims", "Say that it is done")` over a function; whoever may see the matter may knock, the command decides.
    A third value asks for another permission.

        verb = verbs_below(router, "/tasks/{code}", room="tasks", permission="tasks.see", response=TaskDetail)
    """

    def verb(path: str, summary: str, asked: str = permission) -> Callable[[Operation], Operation]:
        def declare(function: Operation) -> Operation:
            guarded = door(kind="act", room=room, permission=asked)(function)
            router.post(f"{matter}/{path}", response=response, summary=summary)(guarded)
            return guarded

        return declare

    return verb


def door_of(callback: Any) -> Door | None:
    """The declaration of a view or operation, through the decorators around it."""
    while callback is not None:
        if found := getattr(callback, "door", None):
            return found if isinstance(found, Door) else None
        callback = getattr(callback, "__wrapped__", None)
    return None


def _refuse(request: HttpRequest, permission: str | None) -> HttpResponse | None:
    actor = getattr(request, "actor", None)
    if actor is None:
        return _to_sign_in(request)
    if permission is not None:
        policy.require(actor, permission)
    return None


def _to_sign_in(request: HttpRequest) -> HttpResponse:
    if request.path.startswith("/api/"):
        raise policy.NotSignedIn
    if request.headers.get("HX-Request") == "true":
        response = HttpResponse(status=401)
        response.headers["HX-Redirect"] = reverse("account_login")
        return response
    return redirect_to_login(request.get_full_path() if request.method == "GET" else "/")
