"""Cells that several files have in common: days and periods."""

from datetime import date, datetime

from django.utils.translation import gettext as _

from congvu.core.loading import LoadReport, Row
from congvu.orgs.ranges import Days, through


def day_of(row: Row, column: str, report: LoadReport) -> date | None:
    """A day written 2025-07-01 or 01/07/2025; None when empty; an unreadable one is refused."""
    text = row.get(column)
    if not text:
        return None
    for form in ("%Y-%m-%d", "%d/%m/%Y"):
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007
        except ValueError:
            continue
    said = _("“%(text)s” không phải ngày; hãy ghi như 2025-07-01 hoặc 01/07/2025")
    report.refuse(row.line, column, said % {"text": text})
    return None


def period_of(row: Row, report: LoadReport) -> Days:
    """valid_from … valid_until, the last day included."""
    since, last = day_of(row, "valid_from", report), day_of(row, "valid_until", report)
    if since and last and last < since:
        said = _("ngày cuối %(last)s trước ngày đầu %(since)s")
        report.refuse(row.line, "valid_until", said % {"last": last, "since": since})
        return through(since, None)
    return through(since, last)
