"""What the appraisers do, twice: recognise or change points with a reason, ask, hand over; and the unit's appeal."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from congvu.core.errors import N_, DomainError, Said
from congvu.indexes import duties, policy, rules, stages
from congvu.indexes.commands.finding import ReasonMissing, keep, open_unit, require_unchanged, score_of, text
from congvu.indexes.events import Appealed, Appraised, Asked, Explained, HandedOver, PointsEntered, SentBack
from congvu.indexes.models import RoundUnit, Score, SourceKind, UnitState
from congvu.ledger.record import record
from congvu.orgs.actor import Actor

STAGE = {UnitState.APPRAISING: 1, UnitState.REAPPRAISING: 2}


class NotAllAppraised(DomainError):
    code = "index_not_all_appraised"
    sentence = N_("Còn %(count)s tiêu chí chưa thẩm định: %(examples)s. Hãy chấm đủ trước khi chuyển kết quả.")


class HandedOverAlready(DomainError):
    code = "index_handed_over_already"
    sentence = N_(
        "Cơ quan thẩm định đã chuyển kết quả của đơn vị này nên không sửa tiêu chí %(criterion)s được nữa. "
        "Hãy chờ đơn vị giải trình rồi chấm lại ở lần 2."
    )


class NotExplained(DomainError):
    code = "index_not_explained"
    sentence = N_("Đơn vị không giải trình tiêu chí %(criterion)s nên điểm thẩm định lần 1 giữ nguyên.")


class NothingToAppeal(DomainError):
    code = "index_nothing_to_appeal"
    sentence = N_("Điểm thẩm định của %(criterion)s không thấp hơn điểm tự chấm nên không cần giải trình.")


class NotEnteredHere(DomainError):
    code = "index_not_entered_here"
    sentence = N_("Điểm %(criterion)s do đơn vị tự chấm và cơ quan thẩm định chấm, không nhập từ ngoài.")


@transaction.atomic
def appraise(
    *, score_id: int, points: Decimal, reason: str = "", revision: int | None, actor: Actor, at: datetime
) -> Score:
    """Recognise or change the claim; every change needs its reason. The second time it settles the appeal."""
    score = score_of(score_id, actor)
    unit = score.round_unit
    policy.require_appraiser(actor, [score], unit)
    stage = _stage(unit)
    if score.appraiser_id in unit.handed_over:
        raise HandedOverAlready(criterion=score.criterion.code)
    if stage == 2 and score.appealed_at is None:
        raise NotExplained(criterion=score.criterion.code)
    require_unchanged(score, revision)
    given = rules.allowed_points(score.criterion, points)
    before = score.first_points if stage == 2 else score.self_points
    if given != before and not reason.strip():
        raise ReasonMissing(field="reason", why=Said(N_("vì sao điểm khác điểm đơn vị đề nghị")))
    fields = ["first_points", "first_reason"] if stage == 1 else ["second_points", "second_reason"]
    setattr(score, fields[0], given)
    setattr(score, fields[1], reason.strip())
    if score.excluded:
        score.excluded, score.excluded_because = False, ""
        fields += ["excluded", "excluded_because"]
    keep(score, "appraised", fields, actor=actor, at=at)
    event = Appraised(score.criterion.code, stage, text(given), text(before))
    record(event, about=("index_unit", unit.pk), actor=actor, at=at)
    return score


@transaction.atomic
def ask(*, score_id: int, question: str, revision: int | None, actor: Actor, at: datetime) -> Score:
    """Ask the unit to explain this criterion when its turn comes."""
    score = score_of(score_id, actor)
    policy.require_appraiser(actor, [score], score.round_unit)
    _stage(score.round_unit)
    require_unchanged(score, revision)
    if not question.strip():
        raise ReasonMissing(field="question", why=Said(N_("điều cần đơn vị giải trình")))
    score.question = question.strip()
    keep(score, "asked", ["question"], actor=actor, at=at)
    record(Asked(score.criterion.code), about=("index_unit", score.round_unit_id), actor=actor, at=at)
    return score


@transaction.atomic
def hand_over(*, round_unit_id: int, body_id: int, actor: Actor, at: datetime) -> RoundUnit:
    """A body is done with this unit in this stage; when all are, the unit explains, or is settled."""
    unit = open_unit(round_unit_id, actor)
    rows = list(unit.present.filter(appraiser=body_id).select_related("criterion").order_by("criterion__position"))
    policy.require_appraiser(actor, rows[:1] or [Score(appraiser_id=body_id)], unit)
    stage = _stage(unit)
    waiting = [row.criterion.code for row in rows if _waits(row, stage)]
    if waiting:
        raise NotAllAppraised(count=len(waiting), examples=", ".join(waiting[:5]))
    unit.handed_over = sorted({*unit.handed_over, body_id})
    bodies = set(unit.present.exclude(appraiser=None).order_by().values_list("appraiser", flat=True))
    record(HandedOver(body_id=body_id, stage=stage), about=("index_unit", unit.pk), actor=actor, at=at)
    if bodies <= set(unit.handed_over):
        _stage_over(unit, stage, at)
    unit.save(update_fields=["state", "handed_over"])
    duties.appraisal_done_where_nothing_waits(unit.round, body_id, at=at)
    return unit


@transaction.atomic
def send_back(*, round_unit_id: int, actor: Actor, at: datetime) -> RoundUnit:
    """Before anything is appraised, the office may return the self-score for the unit to complete it."""
    unit = open_unit(round_unit_id, actor)
    policy.require_manager(actor, unit.round.owner_id)
    unit.state = stages.after(unit.state, stages.Verb.SEND_BACK)
    if unit.present.exclude(first_points=None).exists():
        raise stages.NotNow(state=UnitState.APPRAISING.label)
    unit.approved_at = unit.approved_by_id = None
    unit.save(update_fields=["state", "approved_at", "approved_by"])
    duties.self_again(unit, at=at)
    record(SentBack(unit_id=unit.unit_id), about=("index_unit", unit.pk), actor=actor, at=at)
    return unit


@transaction.atomic
def appeal(*, score_id: int, words: str, revision: int | None, actor: Actor, at: datetime) -> Score:
    """The unit explains a criterion whose points were cut, or that it was asked about."""
    score = score_of(score_id, actor)
    policy.require_at_unit(actor, policy.SCORE, score.round_unit.unit_id)
    if score.round_unit.state != UnitState.EXPLAINING:
        raise stages.NotNow(state=UnitState(score.round_unit.state).label)
    require_unchanged(score, revision)
    if not score.question and (score.first_points or 0) >= (score.self_points or 0):
        raise NothingToAppeal(criterion=score.criterion.code)
    if not words.strip():
        raise ReasonMissing(field="words", why=Said(N_("nội dung giải trình")))
    score.appeal, score.appealed_at = words.strip(), at
    keep(score, "appealed", ["appeal", "appealed_at"], actor=actor, at=at)
    record(Appealed(score.criterion.code), about=("index_unit", score.round_unit_id), actor=actor, at=at)
    return score


@transaction.atomic
def approve_explanation(*, round_unit_id: int, actor: Actor, at: datetime) -> RoundUnit:
    """The leader sends the explanation; with none, the appraisal stands and the unit is settled."""
    unit = open_unit(round_unit_id, actor)
    policy.require_at_unit(actor, policy.APPROVE, unit.unit_id)
    unit.state = stages.after(unit.state, stages.Verb.EXPLAIN)
    appealed = list(unit.present.exclude(appealed_at=None).order_by("id"))
    unit.explained_at = at
    duties.explained(unit, outcome="explained" if appealed else "accepted", at=at)
    if appealed:
        asked = {row.appraiser_id for row in appealed}
        bodies = set(unit.present.exclude(appraiser=None).order_by().values_list("appraiser", flat=True))
        unit.handed_over = sorted(bodies - asked)
        unit.save(update_fields=["state", "explained_at", "handed_over"])
        duties.appraisal_goes_on(unit, at=at)
    else:
        unit.state = stages.after(unit.state, stages.Verb.FINISH_SECOND)
        unit.save(update_fields=["state", "explained_at"])
    record(Explained(appeals=len(appealed)), about=("index_unit", unit.pk), actor=actor, at=at)
    return unit


@transaction.atomic
def enter_points(
    *, score_id: int, points: Decimal, source: str, sample: int = 0, revision: int | None, actor: Actor, at: datetime
) -> Score:
    """Points of a survey (with its sample size) or from outside, with the source they were taken from."""
    score = score_of(score_id, actor)
    policy.require_manager(actor, score.round_unit.round.owner_id)
    require_unchanged(score, revision)
    if score.criterion.source_kind not in (SourceKind.SURVEY, SourceKind.EXTERNAL):
        raise NotEnteredHere(criterion=score.criterion.code)
    if not source.strip():
        raise ReasonMissing(field="source", why=Said(N_("nguồn của số liệu: báo cáo, quyết định công bố")))
    given = rules.allowed_points(score.criterion, points)
    score.first_points, score.first_reason = given, source.strip()
    score.answer = {"sample": sample} if sample else None
    keep(score, "entered", ["first_points", "first_reason", "answer"], actor=actor, at=at)
    event = PointsEntered(score.criterion.code, text(given), sample)
    record(event, about=("index_unit", score.round_unit_id), actor=actor, at=at)
    return score


def _stage(unit: RoundUnit) -> int:
    found = STAGE.get(UnitState(unit.state))
    if found is None:
        raise stages.NotNow(state=UnitState(unit.state).label)
    return found


def _waits(row: Score, stage: int) -> bool:
    if stage == 2:
        return row.appealed_at is not None and row.second_points is None
    return row.first_points is None and not row.excluded


def _stage_over(unit: RoundUnit, stage: int, at: datetime) -> None:
    verb = stages.Verb.FINISH_FIRST if stage == 1 else stages.Verb.FINISH_SECOND
    unit.state = stages.after(unit.state, verb)
    if stage == 1:
        duties.explain_by(unit, at=at)
