"""A directive's text or a table becomes proposals; the page “Giao việc” gives what a person has confirmed."""

import secrets
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods

from congvu.core.errors import DomainError
from congvu.core.loading import rows_of
from congvu.faces.errors import sentence_of
from congvu.orgs.doors import door
from congvu.tasks.forms import PaperForm, TaskRows
from congvu.tasks.pages.watching import said
from congvu.tasks.selectors.giving import giving_view
from congvu.tasks.selectors.proposals import Proposals, columns_known, from_table, from_text

LARGEST = 5 * 1024 * 1024


class SourceForm(forms.Form):
    text = forms.CharField(
        label=gettext_lazy("Nội dung văn bản"), required=False, strip=False,
        widget=forms.Textarea(attrs={"rows": 16}),
        help_text=gettext_lazy("Dán cả số, ngày và các mục. Máy chỉ đề nghị; bạn xem lại rồi mới giao."),
    )  # fmt: skip
    split = forms.BooleanField(
        label=gettext_lazy("Mục giao nhiều đơn vị thì tách mỗi đơn vị một nhiệm vụ"), required=False, initial=True
    )
    file = forms.FileField(
        label=gettext_lazy("hoặc bảng tính (XLSX, CSV)"), required=False,
        help_text=gettext_lazy("Các cột: Mục, Nội dung, Chủ trì, Phối hợp, Thời hạn, Sản phẩm, Lĩnh vực."),
    )  # fmt: skip


@require_http_methods(["GET", "HEAD", "POST"])
@door(kind="form", room="tasks", permission="tasks.assign")
def from_document(request: Any) -> HttpResponse:
    """Reading writes nothing; the form that comes out of it goes to the page “Giao việc”."""
    form = SourceForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        try:
            found = _read(request, form.cleaned_data)
        except DomainError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, sentence_of(refusal))
        else:
            if found is not None and found.rows:
                return _confirm(request, found)
            form.add_error(
                None, _("Không đọc được nhiệm vụ nào. Hãy dán văn bản có mục giao việc, hoặc chọn bảng tính.")
            )
    return render(request, "tasks/from_document.html", {"form": form}, status=422 if form.errors else 200)


def _read(request: Any, typed: dict[str, Any]) -> Proposals | None:
    if typed["file"] is not None:
        if typed["file"].size > LARGEST:
            return None
        rows = rows_of(typed["file"].read(), name=typed["file"].name)
        return from_table(rows, today=request.today) if columns_known(rows) else None
    if not typed["text"].strip():
        return None
    return from_text(typed["text"], today=request.today, unit_id=request.actor.unit_id, split=typed["split"])


def _confirm(request: Any, found: Proposals) -> HttpResponse:
    head = found.head
    paper = PaperForm(initial={"number": head.number, "issued_on": head.written_on, "title": head.about})
    rows = TaskRows(initial=[dict(row.initial) for row in found.rows])
    pairs = [
        (form, row.line, [(doubt.asks, said(doubt.text)) for doubt in row.doubts], row.asks)
        for form, row in zip(rows, found.rows, strict=False)
    ]
    context = {
        "paper": paper, "rows": rows, "pairs": pairs, "found": found, "request_key": secrets.token_urlsafe(16),
        "view": giving_view(None, actor=request.actor, today=request.today),
    }  # fmt: skip
    return render(request, "tasks/proposals.html", context)
