"""What the search page finds here: tasks in sight, by code, content, product, the number of their paper."""

from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext_lazy

from congvu.core.errors import DomainError
from congvu.core.numbering import parse_task_number
from congvu.faces import search
from congvu.tasks.selectors.listing import TaskFilter, task_rows


def register_all() -> None:
    search.register(
        search.Source("tasks", gettext_lazy("Nhiệm vụ"), "list-check", _tasks, order=20, permission="tasks.see")
    )


def _tasks(asked: search.Asked) -> search.Found:
    page = task_rows(actor=asked.actor, filters=TaskFilter(query=asked.text), now=asked.now, size=asked.most)
    hits = tuple(
        search.Hit(
            row.content, reverse("tasks:detail", args=[row.code]), row.code,
            " · ".join(part for part in (row.lead, row.directive) if part), deadline=row.deadline,
        )
        for row in page.rows
    )  # fmt: skip
    exact = hits[0].url if page.count == 1 and _is_code(asked.text) else ""
    return search.Found(hits, page.count, f"{reverse('tasks:list')}?{urlencode({'q': asked.text})}", exact)


def _is_code(text: str) -> bool:
    try:
        parse_task_number(text)
    except DomainError:
        return False
    return True
