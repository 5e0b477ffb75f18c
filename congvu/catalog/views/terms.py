"""Fees and competence of a procedure, on one page."""

from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from congvu.catalog import commands, selectors
from congvu.catalog.commands.terms import FeeFacts
from congvu.catalog.models import Channel
from congvu.catalog.pages.procedures import fee_lines
from congvu.catalog.views.versions import day_from
from congvu.core.errors import DomainError
from congvu.faces.errors import sentence_of
from congvu.orgs.doors import door
from congvu.orgs.models import UnitKind
from congvu.orgs.units import unit_by_code

DAY = {"type": "date"}
EVERY = (("", gettext_lazy("mọi cách nộp")), *Channel.choices)


class FeeForm(forms.Form):
    amount_vnd = forms.IntegerField(label=gettext_lazy("Mức thu, đồng (0 là miễn)"), min_value=0, max_value=10**12)
    channel = forms.ChoiceField(label=gettext_lazy("Cách nộp"), choices=EVERY, required=False)
    unit = forms.CharField(label=gettext_lazy("Mã đơn vị, trống là toàn tỉnh"), max_length=60, required=False)
    reduction = forms.CharField(label=gettext_lazy("Dành riêng cho (miễn, giảm)"), max_length=200, required=False)
    since = forms.DateField(label=gettext_lazy("Từ ngày"), required=False, widget=forms.DateInput(DAY))
    until = forms.DateField(label=gettext_lazy("Đến hết ngày"), required=False, widget=forms.DateInput(DAY))
    document = forms.CharField(label=gettext_lazy("Văn bản quy định"), max_length=200, required=False)


class CompetenceForm(forms.Form):
    kind = forms.ModelChoiceField(
        UnitKind.objects.order_by("rank", "pk"), label=gettext_lazy("Mọi đơn vị thuộc loại"), required=False
    )
    unit = forms.CharField(label=gettext_lazy("hoặc mã một đơn vị"), max_length=60, required=False)
    since = forms.DateField(label=gettext_lazy("Từ ngày"), required=False, widget=forms.DateInput(DAY))
    until = forms.DateField(label=gettext_lazy("Đến hết ngày"), required=False, widget=forms.DateInput(DAY))
    document = forms.CharField(label=gettext_lazy("Văn bản quy định"), max_length=200, required=False)


def _show(request: Any, code: str, *, status: int = 200, **forms_given: Any) -> HttpResponse:
    version = selectors.version_on(code, request.today)
    context = {
        "code": code, "name": version.name, "fees": fee_lines(version.procedure, request.today, past=True),
        "competences": selectors.competences(version.procedure, day=request.today), "announced": version.fee,
        "fee_form": forms_given.get("fee_form") or FeeForm(prefix="f"),
        "competence_form": forms_given.get("competence_form") or CompetenceForm(prefix="c"),
    }  # fmt: skip
    return render(request, "catalog/terms.html", context, status=status)


@door(kind="form", room="catalog", permission="catalog.manage")
def fees(request: Any, code: str) -> HttpResponse:
    """Both tables; a new amount by POST."""
    if request.method != "POST":
        return _show(request, code)
    form = FeeForm(request.POST, prefix="f")
    if form.is_valid():
        data = dict(form.cleaned_data)
        try:
            unit = data.pop("unit")
            unit_id = unit_by_code(unit, request.today).pk if unit else None
            facts = FeeFacts(unit_id=unit_id, **data)
            commands.set_fee(code=code, facts=facts, actor=request.actor, at=request.now)
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, sentence_of(error))
        else:
            messages.success(request, _("Đã ghi mức phí."))
            return redirect("catalog:fees", code)
    return _show(request, code, status=422, fee_form=form)


@require_POST
@door(kind="act", room="catalog", permission="catalog.manage")
def competence(request: Any, code: str) -> HttpResponse:
    form = CompetenceForm(request.POST, prefix="c")
    if form.is_valid():
        data = form.cleaned_data
        try:
            unit_id = unit_by_code(data["unit"], request.today).pk if data["unit"] else None
            commands.set_competence(
                code=code, unit_id=unit_id, kind_id=data["kind"].pk if data["kind"] else None, since=data["since"],
                until=data["until"], document=data["document"], actor=request.actor, at=request.now,
            )  # fmt: skip
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, sentence_of(error))
        else:
            messages.success(request, _("Đã ghi thẩm quyền."))
            return redirect("catalog:fees", code)
    return _show(request, code, status=422, competence_form=form)


@require_POST
@door(kind="act", room="catalog", permission="catalog.manage")
def end_fee(request: Any, code: str, row_id: int) -> HttpResponse:
    until = day_from(request.POST.get("until", "")) or request.today
    commands.end_fee(code=code, rule_id=row_id, until=until, actor=request.actor, at=request.now)
    return redirect("catalog:fees", code)


@require_POST
@door(kind="act", room="catalog", permission="catalog.manage")
def end_competence(request: Any, code: str, row_id: int) -> HttpResponse:
    until = day_from(request.POST.get("until", "")) or request.today
    commands.end_competence(code=code, row_id=row_id, until=until, actor=request.actor, at=request.now)
    return redirect("catalog:fees", code)
