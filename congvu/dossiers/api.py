"""Dossiers over HTTP: the same commands and selectors as the pages. A verb is a sub-resource.

POST /dossiers · GET /dossiers · GET /dossiers/{code} · POST /dossiers/{code}/steps/completions · …
"""

from datetime import date, datetime
from typing import Any, Literal

from ninja import Query, Router, Schema, Status
from pydantic import AwareDatetime, Field

from congvu.catalog.models.procedures import Channel
from congvu.core.clock import local
from congvu.dossiers import commands
from congvu.dossiers.intake import ApplicantFacts, Checked, PaperCheck, WayIn
from congvu.dossiers.models import NATIONAL, State
from congvu.dossiers.selectors.listing import DossierRow, ListFilter, dossier_rows
from congvu.dossiers.selectors.matter import Matter, matter
from congvu.dossiers.selectors.process_moves import move_answers, move_progress, preview
from congvu.faces.lists import decode_cursor, encode_cursor
from congvu.orgs.doors import door, verbs_below
from congvu.orgs.units import codes_of, unit_by_code

router = Router(tags=["dossiers"])
SEE = "dossiers.see"


class ApplicantIn(Schema):
    name: str = Field(min_length=1, max_length=300)
    kind: Literal["person", "organisation"] = "person"
    identifier: str = Field("", max_length=20, description="Citizen number, old identity card, or tax code")
    phone: str = Field("", max_length=30)
    address: str = Field("", max_length=500)
    email: str = Field("", max_length=200)


class PaperIn(Schema):
    position: int = Field(ge=1, description="Position of the paper among those of the procedure")
    state: Literal["handed_in", "from_data", "not_needed", "missing"] = "handed_in"


class DossierIn(Schema):
    procedure: str = Field(description="National code of the procedure, as 1.001193")
    applicant: ApplicantIn
    papers: list[PaperIn] = []
    channel: Literal["direct", "online", "post"] = "direct"
    delivery: Literal["direct", "online", "post"] = "direct"
    summary: str = Field("", max_length=1000)
    competent_unit: str = Field("", description="Code of the unit that decides; empty: as the process names it")
    submitted_at: AwareDatetime | None = None
    acknowledged_at: AwareDatetime | None = None
    sets: int = Field(1, ge=1, le=99)


class DeadlineOut(Schema):
    status: str = Field(
        description="running, overdue, paused, no_due, done_early, done_on_time, done_late, done_no_due"
    )
    due_on: date | None
    working_days: int | None = Field(description="Left (running), late (overdue, done_late) or stood still (paused)")
    provisional: bool


class DossierOut(Schema):
    code: str
    procedure: str
    procedure_name: str
    applicant: str
    channel: str
    state: str
    accepted_at: datetime
    step: str
    holding_unit: str
    deadline: DeadlineOut | None


class DossierPageOut(Schema):
    items: list[DossierOut]
    count: int
    next: str | None


class StepOut(Schema):
    number: int
    step: str
    name: str
    role: str
    unit: str
    holder: str | None
    opened_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    verb: str


class EventOut(Schema):
    seq: int
    kind: str
    sentence: str
    at: datetime
    recorded_at: datetime
    person: str
    unit: str


class ResultOut(Schema):
    outcome: str
    reason: str
    decided_at: datetime
    decided_by: str
    handed_at: datetime | None
    receiver: str


class DossierDetail(Schema):
    code: str
    procedure: str
    procedure_name: str
    applicant: str
    identifier_masked: str
    channel: str
    state: str
    national_status: int
    submitted_at: datetime
    acknowledged_at: datetime | None
    accepted_at: datetime
    received_by_competent_at: datetime | None
    limit: str
    promised_at: datetime | None
    due_at: datetime | None
    finished_at: datetime | None
    returned_at: datetime | None
    received_unit: str
    competent_unit: str
    receipt_secret: str | None = Field(description="Printed on the receipt; only for those who may receive")
    steps: list[StepOut]
    result: ResultOut | None
    events: list[EventOut]


class DossierFilter(Schema):
    q: str = ""
    state: str = ""
    timeliness: Literal["", "overdue", "near", "paused", "late"] = ""
    procedure: str = ""
    channel: Literal["", "direct", "online", "post"] = ""
    received_since: date | None = None
    received_until: date | None = None
    sort: Literal["-nhan", "nhan", "han"] = Field("-nhan", description="-nhan newest first, han by due date")
    next: str = Field("", description="`next` of the page before")
    after: str = Field("", description="The same under its older name")
    size: int = Field(50, ge=1, le=200)


class StepIn(Schema):
    step_run: int | None = Field(None, description="Number of the step run; without it the caller's one open step")


class CompletionIn(StepIn):
    target: str | None = None
    to_unit: str = Field("", description="Code of the unit the next step goes to; empty: where it belongs")
    to_person: int | None = None
    note: str = Field("", max_length=4000)


class AssignmentIn(StepIn):
    person: int


class ReturnIn(StepIn):
    target: str = Field(description="Code of the earlier step")
    reason: str = Field(max_length=4000)


class ReasonIn(StepIn):
    reason: str = Field(max_length=4000)


class SupplementRequestIn(StepIn):
    missing: str = Field(max_length=8000)
    again_because: str = Field("", max_length=4000)


class SupplementIn(Schema):
    note: str = Field("", max_length=4000)


class ResultIn(StepIn):
    receiver: str = Field(max_length=300)
    delivery: Literal["direct", "online", "post"] = "direct"


def codes_in_json(response: Any) -> set[str]:
    return {item["code"] for item in response.json()["items"]}


def call_list(client: Any, world: Any) -> Any:
    return client.get("/api/v1/dossiers?size=200")


@router.get("/dossiers", response=DossierPageOut, summary="Dossiers in sight")
@door(kind="list", room="dossiers", permission=SEE, rows=codes_in_json, sample=call_list)
def list_dossiers(request: Any, wanted: Query[DossierFilter]) -> DossierPageOut:
    filters = ListFilter(
        query=wanted.q, state=wanted.state, timeliness=wanted.timeliness, procedure=wanted.procedure,
        channel=wanted.channel, received_since=wanted.received_since, received_until=wanted.received_until,
    )  # fmt: skip
    place = wanted.next or wanted.after
    after = decode_cursor(place) if place else None
    page = dossier_rows(
        actor=request.actor, filters=filters, sort=wanted.sort, after=after,
        now=request.now, size=wanted.size,
    )  # fmt: skip
    following = encode_cursor(page.next_key) if page.next_key else None
    return DossierPageOut(items=[_row(row) for row in page.rows], count=page.count, next=following)


@router.post("/dossiers", response={201: DossierDetail}, summary="Accept a complete dossier at the caller's counter")
@door(kind="act", room="dossiers", permission="dossiers.receive")
def receive_dossier(request: Any, given: DossierIn) -> Status[DossierDetail]:
    a = given.applicant
    competent = unit_by_code(given.competent_unit, request.today).pk if given.competent_unit else None
    dossier = commands.receive(
        procedure=given.procedure,
        applicant=ApplicantFacts(a.name, a.identifier, a.phone, a.address, a.email, a.kind),
        papers=[PaperCheck(paper.position, Checked(paper.state)) for paper in given.papers],
        way=WayIn(
            channel=given.channel, submitted_at=given.submitted_at, acknowledged_at=given.acknowledged_at,
            delivery=given.delivery, sets=given.sets, summary=given.summary,
        ),
        competent_unit_id=competent, actor=request.actor, at=request.now,
    )  # fmt: skip
    return Status(201, _detail(request, dossier.code))


@router.get("/dossiers/{code}", response=DossierDetail, summary="One dossier: steps, deadlines, result, events")
@door(kind="detail", room="dossiers", permission=SEE)
def read_dossier(request: Any, code: str) -> DossierDetail:
    return _detail(request, code)


_verb = verbs_below(router, "/dossiers/{code}", room="dossiers", permission=SEE, response=DossierDetail)


def _who(request: Any) -> dict[str, Any]:
    return {"actor": request.actor, "at": request.now}


@_verb("steps/claims", "Take a step that nobody holds")
def claim_step(request: Any, code: str, given: StepIn) -> DossierDetail:
    commands.claim(code=code, run=given.step_run, **_who(request))
    return _detail(request, code)


@_verb("steps/assignments", "Give the open step to a person of its unit")
def assign_step(request: Any, code: str, given: AssignmentIn) -> DossierDetail:
    commands.assign(code=code, run=given.step_run, person_id=given.person, **_who(request))
    return _detail(request, code)


@_verb("steps/completions", "Finish the step; the dossier goes on")
def complete_step(request: Any, code: str, given: CompletionIn) -> DossierDetail:
    to_unit = unit_by_code(given.to_unit, request.today).pk if given.to_unit else None
    commands.complete_step(
        code=code, run=given.step_run, target=given.target, to_unit_id=to_unit, to_person_id=given.to_person,
        note=given.note, **_who(request),
    )  # fmt: skip
    return _detail(request, code)


@_verb("steps/resumptions", "What was awaited has come; the next stage begins")
def resume_step(request: Any, code: str, given: StepIn) -> DossierDetail:
    commands.resume(code=code, run=given.step_run, **_who(request))
    return _detail(request, code)


@_verb("steps/returns", "Send the dossier back to an earlier step, with the reason")
def return_step(request: Any, code: str, given: ReturnIn) -> DossierDetail:
    commands.return_to_step(code=code, run=given.step_run, target=given.target, reason=given.reason, **_who(request))
    return _detail(request, code)


@_verb("supplement-requests", "Ask the citizen for what is missing; the clock stops")
def request_supplement(request: Any, code: str, given: SupplementRequestIn) -> DossierDetail:
    commands.request_supplement(
        code=code, run=given.step_run, missing=given.missing, again_because=given.again_because, **_who(request)
    )
    return _detail(request, code)


@_verb("supplements", "What was missing has come; the clock runs again")
def accept_supplement(request: Any, code: str, given: SupplementIn) -> DossierDetail:
    commands.accept_supplement(code=code, note=given.note, **_who(request))
    return _detail(request, code)


@_verb("refusals", "Refuse, with the reason")
def refuse_dossier(request: Any, code: str, given: ReasonIn) -> DossierDetail:
    commands.refuse(code=code, run=given.step_run, reason=given.reason, **_who(request))
    return _detail(request, code)


@_verb("withdrawals", "The citizen takes the dossier back")
def withdraw_dossier(request: Any, code: str, given: ReasonIn) -> DossierDetail:
    commands.withdraw(code=code, reason=given.reason, **_who(request))
    return _detail(request, code)


@_verb("results", "Hand the result to the citizen; the dossier ends")
def return_result(request: Any, code: str, given: ResultIn) -> DossierDetail:
    commands.return_result(
        code=code, run=given.step_run, receiver=given.receiver, delivery=given.delivery, **_who(request)
    )
    return _detail(request, code)


class ProcessMoveIn(Schema):
    source: int = Field(description="Number of the version the dossiers run on")
    target: int
    reason: str = Field(max_length=4000)
    same: dict[str, str] = Field({}, description="Old step code to new step code, where the versions do not say it")
    only: list[str] | None = Field(None, description="Codes of dossiers; without it all that run in sight")


class MoveAnswerOut(Schema):
    dossier: str
    code: str = Field(description='"" while it waits, `moved`, or the code of the refusal')
    why: str


class ProcessMoveOut(Schema):
    id: int
    total: int
    done: int
    moved: int
    finished: bool
    answers: list[MoveAnswerOut]


class PreviewOut(Schema):
    dossier: str
    step: str
    to: str
    why: str


@router.get("/procedures/{code}/process-move-preview", response=list[PreviewOut], summary="What would come of a move")
@door(kind="page", room="dossiers", permission="catalog.publish")
def preview_process_move(request: Any, code: str, source: int, target: int) -> list[PreviewOut]:
    found = preview(code, source, target, same={}, actor=request.actor)
    return [PreviewOut(dossier=row.code, step=row.step, to=row.to, why=row.why) for row in found.rows]


@router.post("/procedures/{code}/process-moves", response={202: ProcessMoveOut}, summary="Take running dossiers over")
@door(kind="act", room="dossiers", permission="catalog.publish")
def begin_process_move(request: Any, code: str, given: ProcessMoveIn) -> Status[ProcessMoveOut]:
    move = commands.begin_process_move(code=code, **given.dict(), **_who(request))
    return Status(202, _process_move(request, move.pk))


@router.get("/process-moves/{move_id}", response=ProcessMoveOut, summary="An answer for each dossier")
@door(kind="page", room="dossiers", permission="catalog.publish")
def read_process_move(request: Any, move_id: int) -> ProcessMoveOut:
    return _process_move(request, move_id)


def _process_move(request: Any, move_id: int) -> ProcessMoveOut:
    found = move_progress(move_id, actor=request.actor)
    answers = [MoveAnswerOut(dossier=a.dossier.code, code=a.code, why=a.why) for a in move_answers(move_id)]
    return ProcessMoveOut(
        id=move_id, total=found.total, done=found.done, moved=found.moved, finished=found.move.done_at is not None,
        answers=answers,
    )  # fmt: skip


def _row(row: DossierRow) -> DossierOut:
    due = row.deadline
    deadline = (
        DeadlineOut(status=due.kind, due_on=due.on, working_days=due.days, provisional=due.provisional) if due else None
    )
    return DossierOut(
        code=row.code, procedure=row.procedure_code, procedure_name=row.procedure, applicant=row.applicant,
        channel=row.channel, state=row.state, accepted_at=local(row.accepted_at), step=row.step, holding_unit=row.unit,
        deadline=deadline,
    )  # fmt: skip


def _detail(request: Any, code: str) -> DossierDetail:
    m = matter(code, actor=request.actor, at=request.now)
    d = m.dossier
    units = codes_of([d.received_unit_id, d.competent_unit_id, *(run.unit_id for run in m.runs)])
    return DossierDetail(
        code=d.code, procedure=d.version.procedure.code, procedure_name=d.version.name, applicant=m.applicant.name,
        identifier_masked=m.applicant.identifier_mask, channel=Channel(d.channel).value, state=d.state,
        national_status=NATIONAL[State(d.state)], submitted_at=local(d.submitted_at),
        acknowledged_at=_local(d.acknowledged_at), accepted_at=local(d.accepted_at),
        received_by_competent_at=_local(d.received_by_competent_at), limit=d.limit, promised_at=_local(d.promised_at),
        due_at=_local(m.legal.due_at if m.legal else None), finished_at=_local(d.finished_at),
        returned_at=_local(d.returned_at), received_unit=units.get(d.received_unit_id, ""),
        competent_unit=units.get(d.competent_unit_id, ""),
        receipt_secret=d.receipt_secret if m.may_receive else None, steps=_steps(m, units), result=_result(m),
        events=[
            EventOut(
                seq=row.seq, kind=row.kind, sentence=row.sentence, at=local(row.at), recorded_at=local(row.recorded_at),
                person=row.person, unit=row.unit,
            )
            for row in m.events
        ],
    )  # fmt: skip


def _steps(m: Matter, units: dict[int, str]) -> list[StepOut]:
    made = []
    for run in m.runs:
        item = m.items.get(run.obligation_id or 0)
        made.append(
            StepOut(
                number=run.number, step=run.step, name=run.name, role=run.role, unit=units.get(run.unit_id, ""),
                holder=m.persons.get(run.person_id or 0), opened_at=local(run.opened_at),
                due_at=_local(item.due_at if item else None), closed_at=_local(run.closed_at), verb=run.verb,
            )
        )  # fmt: skip
    return made


def _result(m: Matter) -> ResultOut | None:
    if m.result is None:
        return None
    r = m.result
    return ResultOut(
        outcome=r.outcome, reason=r.reason, decided_at=local(r.decided_at),
        decided_by=m.persons.get(r.decided_by_id or 0, ""), handed_at=_local(r.handed_at), receiver=r.receiver,
    )  # fmt: skip


def _local(moment: datetime | None) -> datetime | None:
    return local(moment) if moment else None
