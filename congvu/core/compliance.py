"""What it costs to comply with a procedure, before and after it is made simpler. Exact, in đồng.

The usual reckoning of procedure control: hours × income of an hour + fees + other outlay, times a year, times how many
ask. The wording of the handbook was not at hand (docs/rules/catalog.md says so).
"""

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from congvu.core.ratio import Ratio


@dataclass(frozen=True, slots=True)
class CostLine:
    """One activity of one applicant: preparing a paper, going there, paying."""

    activity: str
    hours: Decimal = Decimal(0)
    hourly_vnd: int = 0
    fees_vnd: int = 0
    other_vnd: int = 0
    times_a_year: int = 1
    applicants_a_year: int = 1

    @property
    def once(self) -> Decimal:
        """For one applicant, once."""
        return self.hours * self.hourly_vnd + self.fees_vnd + self.other_vnd

    @property
    def a_year(self) -> Decimal:
        return self.once * self.times_a_year * self.applicants_a_year


@dataclass(frozen=True, slots=True)
class Saving:
    """Costs of a year before and after, in whole đồng; `share` of what is saved, None where nothing was
    spent, or where it costs more than before.
    """

    before: int
    after: int

    @property
    def saved(self) -> int:
        return self.before - self.after

    @property
    def share(self) -> Ratio | None:
        return Ratio(self.saved, self.before) if self.before and self.saved >= 0 else None


def whole(amount: Decimal) -> int:
    return int(amount.quantize(Decimal(1), ROUND_HALF_UP))


def saving(before: Iterable[CostLine], after: Iterable[CostLine]) -> Saving:
    """
    >>> line = CostLine("Đi lại", hours=Decimal("2.5"), hourly_vnd=40_000, applicants_a_year=100)
    >>> saving([line], [])
    Saving(before=10000000, after=0)
    """
    return Saving(*(whole(sum((line.a_year for line in lines), Decimal(0))) for lines in (before, after)))
