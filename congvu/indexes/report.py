"""The result of a round as JSON (docs/contracts.md §3): for the command line and for integrations."""

from datetime import date
from decimal import Decimal
from typing import Any

from congvu.indexes import reckoning, results
from congvu.indexes.lost import lost_rows, proved_scores
from congvu.indexes.models import Round
from congvu.indexes.results import Standing
from congvu.indexes.selectors.ranking import latest_publication
from congvu.indexes.selectors.rounds import one_round
from congvu.orgs.policy import NotInSight
from congvu.orgs.units import unit_by_code


def score_report(code: str, *, unit: str | None = None) -> dict[str, Any]:
    """`units`: best first by group; `total`, `max` and points are decimals as strings, at least two places. A published
    round answers with what was published. Raises NotInSight, UnitUnknown.
    """
    found = one_round(code)
    standings, published = standings_of(found)
    if unit is not None:
        wanted = unit_by_code(unit, date.max).pk
        standings = [one for one in standings if one.unit_id == wanted]
        if not standings:
            raise NotInSight
    lost = _lost(found)
    core = reckoning.core_set(found.criteria_set)
    return {
        "round": found.code, "state": found.state, "published": published,
        "units": [
            {
                "unit": one.unit_code, "total": digits(one.total.points), "max": digits(one.total.out_of),
                "index": None if one.total.index is None else digits(one.total.index), "rank": one.rank,
                "of": one.of, "group": one.group, "class": one.class_name,
                "groups": [
                    {
                        "code": top, "name": core.criterion(top).name, "points": digits(one.total.parts[top].points),
                        "max": digits(one.total.parts[top].out_of),
                        "lost": digits(one.total.parts[top].available - one.total.parts[top].points),
                    }
                    for top in results.field_codes(core) if top in one.total.parts
                ],
                "lost": lost.get(one.unit_id, []),
            }
            for one in standings
        ],
    }  # fmt: skip


def standings_of(found: Round) -> tuple[list[Standing], bool]:
    """The published result where there is one, else as it stands."""
    publication = latest_publication(found)
    if publication is not None:
        return results.recomputed(publication), True
    return results.standings(results.inputs_of(found), found.criteria_set), False


def _lost(found: Round) -> dict[int, list[dict[str, Any]]]:
    scores = reckoning.scores_of(found)
    core = reckoning.core_set(found.criteria_set)
    units = list(found.units.order_by("id"))
    rows = lost_rows(core, units, scores, reckoning.totals(found, scores), proved_scores(found))
    by_unit: dict[int, list[dict[str, Any]]] = {}
    for one in rows:
        by_unit.setdefault(one.unit_id, []).append(
            {
                "criterion": one.lost.code, "name": one.lost.name, "group": one.field, "points": digits(one.points),
                "max": digits(one.lost.out_of), "cause": one.cause.value,
            }
        )  # fmt: skip
    return by_unit


def digits(value: Decimal) -> str:
    """At least two places, no needless zeros beyond.

    >>> digits(Decimal("73.6300")), digits(Decimal("100")), digits(Decimal("0.125"))
    ('73.63', '100.00', '0.125')
    """
    exponent = value.normalize().as_tuple().exponent
    places = max(2, -exponent if isinstance(exponent, int) else 2)
    return f"{value:.{places}f}"
