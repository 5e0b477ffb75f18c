"""Results: the ranking of a round, a unit's report, comparison with the round before."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

from django.utils.translation import gettext

from congvu.core import periods
from congvu.core.numbers import round_to
from congvu.core.ranking import Movement, Published, movements
from congvu.core.scoring import CriteriaSet as CoreSet
from congvu.faces.errors import filled
from congvu.indexes import groups, policy, reckoning, results
from congvu.indexes.models import CriteriaSet, Publication, ResultLine, Round, RoundUnit, Score
from congvu.indexes.results import Standing
from congvu.indexes.selectors.rounds import one_round
from congvu.indexes.standing import mean
from congvu.orgs.actor import Actor
from congvu.orgs.models import Succession
from congvu.orgs.policy import NotInSight
from congvu.orgs.units import names_of


@dataclass(frozen=True, slots=True)
class RankedRow:
    """`movement` against the round before; `from_units` what that was taken from, where the unit itself had none."""

    standing: Standing
    name: str
    movement: Movement | None
    from_units: str
    out_of_before: Decimal

    @property
    def before(self) -> Decimal | None:
        """The index of the round before (of a merged unit the mean of its predecessors')."""
        if self.movement is None or self.movement.before is None or self.out_of_before <= 0:
            return None
        return round_to(Fraction(self.movement.before) / Fraction(self.out_of_before) * 100, 2)

    @property
    def index(self) -> Decimal | None:
        return self.standing.total.index


@dataclass(frozen=True, slots=True)
class Group:
    code: str
    label: str
    rows: tuple[RankedRow, ...]
    mean: Decimal | None
    mean_of: int


@dataclass(frozen=True, slots=True)
class Ranking:
    """`publication` None: as it stands now, not published. `notes`: why a comparison is not quite honest."""

    round: Round
    core: CoreSet
    fields: tuple[str, ...]
    groups: tuple[Group, ...]
    publication: Publication | None
    before: Round | None
    notes: tuple[str, ...]
    versions: tuple[CriteriaSet, ...]
    in_sight: frozenset[int]
    may_manage: bool

    def field_name(self, code: str) -> str:
        return self.core.criterion(code).name


def ranking(code: str, *, actor: Actor, under: int | None = None) -> Ranking:
    """Published: the frozen result, for all who see indexes. Before that: what the reader's units have so far.

    `under`: another version of the set that the round ran under. Raises NotInSight.
    """
    found = one_round(code)
    versions = tuple(
        row.criteria_set for row in found.versions.select_related("criteria_set").order_by("id")
    )  # fmt: skip
    criteria_set = next((one for one in versions if one.pk == under), found.criteria_set)
    publication = latest_publication(found)
    if publication is not None and criteria_set.pk == publication.inputs["set"]["id"]:
        standings = results.recomputed(publication)
    else:
        publication = None
        standings = results.standings(results.inputs_of(found, criteria_set), criteria_set)
    seen = frozenset(RoundUnit.objects.visible_to(actor).filter(round=found).values_list("unit_id", flat=True))
    if publication is None:
        standings = [one for one in standings if one.unit_id in seen]
    core = reckoning.core_set(criteria_set)
    before = round_before(found)
    moved = _movements(found, criteria_set, standings, before)
    origins = {int(unit) for row in moved.values() for unit in row.predecessors}
    names = names_of({one.unit_id for one in standings} | origins, date.max)
    out_of = reckoning.core_set(before.criteria_set).base_maximum if before else Decimal(0)
    return Ranking(
        found, core, tuple(results.field_codes(core)), tuple(_groups(standings, names, moved, out_of)), publication,
        before, tuple(_notes(moved, found)), versions, seen,
        policy.may_manage(actor, found.owner_id),
    )  # fmt: skip


def _groups(
    standings: list[Standing], names: Mapping[int, str], moved: Mapping[int, Movement], out_of: Decimal
) -> list[Group]:
    by_group: dict[str, list[RankedRow]] = {}
    for one in standings:
        movement = moved.get(one.unit_id)
        sources = ", ".join(names.get(int(unit), unit) for unit in movement.predecessors) if movement else ""
        row = RankedRow(one, names.get(one.unit_id, one.unit_code), movement, sources, out_of)
        by_group.setdefault(one.group, []).append(row)
    return [_group(code, rows) for code, rows in sorted(by_group.items())]


def _group(code: str, rows: list[RankedRow]) -> Group:
    """The mean of the group's indexes, of ranked units, half up to two places: a figure others may cite."""
    value, of = mean([row.index for row in rows if row.index is not None and row.standing.ranked])
    label = gettext(groups.label_of(code)) if code else ""
    return Group(code, label, tuple(rows), value, of)


def _notes(moved: Mapping[int, Movement], found: Round) -> list[str]:
    """Where the comparison is not like with like, each reason once; what concerns one unit stands on its line."""
    said: dict[str, None] = {}
    for row in moved.values():
        for doubt in row.doubts:
            if doubt.code in ("criteria_changed", "scale_changed", "units_changed"):
                said[filled(doubt.sentence, doubt.data)] = None
    new = sum(any(doubt.code == "unit_new" for doubt in row.doubts) for row in moved.values())
    if new:
        said[gettext("%(count)s đơn vị không có trong kỳ trước.") % {"count": new}] = None
    joined = found.units.exclude(joined_on=None).count()
    if joined:
        text = gettext("%(count)s đơn vị thành lập trong kỳ, chấm cho phần thời gian có mặt.")
        said[text % {"count": joined}] = None
    return list(said)


def round_before(found: Round) -> Round | None:
    """The latest closed round of the same set before this one, of a period as long."""
    own = periods.period_from(found.period)
    earlier = Round.objects.filter(
        criteria_set__code=found.criteria_set.code, state__in=("locked", "published"), rehearsal=False
    ).exclude(pk=found.pk)  # fmt: skip
    for one in earlier.select_related("criteria_set").order_by("-period", "-id"):
        period = periods.period_from(one.period)
        if period.grain == own.grain and period.first_on < own.first_on:
            return one
    return None


def _movements(
    found: Round, under: CriteriaSet, standings: list[Standing], before: Round | None
) -> dict[int, Movement]:
    """Each unit against the round before, by the core: merged units against the mean of those they came from."""
    if before is None:
        return {}
    earlier = results.standings(results.inputs_of(before), before.criteria_set)
    known = {one.unit_id for one in earlier}
    successions: dict[str, list[str]] = {}
    moves = Succession.objects.filter(source_id__in=known).order_by("id")
    for source, target in moves.values_list("source_id", "target_id"):
        successions.setdefault(str(target), []).append(str(source))
    old = Published(
        str(before.criteria_set), reckoning.core_set(before.criteria_set).base_maximum,
        tuple(replace(one.ranked_row, unit=str(one.unit_id)) for one in earlier),
    )  # fmt: skip
    new = Published(
        str(under),
        reckoning.core_set(under).base_maximum,
        tuple(replace(one.ranked_row, unit=str(one.unit_id)) for one in standings),
    )
    return {int(row.unit): row for row in movements(new, old, successions=successions)}


@dataclass(frozen=True, slots=True)
class UnitReport:
    """A unit's sheet: every line with claimed, appraised, lost; place in its group."""

    unit: RoundUnit
    name: str
    standing: Standing | None
    rows: tuple["ReportRow", ...]
    group_label: str
    mean: Decimal | None
    published: bool


@dataclass(frozen=True, slots=True)
class ReportRow:
    code: str
    name: str
    depth: int
    is_leaf: bool
    maximum: Decimal
    points: Decimal | None
    score: Score | None

    @property
    def lost(self) -> Decimal | None:
        if self.points is None or (self.score and self.score.excluded):
            return None
        return max(self.maximum - self.points, Decimal(0))


def unit_report(code: str, unit_pk: int, *, actor: Actor) -> UnitReport:
    """Raises NotInSight."""
    unit = RoundUnit.objects.visible_to(actor).select_related("round__criteria_set", "unit").filter(
        pk=unit_pk, round__code=code
    ).first()  # fmt: skip
    if unit is None:
        raise NotInSight
    found = ranking(code, actor=actor)
    group = next((g for g in found.groups if g.code == unit.group), None)
    row = next((r for g in found.groups for r in g.rows if r.standing.unit_id == unit.unit_id), None)
    scores = {s.criterion.code: s for s in unit.present.select_related("criterion").order_by("criterion__position")}
    rows, depth = [], dict[int, int]()
    for c in unit.round.criteria_set.tree:
        depth[c.pk] = depth.get(c.parent_id or 0, -1) + 1
        score = scores.get(c.code)
        part = row.standing.total.parts.get(c.code) if row else None
        points = score.points if score else (part.after if part else None)
        maximum = found.core.maximum(c.code)
        rows.append(ReportRow(c.code, c.name, min(depth[c.pk], 5), found.core.is_leaf(c.code), maximum, points, score))
    return UnitReport(
        unit, names_of([unit.unit_id], date.max).get(unit.unit_id, ""), row.standing if row else None, tuple(rows),
        group.label if group else "", group.mean if group else None, found.publication is not None,
    )  # fmt: skip


def latest_publication(found: Round) -> Publication | None:
    return found.publications.order_by("-number").first()


def published_lines(publication: Publication) -> list[ResultLine]:
    return list(publication.lines.select_related("unit").order_by("group", "rank", "-total", "id"))
