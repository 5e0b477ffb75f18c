"""Results: the ranking with its charts, a unit's sheet, both as files."""

from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from congvu.indexes import exports
from congvu.indexes.pages.results import own_dots, ranking_page
from congvu.indexes.selectors.ranking import RankedRow, Ranking, UnitReport
from congvu.indexes.selectors.ranking import ranking as ranked
from congvu.indexes.selectors.ranking import unit_report as report_of
from congvu.orgs.doors import door

SEE = "indexes.see"


@require_safe
@door(kind="list", room="indexes", permission=SEE)
def ranking(request: Any, code: str) -> HttpResponse:
    given = request.GET.get("bo", "")
    found = ranked(code, actor=request.actor, under=int(given) if given.isdecimal() else None)
    return render(request, "indexes/ranking.html", {"r": found, "page": ranking_page(found)})


@require_safe
@door(kind="export", room="indexes", permission=SEE)
def ranking_file(request: Any, code: str) -> HttpResponse:
    found = ranked(code, actor=request.actor)
    head = (
        _("Khối"), _("Hạng"), _("Đơn vị"), _("Mã"), *(found.field_name(one) for one in found.fields), _("Tổng điểm"),
        _("Điểm tối đa"), _("Chỉ số, %"), _("Xếp loại"),
    )  # fmt: skip
    return exports.xlsx_response([(found.round.code, head, _lines(found))], f"xep-hang-{found.round.pk}")


def _lines(found: Ranking) -> list[list[Any]]:
    return [
        [
            group.label, row.standing.rank, row.name, row.standing.unit_code,
            *(_field(row, one) for one in found.fields),
            row.standing.total.points, row.standing.total.out_of, row.index, row.standing.class_name,
        ]
        for group in found.groups for row in group.rows
    ]  # fmt: skip


def _field(row: RankedRow, code: str) -> Decimal | None:
    part = row.standing.total.parts.get(code)
    return part.points if part else None


@require_safe
@door(kind="detail", room="indexes", permission=SEE)
def unit_report(request: Any, code: str, pk: int) -> HttpResponse:
    """A sheet that prints: every criterion, claimed and appraised, what was lost, place in the group."""
    found = report_of(code, pk, actor=request.actor)
    dots = own_dots(ranked(code, actor=request.actor), found.unit.unit_id)
    return render(request, "indexes/report.html", {"u": found, "dots": dots})


@require_safe
@door(kind="file", room="indexes", permission=SEE)
def unit_file(request: Any, code: str, pk: int) -> HttpResponse:
    found = report_of(code, pk, actor=request.actor)
    head = (
        _("Mã"), _("Điểm tối đa"), _("Tiêu chí"), _("Tự chấm"), _("Thẩm định 1"), _("Thẩm định 2"), _("Điểm đạt"),
        _("Điểm mất"), _("Ghi chú"),
    )  # fmt: skip
    return exports.xlsx_response([(found.unit.unit.code, head, _report_lines(found))], f"phieu-diem-{pk}")


def _report_lines(found: UnitReport) -> list[list[Any]]:
    made = []
    for row in found.rows:
        s = row.score
        note = (s.excluded_because or s.second_reason or s.first_reason) if s else ""
        made.append(
            [
                row.code, row.maximum, row.name, s.self_points if s else None, s.first_points if s else None,
                s.second_points if s else None, row.points, row.lost, note,
            ]
        )  # fmt: skip
    return made
