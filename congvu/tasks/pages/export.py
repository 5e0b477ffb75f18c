"""Tasks as a file: CSV that streams, or a workbook."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import date

from django.http import HttpResponse, StreamingHttpResponse
from django.utils.translation import gettext as _

from congvu.core.text import spreadsheet_safe
from congvu.tasks.models import TaskState
from congvu.tasks.selectors.listing import TaskRow


class _Echo:
    def write(self, line: str) -> str:
        return line


def _head() -> tuple[str, ...]:
    return (
        _("Mã"), _("Nội dung"), _("Sản phẩm"), _("Văn bản"), _("Mục"), _("Người giao"), _("Chủ trì"),
        _("Người thực hiện"), _("Phối hợp xong"), _("Phối hợp"), _("Giao ngày"), _("Hạn gốc"), _("Hạn"),
        _("Tình trạng hạn"), _("Trạng thái"), _("Tiến độ"), _("Hoàn thành ngày"), _("Trả lại"), _("Gia hạn"),
        _("Lĩnh vực"), _("Gắn sao"),
    )  # fmt: skip


def _cells(row: TaskRow) -> list[object]:
    due = row.deadline
    cells = (
        row.code, row.content, row.product, row.directive, row.clause, row.assigner_name or row.assigner, row.lead,
        row.person, row.parts[0], row.parts[1], row.assigned_on.isoformat(), _iso(row.due_on),
        _iso(due.on if due else None), due.kind if due else "", str(TaskState(row.state).label),
        int(row.percent), _iso(row.done_on), row.returns, row.extensions, row.field,
        _("có") if row.starred else "",
    )  # fmt: skip
    return [spreadsheet_safe(cell) for cell in cells]


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""


def csv_export(rows: Iterable[TaskRow]) -> StreamingHttpResponse:
    response = StreamingHttpResponse(_lines(rows), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = 'attachment; filename="nhiem-vu.csv"'
    return response


def _lines(rows: Iterable[TaskRow]) -> Iterator[str]:
    writer = csv.writer(_Echo())
    yield "\ufeff" + writer.writerow(_head())
    for row in rows:
        yield writer.writerow(_cells(row))


def xlsx_export(rows: Iterable[TaskRow]) -> HttpResponse:
    import xlsxwriter

    out = io.BytesIO()
    with xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False}) as book:
        sheet = book.add_worksheet(_("Nhiệm vụ"))
        sheet.write_row(0, 0, _head(), book.add_format({"bold": True}))
        sheet.freeze_panes(1, 2)
        for number, row in enumerate(rows, start=1):
            sheet.write_row(number, 0, _cells(row))
        sheet.set_column(1, 1, 60)
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
    response = HttpResponse(out.getvalue(), content_type=kind)
    response.headers["Content-Disposition"] = 'attachment; filename="nhiem-vu.xlsx"'
    return response
