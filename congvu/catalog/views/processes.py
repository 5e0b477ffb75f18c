"""A process: read, drafted, edited as a table, published, taken along as BPMN."""

from datetime import datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from congvu.catalog import commands, selectors
from congvu.catalog.bpmn import bpmn_of
from congvu.catalog.editing import filled_rows, pressed, typed_rows
from congvu.catalog.pages.processes import COLUMNS, process_page, steps_after_press, table_rows
from congvu.catalog.processes import process_value
from congvu.catalog.views.versions import DISCARD, day_from
from congvu.core.errors import DomainError
from congvu.core.process.table import standard_ways, with_waits
from congvu.faces.confirm import needs_confirmation
from congvu.faces.errors import sentence_of
from congvu.orgs.doors import door


@require_POST
@door(kind="act", room="catalog", permission="catalog.manage")
def draft(request: Any, code: str) -> HttpResponse:
    process = commands.draft_process(code=code, actor=request.actor, at=request.now)
    return redirect("catalog:process", code, process.number)


def _show(request: Any, code: str, number: int, *, status: int = 200, refused: str = "", **more: Any) -> HttpResponse:
    page = process_page(code, number, actor=request.actor, **more)
    context = {"page": page, "refused": refused, "today": request.today, "typed": request.POST}
    return render(request, "catalog/process.html", context, status=status)


@require_safe
@door(kind="detail", room="catalog", audience="signed_in")
def process(request: Any, code: str, number: int) -> HttpResponse:
    return _show(request, code, number)


@require_POST
@door(kind="act", room="catalog", permission="catalog.manage")
def save(request: Any, code: str, number: int) -> HttpResponse:
    rows = typed_rows(request.POST, "steps", COLUMNS)
    if op := pressed(request.POST):
        rows, focus = steps_after_press(rows, op[1], op[2])
        return _show(request, code, number, rows=rows, focus=focus)
    table = table_rows(filled_rows(rows, COLUMNS))
    try:
        if request.POST.get("op") == "standard":
            table = standard_ways(with_waits(table))
        commands.save_process(
            code=code, number=number, rows=table, name=request.POST.get("name", ""),
            decision_no=request.POST.get("decision_no", ""), seen=_seen(request.POST.get("seen", "")),
            actor=request.actor, at=request.now,
        )  # fmt: skip
    except DomainError as error:
        wrong = error.field or ""
        return _show(request, code, number, rows=rows, status=error.status, refused=sentence_of(error), wrong=wrong)
    messages.success(request, _("Đã lưu dự thảo."))
    return redirect("catalog:process", code, number)


def _seen(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


@require_POST
@door(kind="act", room="catalog", permission="catalog.publish")
def publish(request: Any, code: str, number: int) -> HttpResponse:
    from_day = day_from(request.POST.get("effective_from", "")) or request.today
    try:
        commands.publish_process(code=code, number=number, effective_from=from_day, actor=request.actor, at=request.now)
    except DomainError as error:
        if error.status != 422:
            raise
        return _show(request, code, number, status=422, refused=sentence_of(error))
    messages.success(request, _("Đã công bố quy trình, bản %(number)s.") % {"number": number})
    return redirect("catalog:process", code, number)


@require_POST
@door(kind="act", room="catalog", permission="catalog.manage")
@needs_confirmation(DISCARD)
def discard(request: Any, code: str, number: int) -> HttpResponse:
    commands.discard_process(code=code, number=number, actor=request.actor, at=request.now)
    messages.success(request, _("Đã bỏ dự thảo."))
    return redirect("catalog:detail", code)


@require_safe
@door(kind="file", room="catalog", audience="signed_in")
def bpmn(request: Any, code: str, number: int) -> HttpResponse:
    """The process as BPMN 2.0, for drawing tools."""
    row = selectors.process_numbered(code, number)
    content = bpmn_of(process_value(row), identifier=f"p_{code.replace('.', '_')}_{number}")
    answer = HttpResponse(content, content_type="application/xml; charset=utf-8")
    answer.headers["Content-Disposition"] = f'attachment; filename="{code}-{number}.bpmn"'
    return answer
