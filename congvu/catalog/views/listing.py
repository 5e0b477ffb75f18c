"""The catalogue's pages: the list, one procedure, the review queue."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from congvu.catalog import commands, selectors
from congvu.catalog.commands.doubts import LimitMissing
from congvu.catalog.pages import procedures as pages
from congvu.core.errors import DomainError
from congvu.faces.errors import sentence_of
from congvu.faces.lists import ListState
from congvu.orgs.doors import door


@require_safe
@door(kind="list", room="catalog", audience="signed_in")
def procedure_list(request: Any) -> HttpResponse:
    state = ListState.of(request, default_sort="ma", sorts=("ma",), key="procedures")
    page = selectors.procedures(
        day=request.today, query=state.get("q"), field=state.get("lv"), level=state.get("cap"), only=state.get("loc"),
        after=state.after,
    )  # fmt: skip
    table = pages.procedure_table(page, state, fields=selectors.fields(day=request.today))
    may_manage = request.actor.may("catalog.manage")
    open_doubts = selectors.open_doubts() if may_manage else 0
    context = {"table": table, "q": state.get("q"), "open_doubts": open_doubts, "may_manage": may_manage}
    return render(request, "catalog/list.html", context)


@require_safe
@door(kind="detail", room="catalog", audience="signed_in")
def procedure_detail(request: Any, code: str) -> HttpResponse:
    return _detail(request, code)


def _detail(request: Any, code: str, **more: Any) -> HttpResponse:
    page = pages.procedure_page(code, day=request.today, actor=request.actor)
    return render(request, "catalog/detail.html", {"page": page, **more}, status=more.get("status", 200))


@require_safe
@door(kind="list", room="catalog", permission="catalog.manage")
def review(request: Any) -> HttpResponse:
    return _queue(request)


def _queue(request: Any, *, status: int = 200, refused: dict[str, Any] | None = None) -> HttpResponse:
    state = ListState.of(request, key="doubts")
    rows, count, next_key = selectors.review_queue(
        day=request.today, about=state.get("ve"), procedure=state.get("tt"), code=state.get("loi"), after=state.after
    )
    filters = (state.choice("ve", _("Về"), pages.ABOUT), state.typed("tt", _("Mã thủ tục")))
    context = {
        "rows": rows, "count": count, "filters": filters, "paging": state.paging(next_key), "refused": refused or {},
        "about": {key: str(label) for key, label in pages.ABOUT}, "deciders": selectors.deciders(day=request.today),
    }  # fmt: skip
    return render(request, "catalog/review.html", context, status=status)


@require_POST
@door(kind="act", room="catalog", permission="catalog.manage")
def settle(request: Any, item_id: int) -> HttpResponse:
    said = {"settlement": request.POST.get("settlement", ""), "limit": request.POST.get("limit", "")}
    who = {"item_id": item_id, "settlement": said["settlement"], "actor": request.actor, "at": request.now}
    decision = request.POST.get("decision", "")
    try:
        if decision == "corrected" and not said["limit"].strip():
            raise LimitMissing(field="limit")
        if decision in ("accepted", "discarded"):
            item = (commands.accept_doubt if decision == "accepted" else commands.discard_doubt)(**who)
        else:
            item = commands.settle_doubt(limit=said["limit"], **who)
    except DomainError as error:
        if error.status != 422:
            raise
        return _queue(
            request, status=422, refused={"id": item_id, "sentence": sentence_of(error), "decision": decision, **said}
        )
    messages.success(request, _("Đã soát một nghi vấn của thủ tục %(code)s.") % {"code": item.procedure.code})
    return redirect(reverse("catalog:review"))
