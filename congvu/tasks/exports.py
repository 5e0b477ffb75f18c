"""Lists as files that spreadsheets open with their letters right, and no cell becomes a formula."""

import csv
import io
from collections.abc import Iterable, Sequence

from django.http import HttpResponse

from congvu.core.text import spreadsheet_safe


def csv_of(head: Sequence[str], lines: Iterable[Sequence[object]], name: str) -> HttpResponse:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(head)
    writer.writerows([spreadsheet_safe("" if cell is None else cell) for cell in line] for line in lines)
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response
