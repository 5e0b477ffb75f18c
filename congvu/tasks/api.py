"""Tasks over HTTP: the same commands and selectors as the pages. A verb is a sub-resource.

POST /directives · POST /tasks · GET /tasks · GET /tasks/{code} · POST /tasks/{code}/claims · …
"""

from collections.abc import Callable
from datetime import date, datetime
from typing import Any, Literal

from ninja import File, Form, Query, Router, Schema, Status, UploadedFile
from pydantic import Field

from congvu.core.clock import local
from congvu.core.tasks import NoLead, PartGiven, TwoLeads
from congvu.faces.lists import decode_cursor, encode_cursor
from congvu.orgs.doors import door
from congvu.orgs.units import codes_of, unit_by_code
from congvu.tasks import commands
from congvu.tasks.commands.directives import Paper
from congvu.tasks.commands.evidence import EvidenceGiven
from congvu.tasks.following_api import router as following_router
from congvu.tasks.selectors.directives import directive_matter, directive_rows
from congvu.tasks.selectors.listing import TaskFilter, TaskRow, task_rows
from congvu.tasks.selectors.matter import Matter, matter

router = Router(tags=["tasks"])
router.add_router("", following_router)
SEE = "tasks.see"
Operation = Callable[..., Any]


class PartIn(Schema):
    unit: str = Field(description="Code of the coordinating unit")
    work: str = Field("", max_length=1000)
    due_on: date | None = None


class TaskIn(Schema):
    content: str = Field(min_length=1, max_length=8000)
    lead_unit: str = Field("", description="Code of the one lead unit")
    lead_units: list[str] = Field([], description="Refused when it names more than one: one task, one lead")
    coordinating: list[PartIn] = []
    due_on: date | None = Field(None, description="None: without a deadline")
    product: str = Field("", max_length=2000)
    field: str = Field("", max_length=200)
    urgency: Literal["normal", "urgent", "very_urgent"] = "normal"
    confidentiality: str = Field("normal", description="Secret levels are refused: they are not kept here")
    clause: str = Field("", max_length=40, description="Label of the directive's clause")
    demands: list[str] = []
    person: int | None = Field(None, description="Id of the person inside the lead unit")
    starred: bool = False


class TasksIn(Schema):
    tasks: list[TaskIn] = Field(min_length=1, max_length=5000)
    directive: int | None = None
    unit: str = Field("", description="Code of the unit in whose name; empty: the directive's or the caller's")
    assigner_name: str = Field("", max_length=200)
    assigned_on: date | None = None


class ClauseIn(Schema):
    label: str = Field(max_length=40)
    content: str = Field(max_length=8000)


class DirectiveIn(Schema):
    number: str = Field(max_length=80)
    issued_on: date
    kind: str = Field("dispatch", max_length=12)
    title: str = Field("", max_length=2000)
    signer: str = Field("", max_length=200)
    issued_by: str = Field("", max_length=200)
    confidentiality: str = "normal"
    unit: str = Field("", description="Code of the unit that gives; empty: the caller's")
    clauses: list[ClauseIn] = []


class DeadlineOut(Schema):
    status: str = Field(
        description="running, overdue, paused, no_due, done_early, done_on_time, done_late, done_no_due"
    )
    due_on: date | None
    working_days: int | None
    provisional: bool


class TaskOut(Schema):
    code: str
    content: str
    product: str
    state: str
    urgency: str
    starred: bool
    lead_unit: str
    person: str
    assigner: str
    directive: str
    clause: str
    field: str
    percent: str = Field(description="Rolled up from what it was split into")
    assigned_on: date
    due_on: date | None = Field(description="The day first set; `deadline.due_on` is the day now")
    done_on: date | None
    returns: int
    extensions: int
    deadline: DeadlineOut | None


class TaskPageOut(Schema):
    items: list[TaskOut]
    count: int
    next: str | None


class PartOut(Schema):
    id: int
    role: str
    unit: str
    person: str
    work: str
    due_on: date | None
    state: str
    percent: int
    done_at: datetime | None


class EvidenceOut(Schema):
    id: int
    name: str
    demand: int | None
    withdrawn: bool


class ClaimOut(Schema):
    number: int
    text: str
    claimed_at: datetime
    claimed_by: str
    accepted: bool | None
    answer: str
    decided_at: datetime | None
    decided_by: str


class ExtensionOut(Schema):
    id: int
    until_on: date | None
    why: str
    granted: bool | None
    answer: str


class BlockOut(Schema):
    id: int
    by_unit: str
    needs: str
    since_at: datetime
    until_at: datetime | None


class ObjectionOut(Schema):
    id: int
    kind: str
    to_unit: str | None
    reason: str
    agreed: bool | None
    answer: str


class EventOut(Schema):
    seq: int
    kind: str
    sentence: str
    at: datetime
    recorded_at: datetime
    person: str
    unit: str


class TaskDetail(Schema):
    code: str
    content: str
    product: str
    state: str
    urgency: str
    starred: bool
    directive: int | None
    clause: str
    parent: str | None
    children: list[str]
    assigner_unit: str
    assigner_name: str
    lead_unit: str
    assigned_on: date
    due_on: date | None
    due_at: datetime | None
    entered_at: datetime
    entry_days: int | None
    percent: str
    done_on: date | None
    accepted_at: datetime | None
    returns: int
    extensions: int
    parts: list[PartOut]
    demands: list[str]
    claims: list[ClaimOut]
    evidence: list[EvidenceOut]
    extension_requests: list[ExtensionOut]
    blocks: list[BlockOut]
    objections: list[ObjectionOut]
    events: list[EventOut]
    may: list[str] = Field(description="What the caller could do now")


class ClauseOut(Schema):
    label: str
    content: str
    status: str = Field(description="none, not_needed, open, overdue, done")
    total: int
    done: int
    overdue: int
    no_task_because: str


class DirectiveOut(Schema):
    id: int
    number: str
    kind: str
    title: str
    signer: str
    issued_on: date
    unit: str
    total: int
    done: int
    overdue: int


class DirectiveDetail(DirectiveOut):
    clauses: list[ClauseOut]


class DirectivePageOut(Schema):
    items: list[DirectiveOut]
    count: int
    next: str | None


class TaskFilterIn(Schema):
    q: str = ""
    state: str = ""
    timeliness: Literal["", "overdue", "near", "late", "no_due"] = ""
    whose: Literal["", "toi", "don-vi", "giao", "phoi-hop"] = Field("", description="mine, my unit's, given, helping")
    directive: int | None = None
    urgency: str = ""
    starred: bool = False
    assigned_since: date | None = None
    assigned_until: date | None = None
    due_until: date | None = None
    sort: Literal["-giao", "giao", "han"] = Field("-giao", description="-giao newest first, han by due date")
    next: str = Field("", description="`next` of the page before")
    size: int = Field(50, ge=1, le=200)


class EvidenceIn(Schema):
    name: str = Field("", max_length=300, description="Number of the document, or a name")
    demand: int | None = Field(None, description="Position of the demand that it answers")


class ReportIn(Schema):
    percent: int
    text: str = Field(max_length=8000)
    evidence: list[EvidenceIn] = []
    part: int | None = None


class ClaimIn(Schema):
    text: str = Field(max_length=8000)
    evidence: list[EvidenceIn] = []


class ReasonIn(Schema):
    reason: str = Field(max_length=4000)


class AnswerIn(Schema):
    answer: str = Field("", max_length=4000)


class PartRefIn(Schema):
    part: int | None = None
    text: str = Field("", max_length=4000)


class ExtensionIn(Schema):
    until_on: date
    why: str = Field(max_length=4000)


class DecisionIn(Schema):
    agreed: bool
    answer: str = Field("", max_length=4000)


class ObjectionIn(Schema):
    reason: str = Field(max_length=4000)
    to_unit: str = Field("", description="Code of the right unit; empty: refused")


class PersonIn(Schema):
    person: int | None
    part: int | None = None


class PartsIn(Schema):
    add: list[PartIn] = []
    release: list[int] = []


class BlockIn(Schema):
    by_unit: str
    needs: str = Field(max_length=4000)
    needed_on: date | None = None


class WithdrawalIn(ReasonIn):
    with_children: bool = False


class StarIn(Schema):
    starred: bool


class ParentIn(Schema):
    parent: str


class SplitIn(Schema):
    tasks: list[TaskIn] = Field(min_length=1, max_length=2000)


def codes_in_json(response: Any) -> set[str]:
    return {item["code"] for item in response.json()["items"]}


def ids_in_json(response: Any) -> set[str]:
    return {str(item["id"]) for item in response.json()["items"]}


def call_list(client: Any, world: Any) -> Any:
    return client.get("/api/v1/tasks?size=200")


def call_directives(client: Any, world: Any) -> Any:
    return client.get("/api/v1/directives?size=200")


@router.get("/tasks", response=TaskPageOut, summary="Tasks in sight")
@door(kind="list", room="tasks", permission=SEE, rows=codes_in_json, sample=call_list)
def list_tasks(request: Any, wanted: Query[TaskFilterIn]) -> TaskPageOut:
    filters = TaskFilter(
        query=wanted.q, state=wanted.state, timeliness=wanted.timeliness, whose=wanted.whose,
        directive=wanted.directive, urgency=wanted.urgency, starred=wanted.starred,
        assigned_since=wanted.assigned_since, assigned_until=wanted.assigned_until, due_until=wanted.due_until,
    )  # fmt: skip
    after = decode_cursor(wanted.next) if wanted.next else None
    page = task_rows(
        actor=request.actor, filters=filters, sort=wanted.sort, after=after, now=request.now, size=wanted.size
    )
    units = codes_of(row.lead_id for row in page.rows)
    following = encode_cursor(page.next_key) if page.next_key else None
    return TaskPageOut(items=[_row(row, units) for row in page.rows], count=page.count, next=following)


@router.post("/tasks", response={201: TaskPageOut}, summary="Give tasks, all or none")
@door(kind="act", room="tasks", permission="tasks.assign")
def give_tasks(request: Any, given: TasksIn) -> Status[TaskPageOut]:
    unit = unit_by_code(given.unit, request.today).pk if given.unit else None
    made = commands.give_tasks(
        tasks=_tasks(request, given.tasks), directive_id=given.directive, unit_id=unit,
        assigner_name=given.assigner_name, assigned_on=given.assigned_on, actor=request.actor, at=request.now,
    )  # fmt: skip
    return Status(201, _given(request, [task.pk for task in made]))


@router.get("/tasks/{code}", response=TaskDetail, summary="One task: parts, deadlines, claims, evidence, events")
@door(kind="detail", room="tasks", permission=SEE)
def read_task(request: Any, code: str) -> TaskDetail:
    return _detail(request, code)


@router.get("/directives", response=DirectivePageOut, summary="Directives in sight")
@door(kind="list", room="tasks", permission=SEE, rows=ids_in_json, sample=call_directives)
def list_directives(request: Any, q: str = "", next: str = "", size: int = 50) -> DirectivePageOut:
    page = directive_rows(
        actor=request.actor, query=q, after=decode_cursor(next) if next else None, now=request.now,
        size=max(1, min(size, 200)),
    )  # fmt: skip
    items = [
        DirectiveOut(
            id=row.id, number=row.number, kind=row.kind, title=row.title, signer=row.signer, issued_on=row.issued_on,
            unit=row.unit, total=row.total, done=row.done, overdue=row.overdue,
        )
        for row in page.rows
    ]  # fmt: skip
    return DirectivePageOut(items=items, count=page.count, next=encode_cursor(page.next_key) if page.next_key else None)


@router.post(
    "/directives", response={201: DirectiveDetail}, summary="Enter a document or a conclusion, with its clauses"
)
@door(kind="act", room="tasks", permission="tasks.assign")
def enter_directive(request: Any, given: DirectiveIn) -> Status[DirectiveDetail]:
    paper = Paper(
        given.number, given.issued_on, given.kind, given.title, given.signer, given.issued_by, given.confidentiality
    )
    made = commands.enter_directive(
        paper=paper, clauses=[(one.label, one.content) for one in given.clauses],
        unit_id=unit_by_code(given.unit, request.today).pk if given.unit else None, actor=request.actor, at=request.now,
    )  # fmt: skip
    return Status(201, _directive(request, made.pk))


@router.get("/directives/{directive_id}", response=DirectiveDetail, summary="One directive, clause by clause")
@door(kind="detail", room="tasks", permission=SEE)
def read_directive(request: Any, directive_id: int) -> DirectiveDetail:
    return _directive(request, directive_id)


def _act(path: str, summary: str) -> Callable[[Operation], Operation]:
    """A POST below one task; everyone who sees tasks may knock, the command decides."""

    def declare(function: Operation) -> Operation:
        guarded = door(kind="act", room="tasks", permission=SEE)(function)
        router.post(f"/tasks/{{code}}/{path}", response=TaskDetail, summary=summary)(guarded)
        return guarded

    return declare


def _who(request: Any) -> dict[str, Any]:
    return {"actor": request.actor, "at": request.now}


@_act("receipts", "The unit has received it")
def receive_task(request: Any, code: str, given: PartRefIn) -> TaskDetail:
    commands.receive(code=code, part_id=given.part, **_who(request))
    return _detail(request, code)


@_act("reports", "Report how far it is")
def report_task(request: Any, code: str, given: ReportIn) -> TaskDetail:
    commands.report_progress(
        code=code, percent=given.percent, text=given.text, evidence=_evidence(given.evidence), part_id=given.part,
        **_who(request),
    )  # fmt: skip
    return _detail(request, code)


@_act("claims", "Say that it is done, with evidence")
def claim_task(request: Any, code: str, given: ClaimIn) -> TaskDetail:
    commands.claim_done(code=code, text=given.text, evidence=_evidence(given.evidence), **_who(request))
    return _detail(request, code)


@_act("files", "Report with a file: `percent` and `text`, or a claim when `claim` is true")
def report_with_file(
    request: Any, code: str, file: File[UploadedFile], text: Form[str], percent: Form[int] = 0,
    claim: Form[bool] = False, demand: Form[int] = 0,
) -> TaskDetail:  # fmt: skip
    evidence = [EvidenceGiven(file.name or "", file, demand or None)]
    if claim:
        commands.claim_done(code=code, text=text, evidence=evidence, **_who(request))
    else:
        commands.report_progress(code=code, percent=percent, text=text, evidence=evidence, **_who(request))
    return _detail(request, code)


@_act("acceptances", "Accept the claim")
def accept_task(request: Any, code: str, given: AnswerIn) -> TaskDetail:
    commands.accept(code=code, answer=given.answer, **_who(request))
    return _detail(request, code)


@_act("returns", "Return the claim with what is lacking")
def return_task(request: Any, code: str, given: ReasonIn) -> TaskDetail:
    commands.send_back(code=code, reason=given.reason, **_who(request))
    return _detail(request, code)


@_act("extension-requests", "Ask for more time")
def ask_task_extension(request: Any, code: str, given: ExtensionIn) -> TaskDetail:
    commands.ask_extension(code=code, until_on=given.until_on, why=given.why, **_who(request))
    return _detail(request, code)


@_act("extension-requests/{extension_id}/answers", "Grant or refuse more time")
def answer_task_extension(request: Any, code: str, extension_id: int, given: DecisionIn) -> TaskDetail:
    commands.decide_extension(
        code=code, extension_id=extension_id, granted=given.agreed, answer=given.answer, **_who(request)
    )
    return _detail(request, code)


@_act("objections", "Refuse the task, or ask to move it to the right unit")
def object_to_task(request: Any, code: str, given: ObjectionIn) -> TaskDetail:
    unit = unit_by_code(given.to_unit, request.today).pk if given.to_unit else None
    commands.object_to(code=code, reason=given.reason, to_unit_id=unit, **_who(request))
    return _detail(request, code)


@_act("objections/{objection_id}/answers", "Agree or not")
def answer_objection(request: Any, code: str, objection_id: int, given: DecisionIn) -> TaskDetail:
    commands.decide_objection(
        code=code, objection_id=objection_id, agreed=given.agreed, answer=given.answer, **_who(request)
    )
    return _detail(request, code)


@_act("persons", "Name the person inside the unit")
def assign_task_person(request: Any, code: str, given: PersonIn) -> TaskDetail:
    commands.assign_person(code=code, person_id=given.person, part_id=given.part, **_who(request))
    return _detail(request, code)


@_act("parts", "More coordinating units, or fewer")
def change_task_parts(request: Any, code: str, given: PartsIn) -> TaskDetail:
    commands.change_parts(code=code, add=_parts(request, given.add), release=given.release, **_who(request))
    return _detail(request, code)


@_act("part-ends", "A coordinating unit has done its part")
def finish_task_part(request: Any, code: str, given: PartRefIn) -> TaskDetail:
    commands.finish_part(code=code, part_id=given.part, text=given.text, **_who(request))
    return _detail(request, code)


@_act("blocks", "The work waits for another unit")
def block_task(request: Any, code: str, given: BlockIn) -> TaskDetail:
    unit = unit_by_code(given.by_unit, request.today).pk
    commands.report_block(code=code, by_unit_id=unit, needs=given.needs, needed_on=given.needed_on, **_who(request))
    return _detail(request, code)


@_act("blocks/{block_id}/ends", "What was awaited has come")
def unblock_task(request: Any, code: str, block_id: int, given: AnswerIn) -> TaskDetail:
    commands.resolve_block(code=code, block_id=block_id, answer=given.answer, **_who(request))
    return _detail(request, code)


@_act("pieces", "Share the task out below")
def split_task(request: Any, code: str, given: SplitIn) -> TaskDetail:
    commands.split(code=code, tasks=_tasks(request, given.tasks), **_who(request))
    return _detail(request, code)


@_act("parents", "Hang the task under another")
def place_task(request: Any, code: str, given: ParentIn) -> TaskDetail:
    commands.place_under(code=code, parent_code=given.parent, **_who(request))
    return _detail(request, code)


@_act("stars", "Follow it apart, or no more")
def star_task(request: Any, code: str, given: StarIn) -> TaskDetail:
    commands.star(code=code, starred=given.starred, **_who(request))
    return _detail(request, code)


@_act("withdrawals", "Take the task back, with the reason")
def withdraw_task(request: Any, code: str, given: WithdrawalIn) -> TaskDetail:
    commands.withdraw(code=code, reason=given.reason, with_children=given.with_children, **_who(request))
    return _detail(request, code)


@_act("evidence/{evidence_id}/withdrawals", "Take evidence back before the acceptance; it stays listed")
def withdraw_task_evidence(request: Any, code: str, evidence_id: int, given: ReasonIn) -> TaskDetail:
    commands.withdraw_evidence(code=code, evidence_id=evidence_id, reason=given.reason, **_who(request))
    return _detail(request, code)


def _tasks(request: Any, given: list[TaskIn]) -> list[commands.TaskGiven]:
    units: dict[str, int] = {}

    def unit(code: str) -> int:
        if code not in units:
            units[code] = unit_by_code(code, request.today).pk
        return units[code]

    found = []
    for one in given:
        leads = list(dict.fromkeys([*([one.lead_unit] if one.lead_unit else []), *one.lead_units]))
        if not leads:
            raise NoLead(field="lead_unit")
        if len(leads) > 1:
            raise TwoLeads(field="lead_unit", count=len(leads), units=", ".join(leads))
        found.append(
            commands.TaskGiven(
                content=one.content, lead_unit_id=unit(leads[0]), due_on=one.due_on, product=one.product,
                field=one.field, urgency=one.urgency, confidentiality=one.confidentiality,
                coordinating=tuple(PartGiven(unit(part.unit), part.work, part.due_on) for part in one.coordinating),
                person_id=one.person, clause=one.clause, demands=tuple(one.demands), starred=one.starred,
            )
        )  # fmt: skip
    return found


def _parts(request: Any, given: list[PartIn]) -> list[PartGiven]:
    return [PartGiven(unit_by_code(one.unit, request.today).pk, one.work, one.due_on) for one in given]


def _evidence(given: list[EvidenceIn]) -> list[EvidenceGiven]:
    return [EvidenceGiven(one.name, None, one.demand) for one in given]


def _given(request: Any, ids: list[int]) -> TaskPageOut:
    from congvu.tasks.models import Task
    from congvu.tasks.selectors.listing import described

    tasks = Task.objects.filter(pk__in=ids[:200]).select_related("directive", "clause", "category").order_by("id")
    rows = described(list(tasks), now=request.now)
    units = codes_of(row.lead_id for row in rows)
    return TaskPageOut(items=[_row(row, units) for row in rows], count=len(ids), next=None)


def _row(row: TaskRow, units: dict[int, str]) -> TaskOut:
    due = row.deadline
    deadline = (
        DeadlineOut(status=due.kind, due_on=due.on, working_days=due.days, provisional=due.provisional) if due else None
    )
    return TaskOut(
        code=row.code, content=row.content, product=row.product, state=row.state, urgency=row.urgency,
        starred=row.starred, lead_unit=units.get(row.lead_id, ""), person=row.person,
        assigner=row.assigner_name or row.assigner, directive=row.directive, clause=row.clause, field=row.field,
        percent=_number(row.percent), assigned_on=row.assigned_on, due_on=row.due_on, done_on=row.done_on,
        returns=row.returns, extensions=row.extensions, deadline=deadline,
    )  # fmt: skip


def _number(value: Any) -> str:
    """Two places, half up."""
    hundredths = (value * 100 * 2 + 1) // 2
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def _detail(request: Any, code: str) -> TaskDetail:
    m = matter(code, actor=request.actor, at=request.now)
    t = m.task
    units = codes_of(
        [
            t.assigner_unit_id, t.lead_unit_id, *(part.unit_id for part in m.parts), *(b.by_unit_id for b in m.blocks),
            *(o.to_unit_id for o in m.objections if o.to_unit_id),
        ]
    )  # fmt: skip
    return TaskDetail(
        code=t.code, content=t.content, product=t.product, state=t.state, urgency=t.urgency, starred=t.starred,
        directive=t.directive_id, clause=t.clause.label if t.clause else "",
        parent=m.tree[-1].task.code if m.tree else None, children=[b.task.code for b in m.children],
        assigner_unit=units.get(t.assigner_unit_id, ""), assigner_name=t.assigner_name,
        lead_unit=units.get(t.lead_unit_id, ""), assigned_on=t.assigned_on, due_on=t.due_on,
        due_at=_local(m.item.due_at if m.item else None), entered_at=local(t.entered_at), entry_days=t.entry_days,
        percent=_number(m.percent), done_on=t.done_on, accepted_at=_local(t.accepted_at), returns=t.returns,
        extensions=t.extensions, parts=_parts_out(m, units), demands=[one.text for one in m.demands],
        claims=[
            ClaimOut(
                number=c.number, text=c.text, claimed_at=local(c.claimed_at),
                claimed_by=m.persons.get(c.claimed_by_id or 0, ""), accepted=c.accepted, answer=c.answer,
                decided_at=_local(c.decided_at), decided_by=m.persons.get(c.decided_by_id or 0, ""),
            )
            for c in m.claims
        ],
        evidence=[
            EvidenceOut(
                id=e.pk, name=e.name, demand=e.demand.position if e.demand else None,
                withdrawn=e.withdrawn_at is not None,
            )
            for e in m.evidence
        ],
        extension_requests=[
            ExtensionOut(id=x.pk, until_on=x.until_on, why=x.why, granted=x.granted, answer=x.answer)
            for x in m.extensions
        ],
        blocks=[
            BlockOut(
                id=b.pk, by_unit=units.get(b.by_unit_id, ""), needs=b.needs, since_at=local(b.since_at),
                until_at=_local(b.until_at),
            )
            for b in m.blocks
        ],
        objections=[
            ObjectionOut(
                id=o.pk, kind=o.kind, to_unit=units.get(o.to_unit_id) if o.to_unit_id else None, reason=o.reason,
                agreed=o.agreed, answer=o.answer,
            )
            for o in m.objections
        ],
        events=[
            EventOut(
                seq=row.seq, kind=row.kind, sentence=row.sentence, at=local(row.at), recorded_at=local(row.recorded_at),
                person=row.person, unit=row.unit,
            )
            for row in m.events
        ],
        may=sorted(m.may),
    )  # fmt: skip


def _parts_out(m: Matter, units: dict[int, str]) -> list[PartOut]:
    return [
        PartOut(
            id=p.pk, role=p.role, unit=units.get(p.unit_id, ""), person=m.persons.get(p.person_id or 0, ""),
            work=p.work, due_on=p.due_on, state=p.state, percent=p.percent, done_at=_local(p.done_at),
        )
        for p in m.parts
    ]  # fmt: skip


def _directive(request: Any, directive_id: int) -> DirectiveDetail:
    d = directive_matter(directive_id, actor=request.actor, now=request.now)
    one = d.directive
    return DirectiveDetail(
        id=one.pk, number=one.number, kind=one.kind, title=one.title, signer=one.signer, issued_on=one.issued_on,
        unit=d.unit, total=d.total, done=d.done, overdue=d.overdue,
        clauses=[
            ClauseOut(
                label=c.clause.label if c.clause else "", content=c.clause.content if c.clause else "", status=c.kind,
                total=c.total, done=c.done, overdue=c.overdue,
                no_task_because=c.clause.no_task_because if c.clause else "",
            )
            for c in d.clauses
        ],
    )  # fmt: skip


def _local(moment: datetime | None) -> datetime | None:
    return local(moment) if moment else None
