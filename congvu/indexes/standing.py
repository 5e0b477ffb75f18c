"""Places in a group and the class of each unit: the tie rule and the conditions of the classes, by the core."""

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from congvu.core import ranking, scoring
from congvu.core.errors import DomainError
from congvu.core.ranking import Entry, Ranked, Ties
from congvu.core.scoring import Total
from congvu.indexes.models import CriteriaSet


@dataclass(frozen=True, slots=True)
class Placed:
    """`ranked` is the core's own row; `because` the working of the class."""

    ranked: Ranked
    class_name: str
    because: tuple[scoring.Line, ...]


def placed(
    inputs: Mapping[str, Any], criteria_set: CriteriaSet, core: scoring.CriteriaSet, totals: Mapping[int, Total]
) -> dict[int, Placed]:
    """Round unit → place. Groups apart; who is not ranked takes no place."""
    entries = [
        Entry(str(one["id"]), totals[one["id"]].points, one["group"], one["ranked"]) for one in inputs["units"]
    ]  # fmt: skip
    rows = {int(row.unit): row for row in ranking.ranking(entries, ties=ties_of(inputs["ties"]))}
    classes = classes_of(criteria_set)
    made = {}
    for one in inputs["units"]:
        total = totals[one["id"]]
        if classes is None:
            made[one["id"]] = Placed(rows[one["id"]], "", ())
            continue
        facts = {**one.get("facts", {}), "self_scored": one["self_scored"]}
        found = scoring.classify(classes, total, core, facts)
        made[one["id"]] = Placed(rows[one["id"]], found.label, found.because)
    return made


def ties_of(text: str) -> Ties:
    """The tie rule of the round; what the house does not know counts as the usual one."""
    return Ties(text) if text in set(Ties) else Ties.COMPETITION


def classes_of(criteria_set: CriteriaSet) -> scoring.Classes | None:
    """The classes of the set, if it has any that can be read."""
    document = criteria_set.options.get("classes")
    if not isinstance(document, dict):
        return None
    try:
        return scoring.parse_classes(document)
    except DomainError:
        return None


def mean(points: list[Decimal]) -> tuple[Decimal | None, int]:
    """The mean of a group as a figure others may cite, and of how many."""
    found = ranking.average(points)
    return (found.value, found.units) if found else (None, 0)
