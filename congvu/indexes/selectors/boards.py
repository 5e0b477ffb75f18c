"""Live boards: QĐ 766 per unit day by day from the catalogue of figures; the one-stop evaluation by TT 01/2018."""

from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

from congvu.core import periods, scoring
from congvu.core.clock import day_of
from congvu.core.errors import N_, DomainError
from congvu.core.periods import Period
from congvu.core.scoring import Total
from congvu.indexes import live, reckoning
from congvu.indexes.live import Proposal
from congvu.indexes.models import CriteriaSet, Criterion
from congvu.orgs.actor import Actor
from congvu.orgs.models import UnitSpan
from congvu.orgs.units import codes_of, names_of


class NoLiveSet(DomainError):
    code = "index_no_live_set"
    sentence = N_(
        "Chưa nạp bộ tiêu chí “%(kind)s”. Hãy nạp bằng “congvu load criteria qd766.csv --set QD766 --set-kind 766”."
    )
    status = 404


@dataclass(frozen=True, slots=True)
class LiveRow:
    """A unit on the board. `counted`: how many criteria the system could score of how many there are."""

    unit_id: int
    code: str
    name: str
    total: Total
    counted: int
    proposals: dict[str, Proposal]

    @property
    def percent(self) -> Decimal | None:
        return self.total.index if self.counted else None


@dataclass(frozen=True, slots=True)
class LiveBoard:
    criteria_set: CriteriaSet
    criteria: tuple[Criterion, ...]
    period: Period
    as_of: date
    rows: tuple[LiveRow, ...]
    known: tuple[str, ...]
    unknown: tuple[Criterion, ...]


def live_set(kind: str) -> CriteriaSet:
    """The version in force of that kind, else the newest draft. Raises NoLiveSet."""
    found = CriteriaSet.objects.filter(kind=kind).order_by("version", "id")
    chosen = max(found, key=lambda one: (one.is_published, one.year, one.version), default=None)
    if chosen is None:
        raise NoLiveSet(kind=kind)
    return chosen


def live_board(kind: str, period: str, *, actor: Actor, now: datetime, kinds: tuple[str, ...]) -> LiveBoard:
    """Every unit of these kinds in sight, scored by what the system knows; as many queries as there are figures.

    Criteria no figure is known for leave the scale, and the board says which.
    """
    chosen = periods.period_from(period) if period else periods.month_of(day_of(now))
    as_of = live.as_of_day(chosen, now)
    criteria_set = live_set(kind)
    core = reckoning.core_set(criteria_set)
    leaves = [c for c in criteria_set.tree if core.is_leaf(c.code) and core.counts(c.code) is not scoring.Counts.INFO]
    unit_ids = _units(actor, as_of, kinds)
    proposals = live.propose_all(leaves, unit_ids, chosen, as_of=as_of)
    known = {code for _unit, code in proposals}
    names, codes = names_of(unit_ids, as_of), codes_of(unit_ids)
    outside = [leaf.code for leaf in leaves if leaf.code not in known]
    rows = []
    for unit in unit_ids:
        own = {code: found for (held, code), found in proposals.items() if held == unit}
        total = scoring.total(core, {code: one.scored for code, one in own.items()}, not_applicable=outside)
        counted = sum(one.points is not None for one in own.values())
        rows.append(LiveRow(unit, codes.get(unit, ""), names.get(unit, ""), total, counted, own))
    rows.sort(key=lambda row: (row.percent is None, -(row.percent or 0), row.name))
    return LiveBoard(
        criteria_set, tuple(leaves), chosen, as_of, tuple(rows), tuple(sorted(known)),
        tuple(leaf for leaf in leaves if leaf.code not in known),
    )  # fmt: skip


def _units(actor: Actor, on: date, kinds: tuple[str, ...]) -> list[int]:
    """Units of these kinds on the day within the reader's sight. One query."""
    reach = actor.reach("indexes.see")
    spans = UnitSpan.objects.filter(during__contains=on, kind__code__in=kinds)
    if isinstance(reach.unit_ids, tuple):
        spans = spans.filter(unit_id__in=reach.unit_ids)
    return list(spans.order_by("kind__rank", "name", "id").values_list("unit_id", flat=True))
