"""Plans over HTTP: the same commands and selectors as the pages. A verb is a sub-resource.

POST /plans · GET /plans/{code} · POST /plans/{code}/approvals · POST /plan-items/{plan_code}/{code}/claims · …
"""

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from ninja import Query, Router, Schema, Status
from pydantic import Field

from congvu.core.clock import local
from congvu.faces.lists import decode_cursor, encode_cursor
from congvu.orgs.doors import door, verbs_below
from congvu.orgs.units import codes_of, unit_by_code
from congvu.tasks.plans import commands, samplers
from congvu.tasks.plans.difference import Said
from congvu.tasks.plans.pages.plan import change_rows
from congvu.tasks.plans.selectors.coverage import coverage
from congvu.tasks.plans.selectors.item import item_view
from congvu.tasks.plans.selectors.listing import PlanFilter, PlanRow, plan_rows
from congvu.tasks.plans.selectors.plan import Node, differences, plan_view

router = Router(tags=["plans"])
SEE = "plans.see"


class PlanOut(Schema):
    code: str
    title: str
    year: int
    unit: str
    state: str
    version: int
    document_no: str
    document_date: date | None
    done: int
    items: int
    claimed: int
    overdue: int


class PlanPageOut(Schema):
    items: list[PlanOut]
    count: int
    next: str | None


class PlanFilterIn(Schema):
    q: str = ""
    year: int | None = None
    state: str = ""
    upper: str = Field("", description="Code of the plan that they carry out")
    next: str = Field("", description="`next` of the page before")
    size: int = Field(50, ge=1, le=200)


class PlanLineOut(Schema):
    code: str
    parent: str
    goal: str
    task: str
    product: str
    lead_unit: str
    due_on: date | None
    budget_vnd: int | None
    criterion_code: str
    points: str | None
    measure: str
    target: str | None
    value: str | None
    state: str
    timeliness: str
    done: int = Field(description="Items done in this branch")
    items: int = Field(description="Items of this branch")


class PlanVersionOut(Schema):
    number: int
    state: str
    document_no: str
    document_date: date | None
    approved_at: datetime | None
    reason: str


class PlanDetail(Schema):
    code: str
    title: str
    year: int
    unit: str
    state: str
    version: int
    upper: str
    done: int
    items: int
    units_issued: int
    units_named: int
    versions: list[PlanVersionOut]
    lines: list[PlanLineOut]


class PlanIn(Schema):
    ref: str = Field(min_length=1, max_length=60)
    year: int = Field(ge=2000, le=2100)
    title: str = Field(min_length=1, max_length=300)
    unit: str
    steward_unit: str = ""
    upper: str = Field("", max_length=80)


class LineIn(Schema):
    code: str = Field(min_length=1, max_length=40)
    parent: str = ""
    goal: str = Field("", max_length=4000)
    task: str = Field("", max_length=4000)
    product: str = Field("", max_length=2000)
    lead_unit: str = ""
    coordinating_units: list[str] = []
    due_on: date | None = None
    budget_vnd: int | None = Field(None, ge=0, le=10**17)
    field: str = Field("", max_length=40)
    criterion_code: str = Field("", max_length=40)
    points: Decimal | None = Field(None, ge=0, max_digits=7, decimal_places=2)
    measure: str = Field("", max_length=60)
    target: Decimal | None = Field(None, ge=0, max_digits=18, decimal_places=4)
    needs_evidence: bool = True
    to_all: bool = False
    carries_out: str = Field("", max_length=40, description="Code of an item of the upper plan")


class ApprovalIn(Schema):
    document_no: str = Field(max_length=60)
    document_date: date
    issue_due_on: date | None = None


class PlanReasonIn(Schema):
    reason: str = Field(max_length=2000)


class PlanClaimIn(Schema):
    text: str = Field(max_length=4000)
    value: Decimal | None = Field(None, ge=0, max_digits=18, decimal_places=4)


class PlanAnswerIn(Schema):
    answer: str = Field("", max_length=2000)


class ReadingIn(Schema):
    value: Decimal = Field(ge=0, max_digits=18, decimal_places=4)
    on: date
    text: str = Field("", max_length=1000)


class ItemClaimOut(Schema):
    number: int
    text: str
    done_on: date
    claimed_at: datetime
    accepted: bool | None
    answer: str


class ReadingOut(Schema):
    value: str
    on: date
    text: str


class PlanItemOut(Schema):
    plan: str
    code: str
    title: str
    state: str
    lead_unit: str
    due_at: datetime | None
    timeliness: str
    value: str | None
    done_on: date | None
    claims: list[ItemClaimOut]
    readings: list[ReadingOut]
    evidence: list[str]
    carried_out_by: list[str]
    tasks: list[str] = Field(description="Codes of tasks in sight that were given to carry it out")


class PlanChangeOut(Schema):
    code: str
    title: str
    kind: str
    sentences: list[str]


class GapOut(Schema):
    unit: str
    item: str
    plan: str
    plan_item: str


class CoverageOut(Schema):
    expected: int
    covered: int
    units_named: int
    units_issued: int
    complete: bool
    places: list[GapOut]


@router.get("/plans", response=PlanPageOut, summary="Plans in sight")
@door(kind="list", room="plans", permission=SEE, rows=samplers.codes_in_json)
def list_plans(request: Any, wanted: Query[PlanFilterIn]) -> PlanPageOut:
    filters = PlanFilter(query=wanted.q, year=wanted.year, state=wanted.state, upper=wanted.upper)
    after = decode_cursor(wanted.next) if wanted.next else None
    page = plan_rows(actor=request.actor, filters=filters, after=after, now=request.now, size=wanted.size)
    codes = codes_of(row.owner_id for row in page.rows)
    following = encode_cursor(page.next_key) if page.next_key else None
    return PlanPageOut(items=[_row(row, codes) for row in page.rows], count=page.count, next=following)


@router.post("/plans", response={201: PlanDetail}, summary="Begin the draft of a plan")
@door(kind="act", room="plans", permission="plans.draft")
def draft_plan(request: Any, given: PlanIn) -> Status[PlanDetail]:
    owner = unit_by_code(given.unit, request.today)
    steward = unit_by_code(given.steward_unit, request.today) if given.steward_unit else None
    plan = commands.draft_plan(
        ref=given.ref,
        year=given.year,
        title=given.title,
        owner_unit_id=owner.pk,
        steward_unit_id=steward.pk if steward else None,
        upper_code=given.upper,
        actor=request.actor,
        at=request.now,
    )
    return Status(201, _detail(request, plan.code))


@router.get("/plans/{code}", response=PlanDetail, summary="One plan: its tree with progress, its versions")
@door(kind="detail", room="plans", permission=SEE)
def read_plan(request: Any, code: str, version: int | None = None) -> PlanDetail:
    return _detail(request, code, version)


@router.get("/plans/{code}/coverage", response=CoverageOut, summary="Which item was taken up by which unit; the gaps")
@door(kind="detail", room="plans", permission=SEE)
def read_coverage(request: Any, code: str) -> CoverageOut:
    found = coverage(code, actor=request.actor, now=request.now)
    codes = codes_of(one.unit_id for item in found.items for one in item.taken)
    return CoverageOut(
        expected=found.expected,
        covered=found.covered,
        units_named=found.must_issue,
        units_issued=found.issued,
        complete=found.complete,
        places=[
            GapOut(unit=codes[one.unit_id], item=one.code, plan=one.plan, plan_item=one.item)
            for item in found.items
            for one in item.taken
        ],
    )


@router.get("/plans/{code}/changes", response=list[PlanChangeOut], summary="From one version to another")
@door(kind="detail", room="plans", permission=SEE)
def read_changes(request: Any, code: str, before: int = 1, after: int = 1) -> list[PlanChangeOut]:
    found = differences(code, before, after, actor=request.actor, now=request.now)
    kinds = {change.code: change.kind.value for change in found.found}
    return [
        PlanChangeOut(code=row.code, title=row.title, kind=kinds[row.code], sentences=list(row.sentences))
        for row in change_rows(found)
    ]


_plan_verb = verbs_below(router, "/plans/{code}", room="plans", permission=SEE, response=PlanDetail)


@_plan_verb("lines", "Write an item into the draft, or say it otherwise", "plans.draft")
def write_line(request: Any, code: str, given: LineIn) -> PlanDetail:
    lead = unit_by_code(given.lead_unit, request.today).pk if given.lead_unit else None
    helping = tuple(unit_by_code(unit, request.today).pk for unit in given.coordinating_units)
    same = given.dict(exclude={"code", "lead_unit", "coordinating_units", "carries_out"})
    said = Said(lead_unit=lead, coordinating=helping, **same)
    commands.write_line(
        code=code, item_code=given.code, said=said, carries_out=given.carries_out, actor=request.actor, at=request.now
    )
    return _detail(request, code, draft=True)


@_plan_verb("approvals", "Issue the draft; what it says becomes owed", "plans.approve")
def approve_plan(request: Any, code: str, given: ApprovalIn) -> PlanDetail:
    commands.approve_plan(code=code, **given.dict(), actor=request.actor, at=request.now)
    return _detail(request, code)


@_plan_verb("amendments", "Begin a draft that starts as the version in force", "plans.draft")
def begin_amendment(request: Any, code: str, given: PlanReasonIn) -> PlanDetail:
    commands.begin_amendment(code=code, reason=given.reason, actor=request.actor, at=request.now)
    return _detail(request, code, draft=True)


@router.get("/plan-items/{plan_code}/{code}", response=PlanItemOut, summary="One item: claims, readings, evidence")
@door(kind="detail", room="plans", permission=SEE)
def read_item(request: Any, plan_code: str, code: str) -> PlanItemOut:
    return _item(request, plan_code, code)


_item_verb = verbs_below(router, "/plan-items/{plan_code}/{code}", room="plans", permission=SEE, response=PlanItemOut)


@_item_verb("readings", "The item's figure as of a day")
def report_value(request: Any, plan_code: str, code: str, given: ReadingIn) -> PlanItemOut:
    commands.report_value(plan=plan_code, code=code, **given.dict(), actor=request.actor, at=request.now)
    return _item(request, plan_code, code)


@_item_verb("claims", "Say that it is done; the plan's owner answers")
def claim_done(request: Any, plan_code: str, code: str, given: PlanClaimIn) -> PlanItemOut:
    commands.claim_done(plan=plan_code, code=code, **given.dict(), actor=request.actor, at=request.now)
    return _item(request, plan_code, code)


@_item_verb("acceptances", "Accept the claim; never one's own")
def accept_claim(request: Any, plan_code: str, code: str, given: PlanAnswerIn) -> PlanItemOut:
    commands.accept_claim(plan=plan_code, code=code, answer=given.answer, actor=request.actor, at=request.now)
    return _item(request, plan_code, code)


@_item_verb("returns", "Return the claim with what is lacking")
def return_claim(request: Any, plan_code: str, code: str, given: PlanReasonIn) -> PlanItemOut:
    commands.return_claim(plan=plan_code, code=code, reason=given.reason, actor=request.actor, at=request.now)
    return _item(request, plan_code, code)


def _row(row: PlanRow, codes: dict[int, str]) -> PlanOut:
    return PlanOut(
        code=row.code,
        title=row.title,
        year=row.year,
        unit=codes[row.owner_id],
        state=row.state,
        version=row.version,
        document_no=row.document_no,
        document_date=row.document_date,
        done=row.done,
        items=row.items,
        claimed=row.claimed,
        overdue=row.overdue,
    )


def _detail(request: Any, code: str, version: int | None = None, *, draft: bool = False) -> PlanDetail:
    view = plan_view(code, actor=request.actor, now=request.now, number=version)
    if draft and view.draft is not None and view.shown.pk != view.draft.pk:
        view = plan_view(code, actor=request.actor, now=request.now, number=view.draft.number)
    units = codes_of([view.plan.owner_unit_id, *(node.line.lead_unit_id or 0 for node in view.nodes)])
    return PlanDetail(
        code=view.plan.code,
        title=view.plan.title,
        year=view.plan.year,
        unit=units[view.plan.owner_unit_id],
        state=view.plan.state,
        version=view.shown.number,
        upper=view.plan.upper.code if view.plan.upper else "",
        done=view.done,
        items=view.items,
        units_issued=view.issued,
        units_named=view.named,
        versions=[
            PlanVersionOut(
                number=one.number,
                state=one.state,
                document_no=one.document_no,
                document_date=one.document_date,
                approved_at=local(one.approved_at) if one.approved_at else None,
                reason=one.reason,
            )
            for one in view.versions
        ],
        lines=[_line(node, units) for node in view.nodes],
    )


def _line(node: Node, units: dict[int, str]) -> PlanLineOut:
    line = node.line
    return PlanLineOut(
        code=node.code,
        parent=line.parent.code if line.parent else "",
        goal=line.goal,
        task=line.task,
        product=line.product,
        lead_unit=units.get(line.lead_unit_id or 0, ""),
        due_on=line.due_on,
        budget_vnd=line.budget_vnd,
        criterion_code=line.criterion_code,
        points=_plain(line.points),
        measure=line.measure,
        target=_plain(line.target),
        value=_plain(line.item.value),
        state=node.state.value,
        timeliness=node.deadline.kind if node.deadline else "",
        done=node.done,
        items=node.items,
    )


def _item(request: Any, plan_code: str, code: str) -> PlanItemOut:
    view = item_view(plan_code, code, actor=request.actor, now=request.now)
    units = codes_of([view.line.lead_unit_id or 0])
    return PlanItemOut(
        plan=plan_code,
        code=code,
        title=view.line.title,
        state=view.item.state,
        lead_unit=units.get(view.line.lead_unit_id or 0, ""),
        due_at=local(view.owed.due_at) if view.owed and view.owed.due_at else None,
        timeliness=view.deadline.kind if view.deadline else "",
        value=_plain(view.item.value),
        done_on=view.item.done_on,
        claims=[
            ItemClaimOut(
                number=one.number,
                text=one.text,
                done_on=one.done_on,
                claimed_at=local(one.claimed_at),
                accepted=one.accepted,
                answer=one.answer,
            )
            for one in view.claims
        ],
        readings=[ReadingOut(value=_plain(one.value) or "", on=one.on, text=one.text) for one in view.readings],
        evidence=[one.name for one in view.evidence],
        carried_out_by=[f"{one.item.plan.code}/{one.item.code}" for one in view.below],
        tasks=[task.code for task in view.tasks],
    )


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else format(value.normalize(), "f")
