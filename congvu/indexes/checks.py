"""What is doubtful in a set before it is in force: by the core's checkers, and by what the catalogue knows."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from django.utils.translation import gettext as _

from congvu.core import scoring
from congvu.core.errors import DomainError
from congvu.core.scoring import check_examples
from congvu.faces import words
from congvu.faces.errors import sentence_of
from congvu.indexes import reckoning, rules
from congvu.indexes.models import AcceptedFinding, CriteriaSet, Criterion


@dataclass(frozen=True, slots=True)
class Doubt:
    """A finding with its place. `digest` tells whether it is still the one that was accepted."""

    place: str
    field: str
    code: str
    text: str
    digest: str
    accepted: AcceptedFinding | None = None


def findings(found: CriteriaSet) -> list[Doubt]:
    """Everything flagged, in the order of the annex, with who accepted what."""
    accepted = {one.digest: one for one in found.accepted.select_related("by").order_by("id")} if found.pk else {}
    made = []
    for place, field, code, text in _findings(found):
        digest = hashlib.sha256(f"{place}|{code}|{text}".encode()).hexdigest()
        made.append(Doubt(place, field, code, text, digest, accepted.get(digest)))
    return made


def unaccepted(found: CriteriaSet) -> list[Doubt]:
    return [one for one in findings(found) if one.accepted is None]


def _findings(found: CriteriaSet) -> Iterator[tuple[str, str, str, str]]:
    core = reckoning.core_set(found)
    for c in found.tree:
        children = [row for row in core.children(c.code) if core.counts(row.code) is core.counts(c.code)]
        below = sum((core.maximum(row.code) for row in children), Decimal(0))
        if children and c.maximum is not None and below != c.maximum and core.criterion(c.code).combine == "sum":
            said = _("Tổng điểm tiêu chí con là %(below)s, khác điểm tối đa ghi là %(maximum)s.") % {
                "below": words.number(below.normalize()), "maximum": words.number(c.maximum.normalize()),
            }  # fmt: skip
            yield c.code, "max_score", "children_do_not_sum", said
        if not children and c.maximum is None and core.counts(c.code) is not scoring.Counts.INFO:
            yield c.code, "max_score", "no_maximum", _("Tiêu chí chấm điểm chưa có điểm tối đa.")


def require_rule_holds(criterion: Criterion) -> None:
    """A rule must be readable and its worked examples must come out. Raises RuleDoesNotHold."""
    from congvu.indexes.commands.sets import RuleDoesNotHold

    try:
        rule = rules.rule_of(criterion)
    except DomainError as error:
        raise RuleDoesNotHold(field="rule", why=sentence_of(error)) from None
    for missed in check_examples(rule) if rule else ():
        said = _("ví dụ %(number)s ra %(found)s, không phải %(expected)s") % {
            "number": missed.number, "found": missed.found, "expected": missed.expected,
        }  # fmt: skip
        raise RuleDoesNotHold(field="rule", why=said)


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
