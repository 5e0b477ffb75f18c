"""Rules over what a person answers or judges: yes or no, steps, levels, conditions, free points, bonus factors."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from congvu.core.errors import N_
from congvu.core.numbers import format_number
from congvu.core.scoring.spec import DECIMAL, NAME, TEXT, Codec, list_of, optional, record, rule_type, unreadable
from congvu.core.scoring.values import (
    Given,
    Kind,
    PointsOffStep,
    PointsOutOfRange,
    Wanted,
    Worth,
    choice,
    choices,
    exact,
    line,
    present,
    write,
    yes_no,
)

_ALL = None  # points left out: the maximum of the criterion


def points_or_all(points: Decimal | None, out_of: Decimal) -> Decimal:
    return out_of if points is None else points


def above_nought(**named: Decimal | None) -> None:
    """By these a rule divides or counts steps; 0 or less is no rule."""
    for place, value in named.items():
        if value is not None and value <= 0:
            raise unreadable(place, N_("cần một số lớn hơn 0"))


@dataclass(frozen=True, slots=True)
class Step:
    """One outcome with its points."""

    shape: ClassVar[Mapping[str, Codec]] = {"code": NAME, "label": TEXT, "points": DECIMAL}
    code: str
    points: Decimal
    label: str = ""


@dataclass(frozen=True, slots=True)
class Level:
    """One outcome with its share of the maximum, in percent."""

    shape: ClassVar[Mapping[str, Codec]] = {"code": NAME, "label": TEXT, "share": DECIMAL}
    code: str
    share: Decimal
    label: str = ""


@dataclass(frozen=True, slots=True)
class Condition:
    shape: ClassVar[Mapping[str, Codec]] = {"code": NAME, "label": TEXT}
    code: str
    label: str = ""


def options(parts: tuple[Step, ...] | tuple[Level, ...] | tuple[Condition, ...]) -> tuple[tuple[str, str], ...]:
    return tuple((part.code, part.label) for part in parts)


def codes(parts: tuple[Step, ...] | tuple[Level, ...] | tuple[Condition, ...]) -> tuple[str, ...]:
    return tuple(part.code for part in parts)


class _Judged:
    """Nothing can happen to a judgement but being made."""

    __slots__ = ()
    may_be_nothing: ClassVar[bool] = False


@rule_type
@dataclass(frozen=True, slots=True)
class YesNo(_Judged):
    """Yes gives all points (or `yes`), no gives `no`."""

    type: ClassVar[str] = "yes_no"
    shape: ClassVar[Mapping[str, Codec]] = {"of": NAME, "yes": optional(DECIMAL), "no": DECIMAL}
    of: str = "answer"
    yes: Decimal | None = _ALL
    no: Decimal = Decimal(0)

    def wants(self) -> tuple[Wanted, ...]:
        return (Wanted(self.of, Kind.YES_NO),)

    def worth(self, given: Given, out_of: Decimal) -> Worth:
        said = yes_no(given, self.of)
        points = points_or_all(self.yes, out_of) if said else self.no
        return Worth(
            Fraction(points), (line(N_("có: %(points)s") if said else N_("không: %(points)s"), points=points),)
        )

    def most(self, out_of: Decimal) -> Decimal:
        return max(points_or_all(self.yes, out_of), self.no)


@rule_type
@dataclass(frozen=True, slots=True)
class Fixed(_Judged):
    """The same points always; an arm of a branch."""

    type: ClassVar[str] = "fixed"
    shape: ClassVar[Mapping[str, Codec]] = {"points": optional(DECIMAL)}
    points: Decimal | None = _ALL

    def wants(self) -> tuple[Wanted, ...]:
        return ()

    def worth(self, given: Given, out_of: Decimal) -> Worth:
        points = points_or_all(self.points, out_of)
        return Worth(Fraction(points), (line(N_("mức cố định: %(points)s"), points=points),))

    def most(self, out_of: Decimal) -> Decimal:
        return points_or_all(self.points, out_of)


@rule_type
@dataclass(frozen=True, slots=True)
class Ordinal(_Judged):
    """One of several outcomes, each with its points: in time 1, late 0,5, not at all 0."""

    type: ClassVar[str] = "ordinal"
    shape: ClassVar[Mapping[str, Codec]] = {"of": NAME, "steps": list_of(record(Step))}
    steps: tuple[Step, ...]
    of: str = "step"

    def wants(self) -> tuple[Wanted, ...]:
        return (Wanted(self.of, Kind.CHOICE, options(self.steps)),)

    def worth(self, given: Given, out_of: Decimal) -> Worth:
        chosen = choice(given, self.of, codes(self.steps))
        step = next(step for step in self.steps if step.code == chosen)
        name = step.label or step.code
        return Worth(Fraction(step.points), (line(N_("%(step)s: %(points)s"), step=name, points=step.points),))

    def most(self, out_of: Decimal) -> Decimal:
        return max(step.points for step in self.steps)


@rule_type
@dataclass(frozen=True, slots=True)
class Levels(_Judged):
    """A level of quality, or of a breach, with its share of the maximum: excellent all, good 75 %, done 50 %."""

    type: ClassVar[str] = "levels"
    shape: ClassVar[Mapping[str, Codec]] = {"of": NAME, "levels": list_of(record(Level))}
    levels: tuple[Level, ...]
    of: str = "level"

    def wants(self) -> tuple[Wanted, ...]:
        return (Wanted(self.of, Kind.CHOICE, options(self.levels)),)

    def worth(self, given: Given, out_of: Decimal) -> Worth:
        chosen = choice(given, self.of, codes(self.levels))
        level = next(level for level in self.levels if level.code == chosen)
        points = Fraction(level.share) * Fraction(out_of) / 100
        because = line(
            N_("%(level)s: %(share)s %% của %(out_of)s = %(points)s"),
            level=level.label or level.code, share=level.share, out_of=out_of, points=points,
        )  # fmt: skip
        return Worth(points, (because,))

    def most(self, out_of: Decimal) -> Decimal:
        return max(level.share for level in self.levels) * out_of / 100


@rule_type
@dataclass(frozen=True, slots=True)
class AllOf(_Judged):
    """All conditions met give the points, one missing gives `otherwise`."""

    type: ClassVar[str] = "all_of"
    shape: ClassVar[Mapping[str, Codec]] = {
        "of": NAME, "conditions": list_of(record(Condition)), "met": optional(DECIMAL), "otherwise": DECIMAL,
    }  # fmt: skip
    conditions: tuple[Condition, ...]
    of: str = "conditions"
    met: Decimal | None = _ALL
    otherwise: Decimal = Decimal(0)

    def wants(self) -> tuple[Wanted, ...]:
        return (Wanted(self.of, Kind.CHOICES, options(self.conditions)),)

    def worth(self, given: Given, out_of: Decimal) -> Worth:
        met = choices(given, self.of, codes(self.conditions))
        lacking = [part.label or part.code for part in self.conditions if part.code not in met]
        if not lacking:
            points = points_or_all(self.met, out_of)
            said = line(N_("đạt cả %(count)s yêu cầu: %(points)s"), count=len(self.conditions), points=points)
            return Worth(Fraction(points), (said,))
        said = line(N_("thiếu: %(lacking)s: %(points)s"), lacking="; ".join(lacking), points=self.otherwise)
        return Worth(Fraction(self.otherwise), (said,))

    def most(self, out_of: Decimal) -> Decimal:
        return max(points_or_all(self.met, out_of), self.otherwise)


@rule_type
@dataclass(frozen=True, slots=True)
class Free(_Judged):
    """Points as the appraiser gives them, from `least` to the maximum, in steps where steps are set."""

    type: ClassVar[str] = "free"
    shape: ClassVar[Mapping[str, Codec]] = {"of": NAME, "least": DECIMAL, "step": optional(DECIMAL)}
    of: str = "points"
    least: Decimal = Decimal(0)
    step: Decimal | None = None

    def __post_init__(self) -> None:
        above_nought(step=self.step)

    def wants(self) -> tuple[Wanted, ...]:
        return (Wanted(self.of, Kind.POINTS),)

    def worth(self, given: Given, out_of: Decimal) -> Worth:
        points = exact(present(given, self.of), self.of, Kind.POINTS)
        if not Fraction(self.least) <= points <= Fraction(out_of):
            raise PointsOutOfRange(field=self.of, points=write(points), least=write(self.least), most=write(out_of))
        if self.step:
            steps, rest = divmod(points - Fraction(self.least), Fraction(self.step))
            if rest and points != Fraction(out_of):
                below = Fraction(self.least) + steps * Fraction(self.step)
                above = min(below + Fraction(self.step), Fraction(out_of))
                raise PointsOffStep(
                    field=self.of, points=write(points), step=format_number(self.step), below=write(below),
                    above=write(above),
                )  # fmt: skip
        return Worth(points, (line(N_("điểm chấm: %(points)s"), points=points),))

    def most(self, out_of: Decimal) -> Decimal:
        return out_of


@rule_type
@dataclass(frozen=True, slots=True)
class HighestOf(_Judged):
    """Several factors may hold; only the one with most points counts. None of them: 0."""

    type: ClassVar[str] = "highest_of"
    shape: ClassVar[Mapping[str, Codec]] = {"of": NAME, "factors": list_of(record(Step))}
    factors: tuple[Step, ...]
    of: str = "factors"

    def wants(self) -> tuple[Wanted, ...]:
        return (Wanted(self.of, Kind.CHOICES, options(self.factors)),)

    def worth(self, given: Given, out_of: Decimal) -> Worth:
        held = choices(given, self.of, codes(self.factors))
        best = max((factor for factor in self.factors if factor.code in held), key=lambda f: f.points, default=None)
        if best is None:
            return Worth(Fraction(0), (line(N_("không có yếu tố nào: 0")),))
        name = best.label or best.code
        said = line(N_("chỉ lấy yếu tố cao nhất, %(factor)s: %(points)s"), factor=name, points=best.points)
        return Worth(Fraction(best.points), (said,))

    def most(self, out_of: Decimal) -> Decimal:
        return max(factor.points for factor in self.factors)
