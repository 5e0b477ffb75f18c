"""What was lost, where, why, and what a change would be worth."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal

from congvu.core import scoring
from congvu.core.ranking import Entry
from congvu.core.ranking import ranking as core_ranking
from congvu.core.scoring import Cause
from congvu.indexes import reckoning, results
from congvu.indexes.lost import LostRow, lost_rows, proved_scores, standings_of
from congvu.indexes.models import Repair, Round, RoundUnit, Score
from congvu.indexes.results import Inputs, Standing
from congvu.indexes.selectors.rounds import one_round
from congvu.indexes.standing import ties_of
from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotInSight
from congvu.orgs.units import names_of


@dataclass(frozen=True, slots=True)
class NextPoints:
    """The cheapest next gain of a criterion: so many actions on one input; where it would put the unit."""

    code: str
    name: str
    input: str
    actions: int
    gain: Decimal
    rank: int | None
    of: int | None


@dataclass(frozen=True, slots=True)
class LostMap:
    """`cells`: (unit, field) → points lost. `causes`: cause → points. `rows`: most lost first. `cheapest`: of one."""

    round: Round
    names: Mapping[int, str]
    fields: tuple[tuple[str, str], ...]
    cells: Mapping[tuple[int, str], Decimal]
    units: tuple[int, ...]
    by_field: Mapping[str, Decimal]
    by_unit: Mapping[int, Decimal]
    causes: Mapping[Cause, Decimal]
    rows: tuple[LostRow, ...]
    round_units: Mapping[int, int]
    cheapest: tuple[NextPoints, ...]

    @property
    def total(self) -> Decimal:
        return sum(self.by_unit.values(), Decimal(0))


def lost_map(code: str, *, actor: Actor, unit_pk: int | None = None, cause: str = "") -> LostMap:
    """About nine queries however many units and criteria. Raises NotInSight."""
    found = one_round(code)
    seen = RoundUnit.objects.visible_to(actor).filter(round=found)
    if unit_pk:
        seen = seen.filter(pk=unit_pk)
    units = list(seen.order_by("group", "id"))
    core = reckoning.core_set(found.criteria_set)
    scores = reckoning.scores_of(found)
    totals = reckoning.totals(found, scores)
    rows = lost_rows(core, units, scores, totals, proved_scores(found))
    causes = scoring.by_cause(row.lost for row in rows)
    if cause:
        rows = [row for row in rows if any(one == cause for one, _points in row.lost.causes)]
    cells: dict[tuple[int, str], Decimal] = defaultdict(Decimal)
    by_field: dict[str, Decimal] = defaultdict(Decimal)
    by_unit: dict[int, Decimal] = defaultdict(Decimal)
    for one in rows:
        cells[one.unit_id, one.field] += one.points
        by_field[one.field] += one.points
        by_unit[one.unit_id] += one.points
    unit_ids = [unit.unit_id for unit in units]
    cheapest: list[NextPoints] = []
    if unit_pk and units:
        cheapest = _cheapest(found, units[0], scores.get(units[0].pk, []), reckoning.parts_not_held(scores))
    return LostMap(
        found, names_of(unit_ids, date.max),
        tuple((top, core.criterion(top).name) for top in results.field_codes(core)), cells,
        tuple(sorted(unit_ids, key=lambda pk: (-by_unit[pk], pk))), by_field, by_unit, causes, tuple(rows),
        {unit.unit_id: unit.pk for unit in units}, tuple(cheapest),
    )  # fmt: skip


def _cheapest(
    found: Round, unit: RoundUnit, scores: list[Score], not_held: set[str], most: int = 8
) -> list[NextPoints]:
    """What one more case, answer or step would give, cheapest first, with the rank it would bring."""
    core = reckoning.core_set(found.criteria_set)
    steps = [
        one for standing, codes in standings_of(core, scores, not_held)
        for one in scoring.next_points(standing) if one.code in codes
    ]  # fmt: skip
    steps.sort(key=lambda one: (-one.per_action, one.actions, one.code))
    now = as_it_stands(found)
    made = []
    for one in steps[:most]:
        after = what_if(found, unit.unit_id, {one.code: one.points}, now=now).after
        made.append(NextPoints(one.code, one.name, one.input, one.actions, one.in_total, after.rank, after.of))
    return made


@dataclass(frozen=True, slots=True)
class WhatIf:
    """The unit's place now and after, and the points that changed hands."""

    before: Standing
    after: Standing

    @property
    def gain(self) -> Decimal:
        return self.after.total.points - self.before.total.points


def what_if(
    found: Round, unit_id: int, changes: Mapping[str, Decimal], *, now: tuple[Inputs, list[Standing]] | None = None
) -> WhatIf:
    """“If these criteria had so many points”: the new total and rank, nothing is written. Raises NotInSight.

    Only the unit that changes is added up anew. `now`: inputs and standings, where they are at hand.
    """
    inputs, standings = now or as_it_stands(found)
    before = next((one for one in standings if one.unit_id == unit_id), None)
    if before is None:
        raise NotInSight
    own = next(one for one in inputs["units"] if one["unit_id"] == unit_id)
    own = {**own, "scores": {**own["scores"], **{code: f"{points:f}" for code, points in changes.items()}}}
    total = results.total_from(reckoning.core_set(found.criteria_set), own, inputs["not_held"])
    entries = [
        Entry(str(one.unit_id), total.points if one is before else one.total.points, one.group, one.ranked)
        for one in standings
    ]  # fmt: skip
    ranks = {row.unit: row for row in core_ranking(entries, ties=ties_of(found.tie_rule))}
    place = ranks[str(unit_id)]
    return WhatIf(before, replace(before, total=total, rank=place.rank, of=place.of if place.rank else None))


def as_it_stands(found: Round) -> tuple[Inputs, list[Standing]]:
    """What every question of “what if” starts from. Two queries."""
    inputs = results.inputs_of(found)
    return inputs, results.standings(inputs, found.criteria_set)


@dataclass(frozen=True, slots=True)
class RepairRow:
    repair: Repair
    unit: str
    code: str
    name: str
    won_back: Decimal | None


def repair_rows(code: str, *, actor: Actor) -> tuple[Round, list[RepairRow]]:
    """Open ones first, by day; with what the next round of the set says of the same criterion. Six queries."""
    found = one_round(code)
    seen = RoundUnit.objects.visible_to(actor).filter(round=found)
    rows = list(
        Repair.objects.filter(score__round_unit__in=seen)
        .select_related("score__criterion", "score__round_unit", "owner")
        .order_by("done_at", "due_on", "id")
    )  # fmt: skip
    names = names_of([row.score.round_unit.unit_id for row in rows], date.max)
    later = _later(found, rows)
    return found, [
        RepairRow(
            row, names.get(row.score.round_unit.unit_id, ""), row.score.criterion.code, row.score.criterion.name,
            _won_back(row, later.get((row.score.round_unit.unit_id, row.score.criterion.code))),
        )
        for row in rows
    ]  # fmt: skip


def _later(found: Round, rows: list[Repair]) -> dict[tuple[int, str], Score]:
    if not rows:
        return {}
    there = Score.objects.filter(
        round_unit__unit__in={row.score.round_unit.unit_id for row in rows},
        criterion__code__in={row.score.criterion.code for row in rows},
        round_unit__round__criteria_set__code=found.criteria_set.code, round_unit__round__period__gt=found.period,
        round_unit__round__rehearsal=False,
    ).select_related("criterion", "round_unit")  # fmt: skip
    ordered = there.order_by("-round_unit__round__period", "-id")
    return {(one.round_unit.unit_id, one.criterion.code): one for one in ordered}


def _won_back(row: Repair, later: Score | None) -> Decimal | None:
    """How much less was lost the next time; None while there is no next time."""
    if later is None or later.points is None:
        return None
    return row.lost - (later.criterion.out_of - later.points)
