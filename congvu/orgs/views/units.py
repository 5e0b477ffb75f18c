"""The chart of any day, one unit, two days side by side, the chart as a file."""

from __future__ import annotations

from datetime import date
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from congvu.faces.parts import Action, Column, EmptyState, Link, Row, Table
from congvu.orgs import units
from congvu.orgs.doors import door
from congvu.orgs.exports import csv_response, units_csv

SEE = "orgs.see"


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
    on = day_of(request)
    return render(request, "orgs/unit.html", {"unit": units.unit_page(unit_id, on=on), "on": on})


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
