"""Whose a fact is. *Then*: the unit's that did it, under whom it stood on that day. *Now*: its heir's of the as-of day.

Either way a fact belongs to exactly one unit, so every table adds up to the same total (docs/rules/metrics.md).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cached_property

from congvu.metrics.questions import Question, Structure
from congvu.orgs import units
from congvu.orgs.models import UnitHeir, UnitUnder


@dataclass(frozen=True)
class Mapping:
    """Which unit a fact's unit counts as, for one question."""

    question: Question

    @cached_property
    def _heirs(self) -> dict[int, int]:
        return units.successors(self.question.as_of) if self.question.structure is Structure.NOW else {}

    def counted_as(self, unit_id: int) -> int:
        return self._heirs.get(unit_id, unit_id)

    def counted_as_one_of(self, chosen: Iterable[int]) -> tuple[int, ...]:
        """All units whose facts count as one of the chosen: these themselves, unless they have an heir, and whom they
        inherit from."""
        wanted = set(chosen)
        return tuple(sorted(unit for unit in wanted | set(self._heirs) if self.counted_as(unit) in wanted))

    @cached_property
    def asked_units(self) -> tuple[int, ...] | None:
        """The units whose facts are asked for: those below the asked one, and all whom these answer for.

        None: all units, or (then) decided fact by fact from the chart of its day.
        """
        asked = self.question.unit_id
        if asked is None or self.question.structure is Structure.THEN:
            return None
        below = units.under(asked, self.question.as_of)
        heirs = UnitHeir.objects.filter(heir_id__in=below, during__contains=self.question.as_of)
        return tuple(heirs.order_by("unit_id").values_list("unit_id", flat=True))


def ever_under(unit_id: int) -> tuple[int, ...]:
    """Every unit that stood under this one on some day, itself included."""
    lower = UnitUnder.objects.filter(upper_id=unit_id).order_by("lower_id").values_list("lower_id", flat=True)
    return tuple(lower.distinct())
