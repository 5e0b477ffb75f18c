"""A criterion out of a row of a table and back (docs/contracts.md §5, kind `criteria`)."""

import json
from collections.abc import Mapping
from decimal import Decimal
from enum import StrEnum
from typing import TypeVar

from congvu.core.errors import N_, DomainError
from congvu.core.numbers import parse_number
from congvu.core.ratio import WhenNothing
from congvu.core.scoring.formula import Formula, compile_formula
from congvu.core.scoring.judged import Free
from congvu.core.scoring.rule import Rule, parse_rule, rule_to_dict
from congvu.core.scoring.spec import unreadable
from congvu.core.scoring.tree import Combine, Counts, Criterion, NotApplicable

COLUMNS = (
    "code", "parent_code", "level", "name_vi", "max_score", "method", "scoring_rule", "source", "counts", "source_kind",
    "rule", "formula", "when_nothing", "combine", "rescales", "rescale_to", "not_applicable",
)  # fmt: skip
FREE = Rule(Free())
"""The rule of a criterion without one: points as the appraiser gives them."""

_COUNTS_BY_LEVEL = {"bonus": Counts.BONUS, "penalty": Counts.PENALTY, "info": Counts.INFO}


class CriterionUnreadable(DomainError):
    """A cell of the table that cannot be read."""

    code = "criterion_unreadable"
    sentence = N_("Tiêu chí “%(code)s”, cột %(column)s: “%(value)s” không hợp lệ. Hãy sửa lại bảng.")
    status = 422


def criterion_from_row(cells: Mapping[str, str]) -> Criterion:
    """One row; cells left out mean their default. Refuses with the column (`field`) at fault.

    Without `counts`, a level named bonus, penalty or info says it; without `combine`, the method `max_of`.
    """
    code = cells.get("code", "").strip()
    if not code:
        raise CriterionUnreadable(field="code", code="", column="code", value="")
    text = {name: cells.get(name, "").strip() for name in COLUMNS}
    counts = _one_of(Counts, text, "counts", _COUNTS_BY_LEVEL.get(text["level"].lower(), Counts.BASE))
    highest = Combine.HIGHEST if text["method"] == "max_of" else Combine.SUM
    return Criterion(
        code=code,
        name=text["name_vi"],
        parent=text["parent_code"],
        maximum=_points(text, "max_score"),
        counts=counts,
        source_kind=text["source_kind"],
        rule=_rule(text),
        combine=_one_of(Combine, text, "combine", highest),
        rescales=text["rescales"].lower() in ("1", "true", "yes", "x"),
        rescale_to=_points(text, "rescale_to"),
        not_applicable=_one_of(NotApplicable, text, "not_applicable", NotApplicable.EXCLUDED),
        level=text["level"],
        scoring_text=text["scoring_rule"],
        source=text["source"],
    )


def _refused(text: Mapping[str, str], column: str) -> CriterionUnreadable:
    return CriterionUnreadable(field=column, code=text["code"], column=column, value=text[column][:80])


def _points(text: Mapping[str, str], column: str) -> Decimal | None:
    if not text[column]:
        return None
    try:
        points = parse_number(text[column], lang="en")
    except DomainError:
        raise _refused(text, column) from None
    if points < 0 or points > 10**6:
        raise _refused(text, column)
    return points


K = TypeVar("K", bound=StrEnum)


def _one_of(kind: type[K], text: Mapping[str, str], column: str, default: K) -> K:
    if not text[column]:
        return default
    try:
        return kind(text[column])
    except ValueError:
        raise _refused(text, column) from None


def _rule(text: Mapping[str, str]) -> Rule | None:
    """`rule` is the JSON document, `formula` the short form of one; `when_nothing` completes either."""
    when = WhenNothing(_one_of(WhenNothing, text, "when_nothing", WhenNothing.ZERO)) if text["when_nothing"] else None
    if text["rule"]:
        try:
            document = json.loads(text["rule"])
        except ValueError:
            raise _refused(text, "rule") from None
        if not isinstance(document, dict) or text["formula"]:
            raise unreadable("rule", N_("cần một nhóm mục { … }, và để trống cột formula"))
        if when is not None and "when_nothing" not in document:
            document["when_nothing"] = str(when)
        return parse_rule(document)
    if text["formula"]:
        compile_formula(text["formula"])
        return Rule(Formula(text["formula"]), when_nothing=when, source=text["source"])
    return None


def row_from_criterion(row: Criterion) -> dict[str, str]:
    """All columns again; reading them gives the same criterion (`method` is not kept)."""
    return {
        "code": row.code,
        "parent_code": row.parent,
        "level": row.level,
        "name_vi": row.name,
        "max_score": "" if row.maximum is None else format(row.maximum, "f"),
        "method": "",
        "scoring_rule": row.scoring_text,
        "source": row.source,
        "counts": row.counts.value,
        "source_kind": row.source_kind,
        "rule": "" if row.rule is None else json.dumps(rule_to_dict(row.rule), ensure_ascii=False),
        "formula": "",
        "when_nothing": "",
        "combine": row.combine.value,
        "rescales": "true" if row.rescales else "",
        "rescale_to": "" if row.rescale_to is None else format(row.rescale_to, "f"),
        "not_applicable": row.not_applicable.value,
    }
