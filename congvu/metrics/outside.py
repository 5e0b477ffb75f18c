"""Outside figures: taken in from files, looked up by rules. Rules: docs/rules/indexes.md."""

import re
from collections.abc import Iterable, Sequence
from datetime import datetime
from decimal import Decimal

from django.db import transaction

from congvu.core import periods
from congvu.core.errors import N_, DomainError
from congvu.core.loading import LoadReport, Row, require_columns
from congvu.core.numbers import UnreadableNumber, parse_number, round_to
from congvu.faces.errors import sentence_of
from congvu.metrics.models import OutsideFigure
from congvu.orgs.actor import Actor
from congvu.orgs.units import unit_by_code

COLUMNS = ("metric", "period", "value", "source")
PLACES = 6  # digits after the point that are kept
_NAME = re.compile(r"[A-Za-z_][A-Za-z0-9_]{0,79}")


class MetricNameWrong(DomainError):
    code = "outside_metric_name"
    sentence = N_("“%(text)s” không phải mã chỉ tiêu; mã gồm chữ không dấu, số, gạch dưới, như population.")
    status = 422


class SourceMissing(DomainError):
    code = "outside_source_missing"
    sentence = N_("Số liệu từ bên ngoài phải có nguồn ở cột source: văn bản, cơ quan công bố.")
    status = 422


class SaidTwice(DomainError):
    code = "outside_said_twice"
    sentence = N_("Dòng này trùng chỉ tiêu, đơn vị và kỳ với dòng %(line)s. Hãy bỏ một dòng.")
    status = 422


def load_figures(rows: Sequence[Row], *, actor: Actor, at: datetime, dry_run: bool = False) -> LoadReport:
    """All or nothing. The same value again is unchanged; another one replaces it and the old one is kept."""
    require_columns(rows, COLUMNS, name="figures")
    report = LoadReport("figures")
    with transaction.atomic():
        seen: dict[tuple[str, int | None, str], int] = {}
        for row in rows:
            try:
                _load(row, at, report, seen)
            except DomainError as error:
                report.refuse(row.line, error.field or _FIELD.get(type(error).__name__, ""), sentence_of(error))
        if dry_run or report.errors:
            transaction.set_rollback(True)
    return report


_FIELD = {"UnitUnknown": "unit", "UnitAmbiguous": "unit", "PeriodUnreadable": "period"}


def _load(row: Row, at: datetime, report: LoadReport, seen: dict[tuple[str, int | None, str], int]) -> None:
    metric = row.get("metric")
    if not _NAME.fullmatch(metric):
        raise MetricNameWrong(field="metric", text=metric)
    period = periods.period_from(row.get("period"))
    unit = unit_by_code(row.get("unit"), period.last_on) if row.get("unit") else None
    value = parse_number(row.get("value"), lang="en", field="value")
    if abs(value) >= Decimal(10) ** 17:
        raise UnreadableNumber(field="value", text=row.get("value"))
    value = round_to(value, PLACES) if value != round_to(value, PLACES) else value
    if not row.get("source"):
        raise SourceMissing(field="source")
    key = (metric, unit.pk if unit else None, period.code)
    if key in seen:
        raise SaidTwice(field="metric", line=seen[key])
    seen[key] = row.line
    present = OutsideFigure.objects.select_for_update().filter(
        metric=metric, unit=unit, period=period.code, replaced_at=None
    ).first()  # fmt: skip
    if present is not None and present.value == value and present.source == row.get("source"):
        report.unchanged += 1
        return
    if present is not None:
        present.replaced_at = at
        present.save(update_fields=["replaced_at"])
        report.changed += 1
    else:
        report.new += 1
    OutsideFigure.objects.create(
        metric=metric, unit=unit, period=period.code, value=value, source=row.get("source"), loaded_at=at
    )  # fmt: skip


def outside_values(
    metrics: Iterable[str], *, unit_ids: Iterable[int], period_codes: Iterable[str]
) -> dict[tuple[str, int | None, str], OutsideFigure]:
    """(metric, unit or None for the whole, period) → the value in force. One query."""
    wanted = sorted(set(metrics))
    if not wanted:
        return {}
    found = OutsideFigure.objects.filter(metric__in=wanted, period__in=sorted(set(period_codes)), replaced_at=None)
    units = set(unit_ids)
    return {
        (row.metric, row.unit_id, row.period): row
        for row in found.order_by("id") if row.unit_id is None or row.unit_id in units
    }  # fmt: skip
