"""Who may do what in a round, and why not."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext as _

from congvu.core.errors import N_, DomainError
from congvu.indexes.models import RoundUnit, Score
from congvu.orgs import policy
from congvu.orgs.actor import Actor

SEE = "indexes.see"
SCORE = "indexes.score"
APPROVE = "indexes.approve"
APPRAISE = "indexes.appraise"
MANAGE = "indexes.manage"


class OwnUnit(DomainError):
    """Nobody appraises the unit he works for."""

    code = "index_own_unit"
    sentence = N_(
        "Bạn thuộc đơn vị được chấm nên không được thẩm định. Hãy để cơ quan thẩm định khác chấm tiêu chí này."
    )
    status = 403


class RoundClosed(DomainError):
    code = "index_round_closed"
    sentence = N_(
        "Đợt “%(round)s” đã chốt điểm nên không sửa được nữa. Nếu có sai sót, hãy báo cơ quan chủ trì đợt: "
        "cơ quan ấy sửa điểm kèm lý do rồi công bố lại."
    )


class RoundNotOpen(DomainError):
    code = "index_round_not_open"
    sentence = N_("Đợt “%(round)s” chưa mở. Hãy mở đợt trước.")


class ChangedMeanwhile(DomainError):
    """Somebody saved in between: the second is told who did what when."""

    code = "index_changed_meanwhile"
    sentence = N_(
        "%(who)s vừa %(what)s tiêu chí %(criterion)s lúc %(when)s (%(points)s điểm). "
        "Hãy xem lại điểm mới, rồi lưu nếu vẫn muốn sửa."
    )


def require_at_unit(actor: Actor, permission: str, unit_id: int) -> None:
    """Raises NotAllowed."""
    sentence = {
        SCORE: _("Chỉ người của đơn vị được chấm mới tự chấm, nộp minh chứng, giải trình."),
        APPROVE: _("Chỉ lãnh đạo của đơn vị được chấm mới duyệt bản tự chấm, bản giải trình."),
    }.get(permission)
    policy.require(actor, permission, unit_id=unit_id, sentence=sentence)


def require_manager(actor: Actor, owner_id: int | None) -> None:
    """Of the unit that owns the set or round; what came from a file is for whoever manages. Raises NotAllowed."""
    sentence = _("Chỉ cơ quan chủ trì đợt đánh giá được làm việc này.")
    policy.require(actor, MANAGE, unit_id=owner_id, sentence=sentence)


def may_manage(actor: Actor, owner_id: int | None) -> bool:
    return actor.may(MANAGE, owner_id)


def require_appraiser(actor: Actor, scores: Iterable[Score], round_unit: RoundUnit) -> None:
    """Of the body the criteria are assigned to, and not of the unit that is scored. Raises NotAllowed, OwnUnit."""
    if actor.is_clock:
        return
    require_not_own(actor, round_unit)
    for score in scores:
        policy.require(
            actor, APPRAISE, unit_id=score.appraiser_id or 0,
            sentence=_("Tiêu chí %(code)s do cơ quan khác thẩm định.") % {"code": score.criterion.code},
        )  # fmt: skip


def require_not_own(actor: Actor, round_unit: RoundUnit) -> None:
    """Raises OwnUnit."""
    if actor.unit_id == round_unit.unit_id or works_for(actor, round_unit.unit_id):
        raise OwnUnit


def works_for(actor: Actor, unit_id: int) -> bool:
    """Whether the person, or one he stands in for, holds a position at the unit or in a part of it that day."""
    from congvu.orgs.models import Position, StandIn, UnitUnder

    if actor.person_id is None or actor.on is None:
        return False
    inside = UnitUnder.objects.filter(upper_id=unit_id, during__contains=actor.on).values("lower_id")
    acted_for = StandIn.objects.filter(deputy_id=actor.person_id, during__contains=actor.on).values("person_id")
    held = Position.objects.filter(during__contains=actor.on, unit_id__in=inside)
    return held.filter(Q(person_id=actor.person_id) | Q(person_id__in=acted_for)).exists()


def may_appraise(actor: Actor, body_id: int | None, unit_id: int) -> bool:
    """For buttons: the same without raising."""
    if body_id is None or not actor.may(APPRAISE, body_id):
        return False
    return actor.unit_id != unit_id and not works_for(actor, unit_id)
