"""Every door there is: what the resolver leads to, what the API offers, and who each is for."""

from __future__ import annotations

import pkgutil
import re
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver
from procrastinate.contrib.django import app as procrastinate

from congvu.cli import commands
from congvu.orgs.doors import door_of
from congvu.orgs.roles import ROLES
from tests.invariants.foreign import BELOW_THE_RIGHTS, FOREIGN


@dataclass(frozen=True)
class Found:
    """`for_whom`: a permission or an audience; "" when nobody declared it. `address` has its parameters filled in.

    `method`: of an API operation; "" for a page, which says itself what it takes.
    """

    name: str
    kind: str
    for_whom: str
    address: str
    method: str = ""

    @property
    def line(self) -> str:
        """As the matrix has it: door, kind, for whom, stranger, then each role."""
        return ",".join([self.name, self.kind, self.for_whom, *self.outcomes.values()])

    @property
    def outcomes(self) -> dict[str, str]:
        """What a stranger and each role gets: `yes`, `sign-in` or `no`."""
        public, anyone = self.for_whom == "public", self.for_whom == "signed_in"
        roles = {role: "yes" if public or anyone or self.for_whom in may else "no" for role, may in ROLES.items()}
        if self.for_whom == "console":
            return {"stranger": "no", **dict.fromkeys(ROLES, "no")}
        return {"stranger": "yes" if public else "sign-in", **roles}


HEAD = ",".join(["door", "kind", "for_whom", "stranger", *ROLES])
SAMPLES = {"int": "1", "slug": "x", "str": "x", "uuid": "00000000-0000-0000-0000-000000000000", "path": "x"}


def all_doors() -> list[Found]:
    """Sorted by name; a view at several addresses counts once."""
    found = {
        one.name: one for one in [*_urls(get_resolver().url_patterns, "/"), *_operations(), *_commands(), *_jobs()]
    }
    return sorted(found.values(), key=lambda one: one.name)


def _urls(patterns: list[Any], before: str) -> Iterator[Found]:
    for pattern in patterns:
        here = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from _urls(pattern.url_patterns, here)
        elif isinstance(pattern, URLPattern) and not _belongs_to_the_api(pattern):
            yield _found(pattern.callback, _filled(before, pattern))


def _belongs_to_the_api(pattern: URLPattern) -> bool:
    """Its operations are walked by themselves; its root only names the version."""
    callback = getattr(pattern.callback, "func", pattern.callback)
    return getattr(callback, "__module__", "").startswith("ninja") and door_of(callback) is None


def _operations() -> Iterator[Found]:
    if find_spec("congvu.api") is None or find_spec("congvu.api.api") is None:
        return
    api = import_module("congvu.api.api").api
    for _prefix, router in api._routers:
        for path, view in router.path_operations.items():
            for operation in view.operations:
                filled = _API_PARAMETER.sub(lambda found: "1" if found[1].endswith("id") else "x", path)
                yield _found(operation.view_func, f"/api/v1{filled}", operation.methods[0])


_API_PARAMETER = re.compile(r"\{(\w+)\}")


def _commands() -> Iterator[Found]:
    """Commands of the command line: whoever has the console of the server, and nobody over HTTP."""
    for module in pkgutil.iter_modules(commands.__path__):
        yield Found(f"{commands.__name__}.{module.name}", "cli", "console", "")


def _jobs() -> Iterator[Found]:
    """What the worker does; the rooms below the rights cannot carry our declaration and are known here by name."""
    import_module("congvu.config.jobs")  # belongs to no app, so nothing else is sure to have made its jobs known
    for task in procrastinate.tasks.values():
        if task.func.__module__.startswith("congvu."):
            declared = door_of(task.func)
            name = f"{task.func.__module__}.{task.func.__qualname__}"
            below = name.split(".")[1] in BELOW_THE_RIGHTS
            yield Found(name, "job", declared.for_whom if declared else "console" if below else "", "")


def _found(callback: Any, address: str, method: str = "") -> Found:
    declared = door_of(callback)
    if declared is not None:
        return Found(declared.name, declared.kind, declared.for_whom, address, method)
    inner = getattr(callback, "view_class", callback)
    name = f"{inner.__module__}.{inner.__qualname__}"
    kind, for_whom = FOREIGN.get(name, ("", ""))
    return Found(name, kind, for_whom, address, method)


def _filled(before: str, pattern: URLPattern) -> str:
    """The address with a sample for each parameter; what is a regular expression is left out of the calls ("")."""
    route = getattr(pattern.pattern, "_route", None)
    if route is None or before.count("<"):
        return ""
    for name, converter in pattern.pattern.converters.items():
        kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
        route = route.replace(f"<{kind}:{name}>", SAMPLES.get(kind, "1")).replace(f"<{name}>", "x")
    return before + route
