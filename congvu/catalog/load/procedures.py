"""The catalogue of procedures from a file: each changed row makes a new version."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from congvu.catalog.events import ProcedureAnnounced
from congvu.catalog.load.doubts import message_of, raise_doubts
from congvu.catalog.load.reading import ChannelRow, Doubt, Paper, channel_rows, headline_limit, limit_of, papers_of
from congvu.catalog.load.versions import succeed
from congvu.catalog.models import ChannelLimit, Component, Procedure, ProcedureVersion
from congvu.core.clock import day_of
from congvu.core.errors import N_, DomainError
from congvu.core.loading import LoadReport, Note, Row
from congvu.core.numbering import parse_procedure_code
from congvu.core.text import search_grams
from congvu.faces.errors import sentence_of
from congvu.ledger.record import record
from congvu.orgs.actor import Actor
from congvu.orgs.models import Category

COLUMNS = ("code", "name", "field")


class CellMissing(DomainError):
    """A column that no procedure can do without is empty."""

    code = "cell_missing"
    sentence = N_("Cột %(column)s trống; thủ tục phải có mã, tên và lĩnh vực.")
    status = 422


class DayUnreadable(DomainError):
    """effective_from is no day."""

    code = "effective_from_unreadable"
    sentence = N_("“%(text)s” không phải là ngày; hãy ghi như 2025-07-01.")
    status = 422


def load_procedures(rows: Sequence[Row], *, actor: Actor, at: datetime, dry_run: bool = False) -> LoadReport:
    """All or nothing. The same rows again are unchanged; a doubtful row is loaded and waits in the review queue."""
    report = LoadReport("procedures")
    with transaction.atomic():
        for row in rows:
            try:
                with transaction.atomic():
                    _load(row, actor=actor, at=at, report=report)
            except DomainError as error:
                report.errors.append(Note(row.line, error.field or "", sentence_of(error)))
        if dry_run or report.errors:
            transaction.set_rollback(True)
    return report


def _load(row: Row, *, actor: Actor, at: datetime, report: LoadReport) -> None:
    cells = {name: (value or "").strip() for name, value in row.cells.items()}
    for column in COLUMNS:
        if not cells.get(column):
            raise CellMissing(field=column, column=column)
    code = parse_procedure_code(cells["code"], field="code").national
    facts, papers, channels, doubts = _read(cells)
    for doubt in doubts:
        report.warnings.append(Note(row.line, doubt.field, message_of(doubt)))
    digest = _digest(facts, papers, channels)
    procedure = Procedure.objects.select_for_update().filter(code=code).first()
    present = procedure.versions.filter(during__upper_inf=True).order_by("-id").first() if procedure else None
    if procedure and present and present.digest == digest:
        report.unchanged += 1
        return
    if procedure is None:
        procedure = Procedure.objects.create(code=code, category=_category(code, cells["name"], cells["field"]))
        report.new += 1
    else:
        _rename(procedure, cells["name"], cells["field"])
        report.changed += 1
    procedure.grams = list(search_grams(cells["name"], code, cells["field"]))
    procedure.save(update_fields=["grams"])
    during = succeed(present, effective_from=_day(cells.get("effective_from", "")), today=day_of(at))
    version = ProcedureVersion.objects.create(procedure=procedure, during=during, digest=digest, **facts)
    Component.objects.bulk_create(_components(version, papers))
    ChannelLimit.objects.bulk_create(_channel_limits(version, channels))
    raise_doubts(procedure, ("limit", "component"), doubts, at=at)
    record(
        ProcedureAnnounced(code=code, version_id=version.pk, decision_no=version.decision_no),
        about=("procedure", procedure.pk),
        actor=actor,
        at=at,
    )


def _read(cells: Mapping[str, str]) -> tuple[dict[str, str], list[Paper], list[ChannelRow], list[Doubt]]:
    limit, limit_doubts = headline_limit(cells.get("time_limit_value", ""), cells.get("time_limit_unit", ""))
    channels, channel_doubts = channel_rows(
        cells.get("time_by_channel", ""), headline=limit, note=cells.get("note", "")
    )
    papers, paper_doubts = papers_of(cells.get("required_documents", ""))
    process_limit, differing = _process_limit(cells.get("step_table_limit", ""), limit)
    facts = {
        "name": cells["name"],
        "field": cells["field"],
        "level": cells.get("level", ""),
        "limit": limit,
        "limit_text": f"{cells.get('time_limit_value', '')} {cells.get('time_limit_unit', '')}".strip(),
        "process_limit": process_limit,
        "fee": cells.get("fee", ""),
        "result": cells.get("result", ""),
        "result_code": cells.get("result_code", ""),
        "agency": cells.get("competent_agency", ""),
        "decision_no": cells.get("decision_no", ""),
        "note": cells.get("note", ""),
        "source_url": cells.get("source_url", ""),
    }
    return facts, papers, channels, [*limit_doubts, *channel_doubts, *differing, *paper_doubts]


def _process_limit(text: str, limit: str) -> tuple[str, list[Doubt]]:
    """The limit written on the step table, kept only where it differs from the announced one."""
    made_for = limit_of(text)[0] if text else ""
    if not made_for or made_for == limit:
        return "", []
    sentence = N_("Bảng quy trình nội bộ lập cho hạn %(made_for)s, khác hạn công bố %(limit)s.")
    data: dict[str, object] = {"made_for": made_for, "limit": limit or "—"}
    return made_for, [Doubt("limit", "process_limit_differs", "step_table_limit", sentence, data)]


def _digest(facts: Mapping[str, str], papers: Sequence[Paper], channels: Sequence[ChannelRow]) -> str:
    said = [facts, [(p.name, p.originals, p.copies) for p in papers], [(c.channel, c.text) for c in channels]]
    return hashlib.sha256(json.dumps(said, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def _category(code: str, name: str, field: str) -> Category:
    parent, _made = Category.objects.get_or_create(kind="field", code=field[:200], defaults={"name": field})
    category, _made = Category.objects.update_or_create(
        kind="procedure", code=code, defaults={"name": name, "parent": parent}
    )
    return category


def _rename(procedure: Procedure, name: str, field: str) -> None:
    _category(procedure.code, name, field)


def _day(text: str) -> date | None:
    if not text:
        return None
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise DayUnreadable(field="effective_from", text=text) from None


def _components(version: ProcedureVersion, papers: Sequence[Paper]) -> list[Component]:
    return [
        Component(
            version=version,
            position=position,
            name=paper.name,
            originals=paper.originals,
            copies=paper.copies,
            conditional=paper.conditional,
        )
        for position, paper in enumerate(papers, 1)
    ]


def _channel_limits(version: ProcedureVersion, channels: Sequence[ChannelRow]) -> list[ChannelLimit]:
    return [
        ChannelLimit(
            version=version,
            position=position,
            channel=row.channel,
            text=row.text,
            limit=row.limit,
            for_difficult_area=row.for_difficult_area,
        )
        for position, row in enumerate(channels, 1)
    ]
