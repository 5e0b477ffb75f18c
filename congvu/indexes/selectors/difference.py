"""What changed from one version of a set to another, in words."""

from dataclasses import dataclass

from congvu.core.scoring import compare_sets
from congvu.faces.errors import filled
from congvu.indexes import reckoning
from congvu.indexes.models import CriteriaSet


@dataclass(frozen=True, slots=True)
class Changed:
    place: str
    text: str


def difference(one: CriteriaSet, two: CriteriaSet) -> list[Changed]:
    """In the order of the newer annex; what is gone stands last. Two queries."""
    found = compare_sets(reckoning.core_set(one), reckoning.core_set(two))
    return [Changed(row.code, filled(row.sentence, row.data)) for row in found]
