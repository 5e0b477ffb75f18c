"""More time: asked before due with as much lead as the rules want, not too often, answered by the assigner.

Kept by `obligations` (the original day stays in its story); here are the room's rules and what follows.
"""

from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.core.clock import day_of, working_days_between
from congvu.core.errors import N_, DomainError
from congvu.core.tasks import ChildDueLater
from congvu.obligations import calendars
from congvu.obligations.commands.extension import answer_extension, ask
from congvu.obligations.models import Extension, Obligation
from congvu.obligations.subjects import Extending
from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotAllowed, NotInSight
from congvu.tasks import clocks, notices, policy
from congvu.tasks.commands.moving import lead_of, lock, moved_on
from congvu.tasks.models import Approver, Task, TaskState
from congvu.tasks.rules import rules_for


class ExtensionTooLate(DomainError):
    code = "task_extension_too_late"
    sentence = N_("Phải xin gia hạn trước hạn ít nhất %(days)s ngày làm việc; hạn là %(due)s. Hãy báo cáo nơi giao.")


class ExtensionsUsedUp(DomainError):
    code = "task_extensions_used_up"
    sentence = N_("Nhiệm vụ đã được gia hạn %(count)s lần, quy tắc chỉ cho %(most)s lần. Hãy báo cáo nơi giao.")


class ClaimWaits(DomainError):
    code = "task_claim_waits"
    sentence = N_("Đã báo hoàn thành và đang chờ nơi giao trả lời nên không xin gia hạn lúc này.")


@transaction.atomic
def ask_extension(*, code: str, until_on: date, why: str, actor: Actor, at: datetime) -> int:
    """By who works on it; the id of the request. Raises what obligations and the rules above refuse."""
    task = lock(code, actor)
    policy.require_carry(actor, lead_of(task))
    if task.has_ended:
        raise moved_on(task)
    require_within(task.parent, until_on)
    return ask(_item(task), why=why, until_on=until_on, actor=actor, at=at)


@transaction.atomic
def decide_extension(
    *, code: str, extension_id: int, granted: bool, answer: str = "", actor: Actor, at: datetime
) -> Task:
    """By the assigner, never by who asked."""
    task = lock(code, actor)
    if not Extension.objects.filter(pk=extension_id, item_id=task.obligation_id).exists():
        raise NotInSight
    if not may_answer(actor, task.pk):
        raise NotAllowed(sentence=_("Chỉ nơi giao có thẩm quyền mới trả lời đề nghị gia hạn."))
    answer_extension(_item(task), extension_id, granted=granted, answer=answer, actor=actor, at=at)
    task.refresh_from_db()
    return task


def _item(task: Task) -> Obligation:
    return Obligation.objects.select_related("part_of").select_for_update(of=("self",)).get(pk=task.obligation_id or 0)


def require_within(whole: Task | None, until_on: date | None) -> None:
    """A piece is not due after the whole. Raises ChildDueLater."""
    due_at = whole and Obligation.objects.values_list("due_at", flat=True).get(pk=whole.obligation_id or 0)
    if due_at and (until_on is None or until_on > day_of(due_at)):
        shown = f"{until_on:%d/%m/%Y}" if until_on else "—"
        raise ChildDueLater(field="due_on", child=shown, due=f"{day_of(due_at):%d/%m/%Y}")


def check(task_id: int, at: datetime) -> None:
    """Lead days and how many: settings of the unit that gives (docs/rules/tasks.md)."""
    task = Task.objects.get(pk=task_id)
    if task.state == TaskState.CLAIMED:
        raise ClaimWaits
    rules = rules_for(task.assigner_unit_id, day_of(at))
    if task.extensions >= rules.extension_most:
        raise ExtensionsUsedUp(count=task.extensions, most=rules.extension_most)
    item = Obligation.objects.get(pk=task.obligation_id or 0)
    if rules.extension_lead_days and item.due_at is not None:
        calendar = calendars.in_force(item.calendar_id).calendar
        if working_days_between(day_of(at), day_of(item.due_at), calendar) < rules.extension_lead_days:
            raise ExtensionTooLate(days=rules.extension_lead_days, due=f"{day_of(item.due_at):%d/%m/%Y}")


def may_answer(actor: Actor, task_id: int) -> bool:
    """The assigner's side; only a leader there where the rules say so (then not the office)."""
    task = Task.objects.get(pk=task_id)
    on = actor.on or day_of(task.entered_at)
    if rules_for(task.assigner_unit_id, on).extension_approver == Approver.LEADER:
        return actor.is_clock or actor.may(policy.ACCEPT, task.assigner_unit_id)
    return policy.may_answer(actor, task)


def asked(task_id: int, extension_id: int, at: datetime) -> None:
    task = Task.objects.get(pk=task_id)
    clocks.must_answer(task, clocks.EXTENSION, extension_id, at=at)
    people = [task.entered_by_id, task.assigner_person_id]
    notices.tell(task, people, "extension_asked", event=extension_id, at=at, of="extension")


def answered(task_id: int, extension_id: int, granted: bool, at: datetime) -> None:
    clocks.answered(clocks.EXTENSION, extension_id, outcome="granted" if granted else "refused", at=at)
    if granted:
        task = Task.objects.get(pk=task_id)
        task.extensions += 1
        task.save(update_fields=["extensions"])


EXTENDING = Extending(check, may_answer, asked, answered)
