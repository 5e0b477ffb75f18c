"""Who may do which step, and why not. A step goes to a kind of person at a unit; that kind is a permission."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from congvu.core.errors import N_, DomainError
from congvu.core.process import Role
from congvu.dossiers.models import Dossier, StepRun
from congvu.obligations.models import Part
from congvu.orgs import policy
from congvu.orgs.actor import Actor

SEE = "dossiers.see"
RECEIVE = "dossiers.receive"
ASSIGN = "dossiers.assign"
REVEAL = "dossiers.reveal"

PERMISSION = {
    Role.RECEIVING: RECEIVE,
    Role.SPECIALIST: "dossiers.process",
    Role.DIVISION_HEAD: "dossiers.review",
    Role.SIGNING_LEADER: "dossiers.approve",
    Role.CLERK: "dossiers.issue",
    Role.RETURNING: "dossiers.return",
}

NEEDED = {
    Role.RECEIVING: N_("Bước “%(step)s” dành cho người tiếp nhận của đơn vị đang giữ hồ sơ."),
    Role.SPECIALIST: N_("Bước “%(step)s” dành cho chuyên viên của đơn vị đang giữ hồ sơ."),
    Role.DIVISION_HEAD: N_("Bước “%(step)s” dành cho lãnh đạo phòng của đơn vị đang giữ hồ sơ."),
    Role.SIGNING_LEADER: N_("Bước “%(step)s” dành cho lãnh đạo ký của đơn vị đang giữ hồ sơ."),
    Role.CLERK: N_("Bước “%(step)s” dành cho văn thư hoặc chuyên viên của đơn vị đang giữ hồ sơ."),
    Role.RETURNING: N_("Bước “%(step)s” dành cho người trả kết quả của đơn vị đang giữ hồ sơ."),
}


class HeldBySomebodyElse(DomainError):
    """The step has a holder, and it is not the actor."""

    code = "held_by_somebody_else"
    sentence = N_("%(person)s đã nhận bước “%(step)s” lúc %(when)s. Hãy liên hệ người đó hoặc nhờ lãnh đạo giao lại.")


def may_do(actor: Actor, run: StepRun) -> bool:
    """Whether the actor is of the kind of person the step needs, for this field, at the unit that holds it."""
    return actor.may(PERMISSION[Role(run.role)], run.unit_id, run.dossier.category_id)


def may_at_part(actor: Actor, permissions: Iterable[str], dossier: Dossier) -> bool:
    """Whether one of the permissions is held, for this field, at a unit that has a part in the dossier. One query.

    What somebody may do at another unit does not count here, even where the dossier is seen for another reason.
    """
    if actor.is_clock:
        return True
    units = set(Part.objects.filter(subject_kind="dossier", subject_id=dossier.pk).values_list("unit_id", flat=True))
    reaches = [actor.reach(permission) for permission in permissions]
    return any(reach.holds(unit, dossier.category_id) for reach in reaches for unit in units)


def require_step(actor: Actor, run: StepRun) -> None:
    """Raises NotAllowed."""
    role = Role(run.role)
    sentence = _(NEEDED[role]) % {"step": run.name}
    policy.require(actor, PERMISSION[role], unit_id=run.unit_id, category_id=run.dossier.category_id, sentence=sentence)


def require_counter(actor: Actor, dossier: Dossier, sentence: str) -> None:
    """Raises NotAllowed unless the actor receives such dossiers where this one was received."""
    policy.require(actor, RECEIVE, unit_id=dossier.received_unit_id, category_id=dossier.category_id, sentence=sentence)


class NoSeat(DomainError):
    """The actor acts for no unit."""

    code = "no_seat"
    sentence = N_("Bạn chưa có vị trí ở đơn vị nào hôm nay nên chưa tiếp nhận được. Hãy liên hệ quản trị.")
    status = 403


def seat_of(actor: Actor) -> int:
    """The unit in whose name the actor acts. Raises NoSeat."""
    if actor.unit_id is None:
        raise NoSeat
    return actor.unit_id


def person_of(actor: Actor) -> int:
    """The person who acts; the clock alone signs nothing. Raises NoSeat."""
    if actor.person_id is None:
        raise NoSeat
    return actor.person_id
