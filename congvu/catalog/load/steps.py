"""Approved step tables from a file: published when sound, kept as a draft with the reason when not."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import transaction

from congvu.catalog.events import ProcessDrafted, ProcessPublished
from congvu.catalog.load.doubts import message_of, raise_doubts
from congvu.catalog.load.reading import Doubt
from congvu.catalog.load.versions import succeed
from congvu.catalog.models import Procedure, Process
from congvu.catalog.processes import store_process, time_of
from congvu.core.clock import day_of
from congvu.core.errors import N_, DomainError
from congvu.core.loading import LoadReport, Note, Row
from congvu.core.numbering import parse_procedure_code
from congvu.core.process import Finding, Severity, from_step_rows, soundness
from congvu.faces.errors import sentence_of
from congvu.ledger.record import record
from congvu.orgs.actor import Actor


class ProcedureUnknown(DomainError):
    """The table belongs to a procedure that is not in the catalogue."""

    code = "procedure_unknown"
    sentence = N_("Chưa có thủ tục %(code)s trong danh mục. Hãy nạp danh mục thủ tục trước, rồi nạp bảng quy trình.")
    status = 422


def load_steps(rows: Sequence[Row], *, actor: Actor, at: datetime, dry_run: bool = False) -> LoadReport:
    """One process for each procedure_code. Counts are of tables' rows: a table is new, changed or unchanged whole."""
    report = LoadReport("steps")
    with transaction.atomic():
        for code, table in _tables(rows).items():
            try:
                with transaction.atomic():
                    _load(code, table, actor=actor, at=at, report=report)
            except DomainError as error:
                report.errors.append(Note(_line_of(error, table), error.field or "", sentence_of(error)))
        if dry_run or report.errors:
            transaction.set_rollback(True)
    return report


def _tables(rows: Sequence[Row]) -> dict[str, list[Row]]:
    tables: dict[str, list[Row]] = {}
    for row in rows:
        tables.setdefault((row.cells.get("procedure_code") or "").strip(), []).append(row)
    return tables


def _line_of(error: DomainError, table: Sequence[Row]) -> int:
    step_no = str(error.data.get("step_no", ""))
    return next((row.line for row in table if (row.cells.get("step_no") or "").strip() == step_no), table[0].line)


def _load(code: str, table: Sequence[Row], *, actor: Actor, at: datetime, report: LoadReport) -> None:
    national = parse_procedure_code(code, field="procedure_code").national
    procedure = Procedure.objects.select_for_update().filter(code=national).first()
    if procedure is None:
        raise ProcedureUnknown(field="procedure_code", code=code)
    version = procedure.versions.filter(during__upper_inf=True).order_by("-id").first()
    limit = (version.process_limit or version.limit) if version else ""
    value = from_step_rows(
        [row.cells for row in table], code=national, name=version.name if version else national, limit=time_of(limit)
    )
    findings = soundness(value)
    for finding in findings:
        report.warnings.append(Note(_line_of_finding(finding, table), "", _sentence(finding)))
    digest = _digest(table, limit)
    latest = procedure.processes.order_by("-number").first()
    loaded = procedure.processes.exclude(digest="").order_by("-number").first()
    if loaded and loaded.digest == digest:  # what was written by hand since is not undone
        report.unchanged += len(table)
        return
    if latest:
        report.changed += len(table)
    else:
        report.new += len(table)
    process = store_process(
        value, procedure=procedure, number=latest.number + 1 if latest else 1, limit=limit, digest=digest
    )
    raise_doubts(procedure, ("process",), [_doubt(finding) for finding in findings], at=at)
    if any(finding.severity is Severity.ERROR for finding in findings):
        record(ProcessDrafted(process_id=process.pk), about=("procedure", procedure.pk), actor=actor, at=at)
    else:
        _publish(process, procedure, actor=actor, at=at)


def _publish(process: Process, procedure: Procedure, *, actor: Actor, at: datetime) -> None:
    present = procedure.processes.filter(state=Process.State.PUBLISHED, during__upper_inf=True).first()
    process.during = succeed(present, effective_from=None, today=day_of(at))
    process.state = Process.State.PUBLISHED
    process.save(update_fields=["during", "state"])
    record(
        ProcessPublished(process_id=process.pk, number=process.number),
        about=("procedure", procedure.pk),
        actor=actor,
        at=at,
    )


def _digest(table: Sequence[Row], limit: str) -> str:
    names = ("step_no", "step_name", "role_unit", "time_limit_value", "time_limit_unit", "output", "stage", "source")
    said: list[object] = [[(row.cells.get(name) or "").strip() for name in names] for row in table]
    return hashlib.sha256(json.dumps([limit, *said], ensure_ascii=False).encode()).hexdigest()


def _line_of_finding(finding: Finding, table: Sequence[Row]) -> int:
    step_no = finding.place.removeprefix("s")
    return next((row.line for row in table if (row.cells.get("step_no") or "").strip() == step_no), table[0].line)


def _sentence(finding: Finding) -> str:
    return message_of(_doubt(finding))


def _doubt(finding: Finding) -> Doubt:
    data: Mapping[str, object] = finding.data
    return Doubt("process", finding.code, "", finding.sentence, dict(data))
