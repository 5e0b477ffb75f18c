"""Ranking of units: groups apart, ties by a named rule that is printed under the table, movement with its doubts.

Points are compared as printed; no hidden decimal decides. Wording and examples: docs/rules/scoring.md §8.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from congvu.core.errors import N_
from congvu.core.numbers import round_to


class Ties(StrEnum):
    """What equal points mean. No source sets a rule, so it is a setting, and it is printed."""

    COMPETITION = "competition"
    DENSE = "dense"

    @property
    def label(self) -> str:
        return _TIE_LABELS[self]


_TIE_LABELS = {
    Ties.COMPETITION: N_("Bằng điểm thì cùng hạng; hạng tiếp theo bỏ cách (1, 2, 2, 4)."),
    Ties.DENSE: N_("Bằng điểm thì cùng hạng; hạng tiếp theo liền kề (1, 2, 2, 3)."),
}
DECIDED_LABEL = N_("Bằng điểm thì xét lần lượt: %(criteria)s; vẫn bằng thì cùng hạng.")


@dataclass(frozen=True, slots=True)
class Entry:
    """A unit with its result. `decided_by`: the points that part equals, in the printed order of the setting."""

    unit: str
    points: Decimal
    group: str = ""
    ranked: bool = True  # some units are scored but not ranked
    decided_by: tuple[Decimal, ...] = ()
    name: str = ""


@dataclass(frozen=True, slots=True)
class Ranked:
    """`rank` of `of` in its group; None for a unit that is not ranked. `decided_at`: which tie-breaker parted it."""

    unit: str
    points: Decimal
    group: str
    rank: int | None
    of: int
    tied_with: tuple[str, ...] = ()
    decided_at: int | None = None


def ranking(entries: Iterable[Entry], *, ties: Ties = Ties.COMPETITION) -> list[Ranked]:
    """Group by group in order of appearance, the best first, then those that are not ranked; by unit code at last.

    >>> [row.rank for row in ranking([Entry("A", Decimal(80)), Entry("B", Decimal(90)), Entry("C", Decimal(80))])]
    [1, 2, 2]
    """
    groups: dict[str, list[Entry]] = {}
    for entry in entries:
        groups.setdefault(entry.group, []).append(entry)
    return [row for members in groups.values() for row in _of_group(members, ties)]


def _of_group(members: list[Entry], ties: Ties) -> list[Ranked]:
    ranked = sorted((entry for entry in members if entry.ranked), key=_order)
    classes: list[list[Entry]] = []
    for entry in ranked:
        if classes and _merit(classes[-1][0]) == _merit(entry):
            classes[-1].append(entry)
        else:
            classes.append([entry])
    result, before = [], 0
    by_points: dict[Decimal, list[Entry]] = {}
    for entry in ranked:
        by_points.setdefault(entry.points, []).append(entry)
    for number, same in enumerate(classes, start=1):
        rank = number if ties is Ties.DENSE else before + 1
        before += len(same)
        for entry in same:
            tied = tuple(other.unit for other in same if other is not entry)
            decided = None if tied else _decided_at(entry, by_points[entry.points])
            result.append(Ranked(entry.unit, entry.points, entry.group, rank, len(ranked), tied, decided))
    rest = sorted((entry for entry in members if not entry.ranked), key=_order)
    return [*result, *(Ranked(entry.unit, entry.points, entry.group, None, len(ranked)) for entry in rest)]


def _merit(entry: Entry) -> tuple[Decimal, ...]:
    return (entry.points, *entry.decided_by)


def _order(entry: Entry) -> tuple[tuple[Decimal, ...], str]:
    return tuple(-value for value in _merit(entry)), entry.unit


def _decided_at(entry: Entry, equals: list[Entry]) -> int | None:
    """The last tie-breaker that was needed to part it from those with the same points."""
    needed = [_first_difference(entry.decided_by, other.decided_by) for other in equals if other is not entry]
    return max(needed, default=None)


def _first_difference(own: tuple[Decimal, ...], his: tuple[Decimal, ...]) -> int:
    pairs = zip(own, his, strict=False)
    return next((number for number, (one, other) in enumerate(pairs) if one != other), min(len(own), len(his)))


# --- The mean of a group ---------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Average:
    """A figure that others may cite: the mean of so many units, two places half up."""

    value: Decimal
    units: int
    sum: Decimal


def average(points: Iterable[Decimal], *, digits: int = 2) -> Average | None:
    """None of nobody.

    >>> average([Decimal("73.63"), Decimal("80"), Decimal("70")]).value
    Decimal('74.54')
    """
    values = list(points)
    if not values:
        return None
    whole = sum(values, Decimal(0))
    return Average(round_to(Fraction(whole) / len(values), digits), len(values), whole)


# --- Movement against the round before -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Doubt:
    """Why a comparison is not honest as it stands; the sentence is translated where it is shown."""

    code: str
    sentence: str
    data: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.sentence % self.data


@dataclass(frozen=True, slots=True)
class Published:
    """A ranking as it was published: by which set, out of how many points, who was in it."""

    set_version: str
    out_of: Decimal
    rows: tuple[Ranked, ...]

    def of_group(self, group: str) -> dict[str, Ranked]:
        return {row.unit: row for row in self.rows if row.group == group}


@dataclass(frozen=True, slots=True)
class Movement:
    """`places` above nought is upwards; None where a rank is lacking. `index_change` is in percentage points.

    `predecessors`: units that went into this one; then `before` is the mean of theirs, and no rank is compared.
    """

    unit: str
    rank: int | None
    rank_before: int | None
    points: Decimal
    before: Decimal | None
    change: Decimal | None
    index_change: Decimal | None
    doubts: tuple[Doubt, ...]
    predecessors: tuple[str, ...] = ()

    @property
    def places(self) -> int | None:
        return None if self.rank is None or self.rank_before is None else self.rank_before - self.rank


def movements(
    now: Published, before: Published, *, successions: Mapping[str, Sequence[str]] | None = None
) -> list[Movement]:
    """Each row of `now` against the round before, with every reason why the two cannot simply be compared."""
    return [_movement(row, now, before, tuple((successions or {}).get(row.unit, ()))) for row in now.rows]


def _movement(row: Ranked, now: Published, before: Published, origins: tuple[str, ...]) -> Movement:
    old = before.of_group(row.group)
    known = [old[unit] for unit in origins if unit in old]
    earlier = old.get(row.unit)
    doubts = list(_doubts(row, now, before))
    value: Decimal | None = None
    rank_before: int | None = None
    if known:
        mean = average(unit.points for unit in known)
        value = mean.value if mean else None
        said = N_("Đơn vị hình thành từ %(units)s: điểm kỳ trước là bình quân của các đơn vị cũ, không so hạng.")
        doubts.append(Doubt("unit_merged", said, {"units": ", ".join(unit.unit for unit in known)}))
        if len(known) < len(origins):
            lacking = ", ".join(unit for unit in origins if unit not in old)
            doubts.append(Doubt("predecessor_unscored", N_("Kỳ trước chưa chấm: %(units)s."), {"units": lacking}))
    elif earlier:
        value, rank_before = earlier.points, earlier.rank
    else:
        doubts.append(Doubt("unit_new", N_("Đơn vị không có trong kỳ trước.")))
    comparable = value is not None and now.out_of == before.out_of
    change = row.points - value if comparable and value is not None else None
    index = None
    if value is not None and now.out_of and before.out_of:
        index = round_to(
            (Fraction(row.points) / Fraction(now.out_of) - Fraction(value) / Fraction(before.out_of)) * 100, 2
        )
    origins = tuple(unit.unit for unit in known)
    return Movement(row.unit, row.rank, rank_before, row.points, value, change, index, tuple(doubts), origins)


def _doubts(row: Ranked, now: Published, before: Published) -> Iterable[Doubt]:
    if now.set_version != before.set_version:
        yield Doubt(
            "criteria_changed",
            N_("Bộ tiêu chí đã đổi từ %(old)s sang %(new)s: chênh lệch không chỉ do kết quả."),
            {"old": before.set_version, "new": now.set_version},
        )
    if now.out_of != before.out_of:
        yield Doubt(
            "scale_changed",
            N_("Thang điểm đổi từ %(old)s sang %(new)s: chỉ so được chỉ số phần trăm."),
            {"old": before.out_of, "new": now.out_of},
        )
    ours = {unit for unit, each in now.of_group(row.group).items() if each.rank is not None}
    theirs = {unit for unit, each in before.of_group(row.group).items() if each.rank is not None}
    if ours != theirs:
        yield Doubt(
            "units_changed",
            N_("Kỳ trước xếp hạng %(before)s đơn vị, kỳ này %(now)s, trong đó %(same)s đơn vị có ở cả hai kỳ."),
            {"before": len(theirs), "now": len(ours), "same": len(ours & theirs)},
        )
