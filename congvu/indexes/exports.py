"""A set as a file that `congvu load criteria` reads back, a ranking and a unit's report as a sheet."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from decimal import Decimal
from typing import Any

from django.http import HttpResponse

from congvu.core.text import spreadsheet_safe
from congvu.indexes.load.criteria import lines_of
from congvu.indexes.models import CriteriaSet

SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
HEAD = (
    "set", "year", "code", "parent_code", "level", "name_vi", "max_score", "counts", "source_kind", "method",
    "scoring_rule", "rule", "formula", "when_nothing", "evidence", "appraiser", "source", "combine", "rescales",
    "rescale_to", "not_applicable",
)  # fmt: skip


def set_rows(found: CriteriaSet) -> list[list[str]]:
    """Line by line in the columns of the contract."""
    return [
        [
            found.code, found.year, line.code, line.parent, line.level, line.name, plain(line.maximum), line.counts,
            line.source_kind, line.method, line.scoring_rule,
            json.dumps(line.rule, ensure_ascii=False) if line.rule is not None else "", line.formula,
            line.when_nothing, line.evidence, line.appraiser, line.source,
            *(line.extra.get(name, "") for name in ("combine", "rescales", "rescale_to", "not_applicable")),
        ]
        for line in lines_of(found)
    ]  # fmt: skip


def plain(value: Decimal | None) -> str:
    """A number as files write it: no thousands, no needless zeros."""
    if value is None:
        return ""
    text = f"{value:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def csv_response(head: Sequence[str], rows: Iterable[Sequence[str]], name: str) -> HttpResponse:
    """With a byte order mark, so that spreadsheets read it as UTF-8."""
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    writer.writerows([spreadsheet_safe(cell) for cell in row] for row in rows)
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def xlsx_response(sheets: Iterable[tuple[str, Sequence[str], Iterable[Sequence[Any]]]], name: str) -> HttpResponse:
    """Sheets of (title, head, rows); numbers stay numbers, texts never become formulas."""
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    bold, wrap = (
        book.add_format({"bold": True, "text_wrap": True}),
        book.add_format({"text_wrap": True, "valign": "top"}),
    )
    for title, head, rows in sheets:
        sheet = book.add_worksheet(title[:31])
        sheet.freeze_panes(1, 0)
        for column, text in enumerate(head):
            sheet.write_string(0, column, str(text), bold)
            sheet.set_column(column, column, 46 if column == 2 else 16, wrap)
        for n, row in enumerate(rows, start=1):
            for column, value in enumerate(row):
                if isinstance(value, int | Decimal):
                    sheet.write_number(n, column, float(value))
                else:
                    sheet.write_string(n, column, "" if value is None else str(value))
    book.close()
    response = HttpResponse(out.getvalue(), content_type=SHEET)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.xlsx"'
    return response
