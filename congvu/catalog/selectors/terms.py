"""Fees and competence of a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Q

from congvu.catalog.models import Channel, FeeRule, Procedure
from congvu.core.fees import Fee, fee_for
from congvu.orgs.models import UnitUnder
from congvu.orgs.ranges import last_day
from congvu.orgs.units import names_of


@dataclass(frozen=True, slots=True)
class FeeRow:
    id: int
    unit_id: int | None
    unit: str
    channel: str
    amount_vnd: int
    reduction: str
    since: date | None
    until: date | None
    document: str

    @property
    def channel_label(self) -> str:
        return str(Channel(self.channel).label) if self.channel else ""


def fees_of(procedure: Procedure, *, day: date, past: bool = False) -> list[FeeRow]:
    """Rules of the day and later ones (`past`: those that ended too), nearest first to read. Two queries."""
    rules = procedure.fee_rules.exclude(during__isempty=True)
    if not past:
        rules = rules.filter(Q(during__endswith__gt=day) | Q(during__upper_inf=True))
    found = list(rules.order_by("reduction", "channel", "unit", "during", "id"))
    names = names_of([rule.unit_id for rule in found if rule.unit_id], day)
    return [
        FeeRow(
            r.pk, r.unit_id, names.get(r.unit_id or 0, ""), r.channel, r.amount_vnd, r.reduction, r.during.lower,
            last_day(r.during), r.document,
        ) for r in found
    ]  # fmt: skip


def fee_on(
    procedure: Procedure, *, day: date, channel: str, unit_id: int | None = None, reduction: str = ""
) -> Fee | None:
    """What is paid at that unit on that day; None when nothing is known. Two queries."""
    rules = FeeRule.objects.filter(procedure=procedure, during__contains=day).order_by("id")
    values = [
        Fee(r.amount_vnd, r.channel, r.unit_id, r.reduction, r.during.lower, last_day(r.during), r.document)
        for r in rules
    ]
    return fee_for(values, on=day, channel=channel, units=_units_up(unit_id, day), reduction=reduction)


def _units_up(unit_id: int | None, day: date) -> Sequence[int]:
    if unit_id is None:
        return ()
    above = UnitUnder.objects.filter(lower=unit_id, during__contains=day).order_by("depth", "upper")
    return list(above.values_list("upper", flat=True))


@dataclass(frozen=True, slots=True)
class CompetenceRow:
    id: int
    who: str
    of_kind: bool
    since: date | None
    until: date | None
    document: str


def competences(procedure: Procedure, *, day: date) -> list[CompetenceRow]:
    """Who decides now or later. Two queries."""
    rows = procedure.competences.filter(Q(during__endswith__gt=day) | Q(during__upper_inf=True))
    found = list(rows.select_related("kind").order_by("during", "id"))
    names = names_of([row.unit_id for row in found if row.unit_id], day)
    return [
        CompetenceRow(
            r.pk, r.kind.name if r.kind else names.get(r.unit_id or 0, ""), r.kind is not None, r.during.lower,
            last_day(r.during), r.document,
        ) for r in found
    ]  # fmt: skip
