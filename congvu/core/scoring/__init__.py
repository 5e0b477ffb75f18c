"""Scoring: rules, sets, totals. Pure, exact, every point with its working (docs/rules/scoring.md).

A rule is data: `parse_rule({"type": "bands", …}) -> Rule`, `rule_to_dict(rule)`. `rule.wants()` names its inputs (a
form is made from them), `rule.score(given, out_of)` gives `Scored(points, out_of, because, excluded, nothing_happened,
missing)`; `given` maps a name to bool, code, codes, {code: n}, Decimal, int, Ratio; points are None when the criterion
is excluded or an input is missing. `rule.most(out_of)` is the best outcome, `check_examples(rule)` runs its worked
examples, `input_from(json)` and `input_to_json(input)` carry an input through JSON.

A set is a tree: `CriteriaSet((Criterion(code, name, parent, maximum, counts, source_kind, rule, …), …), digits,
rescales, bonus_cap, penalty_cap, ceiling)`; `.leaves` are scored. `total(set, {code: points | Scored | None},
not_applicable=codes, not_held=source_kinds)` gives `Total(points, out_of, base, bonus, penalty, parts, excluded,
unscored, counted, because, index)`; `parts[code]` is a `Part(points, out_of, actual, excluded_points, excluded,
rescaled, unscored, bonus, penalty, index)`.
"""

from congvu.core.scoring.formula import FormulaRefused, compile_formula
from congvu.core.scoring.rule import (
    Example,
    Missed,
    Rule,
    check_examples,
    input_from,
    input_to_json,
    parse_rule,
    rule_to_dict,
)
from congvu.core.scoring.spec import TYPES, RuleUnreadable
from congvu.core.scoring.totals import Part, ScoreOfParent, Total, redistributed, total
from congvu.core.scoring.tree import (
    Combine,
    Counts,
    CriteriaSet,
    CriteriaUnsound,
    Criterion,
    CriterionUnknown,
    NotApplicable,
)
from congvu.core.scoring.values import (
    External,
    Given,
    Input,
    InputUnfit,
    Kind,
    Line,
    PointsOffStep,
    PointsOutOfRange,
    Scored,
    Wanted,
)

__all__ = [
    "TYPES",
    "Combine",
    "Counts",
    "CriteriaSet",
    "CriteriaUnsound",
    "Criterion",
    "CriterionUnknown",
    "Example",
    "External",
    "FormulaRefused",
    "Given",
    "Input",
    "InputUnfit",
    "Kind",
    "Line",
    "Missed",
    "NotApplicable",
    "Part",
    "PointsOffStep",
    "PointsOutOfRange",
    "Rule",
    "RuleUnreadable",
    "ScoreOfParent",
    "Scored",
    "Total",
    "Wanted",
    "check_examples",
    "compile_formula",
    "input_from",
    "input_to_json",
    "parse_rule",
    "redistributed",
    "rule_to_dict",
    "total",
]
