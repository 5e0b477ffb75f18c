"""Reading: the list, its export, one dossier, its receipt, its files."""

import csv
from collections.abc import Iterator
from datetime import date
from typing import Any

from django.conf import settings
from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from congvu.core.text import spreadsheet_safe
from congvu.dossiers import samplers
from congvu.dossiers.pages.listing import dossier_table
from congvu.dossiers.pages.matter import matter_page
from congvu.dossiers.selectors.listing import DossierRow, ListFilter, all_rows, dossier_rows
from congvu.dossiers.selectors.matter import matter, seen
from congvu.dossiers.selectors.papers import receipt_view
from congvu.dossiers.selectors.unclaimed import URL_VALUE
from congvu.faces import words
from congvu.faces.lists import ListState
from congvu.files.models import Attachment
from congvu.files.views import serve
from congvu.orgs.doors import door


def _filters(state: ListState) -> ListFilter:
    return ListFilter(
        query=state.get("q"), state=state.get("tt"), timeliness=state.get("han"), field=state.get("lv"),
        procedure=state.get("thu-tuc"), channel=state.get("kenh"), received_since=_day(state.get("tu")),
        received_until=_day(state.get("den")), mine=state.get("cua") == "toi",
        unclaimed=state.get("cua") == URL_VALUE,
    )  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


@require_safe
@door(kind="list", room="dossiers", permission="dossiers.see", rows=samplers.codes_shown, sample=samplers.list_sample)
def dossier_list(request: Any) -> HttpResponse:
    state = ListState.of(request, default_sort="-nhan", sorts=("nhan", "han"), key="dossiers")
    page = dossier_rows(
        actor=request.actor, filters=_filters(state), sort=state.sort, after=state.after, now=request.now
    )
    context = {"table": dossier_table(page, state, request), "q": state.get("q")}
    return render(request, "dossiers/list.html", context)


@require_safe
@door(
    kind="export", room="dossiers", permission="dossiers.see", rows=samplers.codes_in_csv,
    sample=samplers.export_sample,
)  # fmt: skip
def dossier_export(request: Any) -> StreamingHttpResponse:
    """The same rows as a file; names of applicants stand in it, numbers do not."""
    rows = all_rows(actor=request.actor, filters=_filters(ListState.of(request)), now=request.now)
    response = StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="ho-so.csv"'
    return response


class _Echo:
    def write(self, line: str) -> str:
        return line


def _lines(rows: Iterator[DossierRow]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    head = (
        _("Mã hồ sơ"), _("Mã thủ tục"), _("Thủ tục"), _("Người nộp"), _("Cách nộp"), _("Nơi nhận"), _("Tiếp nhận lúc"),
        _("Hạn"), _("Tình trạng hạn"), _("Trạng thái"), _("Bước"), _("Đơn vị đang giữ"), _("Người đang giữ"),
    )  # fmt: skip
    yield "\ufeff" + writer.writerow(head)
    for row in rows:
        due = row.deadline
        cells = (
            row.code, row.procedure_code, row.procedure, row.applicant, row.channel, row.received_unit,
            words.moment(row.accepted_at), due.on.isoformat() if due and due.on else "", due.kind if due else "",
            row.state_label, row.step, row.unit, row.person,
        )  # fmt: skip
        yield writer.writerow([spreadsheet_safe(cell) for cell in cells])


@require_safe
@door(kind="detail", room="dossiers", permission="dossiers.see", sample=samplers.detail_sample)
def dossier_detail(request: Any, code: str) -> HttpResponse:
    return show(request, code)


def show(request: Any, code: str, *, status: int = 200, **more: Any) -> HttpResponse:
    """The matter page; after a refused act again, with what was typed (`typed`) and why (`refused`)."""
    found = matter(code, actor=request.actor, at=request.now)
    page = matter_page(found, actor=request.actor, now=request.now, today=request.today)
    return render(request, "dossiers/detail.html", {"m": found, "page": page, **more}, status=status)


@require_safe
@door(kind="detail", room="dossiers", permission="dossiers.see")
def receipt(request: Any, code: str) -> HttpResponse:
    view = receipt_view(code, actor=request.actor, base_url=settings.BASE_URL)
    return render(request, "dossiers/receipt.html", {"r": view, "d": view.dossier})


@require_safe
@door(kind="file", room="dossiers", permission="dossiers.see")
def attachment(request: Any, code: str, attachment_id: int) -> StreamingHttpResponse:
    dossier = seen(code, request.actor)
    found = get_object_or_404(
        Attachment.objects.about("dossier", dossier.pk).select_related("stored_file"), pk=attachment_id
    )
    return serve(found)
