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
rescaled, unscored, bonus, penalty, index)`. `criterion_from_row(cells)` and `row_from_criterion(criterion)` are the
table of contracts §5; a leaf without a rule is scored by `FREE`.

`parse_classes({"classes": [...], "gates": [...]})` and `classify(classes, total, set, facts)` give
`Classified(code, label, by_points, because, unknown)`; `classes.conditions()` names the facts that must be known.
Ranking is `congvu.core.ranking`.

At saving `check_set(set, figures=codes, rates=codes, classes=classes)`, `check_rule(rule, out_of)` and
`check_classes(classes, scale)` give `Finding(code, place, severity, sentence, data)`; `refuse` is not saved, `flag` is
published only when somebody accepts it in writing.

`points_lost(set, total, self_points=, no_evidence=, late_report=, before=)` gives `Lost(code, field, points, causes,
in_total, before)`, `by_field` and `by_cause` add it up. `Standing(set, given, scores)` is one unit:
`what_if(standing, {name: input})` scores only what reads the name (`readers(set)`, made once), `next_points(standing)`
lists the cheapest next points. `compare_sets(old, new)` tells the differences, `carry_over(old, new, scores)` what
stays.
"""

from congvu.core.scoring.checks import check_classes, check_rule, check_set
from congvu.core.scoring.classes import Class, Classes, Classified, Gate, classes_to_dict, classify, parse_classes
from congvu.core.scoring.findings import Finding, Severity
from congvu.core.scoring.formula import FormulaRefused, compile_formula
from congvu.core.scoring.lost import Cause, Lost, by_cause, by_field, points_lost, weight
from congvu.core.scoring.rows import FREE, CriterionUnreadable, criterion_from_row, row_from_criterion
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
from congvu.core.scoring.versions import Carried, Difference, carry_over, compare_sets
from congvu.core.scoring.whatif import Changed, Next, Standing, more, next_points, readers, what_if

__all__ = [
    "FREE",
    "TYPES",
    "Carried",
    "Cause",
    "Changed",
    "Class",
    "Classes",
    "Classified",
    "Combine",
    "Counts",
    "CriteriaSet",
    "CriteriaUnsound",
    "Criterion",
    "CriterionUnknown",
    "CriterionUnreadable",
    "Difference",
    "Example",
    "External",
    "Finding",
    "FormulaRefused",
    "Gate",
    "Given",
    "Input",
    "InputUnfit",
    "Kind",
    "Line",
    "Lost",
    "Missed",
    "Next",
    "NotApplicable",
    "Part",
    "PointsOffStep",
    "PointsOutOfRange",
    "Rule",
    "RuleUnreadable",
    "ScoreOfParent",
    "Scored",
    "Severity",
    "Standing",
    "Total",
    "Wanted",
    "by_cause",
    "by_field",
    "carry_over",
    "check_classes",
    "check_examples",
    "check_rule",
    "check_set",
    "classes_to_dict",
    "classify",
    "compare_sets",
    "compile_formula",
    "criterion_from_row",
    "input_from",
    "input_to_json",
    "more",
    "next_points",
    "parse_classes",
    "parse_rule",
    "points_lost",
    "readers",
    "redistributed",
    "row_from_criterion",
    "rule_to_dict",
    "total",
    "weight",
    "what_if",
]
