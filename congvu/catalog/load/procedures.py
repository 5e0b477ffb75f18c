"""The catalogue of procedures from a file: each changed row makes a new version."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from datetime import date, datetime

from django.db import transaction

from congvu.catalog.events import ProcedureAnnounced
from congvu.catalog.facts import documents_named, tidy_number
from congvu.catalog.load.doubts import message_of, raise_doubts
from congvu.catalog.load.reading import (
    ChannelRow,
    Doubt,
    Paper,
    channel_rows,
    cited_in,
    fee_doubts,
    headline_limit,
    limit_of,
    papers_of,
    results_of,
)
from congvu.catalog.load.versions import succeed
from congvu.catalog.models import (
    ChannelLimit,
    Component,
    LegalBasis,
    OnlineLevel,
    Procedure,
    ProcedureResult,
    ProcedureVersion,
)
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
    shared = _shared_pages(rows)
    with transaction.atomic():
        for row in rows:
            try:
                with transaction.atomic():
                    _load(row, actor=actor, at=at, report=report, shared=shared)
            except DomainError as error:
                report.errors.append(Note(row.line, error.field or "", sentence_of(error)))
        if dry_run or report.errors:
            transaction.set_rollback(True)
    return report


def _shared_pages(rows: Sequence[Row]) -> dict[str, list[str]]:
    """Pages of the source that several procedures name, in the file or among what is loaded: page → codes."""
    codes: dict[str, set[str]] = {}
    for row in rows:
        if url := row.get("source_url"):
            codes.setdefault(url, set()).add(row.get("code").strip())
    there = ProcedureVersion.objects.filter(during__upper_inf=True, source_url__in=list(codes))
    for url, code in there.order_by("pk").values_list("source_url", "procedure__code"):
        codes[url].add(code)
    return {url: sorted(found) for url, found in codes.items() if len(found) > 1}


def _load(row: Row, *, actor: Actor, at: datetime, report: LoadReport, shared: Mapping[str, list[str]]) -> None:
    cells = {name: (value or "").strip() for name, value in row.cells.items()}
    for column in COLUMNS:
        if not cells.get(column):
            raise CellMissing(field=column, column=column)
    code = parse_procedure_code(cells["code"], field="code").national
    facts, papers, channels, doubts = _read(cells)
    doubts += _page_doubts(cells.get("source_url", ""), code, shared)
    for doubt in doubts:
        report.warnings.append(Note(row.line, doubt.field, message_of(doubt)))
    results, unpaired = results_of(cells.get("result", ""), cells.get("result_code", ""))
    bases = _bases(cells, [paper.name for paper in papers])
    doubts += unpaired
    for doubt in unpaired:
        report.warnings.append(Note(row.line, doubt.field, message_of(doubt)))
    digest = _digest(facts, papers, channels, bases)
    procedure = Procedure.objects.select_for_update().filter(code=code).first()
    present = procedure.versions.filter(during__upper_inf=True).order_by("-id").first() if procedure else None
    loaded = procedure.versions.exclude(digest="").order_by("-number").first() if procedure else None
    if loaded and loaded.digest == digest:  # what was published by hand since is not undone
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
    version = ProcedureVersion.objects.create(
        procedure=procedure, number=procedure.next_number(), during=during, digest=digest, **facts
    )
    Component.objects.bulk_create(_components(version, papers))
    ChannelLimit.objects.bulk_create(_channel_limits(version, channels))
    ProcedureResult.objects.bulk_create(
        ProcedureResult(version=version, position=n, name=name, code=result_code)
        for n, (name, result_code) in enumerate(results, 1)
    )
    _write_bases(version, bases)
    raise_doubts(procedure, ("limit", "component", "result", "fee", "source"), doubts, at=at)
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
        "online_level": _online_level(cells.get("online_level", "")),
    }
    fees = fee_doubts(facts["fee"])
    return facts, papers, channels, [*limit_doubts, *channel_doubts, *differing, *paper_doubts, *fees]


def _process_limit(text: str, limit: str) -> tuple[str, list[Doubt]]:
    """The limit written on the step table, kept only where it differs from the announced one."""
    made_for = limit_of(text)[0] if text else ""
    if not made_for or made_for == limit:
        return "", []
    sentence = N_("Bảng quy trình nội bộ lập cho hạn %(made_for)s, khác hạn công bố %(limit)s.")
    data: dict[str, object] = {"made_for": made_for, "limit": limit or "—"}
    return made_for, [Doubt("limit", "process_limit_differs", "step_table_limit", sentence, data)]


def _page_doubts(url: str, code: str, shared: Mapping[str, list[str]]) -> list[Doubt]:
    if url not in shared:
        return []
    sentence = N_("Nguồn dùng chung một trang với thủ tục %(others)s; nội dung có thể lẫn của thủ tục khác.")
    others = ", ".join(other for other in shared[url] if other != code)
    return [Doubt("source", "page_shared", "source_url", sentence, {"others": others})]


def _bases(cells: Mapping[str, str], names: Sequence[str]) -> list[tuple[str, str, str]]:
    """(number, part, article): the announcing decision, what the file lists, the documents that the papers cite."""
    found = [(cells["decision_no"], LegalBasis.Part.ANNOUNCES.value, "")] if cells.get("decision_no") else []
    for part in filter(None, (part.strip() for part in cells.get("legal_basis", "").split(";"))):
        number, _colon, article = part.partition(":")
        found.append((number.strip(), LegalBasis.Part.BASIS.value, article.strip()))
    found += [(number, LegalBasis.Part.FORM.value, "") for number in cited_in(names)]
    once = {(tidy_number(number), part): (tidy_number(number), part, article) for number, part, article in found}
    return list(once.values())


def _write_bases(version: ProcedureVersion, bases: Sequence[tuple[str, str, str]]) -> None:
    documents = documents_named([number for number, _part, _article in bases])
    LegalBasis.objects.bulk_create(
        LegalBasis(version=version, position=n, document=documents[number], part=part, article=article)
        for n, (number, part, article) in enumerate(bases, 1)
    )


class OnlineLevelUnknown(DomainError):
    """online_level is none of the words."""

    code = "online_level_unknown"
    sentence = N_("“%(text)s” không phải là mức trực tuyến; hãy ghi none, partial hoặc full.")
    status = 422


def _online_level(text: str) -> str:
    if text not in OnlineLevel.values:
        raise OnlineLevelUnknown(field="online_level", text=text)
    return text


def _digest(
    facts: Mapping[str, str], papers: Sequence[Paper], channels: Sequence[ChannelRow], bases: Sequence[object]
) -> str:
    said = [facts, [(p.name, p.originals, p.copies) for p in papers], [(c.channel, c.text) for c in channels], bases]
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
            form_no=paper.form_no,
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
