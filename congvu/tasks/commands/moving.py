"""What every verb on a task begins with: found within sight, locked, in a state that allows it."""

from datetime import datetime

from congvu.core import tasks as core
from congvu.core.errors import N_, DomainError
from congvu.ledger.record import record
from congvu.ledger.selectors import timeline
from congvu.obligations.kernel import shown
from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotInSight
from congvu.tasks import policy
from congvu.tasks.models import PartRole, Task, TaskPart, TaskState


class MovedOn(DomainError):
    """Somebody was quicker, or the state forbids it: who did what, when, and where the task is now."""

    code = "task_moved_on"
    sentence = N_("%(what)s (%(who)s, %(when)s); nhiệm vụ hiện ở trạng thái “%(state)s”. Hãy tải lại trang.")


class NoPart(DomainError):
    code = "task_no_part"
    sentence = N_("Đơn vị của bạn không có phần trong nhiệm vụ này.")
    status = 403


class ReasonMissing(DomainError):
    code = "task_reason_missing"
    sentence = N_("Hãy ghi lý do, đủ để người nhận làm được ngay.")
    status = 422


def lock(code: str, actor: Actor) -> Task:
    """Within sight and locked. Raises NotInSight."""
    return Task.objects.visible_to(actor).locked(code)


def require(task: Task, verb: core.Verb) -> None:
    """Raises MovedOn."""
    if not core.may(task.state, verb):
        raise moved_on(task)


def go(task: Task, verb: core.Verb, *also: str) -> None:
    task.state = core.after(task.state, verb)
    task.save(update_fields=["state", *also])


def moved_on(task: Task) -> MovedOn:
    latest = timeline("task", task.pk, limit=1)
    state = TaskState(task.state).label
    if not latest:
        return MovedOn(what="", who="", when="", state=state)
    row = latest[-1]
    return MovedOn(what=row.sentence, who=row.person or row.unit or "—", when=shown(row.at), state=state)


def lead_of(task: Task) -> TaskPart:
    return task.parts.select_for_update(of=("self",)).get(role=PartRole.LEAD)


def part_of(task: Task, actor: Actor, part_id: int | None = None) -> TaskPart:
    """The part that the actor works on: the named one, else the one of his, the lead's first. Raises NoPart."""
    parts = list(task.parts.select_for_update(of=("self",)).order_by("-role", "id"))
    if part_id is not None:
        chosen = next((part for part in parts if part.pk == part_id), None)
        if chosen is None:
            raise NotInSight
        policy.require_carry(actor, chosen)
        return chosen
    own = [part for part in parts if policy.may_carry(actor, part) and part.state != "released"]
    if not own:
        policy.require_carry(actor, parts[0])
        raise NoPart
    return next((part for part in own if policy.holds(actor, part)), own[0])


def absorb(gone: TaskPart, into: TaskPart) -> None:
    """The unit of a part that ended has another part now: what it reported and waited for goes along."""
    gone.reports.update(part=into)
    gone.blocks.update(part=into)
    gone.delete()


def require_reason(text: str, field: str = "reason") -> str:
    if not text.strip():
        raise ReasonMissing(field=field)
    return text.strip()


def tell_ledger(task: Task, event: object, *, actor: Actor, at: datetime) -> int:
    return record(event, about=("task", task.pk), actor=actor, at=at)
