"""The catalogue over HTTP: procedures, versions, fees, processes, doubts, legal documents, proposals, the finder."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.http import HttpResponse
from ninja import Query, Router, Status

from congvu.catalog import commands, selectors
from congvu.catalog.bpmn import bpmn_of
from congvu.catalog.commands.doubts import LimitMissing
from congvu.catalog.commands.terms import FeeFacts
from congvu.catalog.facts import (
    facts_of,
)
from congvu.catalog.finder import Answers
from congvu.catalog.models import Process
from congvu.catalog.pages.processes import changes
from congvu.catalog.pages.versions import version_changes
from congvu.catalog.processes import process_value
from congvu.catalog.schemas import (
    AnnouncedIn,
    BasisIn,
    ChangesOut,
    ChannelIn,
    CitedOut,
    ConclusionIn,
    CostIn,
    DocumentFilter,
    DocumentOut,
    DocumentPageOut,
    DoubtDecisionIn,
    DoubtFilter,
    DoubtOut,
    DoubtPageOut,
    FeeAnswer,
    FeeAsked,
    FeeIn,
    FeeOut,
    FinderIn,
    FinderOut,
    FindingOut,
    FromDay,
    ProcedureFilter,
    ProcedureOut,
    ProcedurePageOut,
    ProcedurePaperIn,
    ProcedureResultIn,
    ProcedureVersionOut,
    ProcessIn,
    ProcessOut,
    ProposalFilter,
    ProposalIn,
    ProposalOut,
    ProposalPageOut,
    QuestionOut,
    RepealIn,
    RepealOut,
    StepRow,
    SuggestedOut,
    VersionIn,
)
from congvu.core.clock import local
from congvu.core.compliance import CostLine, saving
from congvu.core.process import TableRow, rows_of, soundness
from congvu.faces.errors import filled
from congvu.faces.lists import decode_cursor, encode_cursor
from congvu.orgs.doors import door
from congvu.orgs.ranges import last_day
from congvu.orgs.units import codes_of, unit_by_code

router = Router(tags=["procedures"])
MANAGE, PUBLISH = "catalog.manage", "catalog.publish"


def _who(request: Any) -> dict[str, Any]:
    return {"actor": request.actor, "at": request.now}


def _after(text: str) -> Any:
    return decode_cursor(text) if text else None


def _next(key: Any) -> str | None:
    return encode_cursor(key) if key else None


# --- Procedures and versions -----------------------------------------------------------------------------------------


@router.get("/procedures", response=ProcedurePageOut, summary="The catalogue of a day")
@door(kind="list", room="catalog", audience="signed_in")
def list_procedures(request: Any, wanted: Query[ProcedureFilter]) -> ProcedurePageOut:
    page = selectors.procedures(
        day=wanted.on or request.today, query=wanted.q, field=wanted.field, level=wanted.level, only=wanted.only,
        after=_after(wanted.next), size=wanted.size,
    )  # fmt: skip
    items = [
        ProcedureOut(
            code=r.code, name=r.name, field=r.field, level=r.level, limit=r.limit, has_process=r.has_process,
            doubts=r.doubts,
        ) for r in page.rows
    ]  # fmt: skip
    return ProcedurePageOut(items=items, count=page.count, next=_next(page.next_key))


@router.get("/procedure-finder", response=FinderOut, summary="Which procedure is needed, and what to bring")
@door(kind="search", room="catalog", audience="signed_in")
def find_procedure(request: Any, asked: Query[FinderIn]) -> FinderOut:
    answers = Answers(asked.event, asked.q, _codes(asked.yes), _codes(asked.no))
    found = selectors.guided(answers, day=request.today)
    return FinderOut(
        count=found.count,
        items=[
            SuggestedOut(
                code=r.code, name=r.name, field=r.field, limit=r.limit, fee=r.fee, papers=list(r.papers),
                papers_sometimes=list(r.sometimes),
            ) for r in found.rows
        ],
        questions=[QuestionOut(code=q.code, text=filled(q.text, {})) for q in found.questions],
    )  # fmt: skip


def _codes(text: str) -> frozenset[str]:
    return frozenset(part.strip() for part in text.split(",") if part.strip())


@router.get("/procedures/{code}", response=ProcedureVersionOut, summary="The version in force today (or on a day)")
@door(kind="detail", room="catalog", audience="signed_in")
def read_procedure(request: Any, code: str, on: date | None = None) -> ProcedureVersionOut:
    return _version(selectors.version_on(code, on or request.today))


@router.get("/procedures/{code}/versions/{number}", response=ProcedureVersionOut, summary="One version, or the draft")
@door(kind="detail", room="catalog", audience="signed_in")
def read_version(request: Any, code: str, number: int) -> ProcedureVersionOut:
    del request
    return _version(selectors.version_numbered(code, number))


@router.get("/procedures/{code}/differences", response=ChangesOut, summary="What changed from one version to another")
@door(kind="detail", room="catalog", audience="signed_in")
def version_differences(request: Any, code: str, old: int, new: int) -> ChangesOut:
    del request
    before, after = (facts_of(selectors.version_numbered(code, number)) for number in (old, new))
    return ChangesOut(changes=version_changes(before, after))


@router.post("/procedures/{code}/drafts", response={201: ProcedureVersionOut}, summary="Begin (or find) the draft")
@door(kind="act", room="catalog", permission=MANAGE)
def draft_version(request: Any, code: str) -> Status[ProcedureVersionOut]:
    return Status(201, _version(commands.draft_version(code=code, **_who(request))))


@router.post("/procedures/{code}/drafts/contents", response=ProcedureVersionOut, summary="The draft says exactly this")
@door(kind="act", room="catalog", permission=MANAGE)
def save_draft(request: Any, code: str, given: VersionIn) -> ProcedureVersionOut:
    return _version(commands.save_draft(code=code, facts=given.facts(), **_who(request)))


@router.post("/procedures/{code}/drafts/publications", response=ProcedureVersionOut, summary="Publish the draft")
@door(kind="act", room="catalog", permission=PUBLISH)
def publish_version(request: Any, code: str, given: FromDay) -> ProcedureVersionOut:
    return _version(commands.publish_version(code=code, effective_from=given.effective_from, **_who(request)))


def _version(version: Any) -> ProcedureVersionOut:
    facts = facts_of(version)
    plain = {name: getattr(facts, name) for name in VersionIn.model_fields if name not in _ROWS}
    during = version.during
    empty = during is None or during.isempty
    return ProcedureVersionOut(
        **plain, code=version.procedure.code, number=version.number, is_draft=during is None,
        effective_from=None if empty else during.lower, effective_until=None if empty else last_day(during),
        channels=[
            ChannelIn.model_construct(
                channel=c.channel, limit=c.limit, text=c.text, for_difficult_area=c.for_difficult_area
            ) for c in facts.channels
        ],
        papers=[
            ProcedurePaperIn(**{name: getattr(p, name) for name in ProcedurePaperIn.model_fields})
            for p in facts.papers
        ],
        results=[ProcedureResultIn(name=r.name, code=r.code) for r in facts.results],
        bases=[BasisIn.model_construct(number=b.number, part=b.part, article=b.article) for b in facts.bases],
    )  # fmt: skip


_ROWS = ("channels", "papers", "results", "bases")


# --- Fees ------------------------------------------------------------------------------------------------------------


@router.get("/procedures/{code}/fees", response=list[FeeOut], summary="Amounts of today and later")
@door(kind="list", room="catalog", audience="signed_in")
def list_fees(request: Any, code: str) -> list[FeeOut]:
    procedure = selectors.version_on(code, request.today).procedure
    rows = selectors.fees_of(procedure, day=request.today)
    codes = codes_of([row.unit_id for row in rows if row.unit_id])
    return [
        FeeOut.model_construct(
            id=r.id, amount_vnd=r.amount_vnd, unit=codes.get(r.unit_id or 0, ""), channel=r.channel,
            reduction=r.reduction, valid_from=r.since, valid_until=r.until, document=r.document,
        ) for r in rows
    ]  # fmt: skip


@router.get("/procedures/{code}/fee", response=FeeAnswer, summary="What is paid there on that day")
@door(kind="detail", room="catalog", audience="signed_in")
def read_fee(request: Any, code: str, asked: Query[FeeAsked]) -> FeeAnswer:
    day = asked.on or request.today
    unit_id = unit_by_code(asked.unit, day).pk if asked.unit else None
    fee = selectors.fee_on(
        selectors.version_on(code, day).procedure, day=day, channel=asked.channel, unit_id=unit_id,
        reduction=asked.reduction,
    )  # fmt: skip
    return FeeAnswer(
        known=fee is not None, amount_vnd=fee.amount_vnd if fee else None, document=fee.document if fee else ""
    )


@router.post("/procedures/{code}/fees", response={201: list[FeeOut]}, summary="An amount from–until")
@door(kind="act", room="catalog", permission=MANAGE)
def set_fee(request: Any, code: str, given: FeeIn) -> Status[list[FeeOut]]:
    unit_id = unit_by_code(given.unit, request.today).pk if given.unit else None
    facts = FeeFacts(
        given.amount_vnd, unit_id, given.channel, given.reduction, given.valid_from, given.valid_until, given.document
    )
    commands.set_fee(code=code, facts=facts, **_who(request))
    return Status(201, list_fees(request, code))


# --- Processes -------------------------------------------------------------------------------------------------------


@router.get("/procedures/{code}/processes/{int:number}", response=ProcessOut, summary="One version of the process")
@door(kind="detail", room="catalog", audience="signed_in")
def read_process(request: Any, code: str, number: int) -> ProcessOut:
    del request
    return _process(selectors.process_numbered(code, number))


@router.get("/procedures/{code}/processes/{int:number}/bpmn", summary="The process as BPMN 2.0 with its diagram")
@door(kind="file", room="catalog", audience="signed_in")
def read_bpmn(request: Any, code: str, number: int) -> HttpResponse:
    del request
    row = selectors.process_numbered(code, number)
    content = bpmn_of(process_value(row), identifier=f"p_{code.replace('.', '_')}_{number}")
    return HttpResponse(content, content_type="application/xml; charset=utf-8")


@router.get("/procedures/{code}/process-differences", response=ChangesOut, summary="What changed between two processes")
@door(kind="detail", room="catalog", audience="signed_in")
def process_differences(request: Any, code: str, old: int, new: int) -> ChangesOut:
    del request
    return ChangesOut(changes=changes(selectors.process_numbered(code, old), selectors.process_numbered(code, new)))


@router.post("/procedures/{code}/processes", response={201: ProcessOut}, summary="Begin (or find) a draft process")
@door(kind="act", room="catalog", permission=MANAGE)
def draft_process(request: Any, code: str) -> Status[ProcessOut]:
    process = commands.draft_process(code=code, **_who(request))
    return Status(201, _process(selectors.process_numbered(code, process.number)))


@router.post("/procedures/{code}/processes/{int:number}/contents", response=ProcessOut, summary="Save the draft")
@door(kind="act", room="catalog", permission=MANAGE)
def save_process(request: Any, code: str, number: int, given: ProcessIn) -> ProcessOut:
    rows = [TableRow(**row.dict()) for row in given.rows]
    commands.save_process(
        code=code, number=number, rows=rows, name=given.name, decision_no=given.decision_no, **_who(request)
    )
    return _process(selectors.process_numbered(code, number))


@router.post("/procedures/{code}/processes/{int:number}/publications", response=ProcessOut, summary="Publish")
@door(kind="act", room="catalog", permission=PUBLISH)
def publish_process(request: Any, code: str, number: int, given: FromDay) -> ProcessOut:
    commands.publish_process(code=code, number=number, effective_from=given.effective_from, **_who(request))
    return _process(selectors.process_numbered(code, number))


def _process(process: Process) -> ProcessOut:
    value, during = process_value(process), process.during
    empty = during is None or during.isempty
    return ProcessOut(
        procedure=process.procedure.code if process.procedure else "", number=process.number, state=process.state,
        name=process.name, limit=process.limit, decision_no=process.decision_no,
        effective_from=during.lower if during and not empty else None,
        effective_until=last_day(during) if during and not empty else None,
        rows=[StepRow(**{name: getattr(row, name) for name in StepRow.model_fields}) for row in rows_of(value)],
        findings=[
            FindingOut(severity=f.severity.value, code=f.code, place=f.place, message=filled(f.sentence, f.data))
            for f in soundness(value)
        ],
    )  # fmt: skip


# --- Doubts, documents, proposals ------------------------------------------------------------------------------------


@router.get("/catalogue-doubts", response=DoubtPageOut, summary="What waits for review")
@door(kind="list", room="catalog", permission=MANAGE)
def list_doubts(request: Any, wanted: Query[DoubtFilter]) -> DoubtPageOut:
    rows, count, key = selectors.review_queue(
        day=request.today, about=wanted.about, procedure=wanted.procedure, after=_after(wanted.next)
    )
    items = [
        DoubtOut(
            id=r.id, procedure=r.procedure_code, about=r.about, code=r.code, message=r.message,
            raised_at=local(r.raised_at),
        ) for r in rows
    ]  # fmt: skip
    return DoubtPageOut(items=items, count=count, next=_next(key))


@router.post("/catalogue-doubts/{item_id}/decisions", response={204: None}, summary="Correct, accept or discard")
@door(kind="act", room="catalog", permission=MANAGE)
def decide_doubt(request: Any, item_id: int, given: DoubtDecisionIn) -> Status[None]:
    who = {"item_id": item_id, "settlement": given.settlement, **_who(request)}
    if given.decision == "accepted":
        commands.accept_doubt(**who)
    elif given.decision == "discarded":
        commands.discard_doubt(**who)
    elif not given.limit.strip():
        raise LimitMissing(field="limit")
    else:
        commands.settle_doubt(limit=given.limit, **who)
    return Status(204, None)


@router.get("/legal-documents", response=DocumentPageOut, summary="Documents that procedures rest on")
@door(kind="list", room="catalog", audience="signed_in")
def list_documents(request: Any, wanted: Query[DocumentFilter]) -> DocumentPageOut:
    del request
    rows, count, _total, key = selectors.documents(query=wanted.q, only=wanted.only, after=_after(wanted.next))
    items = [
        DocumentOut(
            id=r.id, number=r.number, name=r.name, issued_on=r.issued_on, repealed_on=r.repealed_on,
            procedures=r.procedures,
        ) for r in rows
    ]  # fmt: skip
    return DocumentPageOut(items=items, count=count, next=_next(key))


@router.get("/legal-documents/{document_id}/procedures", response=list[CitedOut], summary="What rests on a document")
@door(kind="detail", room="catalog", audience="signed_in")
def list_citing(request: Any, document_id: int) -> list[CitedOut]:
    document = selectors.document_on(document_id)
    return [
        CitedOut(code=c.code, name=c.name, part=c.part, article=c.article, in_force=c.in_force)
        for c in selectors.citing(document, day=request.today)
    ]


@router.post("/legal-documents/{document_id}/repeals", response=RepealOut, summary="No longer in force from that day")
@door(kind="act", room="catalog", permission=PUBLISH)
def repeal_document(request: Any, document_id: int, given: RepealIn) -> RepealOut:
    items = commands.repeal_document(
        document_id=document_id, repealed_on=given.repealed_on, repealed_by=given.repealed_by, **_who(request)
    )
    return RepealOut(procedures=[item.procedure.code for item in items])


@router.get("/simplifications", response=ProposalPageOut, summary="Proposals to make procedures simpler")
@door(kind="list", room="catalog", audience="signed_in")
def list_proposals(request: Any, wanted: Query[ProposalFilter]) -> ProposalPageOut:
    del request
    rows, count, _total, key = selectors.simplifications(
        state=wanted.state, procedure=wanted.procedure, after=_after(wanted.next)
    )
    items = [
        ProposalOut(
            id=r.id, procedure=r.procedure_code, title=r.title, state=r.state, before_vnd=r.saving.before,
            after_vnd=r.saving.after, saved_vnd=r.saving.saved, effective_on=r.effective_on,
            announce_due_on=r.announce_due_on, announced_on=r.announced_on,
        ) for r in rows
    ]  # fmt: skip
    return ProposalPageOut(items=items, count=count, next=_next(key))


@router.get("/simplifications/{row_id}", response=ProposalOut, summary="One proposal")
@door(kind="detail", room="catalog", audience="signed_in")
def read_proposal(request: Any, row_id: int) -> ProposalOut:
    del request
    return _proposal(row_id)


@router.post("/procedures/{code}/simplifications", response={201: ProposalOut}, summary="Propose, with its costs")
@door(kind="act", room="catalog", permission="catalog.simplify")
def propose(request: Any, code: str, given: ProposalIn) -> Status[ProposalOut]:
    row = commands.propose_simplification(
        code=code, title=given.title, proposal=given.proposal, reason=given.reason,
        before=[_cost(line) for line in given.before], after=[_cost(line) for line in given.after], **_who(request),
    )  # fmt: skip
    return Status(201, _proposal(row.pk))


@router.post("/simplifications/{row_id}/conclusions", response=ProposalOut, summary="Approve or refuse")
@door(kind="act", room="catalog", permission=PUBLISH)
def conclude(request: Any, row_id: int, given: ConclusionIn) -> ProposalOut:
    commands.decide_simplification(row_id=row_id, **given.dict(), **_who(request))
    return _proposal(row_id)


@router.post("/simplifications/{row_id}/announcements", response=ProposalOut, summary="It was made public")
@door(kind="act", room="catalog", permission=MANAGE)
def announce(request: Any, row_id: int, given: AnnouncedIn) -> ProposalOut:
    commands.announce_simplification(row_id=row_id, announced_on=given.announced_on, **_who(request))
    return _proposal(row_id)


def _cost(given: CostIn) -> CostLine:
    return CostLine(**{**given.dict(), "hours": Decimal(given.hours)})


def _proposal(row_id: int) -> ProposalOut:
    row, found = selectors.simplification(row_id), saving(*selectors.costs_of(row_id))
    return ProposalOut(
        id=row.pk, procedure=row.procedure.code, title=row.title, state=row.state, before_vnd=found.before,
        after_vnd=found.after, saved_vnd=found.saved, effective_on=row.effective_on,
        announce_due_on=row.announce_due_on, announced_on=row.announced_on,
    )  # fmt: skip
