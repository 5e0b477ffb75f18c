"""A result from its stored inputs: totals, ranks, classes. What is shown before the publication and what is published
come from the same function; a publication is recomputed from its own inputs alone."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from congvu.core import scoring
from congvu.core.ranking import Ranked
from congvu.core.scoring import Total
from congvu.indexes import reckoning
from congvu.indexes.models import CriteriaSet, Publication, ResultLine, Round, RoundUnit, Score
from congvu.indexes.standing import Placed, placed

Inputs = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Standing:
    """One unit in the result. `rank` of `of` in its group; None for a unit that is scored, not ranked."""

    unit_id: int
    unit_code: str
    group: str
    ranked: bool
    total: Total
    rank: int | None
    of: int | None
    class_name: str
    class_because: tuple[scoring.Line, ...]
    round_unit_id: int
    ranked_row: Ranked


def inputs_of(found: Round, criteria_set: CriteriaSet | None = None) -> dict[str, Any]:
    """Everything the result follows from, as JSON. Two queries."""
    under = criteria_set or found.criteria_set
    scores = reckoning.scores_of(found, under)
    units = list(found.units.select_related("unit").order_by("id"))
    return {
        "round": found.code, "period": found.period, "ties": found.tie_rule,
        "set": {
            "id": under.pk, "code": under.code, "year": under.year, "version": under.version, "digest": under.digest,
            "options": under.options,
        },
        "not_held": sorted(reckoning.parts_not_held(scores)),
        "units": [_unit_inputs(unit, scores.get(unit.pk, [])) for unit in units],
    }  # fmt: skip


def _unit_inputs(unit: RoundUnit, scores: list[Score]) -> dict[str, Any]:
    return {
        "id": unit.pk, "unit_id": unit.unit_id, "unit": unit.unit.code, "group": unit.group, "ranked": unit.ranked,
        "self_scored": unit.approved_at is not None, "facts": unit.facts,
        "scores": {
            row.criterion.code: f"{row.points:f}" for row in scores if row.points is not None and not row.excluded
        },
        "excluded": [row.criterion.code for row in scores if row.excluded],
    }  # fmt: skip


def standings(inputs: Inputs, criteria_set: CriteriaSet) -> list[Standing]:
    """Best first within each group; units without a rank stand last. Pure over the inputs and the set."""
    core = reckoning.core_set(criteria_set)
    totals = {one["id"]: total_from(core, one, inputs["not_held"]) for one in inputs["units"]}
    places = placed(inputs, criteria_set, core, totals)
    made = [_standing(one, totals[one["id"]], places[one["id"]]) for one in inputs["units"]]
    return sorted(made, key=lambda s: (s.group, s.rank is None, s.rank or 0, -s.total.points, s.unit_code))


def total_from(core: scoring.CriteriaSet, one: Mapping[str, Any], not_held: list[str]) -> Total:
    """The total of one unit of the inputs."""
    points = {code: Decimal(text) for code, text in one["scores"].items()}
    return scoring.total(core, points, not_applicable=one["excluded"], not_held=set(not_held))


def _standing(one: Mapping[str, Any], total: Total, place: Placed) -> Standing:
    return Standing(
        one["unit_id"], one["unit"], one["group"], one["ranked"], total, place.ranked.rank,
        place.ranked.of if place.ranked.rank else None, place.class_name, place.because, one["id"], place.ranked,
    )  # fmt: skip


def digest_of(inputs: Inputs) -> str:
    """A fingerprint of the inputs: the same inputs give the same result."""
    said = json.dumps(inputs, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
    return hashlib.sha256(said.encode()).hexdigest()


def set_of(publication: Publication) -> CriteriaSet:
    """The version it was published under, with the options (classes, rounding, caps) of that day; a version that has
    scores is never written over.
    """
    found = CriteriaSet.objects.get(pk=publication.inputs["set"]["id"])
    found.options = publication.inputs["set"].get("options", found.options)
    return found


def recomputed(publication: Publication) -> list[Standing]:
    """The result again, from the frozen inputs alone."""
    return standings(publication.inputs, set_of(publication))


def lines_for(publication: Publication) -> list[ResultLine]:
    """What is printed, to be kept beside the inputs."""
    criteria_set = set_of(publication)
    core = reckoning.core_set(criteria_set)
    fields = field_codes(core)
    return [
        ResultLine(
            publication=publication, unit_id=one.unit_id, group=one.group, total=one.total.points,
            maximum=one.total.out_of, index=one.total.index, rank=one.rank, of=one.of, class_name=one.class_name,
            fields=[
                {
                    "code": code, "name": core.criterion(code).name, "points": f"{one.total.parts[code].points:f}",
                    "max": f"{one.total.parts[code].out_of:f}",
                } for code in fields if code in one.total.parts
            ],
        )
        for one in standings(publication.inputs, criteria_set)
    ]  # fmt: skip


def field_codes(core: scoring.CriteriaSet) -> list[str]:
    """The fields of a set: what stands just below the total, or the roots where there is no total."""
    roots = [row.code for row in core.roots]
    found: list[str] = []
    for code in roots:
        children = [row.code for row in core.children(code) if core.counts(row.code) is not scoring.Counts.INFO]
        found += children if children and len(roots) - _bonus_roots(core) == 1 else [code]
    return found


def _bonus_roots(core: scoring.CriteriaSet) -> int:
    return sum(core.counts(row.code) is not scoring.Counts.BASE for row in core.roots)
