"""Reading: the list, a plan, what a version changed, the coverage matrix, an item, its evidence."""

from typing import Any

from django.http import HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from congvu.faces.lists import ListState
from congvu.files.models import Attachment
from congvu.files.views import serve
from congvu.orgs.doors import door
from congvu.tasks.exports import csv_of
from congvu.tasks.plans import samplers
from congvu.tasks.plans.forms import AcceptForm, ApproveForm, ClaimForm, EvidenceForm, ReadingForm, ReasonForm
from congvu.tasks.plans.pages.coverage import coverage_page
from congvu.tasks.plans.pages.item import item_page
from congvu.tasks.plans.pages.listing import plan_table
from congvu.tasks.plans.pages.plan import change_rows, plan_page
from congvu.tasks.plans.selectors.coverage import coverage
from congvu.tasks.plans.selectors.item import item_view, seen_item
from congvu.tasks.plans.selectors.listing import PlanFilter, all_rows, plan_rows, years
from congvu.tasks.plans.selectors.plan import PlanView, differences, plan_view

SEE = "plans.see"


def _filters(state: ListState) -> PlanFilter:
    year = state.get("nam")
    return PlanFilter(
        query=state.get("q"), year=int(year) if year.isdecimal() and len(year) == 4 else None, state=state.get("tt"),
        upper=state.get("tren"),
    )  # fmt: skip


@require_safe
@door(kind="list", room="plans", permission=SEE, rows=samplers.codes_shown, sample=samplers.list_sample)
def plan_list(request: Any) -> HttpResponse:
    state = ListState.of(request, key="plans")
    if state.get("tai") == "csv":
        return _list_csv(request, state)
    page = plan_rows(actor=request.actor, filters=_filters(state), after=state.after, now=request.now)
    table = plan_table(page, state, request, years(request.actor))
    return render(
        request, "plans/list.html", {"table": table, "q": state.get("q"), "may_draft": request.actor.may("plans.draft")}
    )


def _list_csv(request: Any, state: ListState) -> HttpResponse:
    head = (
        _("Mã"),
        _("Kế hoạch"),
        _("Đơn vị"),
        _("Năm"),
        _("Trạng thái"),
        _("Số văn bản"),
        _("Hoàn thành"),
        _("Số mục"),
        _("Quá hạn"),
    )
    rows = all_rows(actor=request.actor, filters=_filters(state), now=request.now)
    lines = (
        (row.code, row.title, row.owner, row.year, row.state_label, row.document_no, row.done, row.items, row.overdue)
        for row in rows
    )
    return csv_of(head, lines, "ke-hoach")


@require_safe
@door(kind="detail", room="plans", permission=SEE)
def plan_detail(request: Any, code: str) -> HttpResponse:
    return show_plan(request, code)


def show_plan(request: Any, code: str, *, status: int = 200, open_part: str = "", form: Any = None) -> HttpResponse:
    """The plan's page; after a refused act again, with what was typed."""
    state = ListState.of(request, key="plan-tree")
    number = state.get("ban")
    view = plan_view(
        code,
        actor=request.actor,
        now=request.now,
        number=int(number) if number.isdecimal() and len(number) < 5 else None,
    )
    if state.get("tai") == "csv":
        return _plan_csv(view)
    forms = _forms({"approve": ApproveForm(), "amend": ReasonForm()}, open_part, form)
    context = {"v": view, "page": plan_page(view, state), "forms": forms, "open_part": open_part}
    return render(request, "plans/detail.html", context, status=status)


def _forms(fresh: dict[str, Any], open_part: str, form: Any) -> dict[str, Any]:
    """The forms of a page's dialogs, each with field names of its own; the refused one with what was typed."""
    if open_part:
        fresh[open_part.removeprefix("d-")] = form
    for name, one in fresh.items():
        one.auto_id = f"{name}-%s"
    return fresh


def _plan_csv(view: PlanView) -> HttpResponse:
    head = (
        _("Mã"), _("Mục cha"), _("Mục tiêu"), _("Nhiệm vụ"), _("Sản phẩm"), _("Chủ trì"), _("Hạn"), _("Kinh phí, đồng"),
        _("Tiêu chí"), _("Trạng thái"), _("Ngày xong"),
    )  # fmt: skip
    lines = (
        (
            node.code, node.line.parent.code if node.line.parent else "", node.line.goal, node.line.task,
            node.line.product, node.lead, node.line.due_on.isoformat() if node.line.due_on else "",
            node.line.budget_vnd, node.line.criterion_code, str(node.state.label),
            node.line.item.done_on.isoformat() if node.line.item.done_on else "",
        ) for node in view.nodes
    )  # fmt: skip
    return csv_of(head, lines, view.plan.code)


@require_safe
@door(kind="detail", room="plans", permission=SEE)
def plan_difference(request: Any, code: str, before: int, after: int) -> HttpResponse:
    found = differences(code, before, after, actor=request.actor, now=request.now)
    return render(request, "plans/difference.html", {"d": found, "rows": change_rows(found)})


@require_safe
@door(kind="detail", room="plans", permission=SEE)
def plan_coverage(request: Any, code: str) -> HttpResponse:
    state = ListState.of(request, key="coverage")
    found = coverage(code, actor=request.actor, now=request.now)
    if state.get("tai") == "csv":
        names = {unit.unit_id: unit.name for unit in found.units}
        head = (_("Mục"), _("Nhiệm vụ"), _("Đơn vị"), _("Đã đưa vào"), _("Kế hoạch"), _("Mục của đơn vị"))
        lines = (
            (item.code, item.title, names[one.unit_id], _("chưa") if one.is_gap else _("có"), one.plan, one.item)
            for item in found.items
            for one in item.taken
        )
        return csv_of(head, lines, f"{code}-phu")
    return render(request, "plans/coverage.html", {"c": found, "page": coverage_page(found, state)})


@require_safe
@door(kind="detail", room="plans", permission=SEE)
def item_detail(request: Any, code: str, item: str) -> HttpResponse:
    return show_item(request, code, item)


def show_item(
    request: Any, code: str, item: str, *, status: int = 200, open_part: str = "", form: Any = None
) -> HttpResponse:
    """The item's page; after a refused act again, with what was typed."""
    view = item_view(code, item, actor=request.actor, now=request.now)
    fresh: dict[str, Any] = {
        "claim": ClaimForm(), "accept": AcceptForm(), "giveback": ReasonForm(), "evidence": EvidenceForm(),
        "reading": ReadingForm(initial={"on": request.today}),
    }  # fmt: skip
    forms = _forms(fresh, open_part, form)
    context = {"v": view, "page": item_page(view), "forms": forms, "open_part": open_part}
    return render(request, "plans/item.html", context, status=status)


@require_safe
@door(kind="file", room="plans", permission=SEE)
def evidence_file(request: Any, code: str, item: str, attachment_id: int) -> StreamingHttpResponse:
    found = seen_item(code, item, request.actor)
    files = Attachment.objects.about("plan_item", found.pk).select_related("stored_file")
    return serve(get_object_or_404(files, pk=attachment_id))
