"""What reminders were sent about tasks in sight, the latest first."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q

from congvu.core.clock import day_of
from congvu.obligations.models import Urging
from congvu.obligations.names import unit_names
from congvu.orgs.actor import Actor
from congvu.orgs.models import Person
from congvu.tasks.models import Task

PAGE = 50


@dataclass(frozen=True, slots=True)
class SentRow:
    id: int
    code: str
    content: str
    rung: str
    to: str
    by: str
    text: str
    sent_at: datetime


def sent(
    *, actor: Actor, after: tuple[datetime, int] | None = None, rung: str = ""
) -> tuple[list[SentRow], tuple[str, int] | None]:
    """A page and the key of the next one. Five queries."""
    items = Task.objects.visible_to(actor).filter(obligation_id__isnull=False).values("obligation_id")
    found = Urging.objects.filter(item_id__in=items)
    if rung:
        found = found.filter(rung=rung)
    if after is not None:
        at, pk = after
        found = found.filter(Q(sent_at__lt=at) | Q(sent_at=at, pk__lt=pk))
    page = list(found.order_by("-sent_at", "-id")[: PAGE + 1])
    rows = described(page[:PAGE])
    last = page[PAGE - 1] if len(page) > PAGE else None
    return rows, (last.sent_at.isoformat(), last.pk) if last else None


def described(urgings: Sequence[Urging]) -> list[SentRow]:
    if not urgings:
        return []
    tasks = {
        task.obligation_id: task
        for task in Task.objects.filter(obligation_id__in=[one.item_id for one in urgings]).order_by("id")
    }
    people = dict(
        Person.objects.filter(pk__in={pk for one in urgings for pk in (one.to_person_id, one.sent_by_id) if pk})
        .order_by("id")
        .values_list("id", "full_name")
    )
    names = unit_names({one.to_unit_id for one in urgings}, day_of(urgings[0].sent_at), short=True)
    return [
        SentRow(
            one.pk,
            tasks[one.item_id].code,
            tasks[one.item_id].content,
            one.rung,
            people.get(one.to_person_id or 0) or names.get(one.to_unit_id, ""),
            people.get(one.sent_by_id or 0, ""),
            one.text,
            one.sent_at,
        )
        for one in urgings
        if one.item_id in tasks
    ]
