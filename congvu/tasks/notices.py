"""Telling people about tasks: under the bell, and by mail. One notice a unit, however many tasks it was given."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from congvu.core.clock import day_of
from congvu.notices.defer import notify
from congvu.notices.kinds import notice
from congvu.obligations.chiefs import chiefs_of
from congvu.tasks.models import Directive, Task, TaskPart

FEW = 20
WORDS = {
    "given": gettext_noop("Được giao nhiệm vụ"),
    "claimed": gettext_noop("Đơn vị báo hoàn thành, chờ chấp nhận"),
    "accepted": gettext_noop("Được chấp nhận hoàn thành"),
    "returned": gettext_noop("Bị trả lại, chưa đạt yêu cầu"),
    "withdrawn": gettext_noop("Nhiệm vụ được thu hồi"),
    "objected": gettext_noop("Đơn vị từ chối hoặc đề nghị chuyển nhiệm vụ"),
    "objection_agreed": gettext_noop("Đề nghị về nhiệm vụ được đồng ý"),
    "objection_refused": gettext_noop("Đề nghị về nhiệm vụ không được đồng ý"),
    "extension_asked": gettext_noop("Đơn vị đề nghị gia hạn, chờ trả lời"),
    "blocked": gettext_noop("Đơn vị khác báo đang chờ bạn"),
}


@notice("task.notice", mails=True, icon="checklist")
@dataclass(frozen=True, slots=True)
class TaskNotice:
    """`said`: what a person added in his own words."""

    what: str
    code: str
    title: str
    said: str = ""

    def sentence(self) -> str:
        text = f"{_(WORDS[self.what])}: {self.code} – {self.title}"
        return f"{text} ({self.said})" if self.said else text

    def url(self) -> str:
        return reverse("tasks:detail", args=[self.code])


@notice("task.weekly_list", mails=True, icon="calendar-event")
@dataclass(frozen=True, slots=True)
class WeeklyList:
    """A unit's share of the week, to its chiefs."""

    overdue: int
    due: int
    silent: int

    def sentence(self) -> str:
        return _("Danh sách đôn đốc trong tuần: quá hạn %(overdue)s, đến hạn %(due)s, không cập nhật %(silent)s") % {
            "overdue": self.overdue, "due": self.due, "silent": self.silent,
        }  # fmt: skip

    def url(self) -> str:
        return reverse("following:weekly")


@notice("task.many_given", mails=True, icon="checklist")
@dataclass(frozen=True, slots=True)
class ManyGiven:
    count: int
    paper: str

    def sentence(self) -> str:
        known = {"count": self.count, "paper": self.paper}
        return (
            _("Được giao %(count)s nhiệm vụ từ %(paper)s") % known
            if self.paper
            else _("Được giao %(count)s nhiệm vụ") % known
        )

    def url(self) -> str:
        return f"{reverse('tasks:list')}?cua=don-vi"


def tell(
    task: Task, people: Iterable[int | None], what: str, *, event: int, at: datetime, said: str = "", of: str = "event"
) -> None:
    told = sorted({person for person in people if person is not None})
    if told:
        message = TaskNotice(what, task.code, short(task.content), said)
        notify(told, message, about=("task", task.pk), key=f"{of}:{event}", at=at)


def chiefs(unit_id: int, at: datetime) -> tuple[int, ...]:
    return chiefs_of([unit_id], day_of(at)).get(unit_id, ())


def given(
    made: Sequence[Task], leads: Sequence[TaskPart], helpers: Sequence[TaskPart], directive: Directive | None, *,
    at: datetime,
) -> None:  # fmt: skip
    """Chiefs of each unit, or the person named: one notice for one task, one for all of a directive."""
    by_people: dict[tuple[int, ...], list[Task]] = {}
    leading = chiefs_of({part.unit_id for part in (*leads, *helpers)}, day_of(at))
    for part in (*leads, *helpers):
        people = (part.person_id,) if part.person_id else leading.get(part.unit_id, ())
        if people:
            by_people.setdefault(people, []).append(part.task)
    paper = directive.name if directive else ""
    about = ("task", made[0].pk)
    same: dict[TaskNotice | ManyGiven, set[int]] = {}
    for people, tasks in by_people.items():
        one = len(tasks) == 1 and len(made) <= FEW
        message = TaskNotice("given", tasks[0].code, short(tasks[0].content)) if one else ManyGiven(len(tasks), paper)
        same.setdefault(message, set()).update(people)
    for message, told in same.items():
        notify(told, message, about=about, key=f"task:given:{made[0].pk}", at=at)


def short(text: str) -> str:
    """Enough to know it by."""
    line = " ".join(text.split())
    return line if len(line) <= 140 else line[:139].rstrip() + "…"
