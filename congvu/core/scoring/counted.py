"""Rules over how many: points for each, deductions, the mean over cases, the weights of survey answers."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import ClassVar

from congvu.core.errors import N_
from congvu.core.scoring.judged import Level, Step, codes, options, points_or_all
from congvu.core.scoring.spec import DECIMAL, FLAG, NAME, TEXT, Codec, list_of, optional, record, rule_type
from congvu.core.scoring.values import Given, Kind, Line, Nothing, Wanted, Worth, count, line, tally


@rule_type
@dataclass(frozen=True, slots=True)
class PerUnit:
    """So many points for each, up to a cap: each regulation 0,5, at most 2."""

    type: ClassVar[str] = "per_unit"
    shape: ClassVar[Mapping[str, Codec]] = {"of": NAME, "each": DECIMAL, "cap": optional(DECIMAL)}
    may_be_nothing: ClassVar[bool] = False
    each: Decimal
    of: str = "count"
    cap: Decimal | None = None

    def wants(self) -> tuple[Wanted, ...]:
        return (Wanted(self.of, Kind.COUNT),)

    def worth(self, given: Given, out_of: Decimal) -> Worth:
        many = count(given, self.of)
        points, cap = many * Fraction(self.each), points_or_all(self.cap, out_of)
        lines = [line(N_("%(count)s × %(each)s = %(points)s"), count=many, each=self.each, points=points)]
        if points > cap:
            lines.append(line(N_("tối đa %(cap)s"), cap=cap))
        return Worth(min(points, Fraction(cap)), tuple(lines))

    def most(self, out_of: Decimal) -> Decimal:
        return points_or_all(self.cap, out_of)


@dataclass(frozen=True, slots=True)
class Fault:
    """What is taken off each time: points, or a share of the maximum in percent."""

    shape: ClassVar[Mapping[str, Codec]] = {
        "code": NAME, "label": TEXT, "points": optional(DECIMAL), "share": optional(DECIMAL),
    }  # fmt: skip
    code: str
    label: str = ""
    points: Decimal | None = None
    share: Decimal | None = None

    def each(self, out_of: Decimal) -> Fraction:
        return Fraction(self.points or 0) + Fraction(self.share or 0) * Fraction(out_of) / 100


@rule_type
@dataclass(frozen=True, slots=True)
class Deductions:
    """The maximum less what is taken off for each fault, never more than `cap`, never below 0.

    `collects`: the points taken off are themselves the score, for a criterion that counts as a penalty.
    """

    type: ClassVar[str] = "deductions"
    shape: ClassVar[Mapping[str, Codec]] = {
        "of": NAME, "faults": list_of(record(Fault)), "cap": optional(DECIMAL), "collects": FLAG,
    }  # fmt: skip
    may_be_nothing: ClassVar[bool] = False
    faults: tuple[Fault, ...]
    of: str = "faults"
    cap: Decimal | None = None
    collects: bool = False

    def wants(self) -> tuple[Wanted, ...]:
        return (Wanted(self.of, Kind.TALLY, tuple((fault.code, fault.label) for fault in self.faults)),)

    def worth(self, given: Given, out_of: Decimal) -> Worth:
        found = tally(given, self.of, [fault.code for fault in self.faults])
        lines: list[Line] = []
        off = Fraction(0)
        for fault in self.faults:
            many, each = found.get(fault.code, 0), fault.each(out_of)
            off += many * each
            if many:
                name = fault.label or fault.code
                said = N_("%(fault)s: %(count)s × %(each)s = %(points)s")
                lines.append(line(said, fault=name, count=many, each=each, points=many * each))
        cap = points_or_all(self.cap, out_of)
        if off > cap:
            lines.append(line(N_("trừ tối đa %(cap)s"), cap=cap))
            off = Fraction(cap)
        if self.collects:
            return Worth(off, (*lines, line(N_("tổng điểm trừ %(off)s"), off=off)))
        left = Fraction(out_of) - off
        return Worth(left, (*lines, line(N_("%(out_of)s − %(off)s = %(left)s"), out_of=out_of, off=off, left=left)))

    def most(self, out_of: Decimal) -> Decimal:
        return points_or_all(self.cap, out_of) if self.collects else out_of


@rule_type
@dataclass(frozen=True, slots=True)
class AverageOverCases:
    """Each case has points; the score is their sum over the number of cases, rounded as the rule says."""

    type: ClassVar[str] = "average_over_cases"
    shape: ClassVar[Mapping[str, Codec]] = {"of": NAME, "steps": list_of(record(Step))}
    may_be_nothing: ClassVar[bool] = True
    steps: tuple[Step, ...]
    of: str = "cases"

    def wants(self) -> tuple[Wanted, ...]:
        return (Wanted(self.of, Kind.TALLY, options(self.steps)),)

    def worth(self, given: Given, out_of: Decimal) -> Worth:
        found = tally(given, self.of, codes(self.steps))
        cases = sum(found.values())
        if not cases:
            raise Nothing(line(N_("không có trường hợp nào")))
        earned = sum((found.get(step.code, 0) * Fraction(step.points) for step in self.steps), Fraction(0))
        said = N_("%(sum)s điểm / %(cases)s trường hợp = %(points)s")
        return Worth(earned / cases, (line(said, sum=earned, cases=cases, points=earned / cases),))

    def most(self, out_of: Decimal) -> Decimal:
        return max(step.points for step in self.steps)


@rule_type
@dataclass(frozen=True, slots=True)
class SurveyWeights:
    """Answers by option, each option worth a share of the maximum: A 100 %, B 60 %, C 20 %, D 0 %. Blanks stay out."""

    type: ClassVar[str] = "survey_weights"
    shape: ClassVar[Mapping[str, Codec]] = {"of": NAME, "options": list_of(record(Level))}
    may_be_nothing: ClassVar[bool] = True
    options: tuple[Level, ...]
    of: str = "answers"

    def wants(self) -> tuple[Wanted, ...]:
        return (Wanted(self.of, Kind.TALLY, options(self.options)),)

    def worth(self, given: Given, out_of: Decimal) -> Worth:
        found = tally(given, self.of, codes(self.options))
        answers = sum(found.values())
        if not answers:
            raise Nothing(line(N_("không có phiếu trả lời nào")))
        weight = sum((found.get(part.code, 0) * Fraction(part.share) for part in self.options), Fraction(0)) / answers
        points = weight * Fraction(out_of) / 100
        said = N_("%(answers)s phiếu, bình quân %(weight)s %% × %(out_of)s = %(points)s")
        return Worth(points, (line(said, answers=answers, weight=weight, out_of=out_of, points=points),))

    def most(self, out_of: Decimal) -> Decimal:
        return max(part.share for part in self.options) * out_of / 100
