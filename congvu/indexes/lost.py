"""Points lost: by criterion of a unit, with cause, what would win them back; and what a change would be worth."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from congvu.core.errors import N_
from congvu.indexes.models import Score, UnitState


class Cause(StrEnum):
    NOT_SCORED = "not_scored"
    NO_EVIDENCE = "no_evidence"
    LATE = "late"
    LOW_RATIO = "low_ratio"
    APPRAISAL = "appraisal"
    SURVEY = "survey"
    CLAIMED = "claimed"

    @property
    def label(self) -> str:
        return _LABELS[self]


_LABELS = {
    Cause.NOT_SCORED: N_("chưa chấm"),
    Cause.NO_EVIDENCE: N_("thiếu minh chứng"),
    Cause.LATE: N_("báo cáo, tự chấm trễ hạn"),
    Cause.LOW_RATIO: N_("tỷ lệ thấp"),
    Cause.APPRAISAL: N_("thẩm định cắt điểm"),
    Cause.SURVEY: N_("khảo sát, số liệu bên ngoài"),
    Cause.CLAIMED: N_("đơn vị tự nhận chưa đạt"),
}


@dataclass(frozen=True, slots=True)
class Lost:
    """Points of one criterion that a unit did not get. `by_appraisal` of them were claimed and cut."""

    score: Score
    unit_id: int
    field: str
    points: Decimal
    by_appraisal: Decimal
    cause: Cause


def lost_points(scores: Iterable[Score], field_of: Mapping[str, str], proved: set[int]) -> list[Lost]:
    """Every criterion with less than its maximum, most points first; what does not apply is not lost."""
    made = []
    for score in scores:
        if score.excluded or score.criterion.counts != "base":
            continue
        points = score.points or Decimal(0)
        missing = score.criterion.out_of - points
        if missing <= 0:
            continue
        claimed, given = score.self_points, score.appraised
        cut = max(claimed - given, Decimal(0)) if claimed is not None and given is not None else Decimal(0)
        made.append(
            Lost(
                score, score.round_unit.unit_id, field_of.get(score.criterion.code, ""), missing, cut,
                cause_of(score, cut, score.pk in proved),
            )
        )  # fmt: skip
    return sorted(made, key=lambda one: (-one.points, one.score.criterion.position, one.unit_id))


def cause_of(score: Score, cut: Decimal, proved: bool) -> Cause:
    """Why, by what the rows say: nothing is guessed from words.

    Only a cut of the appraisal without any evidence is put down to missing evidence.
    """
    kind = score.criterion.source_kind
    if score.points is None:
        return Cause.NOT_SCORED
    if kind in ("survey", "external"):
        return Cause.SURVEY
    if cut > 0:
        return Cause.APPRAISAL if proved or score.explanation else Cause.NO_EVIDENCE
    if score.proposed or _is_measured(score):
        return Cause.LOW_RATIO
    if score.round_unit.approved_at is None and score.round_unit.state != UnitState.SELF_SCORING:
        return Cause.LATE
    return Cause.CLAIMED


_MEASURED = frozenset({"bands", "ratio_to_threshold", "proportion", "linear", "at_least", "formula", "mean"})


def _is_measured(score: Score) -> bool:
    return isinstance(score.criterion.rule, dict) and score.criterion.rule.get("type") in _MEASURED
