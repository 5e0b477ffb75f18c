"""Review and simplification: the list, one proposal, proposing, deciding, announcing."""

from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from congvu.catalog import commands, selectors
from congvu.catalog.editing import EditColumn, Rows, after_press, edit_table, filled_rows, pressed, typed_rows
from congvu.catalog.pages.simplify import proposal_page, proposal_table
from congvu.catalog.views.versions import day_from
from congvu.core.compliance import CostLine
from congvu.core.errors import N_, DomainError
from congvu.core.numbers import parse_number
from congvu.faces.errors import sentence_of
from congvu.faces.lists import ListState
from congvu.orgs.doors import door

DAY = {"type": "date"}
COSTS = (
    EditColumn("activity", gettext_lazy("Việc người nộp phải làm"), width="l"),
    EditColumn("hours", gettext_lazy("Số giờ"), "number", width="s"),
    EditColumn("hourly_vnd", gettext_lazy("Thu nhập một giờ, đồng"), "number", width="m"),
    EditColumn("fees_vnd", gettext_lazy("Phí, lệ phí, đồng"), "number", width="m"),
    EditColumn("other_vnd", gettext_lazy("Chi khác, đồng"), "number", width="m"),
    EditColumn("times_a_year", gettext_lazy("Lần một năm"), "number", width="s"),
    EditColumn("applicants_a_year", gettext_lazy("Số người một năm"), "number", width="m"),
)
TABLES = {"before": gettext_lazy("Chi phí hiện nay"), "after": gettext_lazy("Chi phí sau khi đơn giản hóa")}


class ProposalForm(forms.Form):
    title = forms.CharField(label=gettext_lazy("Tên đề xuất"), max_length=500)
    proposal = forms.CharField(
        label=gettext_lazy("Bỏ, giảm, thay gì"), max_length=8000, widget=forms.Textarea({"rows": 3})
    )
    reason = forms.CharField(
        label=gettext_lazy("Lý do"), max_length=8000, required=False, widget=forms.Textarea({"rows": 2})
    )


class CostUnreadable(DomainError):
    """A cell of the costs is no number."""

    code = "cost_unreadable"
    sentence = N_("Dòng %(row)s: “%(text)s” không phải là số không âm. Hãy ghi số, ví dụ 2,5 hoặc 50.000.")
    status = 422


@require_safe
@door(kind="list", room="catalog", audience="signed_in")
def proposals(request: Any) -> HttpResponse:
    state = ListState.of(request, key="simplifications")
    rows, count, total, next_key = selectors.simplifications(
        state=state.get("tt"), procedure=state.get("ma"), after=state.after
    )
    return render(request, "catalog/proposals.html", {"table": proposal_table(rows, state, count, total, next_key)})


@require_safe
@door(kind="detail", room="catalog", audience="signed_in")
def proposal(request: Any, row_id: int) -> HttpResponse:
    page = proposal_page(row_id, actor=request.actor, now=request.now)
    return render(request, "catalog/proposal.html", {"page": page, "today": request.today})


@door(kind="form", room="catalog", permission="catalog.simplify")
def propose(request: Any, code: str) -> HttpResponse:
    version = selectors.version_on(code, request.today)
    form, status, focus = ProposalForm(request.POST or None), 200, ("", 0)
    tables = {key: typed_rows(request.POST, key, COSTS) or [_blank()] for key in TABLES}
    if (op := pressed(request.POST)) and op[0] in TABLES:
        tables[op[0]], row = after_press(tables[op[0]], op[1], op[2], COSTS)
        form, focus = ProposalForm(initial=request.POST.dict()), (op[0], row)
    elif request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                made = commands.propose_simplification(
                    code=code, before=cost_lines(tables["before"]), after=cost_lines(tables["after"]),
                    actor=request.actor, at=request.now, **form.cleaned_data,
                )  # fmt: skip
                return redirect("catalog:proposal", made.pk)
            except DomainError as error:
                form.add_error(error.field if error.field in form.fields else None, sentence_of(error))
    shown = [
        edit_table(key, label, _("việc"), COSTS, tables[key], focus=focus[1] if focus[0] == key else 0)
        for key, label in TABLES.items()
    ]
    context = {"code": code, "name": version.name, "form": form, "tables": shown}
    return render(request, "catalog/propose.html", context, status=status)


def _blank() -> dict[str, str]:
    return {**{column.name: "" for column in COSTS}, "times_a_year": "1", "applicants_a_year": "1"}


def cost_lines(rows: Rows) -> list[CostLine]:
    """Raises CostUnreadable."""
    made = []
    for place, row in enumerate(filled_rows(rows, COSTS), 1):
        if row["activity"]:
            numbers = {name: _number(row[name], place) for name in row if name != "activity"}
            whole = {name: int(value) for name, value in numbers.items() if name != "hours"}
            made.append(CostLine(row["activity"], hours=numbers["hours"], **whole))
    return made


def _number(text: str, place: int) -> Decimal:
    try:
        value = parse_number(text, lang="vi") if text else Decimal(0)
    except (DomainError, InvalidOperation):
        value = Decimal(-1)
    if not 0 <= value < 10**9:
        raise CostUnreadable(row=place, text=text)
    return value


@require_POST
@door(kind="act", room="catalog", permission="catalog.publish")
def decide(request: Any, row_id: int) -> HttpResponse:
    commands.decide_simplification(
        row_id=row_id, approved=request.POST.get("approved") == "1", decision_no=request.POST.get("decision_no", ""),
        decided_on=day_from(request.POST.get("decided_on", "")),
        effective_on=day_from(request.POST.get("effective_on", "")), note=request.POST.get("note", ""),
        actor=request.actor, at=request.now,
    )  # fmt: skip
    messages.success(request, _("Đã ghi kết luận."))
    return redirect("catalog:proposal", row_id)


@require_POST
@door(kind="act", room="catalog", permission="catalog.manage")
def announce(request: Any, row_id: int) -> HttpResponse:
    on = day_from(request.POST.get("announced_on", "")) or request.today
    commands.announce_simplification(row_id=row_id, announced_on=on, actor=request.actor, at=request.now)
    messages.success(request, _("Đã ghi ngày công bố."))
    return redirect("catalog:proposal", row_id)
