"""Which unit does which step, from a file: role_unit, unit; place and procedure_code may be empty."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from congvu.catalog.models import Procedure
from congvu.core.clock import day_of
from congvu.core.errors import N_, DomainError
from congvu.core.loading import LoadReport, Row
from congvu.core.text import folded_words
from congvu.dossiers.load.history import ProcedureUnknown
from congvu.dossiers.models import Route
from congvu.faces.errors import sentence_of
from congvu.orgs.actor import Actor
from congvu.orgs.units import unit_by_code


class RouteIncomplete(DomainError):
    code = "route_incomplete"
    sentence = N_("Cột %(column)s trống; hãy ghi tên đơn vị trong bảng quy trình và mã đơn vị làm việc đó.")
    status = 422


def load_routes(rows: Sequence[Row], *, actor: Actor, at: datetime, dry_run: bool = False) -> LoadReport:
    """All or nothing. The same words at the same place for the same procedure: the later row wins."""
    del actor
    report = LoadReport("routes")
    with transaction.atomic():
        for row in rows:
            try:
                _load(row, report, at)
            except DomainError as error:
                report.refuse(row.line, error.field or "", sentence_of(error))
        if dry_run or report.errors:
            transaction.set_rollback(True)
    return report


def _load(row: Row, report: LoadReport, at: datetime) -> None:
    words = " ".join(folded_words(row.get("role_unit")))
    for column, value in (("role_unit", words), ("unit", row.get("unit"))):
        if not value:
            raise RouteIncomplete(field=column, column=column)
    on = day_of(at)
    unit = unit_by_code(row.get("unit"), on)
    place = unit_by_code(row.get("place"), on) if row.get("place") else None
    procedure = None
    if code := row.get("procedure_code"):
        procedure = Procedure.objects.filter(code=code).first()
        if procedure is None:
            raise ProcedureUnknown(field="procedure_code", code=code)
    present = Route.objects.filter(words=words, place=place, procedure=procedure).first()
    if present is None:
        Route.objects.create(words=words, place=place, procedure=procedure, unit=unit)
        report.new += 1
    elif present.unit_id == unit.pk:
        report.unchanged += 1
    else:
        present.unit = unit
        present.save(update_fields=["unit"])
        report.changed += 1
