"""Points lost: criterion by criterion, whence, and what each is worth in the total."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction
from typing import TypeVar

from congvu.core.errors import N_
from congvu.core.numbers import round_to
from congvu.core.scoring.totals import Part, Total
from congvu.core.scoring.tree import Counts, CriteriaSet


class Cause(StrEnum):
    """Why points were not won."""

    NOT_SCORED = "not_scored"
    NO_EVIDENCE = "no_evidence"
    LATE_REPORT = "late_report"
    APPRAISAL = "appraisal"
    RESULT = "result"
    PENALTY = "penalty"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Cause.NOT_SCORED: N_("chưa chấm"),
    Cause.NO_EVIDENCE: N_("thiếu minh chứng"),
    Cause.LATE_REPORT: N_("báo cáo chậm"),
    Cause.APPRAISAL: N_("thẩm định hạ điểm"),
    Cause.RESULT: N_("kết quả thấp"),
    Cause.PENALTY: N_("điểm trừ"),
}


@dataclass(frozen=True, slots=True)
class Lost:
    """One criterion. `points` = maximum − got, by cause; `in_total` after rescaling; `field` its top criterion."""

    code: str
    name: str
    field: str
    points: Decimal
    got: Decimal
    out_of: Decimal
    causes: tuple[tuple[Cause, Decimal], ...]
    in_total: Decimal
    before: Decimal | None

    @property
    def cause(self) -> Cause:
        """The one that took most."""
        return max(self.causes, key=lambda part: part[1])[0]


def points_lost(
    of: CriteriaSet,
    result: Total,
    *,
    self_points: Mapping[str, Decimal] | None = None,
    no_evidence: Collection[str] = (),
    late_report: Collection[str] = (),
    before: Mapping[str, Decimal] | None = None,
) -> list[Lost]:
    """What was lost, most in the total first. What does not apply loses nothing.

    `self_points`: what the unit gave itself: the part above the appraised points was lost in appraisal, or for want of
    evidence where that is lacking. `before`: points of the round before.
    """
    found = []
    for leaf in of.leaves:
        part, kind = result.parts[leaf.code], of.counts(leaf.code)
        points = part.points if kind is Counts.PENALTY else part.out_of - part.points
        if part.excluded or kind is Counts.BONUS or points <= 0:
            continue
        own = (self_points or {}).get(leaf.code)
        causes = tuple(_causes(leaf.code, part, kind, own, no_evidence, late_report))
        top = next((row.code for row in reversed(list(of.above(leaf.code)))), leaf.code)
        worth = round_to(Fraction(points) * weight(of, result, leaf.code), 4)
        earlier = (before or {}).get(leaf.code)
        found.append(Lost(leaf.code, leaf.name, top, points, part.points, part.out_of, causes, worth, earlier))
    return sorted(found, key=lambda lost: -lost.in_total)


def _causes(
    code: str, part: Part, kind: Counts, own: Decimal | None, no_evidence: Collection[str], late: Collection[str]
) -> Iterator[tuple[Cause, Decimal]]:
    if kind is Counts.PENALTY:
        yield Cause.PENALTY, part.points
        return
    missed = part.out_of - part.points
    if part.unscored:
        yield (Cause.NO_EVIDENCE if code in no_evidence else Cause.NOT_SCORED), missed
        return
    lowered = min(max(Decimal(0), own - part.points), missed) if own is not None else Decimal(0)
    if lowered:
        yield (Cause.NO_EVIDENCE if code in no_evidence else Cause.APPRAISAL), lowered
    if missed > lowered:
        rest = Cause.LATE_REPORT if code in late else Cause.RESULT
        yield (Cause.NO_EVIDENCE if own is None and code in no_evidence else rest), missed - lowered


def weight(of: CriteriaSet, result: Total, code: str) -> Fraction:
    """What one point of this criterion moves the total by: more than 1 where excluded points are made up for."""
    found = Fraction(1)
    for row in of.above(code):
        part = result.parts[row.code]
        if part.rescaled:
            left_out = sum((result.parts[child.code].excluded_points for child in of.children(row.code)), Decimal(0))
            found *= Fraction(part.out_of) / Fraction(part.out_of - left_out)
    if of.counts(code) is Counts.BASE and of.rescales:
        tops = [row for row in of.roots if of.counts(row.code) is Counts.BASE]
        left_out = sum((result.parts[row.code].excluded_points for row in tops), Decimal(0))
        if 0 < left_out < result.out_of:
            found *= Fraction(result.out_of) / Fraction(result.out_of - left_out)
    return found


def by_field(lost: Iterable[Lost]) -> dict[str, Decimal]:
    return _added((each.field, each.in_total) for each in lost)


def by_cause(lost: Iterable[Lost]) -> dict[Cause, Decimal]:
    """In points of the criteria, before rescaling."""
    return _added(pair for each in lost for pair in each.causes)


K = TypeVar("K")


def _added(pairs: Iterable[tuple[K, Decimal]]) -> dict[K, Decimal]:
    """The largest first."""
    found: dict[K, Decimal] = {}
    for key, points in pairs:
        found[key] = found.get(key, Decimal(0)) + points
    return dict(sorted(found.items(), key=lambda pair: -pair[1]))
