"""Places in a group and the class of each unit: the tie rule and the conditions of the classes, by the core."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from congvu.core import scoring
from congvu.core.scoring import Total
from congvu.indexes.models import CriteriaSet


@dataclass(frozen=True, slots=True)
class Placed:
    rank: int | None
    of: int | None
    class_name: str
    because: str


def placed(
    inputs: Mapping[str, Any], criteria_set: CriteriaSet, core: scoring.CriteriaSet, totals: Mapping[int, Total]
) -> dict[int, Placed]:
    """Round unit → place. Groups apart; who is not ranked takes no place."""
    made = {}
    for group in {one["group"] for one in inputs["units"]}:
        own = [one for one in inputs["units"] if one["group"] == group]
        ranked = [one["id"] for one in own if one["ranked"]]
        ranks = _ranks({pk: totals[pk].points for pk in ranked}, inputs["ties"])
        for one in own:
            pk = one["id"]
            made[pk] = Placed(ranks.get(pk), len(ranked) if pk in ranks else None, "", "")
    return made


def _ranks(points: Mapping[int, Decimal], ties: str) -> dict[int, int]:
    order = sorted(set(points.values()), reverse=True)
    above = {value: sum(other > value for other in points.values()) for value in order}
    dense = {value: n for n, value in enumerate(order)}
    return {pk: (dense if ties == "dense" else above)[value] + 1 for pk, value in points.items()}
