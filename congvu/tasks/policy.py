"""Who may do what with a task. The assigner's side, the lead's side, a coordinating unit's side."""

from django.utils.translation import gettext as _

from congvu.core.errors import N_, DomainError
from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotAllowed
from congvu.tasks.models import PartRole, Task, TaskPart
from congvu.tasks.sight import bodies_of

SEE, ASSIGN, ACCEPT, CARRY = "tasks.see", "tasks.assign", "tasks.accept", "tasks.carry"
SETTINGS = "tasks.settings"


class OwnClaim(DomainError):
    """Nobody says of his own work that it is done well enough."""

    code = "task_own_claim"
    sentence = N_(
        "Bạn là người báo hoàn thành nên không tự chấp nhận hay trả lại; hãy để người khác ở nơi giao trả lời."
    )
    status = 403


class NoSeat(DomainError):
    code = "no_seat"
    sentence = N_("Bạn chưa có vị trí ở đơn vị nào hôm nay nên chưa giao việc được. Hãy liên hệ quản trị.")
    status = 403


def may_for(actor: Actor, permission: str, unit_id: int) -> bool:
    """The permission at the unit, or the office of that unit."""
    return actor.is_clock or actor.may(permission, unit_id) or unit_id in bodies_of(actor)


def may_give(actor: Actor, unit_id: int) -> bool:
    return may_for(actor, ASSIGN, unit_id)


def may_answer(actor: Actor, task: Task) -> bool:
    """Whether the actor answers claims, objections and extensions for the assigner."""
    return may_for(actor, ACCEPT, task.assigner_unit_id)


def may_steer(actor: Actor, task: Task) -> bool:
    """Whether the actor withdraws, stars, changes parts for the assigner."""
    return may_for(actor, ASSIGN, task.assigner_unit_id)


def holds(actor: Actor, part: TaskPart) -> bool:
    return actor.is_clock or (part.person_id is not None and part.person_id in actor.reach(SEE).persons)


def may_carry(actor: Actor, part: TaskPart) -> bool:
    """Whether the actor works on this part: its person, or who acts for the unit."""
    return holds(actor, part) or actor.may(CARRY, part.unit_id)


def may_share_out(actor: Actor, part: TaskPart) -> bool:
    """Whether the actor names the person and splits: who gives work in that unit, or the lead's person himself."""
    return actor.is_clock or actor.may(ASSIGN, part.unit_id) or (part.role == PartRole.LEAD and holds(actor, part))


def require_give(actor: Actor, unit_id: int) -> None:
    if not may_give(actor, unit_id):
        raise NotAllowed(
            sentence=_(
                "Bạn không được giao nhiệm vụ nhân danh đơn vị này; hãy chọn đơn vị của bạn hoặc nhờ văn phòng."
            ),
            field="unit",
        )


def require_answer(actor: Actor, task: Task) -> None:
    if not may_answer(actor, task):
        raise NotAllowed(sentence=_("Chỉ nơi giao hoặc văn phòng theo dõi của nơi giao mới trả lời được."))


def require_steer(actor: Actor, task: Task) -> None:
    if not may_steer(actor, task):
        raise NotAllowed(sentence=_("Chỉ nơi giao hoặc văn phòng theo dõi của nơi giao mới làm được việc này."))


def require_carry(actor: Actor, part: TaskPart) -> None:
    if not may_carry(actor, part):
        raise NotAllowed(sentence=_("Chỉ người được phân công hoặc người thay mặt đơn vị mới làm được việc này."))


def require_share_out(actor: Actor, part: TaskPart) -> None:
    if not may_share_out(actor, part):
        raise NotAllowed(sentence=_("Chỉ người giao việc trong đơn vị giữ phần này mới phân công, chia việc được."))


def seat_of(actor: Actor) -> int:
    """The unit in whose name the actor acts. Raises NoSeat."""
    if actor.unit_id is None:
        raise NoSeat
    return actor.unit_id
