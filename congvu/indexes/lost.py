"""Points lost by every unit of a round: the core's reckoning, with the rows behind it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from congvu.core import scoring
from congvu.core.scoring import Cause, Standing, Total
from congvu.indexes import results, rules
from congvu.indexes.models import Evidence, Round, RoundUnit, Score, UnitState


@dataclass(frozen=True, slots=True)
class LostRow:
    """One criterion of one unit. `field` stands just below the total."""

    score: Score
    unit_id: int
    field: str
    lost: scoring.Lost

    @property
    def points(self) -> Decimal:
        return self.lost.points

    @property
    def cause(self) -> Cause:
        return self.lost.cause


def proved_scores(found: Round) -> set[int]:
    """Scores with evidence that was not taken back. One query."""
    there = Evidence.objects.filter(score__round_unit__round=found, removed_at=None)
    return set(there.order_by().values_list("score", flat=True))


def lost_rows(
    core: scoring.CriteriaSet, units: Iterable[RoundUnit], scores: Mapping[int, Sequence[Score]],
    totals: Mapping[int, Total], proved: set[int],
) -> list[LostRow]:  # fmt: skip
    """Of all units together, most points first."""
    field_of = {leaf.code: top for top in results.field_codes(core) for leaf in core.under(top)}
    made: list[LostRow] = []
    for unit in units:
        own = {score.criterion.code: score for score in scores.get(unit.pk, ())}
        if unit.pk not in totals:
            continue
        found = scoring.points_lost(
            core, totals[unit.pk],
            self_points={code: s.self_points for code, s in own.items() if s.self_points is not None},
            no_evidence={code for code, s in own.items() if _bare(s, proved)}, late_report=_late(unit, own),
        )  # fmt: skip
        made += [
            LostRow(own[one.code], unit.unit_id, field_of.get(one.code, ""), one) for one in found if one.code in own
        ]
    return sorted(made, key=lambda row: (-row.points, row.score.criterion.position, row.unit_id))


def _bare(score: Score, proved: set[int]) -> bool:
    """Claimed with neither evidence nor an explanation, by words or by the system's figures."""
    return score.self_points is not None and score.pk not in proved and not score.explanation and not score.proposed


def _late(unit: RoundUnit, own: Mapping[str, Score]) -> set[str]:
    """Everything, when the day passed and the leader never approved the self-score."""
    return set(own) if unit.approved_at is None and unit.state != UnitState.SELF_SCORING else set()


def standings_of(
    core: scoring.CriteriaSet, scores: Sequence[Score], not_held: Iterable[str]
) -> list[tuple[Standing, set[str]]]:
    """One unit as the core asks “what next” of it. Rules of different criteria may use the same word for their answer
    (`step`); those that do stand in different values, each with the points of all and the criteria it speaks for.
    """
    points = {s.criterion.code: s.points for s in scores if not s.excluded}
    excluded, held = [s.criterion.code for s in scores if s.excluded], set(not_held)
    batches: list[tuple[dict[str, scoring.Input], set[str]]] = []
    for score in scores:
        stored = score.answer or (score.proposed or {}).get("inputs") or {}
        if not stored or rules.rule_or_none(score.criterion) is None:
            continue
        own = rules.given_of({name: value for name, value in stored.items() if name != "sample"})
        free = next((batch for batch in batches if not own.keys() & batch[0].keys()), None)
        if free is None:
            batches.append((own, {score.criterion.code}))
        else:
            free[0].update(own)
            free[1].add(score.criterion.code)
    return [(Standing(core, given, points, excluded, held), codes) for given, codes in batches]
