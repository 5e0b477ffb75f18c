"""Reminding by hand: one task or many, with an answer for each. Every reminder is kept by `obligations`."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.core.errors import N_, DomainError
from congvu.faces.errors import sentence_of
from congvu.obligations.commands.urging import remind
from congvu.obligations.models import Obligation
from congvu.orgs import policy as rights
from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotAllowed
from congvu.tasks import policy
from congvu.tasks.commands.moving import lock, moved_on
from congvu.tasks.models import Task

MOST = 500
LONGEST = 500


class UrgingTooMany(DomainError):
    code = "task_urging_too_many"
    sentence = N_("Mỗi lần đôn đốc nhiều nhất %(most)s nhiệm vụ; đang chọn %(count)s. Hãy chia thành nhiều lần.")
    status = 422


class UrgingTooLong(DomainError):
    code = "task_urging_too_long"
    sentence = N_("Lời đôn đốc dài %(length)s ký tự, tối đa %(most)s. Hãy viết gọn hơn.")
    status = 422


class NobodyToUrge(DomainError):
    code = "task_urging_nothing"
    sentence = N_("Chưa chọn nhiệm vụ nào để đôn đốc.")
    status = 422


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one of many: `urging_id`, or why not."""

    code: str
    urging_id: int | None
    refused: str = ""


@transaction.atomic
def urge(*, code: str, text: str, actor: Actor, at: datetime) -> int:
    """Remind whoever leads it, with one's own words; the id of the reminder. Raises NotInSight, NotAllowed, MovedOn."""
    if len(text.strip()) > LONGEST:
        raise UrgingTooLong(field="text", length=len(text.strip()), most=LONGEST)
    task = lock(code, actor)
    require_urge(actor, task)
    if task.has_ended:
        raise moved_on(task)
    item = Obligation.objects.select_related("part_of").select_for_update(of=("self",)).get(pk=task.obligation_id or 0)
    return int(remind(item, text=text, actor=actor, at=at).pk)


def urge_many(*, codes: Sequence[str], text: str, actor: Actor, at: datetime) -> list[Answer]:
    """Each in a transaction of its own: one that cannot be reminded of stops no other. Same order, each code once."""
    wanted = list(dict.fromkeys(code for code in codes if code))
    if not wanted:
        raise NobodyToUrge(field="rows")
    if len(wanted) > MOST:
        raise UrgingTooMany(field="rows", count=len(wanted), most=MOST)
    if len(text.strip()) > LONGEST:
        raise UrgingTooLong(field="text", length=len(text.strip()), most=LONGEST)
    return [_try(code, text, actor, at) for code in wanted]


def _try(code: str, text: str, actor: Actor, at: datetime) -> Answer:
    try:
        return Answer(code, urge(code=code, text=text, actor=actor, at=at))
    except rights.NotInSight:
        return Answer(code, None, _("Không có nhiệm vụ này trong phạm vi bạn được xem."))
    except DomainError as refusal:
        return Answer(code, None, sentence_of(refusal))


def may_urge(actor: Actor, task: Task) -> bool:
    """The assigner's side, or who may urge in the unit that leads it."""
    return policy.may_answer(actor, task) or actor.may("obligations.urge", task.lead_unit_id)


def require_urge(actor: Actor, task: Task) -> None:
    if not may_urge(actor, task):
        raise NotAllowed(
            sentence=_("Chỉ nơi giao, văn phòng theo dõi hoặc lãnh đạo của đơn vị chủ trì mới đôn đốc được.")
        )
