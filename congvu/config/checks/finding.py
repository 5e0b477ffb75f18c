"""The shape of a finding, and asking one question so that a fault in it hides no other."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import Error as DatabaseError


class State(StrEnum):
    OK = "ok"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Finding:
    """`code` is stable; `seen` says what is the case, `remedy` what to do about it ("" when nothing)."""

    code: str
    state: State
    seen: str
    remedy: str = ""


Check = Callable[[datetime], list[Finding]]


def run(checks: Iterable[Check], now: datetime) -> list[Finding]:
    """The findings of all the questions, asked at `now`."""
    return [finding for check in checks for finding in _ask(check, now)]


def _ask(check: Check, now: datetime) -> list[Finding]:
    try:
        return check(now)
    except DatabaseError as error:
        first = str(error).strip().split("\n")[0]
        return [Finding(check.__name__, State.BAD, f"could not be asked: {first}", "Look at the database first.")]


def ok(code: str, seen: str) -> list[Finding]:
    return [Finding(code, State.OK, seen)]


def warning(code: str, seen: str, remedy: str) -> list[Finding]:
    return [Finding(code, State.WARNING, seen, remedy)]


def bad(code: str, seen: str, remedy: str) -> list[Finding]:
    return [Finding(code, State.BAD, seen, remedy)]
