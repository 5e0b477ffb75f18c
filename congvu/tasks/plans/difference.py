"""What one version of a plan says otherwise than another, item by item. Pure."""

from collections.abc import Mapping
from dataclasses import dataclass, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum

from congvu.core.text import vi_sort_key


@dataclass(frozen=True, slots=True)
class Said:
    """What a version says of an item, in codes and numbers."""

    parent: str = ""
    goal: str = ""
    task: str = ""
    product: str = ""
    lead_unit: int | None = None
    coordinating: tuple[int, ...] = ()
    due_on: date | None = None
    budget_vnd: int | None = None
    field: str = ""
    criterion_code: str = ""
    points: Decimal | None = None
    measure: str = ""
    target: Decimal | None = None
    needs_evidence: bool = True
    to_all: bool = False
    carries_out: str = ""


FIELDS = tuple(part.name for part in fields(Said))


class Kind(StrEnum):
    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


@dataclass(frozen=True, slots=True)
class Change:
    """`field` "" for an item that came or went."""

    kind: Kind
    code: str
    title: str
    field: str = ""
    before: object = None
    after: object = None


def changes(before: Mapping[str, Said], after: Mapping[str, Said]) -> list[Change]:
    """By item code, and within an item in the order of its fields. The same twice: nothing.

    >>> [(c.kind.value, c.code, c.field) for c in changes({"1": Said(task="A")}, {"1": Said(task="B"), "2": Said()})]
    [('changed', '1', 'task'), ('added', '2', '')]
    """
    found = []
    for code in sorted({*before, *after}, key=vi_sort_key):
        old, new = before.get(code), after.get(code)
        if old is None and new is not None:
            found.append(Change(Kind.ADDED, code, new.task or new.goal))
        elif new is None and old is not None:
            found.append(Change(Kind.REMOVED, code, old.task or old.goal))
        elif old is not None and new is not None and old != new:
            found += [
                Change(Kind.CHANGED, code, new.task or new.goal, name, getattr(old, name), getattr(new, name))
                for name in FIELDS
                if getattr(old, name) != getattr(new, name)
            ]
    return found
