"""The weekly list as a grouped table and as a file."""

import csv
import io
from collections.abc import Sequence
from datetime import date

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.core.text import spreadsheet_safe
from congvu.faces import words
from congvu.faces.lists import ListState
from congvu.faces.parts import Action, Code, Column, EmptyState, Link, Row, RowGroup, Table
from congvu.faces.parts.lists import CellValue
from congvu.tasks.pages.watching import badge, reasons
from congvu.tasks.selectors.watching import WatchedTask
from congvu.tasks.selectors.weekly import UnitWeek


def table(found: Sequence[UnitWeek], state: ListState) -> Table:
    return Table(
        key="task-weekly",
        caption=_("Danh sách đôn đốc trong tuần của từng đơn vị"),
        noun=_("nhiệm vụ"),
        count=sum(len(one.rows) for one in found),
        columns=(
            Column("code", _("Mã"), phone="code", fixed=True),
            Column("content", _("Nhiệm vụ"), phone="title", fixed=True),
            Column("due", _("Hạn"), unit=_("số ngày làm việc"), width="xl", phone="side", fixed=True),
            Column("level", _("Dấu hiệu"), phone="meta", fixed=True),
            Column("why", _("Vì sao"), width="xxl", phone="meta", fixed=True),
        ),
        groups=[RowGroup(one.unit, [_row(row) for row in one.rows], len(one.rows), _counts(one)) for one in found],
        exports=(Action(_("CSV"), state.url(tai="csv"), "file-spreadsheet"),),
        empty=EmptyState(
            _("Tuần này không đơn vị nào cần đôn đốc."),
            _("Danh sách gồm nhiệm vụ quá hạn, đến hạn trong 7 ngày, không cập nhật."),
        ),
        chooses_columns=False,
    )


def _counts(one: UnitWeek) -> str:
    return _("quá hạn %(overdue)s, đến hạn trong tuần %(due)s, không cập nhật %(silent)s") % {
        "overdue": len(one.overdue),
        "due": len(one.due),
        "silent": len(one.silent),
    }


def _row(row: WatchedTask) -> Row:
    cells: dict[str, CellValue] = {
        "code": Code(row.code),
        "content": Link(row.content, reverse("tasks:detail", args=[row.code])),
        "due": row.deadline,
        "level": badge(row.signal.level),
        "why": reasons(row.signal.reasons),
    }
    return Row(row.code, row.code, cells, selectable=False)


def as_csv(found: Sequence[UnitWeek], on: date) -> HttpResponse:
    lines: list[list[object]] = [
        [_("Danh sách đôn đốc trong tuần"), words.day(on)],
        [],
        [_("Đơn vị"), _("Mã"), _("Nhiệm vụ"), _("Hạn"), _("Dấu hiệu"), _("Vì sao")],
    ]
    for one in found:
        for row in one.rows:
            due = words.day(row.due_on) if row.due_on else ""
            lines.append([one.unit, row.code, row.content, due, _(row.signal.level.label), reasons(row.signal.reasons)])
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([spreadsheet_safe(cell) for cell in line] for line in lines)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = 'attachment; filename="don-doc-trong-tuan.csv"'
    return response
