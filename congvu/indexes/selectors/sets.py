"""Criteria sets: the list, one version with its tree and doubts."""

from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from django.db.models import Count, Q

from congvu.indexes import checks, reckoning, rules
from congvu.indexes.checks import Doubt
from congvu.indexes.models import CriteriaSet, Criterion, Round
from congvu.ledger.selectors import TimelineRow, timeline
from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotInSight


@dataclass(frozen=True, slots=True)
class SetRow:
    id: int
    code: str
    year: str
    version: int
    name: str
    kind: str
    state: str
    published: bool
    criteria: int
    maximum: Decimal
    decision: str
    published_at: datetime | None


def set_rows() -> list[SetRow]:
    """Every version, the newest of each set first. Two queries: a house has dozens, not thousands."""
    found = CriteriaSet.objects.annotate(lines=Count("criteria")).order_by("code", "-year", "-version")
    roots: dict[int, Decimal] = {}
    tops = Criterion.objects.filter(parent=None, counts="base").order_by("id").values_list("set_id", "maximum")
    for set_id, maximum in tops:
        roots[set_id] = roots.get(set_id, Decimal(0)) + (maximum or 0)
    return [
        SetRow(
            row.pk, row.code, row.year, row.version, row.name, str(row.get_kind_display()),
            str(row.get_state_display()), row.is_published, row.lines, roots.get(row.pk, Decimal(0)), row.decision,
            row.published_at,
        )
        for row in found
    ]  # fmt: skip


@dataclass(frozen=True, slots=True)
class TreeRow:
    """A line of the tree. `below`: what its children add up to, where that is not its maximum."""

    criterion: Criterion
    depth: int
    is_leaf: bool
    maximum: Decimal
    below: Decimal | None
    rule: str
    doubts: tuple[Doubt, ...]


@dataclass(frozen=True, slots=True)
class SetPage:
    row: CriteriaSet
    tree: tuple[TreeRow, ...]
    doubts: tuple[Doubt, ...]
    versions: tuple[CriteriaSet, ...]
    rounds: tuple[Round, ...]
    events: tuple[TimelineRow, ...]
    maximum: Decimal
    leaves: int
    may_manage: bool

    @property
    def waiting(self) -> int:
        """Doubts nobody has accepted."""
        return sum(one.accepted is None for one in self.doubts)


def set_page(pk: int, *, actor: Actor) -> SetPage:
    """About ten queries whatever the size of the tree. Raises NotInSight."""
    from congvu.indexes import policy

    row = CriteriaSet.objects.filter(pk=pk).first()
    if row is None:
        raise NotInSight
    core = reckoning.core_set(row)
    doubts = tuple(checks.findings(row))
    versions = CriteriaSet.objects.filter(code=row.code, year=row.year).order_by("-version")
    rounds = Round.objects.filter(Q(criteria_set=row) | Q(versions__criteria_set=row)).distinct().order_by("-id")
    return SetPage(
        row, tuple(_tree(row, doubts)), doubts, tuple(versions), tuple(rounds),
        tuple(timeline("criteria_set", row.pk)), core.base_maximum, len(core.leaves),
        policy.may_manage(actor, row.owner_id),
    )  # fmt: skip


def _tree(row: CriteriaSet, doubts: tuple[Doubt, ...]) -> list[TreeRow]:
    core = reckoning.core_set(row)
    depth: dict[int, int] = {}
    of_place: dict[str, list[Doubt]] = {}
    for one in doubts:
        of_place.setdefault(one.place, []).append(one)
    made = []
    for c in row.tree:
        depth[c.pk] = depth.get(c.parent_id or 0, -1) + 1
        leaf = core.is_leaf(c.code)
        kind = core.counts(c.code)
        children = [core.maximum(one.code) for one in core.children(c.code) if core.counts(one.code) is kind]
        below = sum(children, Decimal(0)) if children else None
        maximum = core.maximum(c.code)
        differs = below if below is not None and below != maximum and core.criterion(c.code).combine == "sum" else None
        made.append(
            TreeRow(c, depth[c.pk], leaf, maximum, differs, rule_words(c), tuple(of_place.get(c.code, ())))
        )  # fmt: skip
    return made


def rule_words(c: Criterion) -> str:
    """The kind of rule in a few words; nothing where points are judged."""
    rule = rules.rule_or_none(c)
    if rule is None:
        return ""
    return checks.type_label(rule.type)


def criterion_of(set_id: int, code: str) -> Criterion:
    """Raises NotInSight."""
    found = Criterion.objects.select_related("set").filter(set=set_id, code=code).first()
    if found is None:
        raise NotInSight
    return found


def one_set(pk: int) -> CriteriaSet:
    """Raises NotInSight."""
    found = CriteriaSet.objects.filter(pk=pk).first()
    if found is None:
        raise NotInSight
    return found
