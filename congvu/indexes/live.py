"""What the system itself knows for a rule: figures of the catalogue and outside figures, for one unit or for all.

A name that a rule reads is looked up among the metrics first, then among outside figures (`name@-1`: a year before).
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from congvu.core import periods
from congvu.core.clock import day_of
from congvu.core.ratio import Ratio, WhenNothing
from congvu.core.scoring import Input, Scored, input_to_json
from congvu.indexes import rules
from congvu.indexes.models import Criterion, Score
from congvu.metrics import registry, values
from congvu.metrics.outside import outside_values
from congvu.metrics.questions import By, Question
from congvu.orgs.actor import Actor
from congvu.orgs.models import UnitUnder

TALLIES: dict[str, tuple[tuple[str, str], ...]] = {
    "dossiers_by_time": (
        ("shorter", "dossiers_settled_early"), ("equal", "dossiers_settled_on_time"),
        ("longer", "dossiers_settled_late"),
    ),
}  # fmt: skip
"""Cases by kind that rules average over (TT 01/2018/TT-VPCP, Điều 13, indicator 1): kind → metric that counts it."""

Found = Mapping[tuple[str, int], Input]


@dataclass(frozen=True, slots=True)
class Proposal:
    """Points by the rule from what the system counted as of a day, with what they were made from."""

    scored: Scored
    inputs: Mapping[str, Input]
    as_of: date

    @property
    def points(self) -> Decimal | None:
        return self.scored.points

    def as_json(self) -> dict[str, Any]:
        return {
            "as_of": self.as_of.isoformat(), "points": None if self.points is None else str(self.points),
            "inputs": {name: input_to_json(value) for name, value in self.inputs.items()},
        }  # fmt: skip


def names_of(criterion: Criterion) -> tuple[str, ...]:
    """The figures its rule reads that the catalogue or an outside source could give."""
    rule = rules.rule_or_none(criterion)
    return () if rule is None else tuple(one.name for one in rule.wants() if _could_be_known(one.name))


def _could_be_known(name: str) -> bool:
    return name not in _ASKED_OF_PEOPLE


_ASKED_OF_PEOPLE = frozenset({"value", "answer", "step", "level", "conditions", "points", "factors", "count", "rank"})
"""Names that rules have when nobody named a figure."""


def propose(score: Score, *, at: datetime) -> Proposal | None:
    """For one criterion of one unit; None where the system does not know all the rule reads."""
    names = names_of(score.criterion)
    rule = rules.rule_or_none(score.criterion)
    if rule is None or not names or len(names) < len(rule.wants()):
        return None
    found = score.round_unit.round
    period = periods.period_from(found.period)
    unit_id = score.round_unit.unit_id
    known = figures(names, [unit_id], period, as_of=as_of_day(period, at))
    return _proposal(score.criterion, unit_id, known, as_of_day(period, at))


def as_of_day(period: periods.Period, at: datetime) -> date:
    """The end of the period, or today while it runs; never before it begins."""
    return max(period.first_on, min(period.last_on, day_of(at)))


def propose_all(
    criteria: Sequence[Criterion], unit_ids: Sequence[int], period: periods.Period, *, as_of: date
) -> dict[tuple[int, str], Proposal]:
    """(unit, criterion code) → proposal, for every pair the system can score. As many queries as there are figures,
    however many units and criteria.
    """
    names = {name for criterion in criteria for name in names_of(criterion)}
    known = figures(names, unit_ids, period, as_of=as_of)
    made = {}
    for criterion in criteria:
        rule = rules.rule_or_none(criterion)
        if rule is None or not rule.wants():
            continue
        for unit_id in unit_ids:
            proposal = _proposal(criterion, unit_id, known, as_of)
            if proposal is not None:
                made[unit_id, criterion.code] = proposal
    return made


def _proposal(criterion: Criterion, unit_id: int, known: Found, as_of: date) -> Proposal | None:
    rule = rules.rule_or_none(criterion)
    if rule is None:
        return None
    inputs = {one.name: known.get((one.name, unit_id)) for one in rule.wants()}
    if not inputs or any(value is None for value in inputs.values()):
        return None
    return Proposal(rule.score(inputs, criterion.out_of), inputs, as_of)


def figures(
    names: Iterable[str], unit_ids: Sequence[int], period: periods.Period, *, as_of: date
) -> dict[tuple[str, int], Input]:
    """(name, unit) → figure. A unit stands for itself with all under it on the as-of day."""
    wanted = sorted(set(names))
    codes = {made.code for made in registry.all_metrics()} | set(TALLIES)
    found: dict[tuple[str, int], Input] = {}
    counted = [name for name in wanted if name in codes]
    if counted:
        upper, question = _uppers(unit_ids, as_of), Question(period, as_of)
        for name in counted:
            count = _tallied if name in TALLIES else _counted
            found |= count(name, unit_ids, upper, question)
    return found | _outside([name for name in wanted if name not in codes], unit_ids, period)


def _uppers(unit_ids: Sequence[int], as_of: date) -> dict[int, list[int]]:
    """Lower unit → those of `unit_ids` it lies under. One query."""
    uppers: dict[int, list[int]] = defaultdict(list)
    rows = UnitUnder.objects.filter(upper_id__in=set(unit_ids), during__contains=as_of)
    for upper, lower in rows.order_by("upper_id", "lower_id").values_list("upper_id", "lower_id"):
        uppers[lower].append(upper)
    return uppers


def _counted(
    name: str, unit_ids: Sequence[int], uppers: Mapping[int, list[int]], question: Question
) -> dict[tuple[str, int], Input]:
    """Of one metric for every unit: one statement, then added up along the chart."""
    made = registry.find(name)
    table = values.table(name, question, by=By.UNIT, actor=Actor.clock())
    sums = {unit: [0, 0] for unit in unit_ids}
    for line in table.lines:
        for upper in uppers.get(line.key if isinstance(line.key, int) else 0, ()):
            sums[upper][0] += line.figure.numerator
            sums[upper][1] += line.figure.denominator or 0
    when = made.when_nothing or WhenNothing.EXCLUDED
    return {
        (name, unit): Ratio(numerator, denominator, when) if made.is_rate else numerator
        for unit, (numerator, denominator) in sums.items()
    }  # fmt: skip


def _tallied(
    name: str, unit_ids: Sequence[int], uppers: Mapping[int, list[int]], question: Question
) -> dict[tuple[str, int], Input]:
    """How many cases of each kind: one metric per kind."""
    found: dict[int, dict[str, int]] = {unit: {} for unit in unit_ids}
    for code, metric in TALLIES[name]:
        for (_metric, unit), many in _counted(metric, unit_ids, uppers, question).items():
            found[unit][code] = int(str(many))
    return {(name, unit): counts for unit, counts in found.items()}


def _outside(names: Sequence[str], unit_ids: Sequence[int], period: periods.Period) -> dict[tuple[str, int], Input]:
    """The unit's own figure, else the one of the whole province or country."""
    asked = {name: _split(name, period) for name in names}
    rows = outside_values(
        [plain for plain, _code in asked.values()], unit_ids=unit_ids,
        period_codes=[code for _plain, code in asked.values()],
    )  # fmt: skip
    found: dict[tuple[str, int], Input] = {}
    for name, (plain, code) in asked.items():
        for unit in unit_ids:
            row = rows.get((plain, unit, code)) or rows.get((plain, None, code))
            if row is not None:
                found[name, unit] = row.value
    return found


def _split(name: str, period: periods.Period) -> tuple[str, str]:
    """`poverty_rate@-1` of 2025 → (`poverty_rate`, `2024`). Figures of a year are asked for by the year."""
    plain, _, shift = name.partition("@")
    if not shift:
        return plain, period.code
    return plain, f"{period.year + int(shift):04d}"
