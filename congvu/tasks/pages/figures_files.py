"""The figures as a file that explains itself: what was asked, all cells, both rates with their fractions."""

import csv
import io
from collections.abc import Iterator
from typing import Any

from django.http import HttpResponse
from django.utils.translation import gettext as _

from congvu.core.ratio import Ratio
from congvu.core.text import spreadsheet_safe
from congvu.faces import words
from congvu.metrics.facts import TABLES
from congvu.metrics.figures import CellLine
from congvu.tasks.facts import CELLS
from congvu.tasks.selectors.figures import TaskFigures, of_all_ratio, of_due_ratio, rate_of

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def table(found: TaskFigures) -> Iterator[list[Any]]:
    """Head, lines with rank, sum."""
    question = found.table.question
    yield [_("Số liệu nhiệm vụ được giao")]
    yield [_("Kỳ"), words.day(question.period.first_on), words.day(question.period.last_on)]
    yield [_("Tính đến hết ngày"), words.day(question.as_of)]
    yield [_("Cơ cấu"), str(question.structure.label)]
    if not found.table.complete:
        yield [_("Phạm vi"), _("chỉ gồm phần bạn được xem")]
    yield []
    names = {cell.code: cell.name_en if words.english() else cell.name_vi for cell in CELLS}
    rates = (
        _("Hoàn thành / tổng số, %"),
        _("tử số"),
        _("mẫu số"),
        _("Hoàn thành / đến hạn, %"),
        _("tử số"),
        _("mẫu số"),
    )
    by = found.table.by
    yield [_("Hạng"), _("Mã"), str(by.label) if by else "", *(names[code] for code in TABLES["tasks"].cells), *rates]
    for one in found.standings:
        yield ["" if one.rank is None else one.rank, one.of.code, one.of.name, *_numbers(one.of)]
    yield ["", "", _("Cộng"), *_numbers(found.total)]


def _numbers(line: CellLine) -> Iterator[Any]:
    yield from (line.cells[code] for code in TABLES["tasks"].cells)
    for ratio in (of_all_ratio(line), of_due_ratio(line)):
        yield from _rate(ratio)


def _rate(ratio: Ratio) -> tuple[Any, ...]:
    value = rate_of(ratio).value
    return ("" if value is None else value, ratio.numerator, ratio.denominator)


def as_csv(found: TaskFigures) -> HttpResponse:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows(
        [spreadsheet_safe(cell) for cell in line] for line in table(found)
    )
    return _file("\ufeff" + text.getvalue(), "text/csv; charset=utf-8", "csv")


def as_xlsx(found: TaskFigures) -> HttpResponse:
    import xlsxwriter

    made = io.BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False}) as book:
        sheet = book.add_worksheet(_("Nhiệm vụ")[:31])
        for n, line in enumerate(table(found)):
            sheet.write_row(n, 0, [spreadsheet_safe(cell) for cell in line])
        sheet.autofit()
    return _file(made.getvalue(), XLSX, "xlsx")


def _file(content: str | bytes, content_type: str, kind: str) -> HttpResponse:
    response = HttpResponse(content, content_type=content_type)
    response["Content-Disposition"] = f'attachment; filename="so-lieu-nhiem-vu.{kind}"'
    return response
