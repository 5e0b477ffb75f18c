"""Results: the ranking of a round, a unit's report, comparison with the round before."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext

from congvu.core import periods
from congvu.core.numbers import round_to
from congvu.core.scoring import CriteriaSet as CoreSet
from congvu.indexes import groups, policy, reckoning, results
from congvu.indexes.models import CriteriaSet, Publication, ResultLine, Round, RoundUnit, Score
from congvu.indexes.results import Standing
from congvu.indexes.selectors.rounds import one_round
from congvu.orgs.actor import Actor
from congvu.orgs.models import Succession
from congvu.orgs.policy import NotInSight
from congvu.orgs.units import names_of


@dataclass(frozen=True, slots=True)
class RankedRow:
    """`before` is the index of the round before; `from_units` what it was taken from, where the unit itself had none."""

    standing: Standing
    name: str
    before: Decimal | None
    before_rank: int | None
    from_units: str

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
    publication = found.publications.order_by("-number").first()
    if publication is not None and criteria_set.pk == publication.inputs["set"]["id"]:
        standings = results.recomputed(publication)
    else:
        publication = None
        standings = results.standings(results.inputs_of(found, criteria_set), criteria_set)
    seen = frozenset(RoundUnit.objects.visible_to(actor).filter(round=found).values_list("unit_id", flat=True))
    if publication is None and not policy.may_manage(actor, found.owner_id):
        standings = [one for one in standings if one.unit_id in seen]
    core = reckoning.core_set(criteria_set)
    before = round_before(found)
    comparison = _Before(before, found)
    names = names_of([one.unit_id for one in standings], date.max)
    return Ranking(
        found, core, tuple(results.field_codes(core)), tuple(_groups(standings, names, comparison)), publication,
        before, tuple(comparison.notes(found, criteria_set)), versions, seen,
        policy.may_manage(actor, found.owner_id),
    )  # fmt: skip


def _groups(standings: list[Standing], names: Mapping[int, str], before: "_Before") -> list[Group]:
    by_group: dict[str, list[RankedRow]] = {}
    for one in standings:
        index, rank, sources = before.of(one.unit_id)
        row = RankedRow(one, names.get(one.unit_id, one.unit_code), index, rank, sources)
        by_group.setdefault(one.group, []).append(row)
    return [_group(code, rows) for code, rows in sorted(by_group.items())]


def _group(code: str, rows: list[RankedRow]) -> Group:
    """The mean of the group's indexes, of ranked units, half up to two places: a figure others may cite."""
    indexes = [row.index for row in rows if row.index is not None and row.standing.ranked]
    mean = round_to(sum(indexes, Decimal(0)) / len(indexes), 2) if indexes else None
    label = gettext(groups.label_of(code)) if code else ""
    return Group(code, label, tuple(rows), mean, len(indexes))


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


class _Before:
    """Last round's indexes by unit; of a merged unit the mean of those it came from (as NĐ and practice of 2025)."""

    def __init__(self, before: Round | None, now: Round) -> None:
        self.before = before
        self.now = now
        self.lines: dict[int, tuple[Decimal | None, int | None]] = {}
        self.sources: dict[int, list[int]] = {}
        if before is None:
            return
        standings = results.standings(results.inputs_of(before), before.criteria_set)
        self.lines = {one.unit_id: (one.total.index, one.rank) for one in standings}
        moves = Succession.objects.filter(source_id__in=list(self.lines)).order_by("id")
        for source, target in moves.values_list("source_id", "target_id"):
            self.sources.setdefault(target, []).append(source)
        self.names = names_of(self.lines, date.max) if self.sources else {}

    def of(self, unit_id: int) -> tuple[Decimal | None, int | None, str]:
        if unit_id in self.lines:
            index, rank = self.lines[unit_id]
            return index, rank, ""
        sources = [one for one in self.sources.get(unit_id, []) if self.lines[one][0] is not None]
        if not sources:
            return None, None, ""
        mean = round_to(sum((self.lines[one][0] or Decimal(0) for one in sources), Decimal(0)) / len(sources), 2)
        return mean, None, ", ".join(self.names[one] for one in sources)

    def notes(self, now: Round, under: CriteriaSet) -> list[str]:
        """Where the comparison is not like with like."""
        if self.before is None:
            return []
        said = []
        if self.before.criteria_set.digest != under.digest:
            said.append(
                gettext("Bộ tiêu chí đã đổi (%(old)s → %(new)s) nên chênh lệch điểm không chỉ do kết quả của đơn vị.")
                % {"old": self.before.criteria_set, "new": under}
            )
        units = set(now.units.values_list("unit_id", flat=True))
        new = units - set(self.lines)
        if new:
            said.append(
                gettext(
                    "%(count)s đơn vị không có trong đợt trước; đơn vị hợp nhất so với trung bình các đơn vị cũ, "
                    "không so hạng."
                ) % {"count": len(new)}
            )  # fmt: skip
        joined = now.units.exclude(joined_on=None).count()
        if joined:
            said.append(gettext("%(count)s đơn vị thành lập trong kỳ, chấm cho phần thời gian có mặt.") % {"count": joined})
        return said


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


def published_lines(publication: Publication) -> list[ResultLine]:
    return list(publication.lines.select_related("unit").order_by("group", "rank", "-total", "id"))
