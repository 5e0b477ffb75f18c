"""Units and people as files that a spreadsheet opens and `congvu load` reads back."""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import date

from django.http import HttpResponse

from congvu.core.text import spreadsheet_safe
from congvu.orgs.models import UnitCode, UnitSpan
from congvu.orgs.people import PersonRow
from congvu.orgs.ranges import last_day
from congvu.orgs.units import codes_of

UNIT_COLUMNS = (
    "code", "code_system", "name", "short_name", "kind", "parent_code", "valid_from", "valid_until", "document",
)  # fmt: skip
PERSON_COLUMNS = ("username", "full_name", "unit_code", "role", "title", "email", "valid_from", "valid_until")


def units_csv(on: date) -> str:
    """The chart of the day. Two queries."""
    codes: dict[int, UnitCode] = {}
    for code in UnitCode.objects.filter(during__contains=on).order_by("-system", "id"):
        codes[code.unit_id] = code
    spans = UnitSpan.objects.filter(during__contains=on).select_related("kind").order_by("kind__rank", "name", "id")
    rows = []
    for span in spans:
        own, parent = codes.get(span.unit_id), codes.get(span.parent_id or 0)
        rows.append(
            (
                own.code if own else "", own.system if own else "", span.name, span.short_name, span.kind.name,
                str(parent) if parent else "", span.during.lower, last_day(span.during), span.document,
            )
        )  # fmt: skip
    return _csv(UNIT_COLUMNS, rows)


def people_csv(rows: Sequence[PersonRow]) -> str:
    """One line per position, as `congvu load people` reads them."""
    codes = codes_of({held.unit_id for row in rows for held in row.held})
    return _csv(
        PERSON_COLUMNS,
        (
            (row.username, row.full_name, codes[held.unit_id], held.role, held.title, row.email, held.since, held.last)
            for row in rows
            for held in row.held
        ),
    )


def csv_response(text: str, name: str) -> HttpResponse:
    """With a byte order mark, so that spreadsheets read it as UTF-8."""
    response = HttpResponse("\ufeff" + text, content_type="text/csv; charset=utf-8")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def _csv(head: Sequence[str], rows: Iterable[Sequence[object]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(head)
    for row in rows:
        writer.writerow(["" if cell is None else spreadsheet_safe(str(cell)) for cell in row])
    return out.getvalue()
