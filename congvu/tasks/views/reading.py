"""Reading: list, board, export, one task, its files; directives, clause by clause."""

from datetime import date
from typing import Any

from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_safe

from congvu.faces.lists import ListState
from congvu.files.models import Attachment
from congvu.files.views import serve
from congvu.orgs.doors import door
from congvu.tasks import samplers
from congvu.tasks.pages.dialogs import dialogs
from congvu.tasks.pages.directive import board_page, directive_page
from congvu.tasks.pages.export import csv_export, xlsx_export
from congvu.tasks.pages.listing import directive_table, task_table
from congvu.tasks.pages.matter import clause_badge, matter_page
from congvu.tasks.selectors import directives
from congvu.tasks.selectors.listing import TaskFilter, all_rows, board, task_rows
from congvu.tasks.selectors.matter import matter, seen
from congvu.tasks.unit_names import choices

SEE = "tasks.see"


def filters_of(state: ListState) -> TaskFilter:
    return TaskFilter(
        query=state.get("q"), state=state.get("tt"), timeliness=state.get("han"), whose=state.get("cua"),
        field=_id(state.get("lv")), lead=_id(state.get("chu-tri")), assigner=_id(state.get("nguoi-giao")),
        directive=_id(state.get("van-ban")), urgency=state.get("khan"), starred=state.get("sao") == "1",
        assigned_since=_day(state.get("tu")), assigned_until=_day(state.get("den")),
        due_until=_day(state.get("toi-han")),
    )  # fmt: skip


def _id(text: str) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 18 else None


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@require_safe
@door(kind="list", room="tasks", permission=SEE, rows=samplers.codes_shown, sample=samplers.list_sample)
def task_list(request: Any) -> HttpResponse:
    state = ListState.of(request, default_sort="-giao", sorts=("giao", "han"), key="tasks")
    page = task_rows(
        actor=request.actor, filters=filters_of(state), sort=state.sort, after=state.after, now=request.now
    )
    context = {
        "table": task_table(page, state, request),
        "q": state.get("q"),
        "may_give": request.actor.may("tasks.assign"),
    }
    return render(request, "tasks/list.html", context)


@require_safe
@door(kind="page", room="tasks", permission=SEE, sample=samplers.board_sample)
def task_board(request: Any) -> HttpResponse:
    state = ListState.of(request, key="tasks")
    lanes = board(actor=request.actor, filters=filters_of(state), now=request.now)
    return render(request, "tasks/board.html", board_page(lanes, state))


@require_safe
@door(kind="export", room="tasks", permission=SEE, rows=samplers.codes_in_csv, sample=samplers.export_sample)
def task_export(request: Any, kind: str) -> HttpResponse | StreamingHttpResponse:
    """The same rows as a file."""
    rows = all_rows(actor=request.actor, filters=filters_of(ListState.of(request)), now=request.now)
    return csv_export(rows) if kind == "csv" else xlsx_export(rows)


@require_safe
@door(kind="detail", room="tasks", permission=SEE, sample=samplers.detail_sample)
def task_detail(request: Any, code: str) -> HttpResponse:
    return show(request, code)


def show(request: Any, code: str, *, status: int = 200, typed: Any = None, refused: str = "") -> HttpResponse:
    """The task page; after a refused act again, with what was typed and why."""
    m = matter(code, actor=request.actor, at=request.now)
    clauses = []
    if m.task.directive is not None:
        clauses = directives.clause_statuses(m.task.directive, actor=request.actor, now=request.now, shown=1)
    context = {
        "m": m, "page": matter_page(m, now=request.now, today=request.today), "refused": refused,
        "dialogs": dialogs(m, request.today, typed or {}), "unit_names": choices(request.today),
        "clauses": [(one, clause_badge(one)) for one in clauses],
    }  # fmt: skip
    return render(request, "tasks/detail.html", context, status=status)


@require_safe
@door(kind="file", room="tasks", permission=SEE)
def attachment(request: Any, code: str, attachment_id: int) -> StreamingHttpResponse:
    task = seen(code, request.actor)
    found = get_object_or_404(Attachment.objects.about("task", task.pk).select_related("stored_file"), pk=attachment_id)
    return serve(found)


@require_safe
@door(kind="list", room="tasks", permission=SEE, rows=samplers.directives_shown, sample=samplers.directives_sample)
def directive_list(request: Any) -> HttpResponse:
    state = ListState.of(request, key="directives")
    page = directives.directive_rows(actor=request.actor, query=state.get("q"), after=state.after, now=request.now)
    context = {
        "table": directive_table(page, state, request), "q": state.get("q"),
        "may_give": request.actor.may("tasks.assign"),
    }  # fmt: skip
    return render(request, "tasks/directives.html", context)


@require_safe
@door(kind="detail", room="tasks", permission=SEE)
def directive_detail(request: Any, directive_id: int) -> HttpResponse:
    return show_directive(request, directive_id)


def show_directive(request: Any, directive_id: int, *, status: int = 200, refused: str = "") -> HttpResponse:
    found = directives.directive_matter(directive_id, actor=request.actor, now=request.now)
    context = {"d": found, "page": directive_page(found), "refused": refused}
    return render(request, "tasks/directive.html", context, status=status)


@require_safe
@door(kind="file", room="tasks", permission=SEE)
def directive_attachment(request: Any, directive_id: int, attachment_id: int) -> StreamingHttpResponse:
    directive = directives.seen(directive_id, request.actor)
    found = Attachment.objects.about("directive", directive.pk).select_related("stored_file").filter(pk=attachment_id)
    if (one := found.first()) is None:
        raise Http404
    return serve(one)
