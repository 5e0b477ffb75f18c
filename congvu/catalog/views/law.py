"""Legal documents: what rests on each, and that one is repealed."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from congvu.catalog import commands, selectors
from congvu.faces.lists import ListState
from congvu.faces.parts import Column, EmptyState, Link, Num, Row, StatusBadge, Table
from congvu.faces.words import day as day_words
from congvu.orgs.doors import door

ONLY = (("in_force", gettext_lazy("Còn hiệu lực")), ("repealed", gettext_lazy("Hết hiệu lực")))


class DocumentForm(forms.Form):
    name = forms.CharField(label=gettext_lazy("Trích yếu"), max_length=2000, required=False)
    issued_on = forms.DateField(
        label=gettext_lazy("Ngày ban hành"), required=False, widget=forms.DateInput({"type": "date"})
    )
    effective_on = forms.DateField(
        label=gettext_lazy("Ngày hiệu lực"), required=False, widget=forms.DateInput({"type": "date"})
    )


class RepealForm(forms.Form):
    repealed_on = forms.DateField(label=gettext_lazy("Hết hiệu lực từ ngày"), widget=forms.DateInput({"type": "date"}))
    repealed_by = forms.CharField(label=gettext_lazy("Văn bản thay thế, bãi bỏ"), max_length=2000, required=False)


@require_safe
@door(kind="list", room="catalog", audience="signed_in")
def document_list(request: Any) -> HttpResponse:
    state = ListState.of(request, default_sort="so", sorts=("so",), key="documents")
    rows, count, total, next_key = selectors.documents(query=state.get("q"), only=state.get("loc"), after=state.after)
    table = _table(rows, state, count, total, next_key)
    return render(request, "catalog/documents.html", {"table": table, "q": state.get("q")})


def _table(rows: Any, state: ListState, count: int, total: int, next_key: Any) -> Table:
    return Table(
        key="documents", caption=_("Văn bản là căn cứ của thủ tục"), noun=_("văn bản"),
        columns=(
            Column("number", _("Số"), sort="so", width="l", phone="title", fixed=True),
            Column("name", _("Trích yếu"), phone="meta"),
            Column("issued", _("Ban hành"), width="m", phone="meta"),
            Column("procedures", _("Thủ tục đang dựa vào"), width="m", phone="side"),
            Column("state", _("Hiệu lực"), width="l", phone="meta"),
        ),
        rows=[
            Row(
                str(r.id), r.number,
                {
                    "number": Link(r.number, reverse("catalog:document", args=[r.id])), "name": r.name,
                    "issued": r.issued_on or "", "procedures": Num(r.procedures),
                    "state": StatusBadge(
                        _("hết hiệu lực từ %(day)s") % {"day": day_words(r.repealed_on)}, "wait", "alert-triangle"
                    ) if r.repealed_on else "",
                },
            ) for r in rows
        ],
        count=count, total=total, sort=state.sort, sort_url=state.sort_url, shown=state.columns,
        filters=(state.choice("loc", _("Chỉ xem"), ONLY),), paging=state.paging(next_key),
        empty=EmptyState(_("Không có văn bản nào khớp."), _("Văn bản vào danh mục cùng phiên bản thủ tục dẫn nó.")),
    )  # fmt: skip


def _show(request: Any, document_id: int, *, status: int = 200, **given: Any) -> HttpResponse:
    document = selectors.document_on(document_id)
    initial = {name: getattr(document, name) for name in DocumentForm.base_fields}
    context = {
        "document": document, "cited": selectors.citing(document, day=request.today),
        "may_manage": request.actor.may("catalog.manage"), "may_publish": request.actor.may("catalog.publish"),
        "form": given.get("form") or DocumentForm(initial=initial, prefix="d"),
        "repeal_form": given.get("repeal_form") or RepealForm(prefix="r", initial={"repealed_on": request.today}),
        "doubts": selectors.review_queue(day=request.today, about="basis")[1] if document.repealed_on else 0,
    }  # fmt: skip
    return render(request, "catalog/document.html", context, status=status)


@require_safe
@door(kind="detail", room="catalog", audience="signed_in")
def document(request: Any, document_id: int) -> HttpResponse:
    return _show(request, document_id)


@require_POST
@door(kind="act", room="catalog", permission="catalog.manage")
def describe(request: Any, document_id: int) -> HttpResponse:
    form = DocumentForm(request.POST, prefix="d")
    if not form.is_valid():
        return _show(request, document_id, status=422, form=form)
    commands.describe_document(document_id=document_id, actor=request.actor, at=request.now, **form.cleaned_data)
    messages.success(request, _("Đã ghi văn bản."))
    return redirect("catalog:document", document_id)


@require_POST
@door(kind="act", room="catalog", permission="catalog.publish")
def repeal(request: Any, document_id: int) -> HttpResponse:
    form = RepealForm(request.POST, prefix="r")
    if not form.is_valid():
        return _show(request, document_id, status=422, repeal_form=form)
    items = commands.repeal_document(document_id=document_id, actor=request.actor, at=request.now, **form.cleaned_data)
    messages.success(request, _("Đã ghi hết hiệu lực; %(count)s thủ tục chờ soát.") % {"count": len(items)})
    return redirect("catalog:document", document_id)
