"""What the unit does: claims points with evidence, says what does not apply, has its leader approve."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import IO, Any

from django.db import transaction

from congvu.core.clock import day_of
from congvu.core.errors import N_, DomainError, Said
from congvu.files import store
from congvu.files.models import Attachment
from congvu.indexes import duties, live, policy, rules, stages
from congvu.indexes.commands.finding import ReasonMissing, keep, open_unit, require_unchanged, score_of, text
from congvu.indexes.events import (
    EvidenceAdded,
    EvidenceRemoved,
    Excluded,
    GoneOnWithout,
    Remarked,
    SelfApproved,
    SelfScored,
)
from congvu.indexes.models import Evidence, Remark, RoundUnit, Score, SourceKind, UnitState
from congvu.ledger.record import record
from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotInSight

MAY_PROVE = (UnitState.SELF_SCORING, UnitState.EXPLAINING)


class NotSelfScored(DomainError):
    code = "index_not_self_scored"
    sentence = N_("Tiêu chí %(criterion)s không tự chấm; điểm đến từ nguồn khác: %(source)s.")


class Incomplete(DomainError):
    """The leader cannot approve yet."""

    code = "index_incomplete"
    sentence = N_(
        "Chưa gửi được: %(missing)s tiêu chí chưa chấm, %(bare)s tiêu chí chưa có minh chứng lẫn giải trình "
        "(%(examples)s). Hãy chấm đủ; thiếu minh chứng thì ghi giải trình."
    )


class EvidenceIsJudged(DomainError):
    """Evidence cannot be taken back once it has been appraised."""

    code = "index_evidence_is_judged"
    sentence = N_("Minh chứng này đã được thẩm định nên không rút được nữa. Có thể nộp thêm khi giải trình.")


class OverrideNeedsReason(DomainError):
    code = "index_override_needs_reason"
    sentence = N_("Hệ thống đề nghị %(proposed)s điểm theo số liệu. Chấm khác thì phải ghi lý do.")
    status = 422


@transaction.atomic
def self_score(
    *, score_id: int, points: Decimal | None = None, answer: Mapping[str, Any] | None = None, explanation: str = "",
    override_reason: str = "", revision: int | None, actor: Actor, at: datetime,
) -> Score:  # fmt: skip
    """Claim points: from what the rule asks (`answer`), else typed within the maximum and its steps.

    Where the system proposes points, others need a reason, and both are kept.
    """
    score = _mine(score_id, actor)
    _require_own_scoring(score)
    require_unchanged(score, revision)
    claimed = rules.points_for(score.criterion, answer, points)
    proposed = live.propose(score, at=at)
    score.proposed = proposed.as_json() if proposed else None
    score.proposed_points = proposed.points if proposed else None
    if proposed and proposed.points is not None and proposed.points != claimed and not override_reason.strip():
        raise OverrideNeedsReason(field="override_reason", proposed=text(proposed.points))
    score.self_points, score.answer = claimed, dict(answer) if answer else None
    score.explanation, score.override_reason = explanation.strip(), override_reason.strip()
    score.excluded, score.excluded_because = False, ""
    fields = ["self_points", "answer", "explanation", "override_reason", "proposed", "proposed_points", "excluded",
              "excluded_because"]  # fmt: skip
    keep(score, "self", fields, actor=actor, at=at)
    event = SelfScored(score.criterion.code, text(claimed), text(score.proposed_points))
    record(event, about=("index_unit", score.round_unit_id), actor=actor, at=at)
    return score


@transaction.atomic
def exclude(*, score_id: int, because: str, revision: int | None, actor: Actor, at: datetime) -> Score:
    """The criterion does not apply to this unit; its points leave the maximum. The appraiser may disagree."""
    score = _mine(score_id, actor)
    require_unchanged(score, revision)
    if not because.strip():
        raise ReasonMissing(field="because", why=Said(N_("vì sao tiêu chí không áp dụng cho đơn vị")))
    score.excluded, score.excluded_because, score.self_points = True, because.strip(), None
    keep(score, "excluded", ["excluded", "excluded_because", "self_points"], actor=actor, at=at)
    record(Excluded(score.criterion.code), about=("index_unit", score.round_unit_id), actor=actor, at=at)
    return score


@transaction.atomic
def add_evidence(
    *, score_id: int, stream: IO[bytes], name: str, declared_type: str, page: str = "", note: str = "", actor: Actor,
    at: datetime,
) -> Evidence:  # fmt: skip
    """A file that proves the claim, and the page to look at. While scoring, and again while explaining."""
    stored = store.put(stream, name=name, declared_type=declared_type, actor=actor, at=at)
    score = score_of(score_id, actor)
    policy.require_at_unit(actor, policy.SCORE, score.round_unit.unit_id)
    if score.round_unit.state not in MAY_PROVE:
        raise stages.NotNow(state=UnitState(score.round_unit.state).label)
    kept = store.attach(stored, about=("index_score", score.pk), role="evidence", name=name, actor=actor, at=at)
    made = Evidence.objects.create(
        score=score, attachment_id=kept.pk, sha256=stored.sha256, page=page.strip()[:40], note=note.strip(),
        added_at=at, added_by_id=actor.person_id,
    )  # fmt: skip
    event = EvidenceAdded(score.criterion.code, made.pk, stored.sha256)
    record(event, about=("index_unit", score.round_unit_id), actor=actor, at=at)
    return made


@transaction.atomic
def remove_evidence(*, evidence_id: int, actor: Actor, at: datetime) -> Evidence:
    """Take a file back before anybody has judged it. Raises EvidenceIsJudged."""
    evidence = Evidence.objects.filter(pk=evidence_id, removed_at=None).first()
    if evidence is None:
        raise NotInSight
    score = score_of(evidence.score_id, actor)
    policy.require_at_unit(actor, policy.SCORE, score.round_unit.unit_id)
    if score.appraised is not None and (score.appealed_at is None or evidence.added_at < score.appealed_at):
        raise EvidenceIsJudged
    if score.round_unit.state not in MAY_PROVE:
        raise EvidenceIsJudged
    evidence.removed_at = at
    evidence.save(update_fields=["removed_at"])
    event = EvidenceRemoved(score.criterion.code, evidence.pk)
    record(event, about=("index_unit", score.round_unit_id), actor=actor, at=at)
    return evidence


@transaction.atomic
def remark(*, score_id: int, words: str, actor: Actor, at: datetime) -> Remark:
    """Say something about a criterion of a unit; by the unit, its appraisers, the office that runs the round."""
    score = score_of(score_id, actor)
    unit_id = score.round_unit.unit_id
    if not (actor.may(policy.SCORE, unit_id) or policy.may_manage(actor, score.round_unit.round.owner_id)):
        policy.require_appraiser(actor, [score], score.round_unit)
    if not words.strip():
        raise ReasonMissing(field="words", why=Said(N_("nội dung trao đổi")))
    made = Remark.objects.create(
        score=score, text=words.strip(), at=at, by_id=actor.person_id, unit_id=actor.unit_id
    )  # fmt: skip
    record(Remarked(score.criterion.code, made.pk), about=("index_unit", score.round_unit_id), actor=actor, at=at)
    return made


@transaction.atomic
def approve_self_score(*, round_unit_id: int, actor: Actor, at: datetime) -> RoundUnit:
    """The leader approves the whole; it goes to appraisal. What has no evidence needs an explanation."""
    unit = open_unit(round_unit_id, actor)
    policy.require_at_unit(actor, policy.APPROVE, unit.unit_id)
    state = stages.after(unit.state, stages.Verb.APPROVE)
    missing, bare, count = lacking(unit)
    if missing or bare:
        examples = ", ".join([*missing, *bare][:5])
        raise Incomplete(missing=len(missing), bare=len(bare), examples=examples)
    unit.state, unit.approved_at, unit.approved_by_id, unit.handed_over = state, at, actor.person_id, []
    unit.save(update_fields=["state", "approved_at", "approved_by", "handed_over"])
    duties.self_done(unit, outcome="approved", at=at)
    record(SelfApproved(criteria=count), about=("index_unit", unit.pk), actor=actor, at=at)
    return unit


@transaction.atomic
def go_on_without(*, round_unit_id: int, actor: Actor, at: datetime) -> RoundUnit:
    """The day has passed: appraisal begins with what there is (kept as “did not self-score”), or the appraisal stands
    where nobody explained.
    """
    unit = open_unit(round_unit_id, actor)
    policy.require_manager(actor, unit.round.owner_id)
    window, silent = duties.window_of(unit, at), unit.state == UnitState.EXPLAINING
    state = stages.after(unit.state, stages.Verb.LET_STAND if silent else stages.Verb.GO_ON_WITHOUT)
    due_on = window.explain_due_on if silent else window.self_due_on
    if day_of(at) <= due_on:
        raise TooEarly(due=due_on.strftime("%d/%m/%Y"))
    missing, _bare, _count = lacking(unit)
    unit.state, unit.handed_over = state, []
    unit.save(update_fields=["state", "handed_over"])
    if silent:
        duties.explained(unit, outcome="silent", at=at)
    else:
        duties.self_done(unit, outcome="not_approved", at=at)
    record(GoneOnWithout(missing=len(missing), silent=silent), about=("index_unit", unit.pk), actor=actor, at=at)
    return unit


class TooEarly(DomainError):
    code = "index_too_early"
    sentence = N_("Đơn vị còn hạn đến hết ngày %(due)s. Hãy chờ qua ngày đó hoặc đôn đốc đơn vị.")


def lacking(unit: RoundUnit) -> tuple[list[str], list[str], int]:
    """Criteria without points, criteria with points but neither evidence nor explanation, how many there are."""
    rows = list(
        unit.present.filter(criterion__source_kind__in=(SourceKind.SELF, SourceKind.SYSTEM))
        .select_related("criterion").order_by("criterion__position")
    )  # fmt: skip
    proved = set(
        Evidence.objects.filter(score__in=unit.present, removed_at=None).order_by().values_list("score", flat=True)
    )
    missing = [row.criterion.code for row in rows if row.self_points is None and not row.excluded]
    bare = [
        row.criterion.code for row in rows
        if row.self_points is not None and row.pk not in proved and not row.explanation and not row.proposed
    ]  # fmt: skip
    return missing, bare, len(rows)


def evidence_file(evidence: Evidence) -> Attachment:
    return Attachment.objects.select_related("stored_file").get(pk=evidence.attachment_id)


def _mine(score_id: int, actor: Actor) -> Score:
    score = score_of(score_id, actor)
    policy.require_at_unit(actor, policy.SCORE, score.round_unit.unit_id)
    if score.round_unit.state != UnitState.SELF_SCORING:
        raise stages.NotNow(state=UnitState(score.round_unit.state).label)
    return score


def _require_own_scoring(score: Score) -> None:
    source = SourceKind(score.criterion.source_kind)
    if source not in (SourceKind.SELF, SourceKind.SYSTEM):
        raise NotSelfScored(criterion=score.criterion.code, source=Said(source.label))
