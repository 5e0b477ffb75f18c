"""From points to a class: bands with explicit ends, conditions a class needs, gates that hold a unit down."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import ClassVar

from congvu.core.errors import N_
from congvu.core.scoring.spec import (
    DECIMAL,
    FLAG,
    NAME,
    TEXT,
    Codec,
    list_of,
    optional,
    read_shape,
    record,
    unreadable,
    write_shape,
)
from congvu.core.scoring.totals import Total
from congvu.core.scoring.tree import Counts, CriteriaSet
from congvu.core.scoring.values import Line, line

NO_ZERO = "no_zero"
"""A condition that the result itself answers: no criterion that counts was scored 0."""


@dataclass(frozen=True, slots=True)
class Class:
    """From `min` up to `max`. `needs`: conditions without which it is not given. `without_bonus`: by base points."""

    shape: ClassVar[Mapping[str, Codec]] = {
        "code": NAME, "label": TEXT, "min": optional(DECIMAL), "min_inclusive": FLAG, "max": optional(DECIMAL),
        "max_inclusive": FLAG, "needs": list_of(NAME), "without_bonus": FLAG,
    }  # fmt: skip
    code: str
    label: str = ""
    min: Decimal | None = None
    min_inclusive: bool = True
    max: Decimal | None = None
    max_inclusive: bool = False
    needs: tuple[str, ...] = ()
    without_bonus: bool = False

    def is_reached(self, points: Decimal) -> bool:
        return self.min is None or points > self.min or (self.min_inclusive and points == self.min)


@dataclass(frozen=True, slots=True)
class Gate:
    """When the condition holds, at most this class: a head warned, never self-scored, under 1.000 residents."""

    shape: ClassVar[Mapping[str, Codec]] = {"when": NAME, "at_most": NAME, "label": TEXT, "unless": FLAG}
    when: str
    at_most: str
    label: str = ""
    unless: bool = False  # the gate falls when the condition does NOT hold


@dataclass(frozen=True, slots=True)
class Classes:
    """Best first. `by_index`: bands are over points / maximum × 100."""

    shape: ClassVar[Mapping[str, Codec]] = {
        "classes": list_of(record(Class)), "gates": list_of(record(Gate)), "by_index": FLAG, "source": TEXT,
        "note": TEXT,
    }  # fmt: skip
    classes: tuple[Class, ...]
    gates: tuple[Gate, ...] = ()
    by_index: bool = False
    source: str = ""
    note: str = ""

    def conditions(self) -> tuple[str, ...]:
        """What must be known of a unit beside its points."""
        named = [name for each in self.classes for name in each.needs] + [gate.when for gate in self.gates]
        return tuple(name for name in dict.fromkeys(named) if name != NO_ZERO)

    def place(self, code: str) -> int:
        return next(number for number, each in enumerate(self.classes) if each.code == code)


@dataclass(frozen=True, slots=True)
class Classified:
    """`by_points` is what the points alone would give. `unknown`: conditions nobody answered; they count as not met."""

    code: str | None
    label: str
    by_points: str | None
    because: tuple[Line, ...]
    unknown: tuple[str, ...]


def parse_classes(document: Mapping[str, object]) -> Classes:
    read: Classes = read_shape(Classes, document, "classes", 0)
    known = {each.code for each in read.classes}
    if len(known) < len(read.classes):
        raise unreadable("classes", N_("mã hạng lặp lại"))
    for number, gate in enumerate(read.gates):
        if gate.at_most not in known:
            raise unreadable(f"gates[{number}].at_most", N_("không có hạng này"))
    return read


def classes_to_dict(classes: Classes) -> dict[str, object]:
    return write_shape(classes)


def classify(of: Classes, result: Total, criteria: CriteriaSet, facts: Mapping[str, bool | None]) -> Classified:
    """The best class whose lower end is reached and whose needs are met, held down by the gates."""
    facts = {**facts, NO_ZERO: not any(_zeros(result, criteria))}
    lines, first, found = list[Line](), None, None
    for number, each in enumerate(of.classes):
        points = _points(of, each, result)
        if not each.is_reached(points):
            continue
        first = number if first is None else first
        lacking = [name for name in each.needs if not facts.get(name)]
        if not lacking:
            found = number
            break
        said = N_("đủ điểm hạng %(class)s nhưng thiếu điều kiện: %(lacking)s")
        lines.append(line(said, **{"class": each.label or each.code}, lacking=", ".join(lacking)))
    for gate in of.gates:
        held = facts.get(gate.when)
        falls = not held if gate.unless else bool(held)
        lowest = of.place(gate.at_most)
        if falls and (found is None or found < lowest):
            found = lowest
            name = of.classes[lowest].label or gate.at_most
            lines.append(line(N_("%(gate)s: cao nhất là %(class)s"), gate=gate.label or gate.when, **{"class": name}))
    unknown = tuple(name for name in of.conditions() if facts.get(name) is None)
    chosen = None if found is None else of.classes[found]
    if chosen is None:
        lines.append(line(N_("không thuộc hạng nào")))
    else:
        lines.append(line(N_("%(points)s: %(class)s"), points=_points(of, chosen, result), **{"class": chosen.label}))
    by_points = None if first is None else of.classes[first].code
    return Classified(
        chosen.code if chosen else None, chosen.label if chosen else "", by_points, tuple(lines), unknown
    )  # fmt: skip


def _points(of: Classes, each: Class, result: Total) -> Decimal:
    if of.by_index:
        return result.index if result.index is not None else Decimal(0)
    return result.base if each.without_bonus else result.points


def _zeros(result: Total, criteria: CriteriaSet) -> Iterator[str]:
    for leaf in criteria.leaves:
        part = result.parts.get(leaf.code)
        counts = criteria.counts(leaf.code) is Counts.BASE and part is not None and not part.excluded
        if counts and part is not None and part.out_of > 0 and part.points == 0:
            yield leaf.code
