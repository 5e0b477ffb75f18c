"""The public page of results, as values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.faces.parts import ScoreBar, ScoreBars
from congvu.indexes.models import Publication
from congvu.indexes.selectors.public import PublicGroup, PublicResult
from congvu.indexes.standing import ties_of


@dataclass(frozen=True, slots=True)
class RoundLink:
    name: str
    period: str
    url: str
    at: datetime


def public_rounds(rows: Sequence[Publication]) -> list[RoundLink]:
    return [
        RoundLink(
            row.round.name, row.round.period, reverse("portal_results:result", args=[row.round.code]), row.at
        )
        for row in rows
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class PublicPage:
    charts: tuple[tuple[str, ScoreBars, PublicGroup], ...]
    tie_rule: str


def public_result(found: PublicResult) -> PublicPage:
    return PublicPage(
        tuple((group.label or _("Các đơn vị"), _bars(group), group) for group in found.groups),
        _(ties_of(found.ties).label),
    )  # fmt: skip


def _bars(group: PublicGroup) -> ScoreBars:
    return ScoreBars(
        _("Chỉ số của từng đơn vị"),
        [ScoreBar(line.name, line.index, str(line.rank or "–"), note=line.class_name) for line in group.lines],
        Decimal(100), _("Đơn vị"), _("Chỉ số, %"), group.mean,
        _("Trung bình của %(count)s đơn vị") % {"count": group.mean_of} if group.mean is not None else "",
    )  # fmt: skip
