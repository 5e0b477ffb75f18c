"""What is doubtful in a set before it is in force: by the core's checkers, and by what the catalogue knows."""

import hashlib
from dataclasses import dataclass

from django.utils.translation import gettext as _

from congvu.core.errors import DomainError
from congvu.core.scoring import Finding, Severity, check_rule, check_set
from congvu.faces.errors import filled, sentence_of
from congvu.indexes import reckoning, rules
from congvu.indexes.models import AcceptedFinding, CriteriaSet, Criterion
from congvu.indexes.standing import classes_of
from congvu.metrics import registry
from congvu.metrics.models import OutsideFigure

HINTS = frozenset({"rule_missing", "source_missing", "no_examples"})
"""Not doubts: points may be judged by people, and a rule stand without source or example."""


@dataclass(frozen=True, slots=True)
class Doubt:
    """A finding with its place. `digest` tells whether it is still the one that was accepted. What `must_be_mended`
    cannot be accepted.
    """

    place: str
    field: str
    code: str
    text: str
    digest: str
    must_be_mended: bool
    accepted: AcceptedFinding | None = None


def findings(found: CriteriaSet) -> list[Doubt]:
    """Everything flagged, what must be mended first, with who accepted what."""
    figures, rates = known_figures()
    all_found = check_set(reckoning.core_set(found), figures=figures, rates=rates, classes=classes_of(found))
    accepted = {one.digest: one for one in found.accepted.select_related("by").order_by("id")}
    return [_doubt(one, accepted) for one in all_found if one.code not in HINTS]


def known_figures() -> tuple[set[str], set[str]]:
    """Figures a rule may read: of the catalogue and from outside; and those of them that are rates."""
    metrics = registry.all_metrics()
    outside = OutsideFigure.objects.order_by("metric").values_list("metric", flat=True).distinct()
    return {made.code for made in metrics} | set(outside), {made.code for made in metrics if made.is_rate}


def _doubt(one: Finding, accepted: dict[str, AcceptedFinding]) -> Doubt:
    place, _colon, part = one.place.partition(":")
    digest = hashlib.sha256(f"{one.place}|{one.code}|{one}".encode()).hexdigest()
    text = filled(one.sentence, one.data)
    mend = one.severity is Severity.REFUSE and one.code != "unknown_metric"
    return Doubt(place, "rule" if part else "max_score", one.code, text, digest, mend, accepted.get(digest))


def unaccepted(found: CriteriaSet) -> list[Doubt]:
    return [one for one in findings(found) if one.accepted is None]


def require_rule_holds(criterion: Criterion) -> None:
    """A rule must be readable, read only figures that are known, leave no case open, and its worked examples must come
    out. Raises RuleDoesNotHold.
    """
    from congvu.indexes.commands.sets import RuleDoesNotHold

    try:
        rule = rules.rule_of(criterion)
    except DomainError as error:
        raise RuleDoesNotHold(field="rule", why=sentence_of(error)) from None
    if rule is None:
        return
    figures, rates = known_figures()
    found = check_rule(rule, criterion.out_of, figures=figures, rates=rates)
    refused = next((one for one in found if one.severity is Severity.REFUSE), None)
    if refused is not None:
        raise RuleDoesNotHold(field="rule", why=filled(refused.sentence, refused.data))


def type_label(kind: str) -> str:
    return {
        "yes_no": _("có, không"), "ordinal": _("theo mức"), "levels": _("theo mức, tỷ lệ điểm"),
        "all_of": _("đạt đủ mọi yêu cầu"), "bands": _("theo khoảng"), "ratio_to_threshold": _("tỷ lệ trên ngưỡng"),
        "proportion": _("theo tỷ lệ"), "linear": _("tuyến tính theo mốc"), "at_least": _("đạt mốc"),
        "rank_bands": _("theo thứ hạng"), "per_unit": _("điểm mỗi việc"), "deductions": _("trừ điểm"),
        "mean": _("bình quân hồ sơ"), "survey": _("phiếu khảo sát"), "branch": _("rẽ nhánh"),
        "formula": _("công thức"), "free": _("chấm theo đánh giá"), "highest_of": _("lấy mức cao nhất"),
        "fixed": _("cố định"),
    }.get(kind, kind)  # fmt: skip
