"""The desk: one unit of a round, its tree with where each criterion stands, and the criterion that is open."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from congvu.core.scoring import Total, Wanted
from congvu.files.models import Attachment
from congvu.indexes import duties, live, policy, reckoning, results, rules
from congvu.indexes.live import Proposal
from congvu.indexes.models import Evidence, Remark, Round, RoundUnit, Score, SourceKind, UnitState
from congvu.indexes.rules import RuleLine
from congvu.ledger.selectors import TimelineRow, timeline
from congvu.obligations.models import Obligation
from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotInSight
from congvu.orgs.units import names_of


@dataclass(frozen=True, slots=True)
class LeafRow:
    """A criterion in the tree. `mark`: ok lost no wait na todo."""

    score: Score
    mark: str
    points: Decimal | None
    maximum: Decimal


@dataclass(frozen=True, slots=True)
class FieldRow:
    """A criterion with others under it; the lines between are not shown."""

    code: str
    name: str
    points: Decimal
    maximum: Decimal
    leaves: tuple[LeafRow, ...]
    opened: bool


@dataclass(frozen=True, slots=True)
class EvidenceRow:
    evidence: Evidence
    attachment: Attachment

    @property
    def is_image(self) -> bool:
        return self.attachment.stored_file.content_type in ("image/png", "image/jpeg")


@dataclass(frozen=True, slots=True)
class OpenCriterion:
    score: Score
    lines: tuple[RuleLine, ...]
    wanted: tuple[Wanted, ...]
    proposal: Proposal | None
    evidence: tuple[EvidenceRow, ...]
    remarks: tuple[Remark, ...]
    events: tuple[TimelineRow, ...]
    before: Score | None
    previous_code: str
    next_code: str

    @property
    def lost(self) -> Decimal:
        if self.score.excluded or self.score.points is None:
            return Decimal(0)
        return max(self.score.criterion.out_of - self.score.points, Decimal(0))


@dataclass(frozen=True, slots=True)
class Desk:
    """`mode`: self, appraise, explain, read."""

    unit: RoundUnit
    round: Round
    name: str
    mode: str
    fields: tuple[FieldRow, ...]
    total: Total
    open: OpenCriterion | None
    counts: Mapping[str, int]
    owed: Obligation | None
    neighbours: tuple[int | None, int, int, int | None]
    body_id: int | None
    may_approve: bool
    may_manage: bool
    lacking: tuple[int, int]


def desk(code: str, unit_pk: int, criterion: str, *, actor: Actor, now: datetime) -> Desk:
    """About fifteen queries, whatever the size of the set. Raises NotInSight."""
    unit = RoundUnit.objects.visible_to(actor).select_related("unit", "round__criteria_set").filter(
        pk=unit_pk, round__code=code
    ).first()  # fmt: skip
    if unit is None:
        raise NotInSight
    scores = list(unit.present.select_related("criterion", "changed_by").order_by("criterion__position"))
    for score in scores:
        score.round_unit = unit
    total = reckoning.unit_total(unit, scores)
    proved = set(
        Evidence.objects.filter(score__in=unit.present, removed_at=None).order_by().values_list("score", flat=True)
    )
    mode, body = _mode(unit, scores, actor)
    leaves = [LeafRow(s, _mark(s, unit, s.pk in proved), s.points, s.criterion.out_of) for s in scores]
    chosen = _chosen(leaves, criterion, mode)
    missing = sum(one.score.self_points is None and not one.score.excluded and _own(one.score) for one in leaves)
    bare = sum(one.mark == "no" for one in leaves)
    return Desk(
        unit, unit.round, names_of([unit.unit_id], now.date()).get(unit.unit_id, ""), mode,
        tuple(_fields(unit, leaves, total, chosen)), total, _open(chosen, leaves, unit, now) if chosen else None,
        _counts(leaves), _owed(unit, mode, body), _neighbours(unit, actor), body,
        actor.may(policy.APPROVE, unit.unit_id), policy.may_manage(actor, unit.round.owner_id), (missing, bare),
    )  # fmt: skip


def _own(score: Score) -> bool:
    return score.criterion.source_kind in (SourceKind.SELF, SourceKind.SYSTEM)


def _mode(unit: RoundUnit, scores: list[Score], actor: Actor) -> tuple[str, int | None]:
    """What the reader may do here now, and for which body."""
    if unit.round.is_closed or unit.round.state == "planned":
        return "read", None
    if unit.state in (UnitState.APPRAISING, UnitState.REAPPRAISING):
        bodies = sorted({s.appraiser_id for s in scores if s.appraiser_id})
        for body in bodies:
            if policy.may_appraise(actor, body, unit.unit_id):
                return "appraise", body
        return "read", None
    if unit.state == UnitState.SELF_SCORING and actor.may(policy.SCORE, unit.unit_id):
        return "self", None
    if unit.state == UnitState.EXPLAINING and actor.may(policy.SCORE, unit.unit_id):
        return "explain", None
    return "read", None


def _mark(score: Score, unit: RoundUnit, proved: bool) -> str:
    if score.excluded:
        return "na"
    argued = unit.state in (UnitState.EXPLAINING, UnitState.REAPPRAISING) and (score.question or score.appealed_at)
    if argued and score.second_points is None:
        return "wait"
    points = score.points
    if points is None:
        return "todo"
    if unit.state == UnitState.SELF_SCORING and _own(score) and not proved and not score.explanation:
        return "no" if not score.proposed else "ok"
    if unit.state == UnitState.APPRAISING and score.first_points is None and score.appraiser_id:
        return "todo"
    return "ok" if points >= score.criterion.out_of else "lost"


def _counts(leaves: list[LeafRow]) -> dict[str, int]:
    counts = dict.fromkeys(("ok", "lost", "no", "wait", "na", "todo"), 0)
    for one in leaves:
        counts[one.mark] += 1
    return counts


def _chosen(leaves: list[LeafRow], code: str, mode: str) -> LeafRow | None:
    if not leaves:
        return None
    found = next((one for one in leaves if one.score.criterion.code == code), None)
    waiting = {"self": ("todo", "no"), "appraise": ("todo", "wait"), "explain": ("wait", "lost")}.get(mode, ("lost",))
    return found or next((one for one in leaves if one.mark in waiting), leaves[0])


def _fields(unit: RoundUnit, leaves: list[LeafRow], total: Total, chosen: LeafRow | None) -> list[FieldRow]:
    """Leaves under the criterion just below the total: a field."""
    core = reckoning.core_set(unit.round.criteria_set)
    field_of = {leaf.code: code for code in results.field_codes(core) for leaf in core.under(code)}
    tops: dict[str, list[LeafRow]] = {}
    for one in leaves:
        tops.setdefault(field_of.get(one.score.criterion.code, one.score.criterion.code), []).append(one)
    made = []
    for code, own in tops.items():
        row, part = core.criterion(code), total.parts.get(code)
        points = part.points if part else sum((one.points or Decimal(0) for one in own), Decimal(0))
        opened = chosen is not None and chosen in own
        made.append(FieldRow(code, row.name, points, core.maximum(code), tuple(own), opened))
    return made


def _open(chosen: LeafRow, leaves: list[LeafRow], unit: RoundUnit, now: datetime) -> OpenCriterion:
    score = chosen.score
    order = [one.score.pk for one in leaves]
    place = order.index(score.pk)
    rows = list(Evidence.objects.filter(score=score, removed_at=None).select_related("added_by").order_by("id"))
    files = {
        one.pk: one for one in Attachment.objects.filter(
            pk__in=[row.attachment_id for row in rows]
        ).select_related("stored_file")
    }  # fmt: skip
    rule = rules.rule_or_none(score.criterion)
    proposal = live.propose(score, at=now)
    answer = score.answer
    if answer is None and proposal is not None:
        answer = proposal.as_json()["inputs"]
    events = [
        row for row in timeline("index_unit", unit.pk) if row.body.get("criterion") == score.criterion.code
    ]  # fmt: skip
    return OpenCriterion(
        score, tuple(rules.lines_of(rule, score.criterion.out_of, answer)), rules.wanted_of(score.criterion), proposal,
        tuple(EvidenceRow(row, files[row.attachment_id]) for row in rows if row.attachment_id in files),
        tuple(score.remarks.select_related("by", "unit").order_by("id")), tuple(events), before_of(score, unit),
        leaves[place - 1].score.criterion.code if place else "",
        leaves[place + 1].score.criterion.code if place + 1 < len(leaves) else "",
    )  # fmt: skip


def before_of(score: Score, unit: RoundUnit) -> Score | None:
    """The same criterion of this unit in the latest earlier round of the same set."""
    earlier = Score.objects.filter(
        round_unit__unit=unit.unit_id, criterion__code=score.criterion.code,
        round_unit__round__criteria_set__code=unit.round.criteria_set.code,
        round_unit__round__period__lt=unit.round.period, round_unit__round__rehearsal=False,
    ).select_related("criterion", "round_unit__round")  # fmt: skip
    return earlier.order_by("-round_unit__round__period", "-id").first()


def _owed(unit: RoundUnit, mode: str, body: int | None) -> Obligation | None:
    kind, subject = duties.SELF, unit.pk
    if unit.state == UnitState.EXPLAINING:
        kind = duties.EXPLAIN
    elif mode == "appraise":
        appraiser = unit.round.appraisers.filter(unit_id=body or 0).first()
        kind, subject = duties.APPRAISE, appraiser.pk if appraiser else 0
    return Obligation.objects.filter(kind=kind, subject_kind=kind, subject_id=subject).order_by("-id").first()


def _neighbours(unit: RoundUnit, actor: Actor) -> tuple[int | None, int, int, int | None]:
    """(before, place from 1, how many, after) among the units in sight."""
    seen = RoundUnit.objects.visible_to(actor).filter(round=unit.round_id)
    order = list(seen.order_by("group", "id").values_list("pk", flat=True))
    place = order.index(unit.pk)
    before = order[place - 1] if place else None
    return before, place + 1, len(order), order[place + 1] if place + 1 < len(order) else None
