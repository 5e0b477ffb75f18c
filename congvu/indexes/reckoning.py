"""From stored rows to the core and back: the set as a tree, a unit's scores, its total with the working."""

import json
from collections.abc import Iterable, Mapping
from decimal import Decimal

from congvu.core import scoring
from congvu.core.scoring import Total
from congvu.indexes import rules
from congvu.indexes.models import CriteriaSet, Round, RoundUnit, Score, SourceKind

_BUILT: dict[tuple[int, str, str], scoring.CriteriaSet] = {}
_MOST_BUILT = 64


def core_set(found: CriteriaSet) -> scoring.CriteriaSet:
    """The tree as the core reads it; kept as long as neither its lines (the digest says so) nor its options change."""
    key = (found.pk, found.digest, json.dumps(found.options, sort_keys=True))
    if key not in _BUILT:
        if len(_BUILT) >= _MOST_BUILT:
            _BUILT.clear()
        _BUILT[key] = _built(found)
    return _BUILT[key]


def _built(found: CriteriaSet) -> scoring.CriteriaSet:
    options = found.options
    codes = {c.pk: c.code for c in found.tree}
    return scoring.CriteriaSet(
        criteria=tuple(
            scoring.Criterion(
                code=c.code, name=c.name, parent=codes.get(c.parent_id or 0, ""), maximum=_tidy(c.maximum),
                counts=scoring.Counts(c.counts), source_kind=c.source_kind, rule=rules.rule_or_none(c),
                combine=scoring.Combine(c.extra.get("combine", "sum")),
                rescales=c.extra.get("rescales") in ("yes", "true"),
                rescale_to=Decimal(c.extra["rescale_to"]) if "rescale_to" in c.extra else None,
                not_applicable=scoring.NotApplicable(c.extra.get("not_applicable", "excluded")), level=c.level,
                scoring_text=c.scoring_rule, source=c.source,
            )
            for c in found.tree
        ),
        name=found.name, digits=int(options.get("digits", 2)), rescales=bool(options.get("rescales", True)),
        bonus_cap=_decimal(options.get("bonus_cap")), penalty_cap=_decimal(options.get("penalty_cap")),
        ceiling=_decimal(options.get("ceiling")),
    )  # fmt: skip


def _tidy(value: Decimal | None) -> Decimal | None:
    """As the annex prints it, without the zeros of the column."""
    return None if value is None else Decimal(f"{value:f}".rstrip("0").rstrip(".") if value % 1 else f"{value:.0f}")


def _decimal(text: object) -> Decimal | None:
    return None if text in (None, "") else Decimal(str(text))


def total_of(criteria_set: CriteriaSet, scores: Iterable[Score], *, not_held: Iterable[str] = ()) -> Total:
    """The total of one unit as it stands: appraised points where there are, else claimed ones."""
    points: dict[str, Decimal | None] = {}
    excluded = []
    for score in scores:
        if score.excluded:
            excluded.append(score.criterion.code)
        else:
            points[score.criterion.code] = score.points
    return scoring.total(core_set(criteria_set), points, not_applicable=excluded, not_held=set(not_held))


def scores_of(found: Round, criteria_set: CriteriaSet | None = None) -> dict[int, list[Score]]:
    """Every score of a round by its unit's row, in the order of the annex, under the version in force or another it
    ran under. One query.
    """
    under = criteria_set.pk if criteria_set else found.criteria_set_id
    rows = Score.objects.filter(round_unit__round=found, criterion__set=under).select_related("criterion")
    by_unit: dict[int, list[Score]] = {}
    for row in rows.order_by("round_unit_id", "criterion__position"):
        by_unit.setdefault(row.round_unit_id, []).append(row)
    return by_unit


def parts_not_held(scores: Mapping[int, list[Score]]) -> set[str]:
    """Kinds of source of which no unit has a point: a survey that was not held. They leave the scale."""
    seen: dict[str, bool] = {}
    for rows in scores.values():
        for row in rows:
            kind = row.criterion.source_kind
            if kind in (SourceKind.SURVEY, SourceKind.EXTERNAL):
                seen[kind] = seen.get(kind, False) or row.points is not None
    return {kind for kind, any_points in seen.items() if not any_points}


def totals(
    found: Round, scores: Mapping[int, list[Score]] | None = None, criteria_set: CriteriaSet | None = None
) -> dict[int, Total]:
    """Round unit → total. One query for everything."""
    rows = scores_of(found, criteria_set) if scores is None else scores
    not_held = parts_not_held(rows)
    return {
        unit: total_of(criteria_set or found.criteria_set, own, not_held=not_held) for unit, own in rows.items()
    }  # fmt: skip


def unit_total(unit: RoundUnit, scores: list[Score]) -> Total:
    """One unit alone, for its desk; whether a survey was held is asked of the whole round."""
    held = Score.objects.filter(
        round_unit__round=unit.round_id,
        criterion__set=unit.round.criteria_set_id,
        criterion__source_kind__in=(SourceKind.SURVEY, SourceKind.EXTERNAL),
    )
    with_points = set(held.exclude(first_points=None).order_by().values_list("criterion__source_kind", flat=True))
    there = set(held.order_by().values_list("criterion__source_kind", flat=True))
    return total_of(unit.round.criteria_set, scores, not_held=there - with_points)
