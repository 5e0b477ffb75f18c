"""What everybody may read: published results, from the publication alone."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from congvu.core import periods
from congvu.indexes import groups
from congvu.indexes.models import Publication, ResultLine, RoundState
from congvu.indexes.standing import mean
from congvu.orgs.policy import NotInSight
from congvu.orgs.units import names_of


@dataclass(frozen=True, slots=True)
class PublicLine:
    name: str
    rank: int | None
    of: int | None
    total: Decimal
    maximum: Decimal
    index: Decimal | None
    class_name: str
    fields: tuple[dict[str, Any], ...]


@dataclass(frozen=True, slots=True)
class PublicGroup:
    label: str
    lines: tuple[PublicLine, ...]
    mean: Decimal | None
    mean_of: int


@dataclass(frozen=True, slots=True)
class PublicResult:
    code: str
    name: str
    period: str
    decision: str
    number: int
    at: datetime
    digest: str
    reason: str
    ties: str
    groups: tuple[PublicGroup, ...]


def latest(code: str) -> Publication:
    """Raises NotInSight: nothing was published under this code."""
    found = Publication.objects.select_related("round__criteria_set").filter(
        round__code=code, round__state=RoundState.PUBLISHED
    ).order_by("-number").first()  # fmt: skip
    if found is None:
        raise NotInSight
    return found


def stamp(code: str) -> str | None:
    """For ETag: changes only with a new publication."""
    found = Publication.objects.filter(round__code=code).order_by("-number").values_list("digest", "number").first()
    return f'"{found[0][:20]}-{found[1]}"' if found else None


def published_rounds() -> list[Publication]:
    """The latest publication of each round, latest period first. One query."""
    rows = Publication.objects.select_related("round").filter(round__state=RoundState.PUBLISHED)
    found: dict[int, Publication] = {}
    for row in rows.order_by("-round__period", "round__code", "-number"):
        found.setdefault(row.round_id, row)
    return list(found.values())


def published(code: str) -> PublicResult:
    """Four queries."""
    one = latest(code)
    lines = list(one.lines.order_by("group", "rank", "-total", "id"))
    names = names_of([line.unit_id for line in lines], periods.period_from(one.round.period).last_on)
    by_group: dict[str, list[ResultLine]] = {}
    for line in lines:
        by_group.setdefault(line.group, []).append(line)
    return PublicResult(
        one.round.code, one.round.name, one.round.period, one.round.criteria_set.decision, one.number, one.at,
        one.digest, one.reason, one.inputs["ties"], tuple(_group(code, rows, names) for code, rows in by_group.items()),
    )  # fmt: skip


def _group(code: str, rows: list[ResultLine], names: dict[int, str]) -> PublicGroup:
    value, of = mean([row.index for row in rows if row.index is not None and row.rank])
    return PublicGroup(
        gettext(groups.label_of(code)) if code else "",
        tuple(
            PublicLine(
                names.get(row.unit_id, ""), row.rank, row.of, row.total, row.maximum, row.index, row.class_name,
                tuple(row.fields),
            )
            for row in rows
        ),
        value, of,
    )  # fmt: skip
