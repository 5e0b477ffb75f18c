"""The chart of any day, one unit, two days side by side, the chart as a file."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from congvu.core.errors import DomainError
from congvu.faces.errors import sentence_of
from congvu.faces.parts import Action, Column, EmptyState, Link, Row, Table
from congvu.orgs import forms, units
from congvu.orgs.commands import taking_part
from congvu.orgs.doors import door
from congvu.orgs.exports import csv_response, units_csv

SEE, REORGANISE = "orgs.see", "orgs.reorganise"


def day_of(request: Any, name: str = "ngay") -> date:
    """The day asked for in the address; today when there is none, or what is no day."""
    today: date = request.today
    try:
        return parse_date(request.GET.get(name, "")) or today
    except ValueError:
        return today


@require_safe
@door(kind="list", room="orgs", permission=SEE)
def chart(request: Any) -> HttpResponse:
    on, text = day_of(request), request.GET.get("q", "").strip()
    tops, count = units.tree(units.chart(on), text)
    context = {
        "on": on, "text": text, "tops": tops, "count": count, "is_today": on == request.today,
        "turns": units.turning_days(), "today": request.today,
    }  # fmt: skip
    return render(request, "orgs/chart.html", context)


@require_safe
@door(kind="export", room="orgs", permission=SEE)
def export(request: Any) -> HttpResponse:
    on = day_of(request)
    return csv_response(units_csv(on), f"don-vi-{on.isoformat()}.csv")


@require_safe
@door(kind="detail", room="orgs", permission=SEE)
def detail(request: Any, unit_id: int) -> HttpResponse:
    return _show(request, unit_id)


def _show(request: Any, unit_id: int, *, part_form: forms.PartForm | None = None, refused: str = "") -> HttpResponse:
    on = day_of(request)
    unit = units.unit_page(unit_id, on=on)
    if request.actor.may(REORGANISE, unit_id):
        part_form = part_form or forms.PartForm(place_id=unit_id, on=on)
    context = {"unit": unit, "on": on, "today": request.today, "part_form": part_form, "refused": refused}
    status = 422 if refused or (part_form is not None and part_form.errors) else 200
    return render(request, "orgs/unit.html", context, status=status)


@require_POST
@door(kind="act", room="orgs", permission=REORGANISE)
def take_part(request: Any, unit_id: int) -> HttpResponse:
    form = forms.PartForm(request.POST, place_id=unit_id, on=request.today)
    if form.is_valid():
        try:
            taking_part.take_part(
                place_id=unit_id, unit_id=form.cleaned_data.pop("unit_id"), actor=request.actor, at=request.now,
                **form.cleaned_data,
            )  # fmt: skip
        except DomainError as error:
            if error.status in (403, 404):
                raise
            form.add_error(error.field if error.field in form.fields else None, sentence_of(error))
        else:
            messages.success(request, _("Đã ghi cơ quan tham gia tại địa bàn."))
            return redirect("orgs:unit", unit_id)
    return _show(request, unit_id, part_form=form)


@require_POST
@door(kind="act", room="orgs", permission=REORGANISE)
def end_part(request: Any, unit_id: int, part_id: int) -> HttpResponse:
    form = forms.EndPartForm(request.POST)
    if not form.is_valid():
        return _show(request, unit_id, refused=_("Hãy ghi ngày cuối và văn bản làm căn cứ."))
    try:
        taking_part.end_part(part_id=part_id, actor=request.actor, at=request.now, **form.cleaned_data)
    except DomainError as error:
        if error.status in (403, 404):
            raise
        return _show(request, unit_id, refused=sentence_of(error))
    messages.success(request, _("Cơ quan thôi tham gia tại địa bàn sau ngày đã chọn."))
    return redirect("orgs:unit", unit_id)


@require_safe
@door(kind="list", room="orgs", permission=SEE)
def comparison(request: Any) -> HttpResponse:
    before, after = sorted((day_of(request, "tu"), day_of(request, "den")))
    differences = units.compare(before, after)
    table = Table(
        key="unit-differences",
        caption=_("Thay đổi giữa hai ngày"),
        noun=_("thay đổi"),
        columns=(
            Column("what", _("Thay đổi"), width="m", phone="kind"),
            Column("before", _("Trước"), phone="title", fixed=True),
            Column("after", _("Sau"), phone="todo"),
        ),
        rows=[_difference(number, one, after) for number, one in enumerate(differences)],
        count=len(differences),
        total=len(differences),
        empty=EmptyState(_("Hai ngày này cơ cấu như nhau."), _("Chọn hai ngày ở hai phía của một lần sắp xếp.")),
        chooses_columns=False,
        keys_help=False,
        exports=(Action(_("Cơ cấu sau (CSV)"), f"{reverse('orgs:export')}?ngay={after.isoformat()}", "download"),),
    )
    return render(request, "orgs/comparison.html", {"table": table, "before": before, "after": after})


def _difference(number: int, one: units.Difference, on: date) -> Row:
    what = {"ended": _("Chấm dứt"), "new": _("Lập mới"), "renamed": _("Đổi tên"), "moved": _("Chuyển cấp trên")}
    others = ", ".join(name for _unit, name in one.others)
    before: Any = unit_link(one.before.id, one.before.name, on) if one.before else others
    after: Any = unit_link(one.after.id, one.after.name, on) if one.after else None
    if one.what == "ended":
        after = unit_link(one.others[0][0], others, on) if one.others else _("không có đơn vị kế tục")
    if one.what == "moved":
        after = _("trực thuộc %(parent)s") % {"parent": others or "–"}
    label = (one.before or one.after).name  # type: ignore[union-attr]
    return Row(str(number), label, {"what": what[one.what], "before": before, "after": after})


def unit_link(unit_id: int, name: str, on: date) -> Link:
    return Link(name, f"{reverse('orgs:unit', args=[unit_id])}?ngay={on.isoformat()}")
