"""The next version of a procedure: draft, rows, publishing; versions side by side."""

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from congvu.catalog import commands, selectors
from congvu.catalog.commands.versions import NoDraft
from congvu.catalog.editing import after_press, pressed, typed_rows
from congvu.catalog.pages.versions import TABLES, VersionForm, comparison_page, draft_page, facts_typed
from congvu.core.errors import DomainError
from congvu.faces.confirm import needs_confirmation
from congvu.faces.errors import sentence_of
from congvu.faces.parts import Confirm
from congvu.orgs.doors import door

DISCARD = Confirm(
    gettext_lazy("Bỏ dự thảo này? Những gì đã soạn sẽ mất."), title=gettext_lazy("Bỏ dự thảo"),
    yes=gettext_lazy("Bỏ dự thảo"),
)  # fmt: skip


@require_POST
@door(kind="act", room="catalog", permission="catalog.manage")
def draft(request: Any, code: str) -> HttpResponse:
    commands.draft_version(code=code, actor=request.actor, at=request.now)
    return redirect("catalog:draft", code)


def _show(request: Any, code: str, *, status: int = 200, **more: Any) -> HttpResponse:
    row = selectors.draft_of(code)
    if row is None:
        raise NoDraft(code=code)
    context = {"page": draft_page(row, actor=request.actor, **more), "today": request.today}
    return render(request, "catalog/draft.html", context, status=status)


@door(kind="form", room="catalog", permission="catalog.manage")
def edit(request: Any, code: str) -> HttpResponse:
    if request.method != "POST":
        return _show(request, code)
    form = VersionForm(request.POST)
    tables = {key: typed_rows(request.POST, key, TABLES[key][2]) for key in TABLES}
    if (op := pressed(request.POST)) and op[0] in TABLES:
        tables[op[0]], row = after_press(tables[op[0]], op[1], op[2], TABLES[op[0]][2])
        return _show(request, code, form=VersionForm(initial=request.POST.dict()), tables=tables, focus=(op[0], row))
    if form.is_valid():
        try:
            commands.save_draft(code=code, facts=facts_typed(form, tables), actor=request.actor, at=request.now)
        except DomainError as error:
            if error.status != 422:
                raise
            form.add_error(error.field if error.field in form.fields else None, sentence_of(error))
        else:
            messages.success(request, _("Đã lưu dự thảo."))
            return redirect("catalog:draft", code)
    return _show(request, code, status=422, form=form, tables=tables)


def day_from(text: str) -> date | None:
    """A day as a date field sends it."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@require_POST
@door(kind="act", room="catalog", permission="catalog.publish")
def publish(request: Any, code: str) -> HttpResponse:
    from_day = day_from(request.POST.get("effective_from", "")) or request.today
    version = commands.publish_version(code=code, effective_from=from_day, actor=request.actor, at=request.now)
    messages.success(request, _("Đã công bố phiên bản %(number)s.") % {"number": version.number})
    return redirect("catalog:detail", code)


@require_POST
@door(kind="act", room="catalog", permission="catalog.manage")
@needs_confirmation(DISCARD)
def discard(request: Any, code: str) -> HttpResponse:
    commands.discard_draft(code=code, actor=request.actor, at=request.now)
    messages.success(request, _("Đã bỏ dự thảo."))
    return redirect("catalog:detail", code)


def number_from(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


@require_safe
@door(kind="detail", room="catalog", audience="signed_in")
def comparison(request: Any, code: str) -> HttpResponse:
    old, new = (number_from(request.GET.get(name, "")) for name in ("tu", "den"))
    page = comparison_page(code, old=old, new=new, day=request.today)
    return render(request, "catalog/comparison.html", {"page": page})
