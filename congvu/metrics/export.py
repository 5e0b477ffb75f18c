"""A figure as a file: CSV that opens rightly in spreadsheets (UTF-8 with BOM) and explains itself."""

import csv
import io
from collections.abc import Iterable, Iterator

from django.http import HttpResponse
from django.utils.translation import gettext as _

from congvu.core.text import spreadsheet_safe
from congvu.faces import words
from congvu.metrics.facts import FactRow
from congvu.metrics.figures import Figure, FigureTable


def table_csv(table: FigureTable, name: str) -> HttpResponse:
    """Line by line with numerator and denominator; the sum last."""
    heads = [_("Mã"), str(table.by.label), _("Giá trị"), _("Tử số"), _("Mẫu số")]
    lines = [[line.code, line.name, *_numbers(line.figure)] for line in table.lines]
    return _csv([*_head(table.total), heads, *lines, ["", _("Cộng"), *_numbers(table.total)]], name)


def rows_csv(rows: Iterable[FactRow], units: dict[int, str], name: str) -> HttpResponse:
    heads = [_("Mã"), _("Tên"), _("Đơn vị"), _("Phát sinh"), _("Hạn"), _("Xong")]
    return _csv([heads, *(_row(row, units) for row in rows)], name)


def _row(row: FactRow, units: dict[int, str]) -> list[str]:
    moments = (row.came_at, row.due_at, row.closed_at)
    return [
        row.code,
        row.title,
        units.get(row.unit_id, str(row.unit_id)),
        *("" if at is None else words.moment(at) for at in moments),
    ]


def _head(figure: Figure) -> Iterator[list[str]]:
    """What was asked, so that the file explains itself."""
    asked = figure.question
    yield [_("Chỉ tiêu"), figure.metric.name_vi, figure.metric.code]
    yield [_("Kỳ"), words.day(asked.period.first_on), words.day(asked.period.last_on)]
    yield [_("Tính đến hết ngày"), words.day(asked.as_of)]
    yield [_("Cơ cấu"), str(asked.structure.label)]
    yield [_("Nguồn"), figure.metric.source]
    if not figure.complete:
        yield [_("Phạm vi"), _("chỉ gồm phần bạn được xem")]
    yield []


def _numbers(figure: Figure) -> list[str]:
    return [figure.value or "", str(figure.numerator), "" if figure.denominator is None else str(figure.denominator)]


def _csv(lines: Iterable[list[str]], name: str) -> HttpResponse:
    text = io.StringIO()
    csv.writer(text, lineterminator="\r\n").writerows([spreadsheet_safe(cell) for cell in line] for line in lines)
    response = HttpResponse("\ufeff" + text.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
