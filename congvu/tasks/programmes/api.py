"""Programmes and leaders' weeks over HTTP: the same commands and selectors as the pages.

GET /programmes · GET /programme-items?programme=… · POST /programme-items/{programme}/{code}/submissions · …
"""

from datetime import date, datetime
from typing import Any, Literal

from ninja import Query, Router, Schema, Status
from pydantic import AwareDatetime, Field

from congvu.core.clock import local
from congvu.faces.lists import decode_cursor, encode_cursor
from congvu.orgs.doors import door, verbs_below
from congvu.orgs.units import codes_of, unit_by_code
from congvu.tasks.programmes import commands, policy, samplers
from congvu.tasks.programmes.course import State
from congvu.tasks.programmes.selectors.programmes import ItemFilter, item_view, programme_rows, programme_view
from congvu.tasks.programmes.selectors.weeks import WeekView, week_view

router = Router(tags=["programmes"])


class ProgrammeOut(Schema):
    code: str
    title: str
    year: int
    unit: str
    items: int
    passed: int
    to_council: int
    slips: int


class ProgrammePageOut(Schema):
    items: list[ProgrammeOut]
    count: int
    next: str | None


class ProgrammeItemOut(Schema):
    code: str
    name: str
    kind: str
    level: str
    lead_unit: str
    month: int
    first_month: int
    moves: int
    state: str
    timeliness: str
    submitted_on: date | None
    ended_on: date | None
    document_no: str


class ItemsOut(Schema):
    programme: str
    year: int
    passed: int
    all: int
    goals_met: int
    goals: int
    items: list[ProgrammeItemOut]


class ProgrammeChangeOut(Schema):
    what: str
    from_month: int
    to_year: int | None
    to_month: int | None
    reason: str
    granted: bool | None
    answer: str


class ItemDetail(ProgrammeItemOut):
    registered_late: bool
    changes: list[ProgrammeChangeOut]


class ItemFilterIn(Schema):
    programme: str
    q: str = ""
    state: str = ""
    kind: str = ""
    level: str = ""
    month: int | None = Field(None, ge=1, le=12)
    slipped: bool = False


class ItemIn(Schema):
    programme: str = Field(max_length=80)
    code: str = Field(min_length=1, max_length=40)
    name: str = Field(min_length=1, max_length=2000)
    kind: str = Field("scheme", max_length=40)
    level: str = Field("committee", max_length=40)
    month: int = Field(ge=1, le=12)
    lead_unit: str
    coordinating_units: list[str] = []


class PassIn(Schema):
    document_no: str = Field(max_length=60)


class MoveIn(Schema):
    to_year: int = Field(ge=2000, le=2100)
    to_month: int = Field(ge=1, le=12)
    reason: str = Field(max_length=2000)


class ProgrammeReasonIn(Schema):
    reason: str = Field(max_length=2000)


class ProgrammeDecisionIn(Schema):
    granted: bool
    answer: str = Field("", max_length=2000)


class Nothing(Schema):
    """No body is needed."""


class LeaderEventOut(Schema):
    id: int
    leader: str
    starts_at: datetime
    ends_at: datetime
    content: str
    place: str
    preparing_unit: str
    attendees: str
    mark: Literal["", "added", "changed", "cancelled"]
    conflicts: list[str]


class WeekOut(Schema):
    unit: str
    monday: date
    published_at: datetime | None
    events: list[LeaderEventOut]


class LeaderEventIn(Schema):
    unit: str
    leader: int
    starts_at: AwareDatetime
    ends_at: AwareDatetime
    content: str = Field(min_length=1, max_length=2000)
    place: str = Field("", max_length=300)
    preparing_unit: str = ""
    attendees: str = Field("", max_length=1000)


@router.get("/programmes", response=ProgrammePageOut, summary="Working programmes in sight")
@door(kind="list", room="programmes", permission=policy.SEE, rows=samplers.codes_in_json)
def list_programmes(request: Any, q: str = "", next: str = "", size: int = 50) -> ProgrammePageOut:
    after = decode_cursor(next) if next else None
    page = programme_rows(actor=request.actor, now=request.now, query=q, after=after, size=max(1, min(size, 200)))
    codes = codes_of(row.owner_id for row in page.rows)
    items = [
        ProgrammeOut(
            code=row.code,
            title=row.title,
            year=row.year,
            unit=codes[row.owner_id],
            items=row.items,
            passed=row.passed,
            to_council=row.council,
            slips=row.slips,
        )
        for row in page.rows
    ]
    return ProgrammePageOut(items=items, count=page.count, next=encode_cursor(page.next_key) if page.next_key else None)


@router.get("/programme-items", response=ItemsOut, summary="The items of one programme")
@door(kind="detail", room="programmes", permission=policy.SEE)
def list_items(request: Any, wanted: Query[ItemFilterIn]) -> ItemsOut:
    filters = ItemFilter(wanted.q, wanted.state, wanted.kind, wanted.level, wanted.month, None, wanted.slipped)
    view = programme_view(wanted.programme, actor=request.actor, now=request.now, filters=filters)
    codes = codes_of(row.item.lead_unit_id for row in view.rows)
    return ItemsOut(
        programme=view.programme.code,
        year=view.programme.year,
        passed=view.count(State.PASSED),
        all=len(view.all_items),
        goals_met=sum(goal.met is True for goal in view.goals),
        goals=len(view.goals),
        items=[
            ProgrammeItemOut(**_item(row.item, codes[row.item.lead_unit_id], row.deadline.kind if row.deadline else ""))
            for row in view.rows
        ],
    )


@router.post("/programme-items", response={201: ItemDetail}, summary="Register something in a month of a programme")
@door(kind="act", room="programmes", permission=policy.REGISTER)
def register_item(request: Any, given: ItemIn) -> Status[ItemDetail]:
    lead = unit_by_code(given.lead_unit, request.today).pk
    helping = [unit_by_code(unit, request.today).pk for unit in given.coordinating_units]
    commands.register_item(
        programme=given.programme,
        code=given.code,
        name=given.name,
        kind=given.kind,
        level=given.level,
        month=given.month,
        lead_unit_id=lead,
        coordinating=helping,
        actor=request.actor,
        at=request.now,
    )
    return Status(201, _detail(request, given.programme, given.code))


@router.get("/programme-items/{programme}/{code}", response=ItemDetail, summary="One item with every move of it")
@door(kind="detail", room="programmes", permission=policy.SEE)
def read_programme_item(request: Any, programme: str, code: str) -> ItemDetail:
    return _detail(request, programme, code)


_verb = verbs_below(
    router, "/programme-items/{programme}/{code}", room="programmes", permission=policy.SEE, response=ItemDetail
)


@_verb("submissions", "Hand in the dossier")
def submit_item(request: Any, programme: str, code: str, given: Nothing) -> ItemDetail:
    commands.submit_item(programme=programme, code=code, actor=request.actor, at=request.now)
    return _detail(request, programme, code)


@_verb("returns", "The dossier is not good enough; a new one is owed", policy.KEEP)
def send_back(request: Any, programme: str, code: str, given: Nothing) -> ItemDetail:
    commands.send_back(programme=programme, code=code, actor=request.actor, at=request.now)
    return _detail(request, programme, code)


@_verb("passings", "The body has passed it", policy.KEEP)
def pass_item(request: Any, programme: str, code: str, given: PassIn) -> ItemDetail:
    commands.pass_item(
        programme=programme, code=code, document_no=given.document_no, actor=request.actor, at=request.now
    )
    return _detail(request, programme, code)


@_verb("moves", "Ask for a later month, with the reason")
def ask_move(request: Any, programme: str, code: str, given: MoveIn) -> ItemDetail:
    commands.ask_move(programme=programme, code=code, **given.dict(), actor=request.actor, at=request.now)
    return _detail(request, programme, code)


@_verb("withdrawals", "Ask to take it out of the programme")
def ask_withdrawal(request: Any, programme: str, code: str, given: ProgrammeReasonIn) -> ItemDetail:
    commands.ask_withdrawal(programme=programme, code=code, reason=given.reason, actor=request.actor, at=request.now)
    return _detail(request, programme, code)


@_verb("decisions", "Consent to what was asked, or not", policy.CONSENT)
def decide_change(request: Any, programme: str, code: str, given: ProgrammeDecisionIn) -> ItemDetail:
    commands.decide_change(programme=programme, code=code, **given.dict(), actor=request.actor, at=request.now)
    return _detail(request, programme, code)


@router.get("/leader-events", response=WeekOut, summary="A week of a body's leaders, as published")
@door(kind="list", room="programmes", permission="leader_events.see")
def list_leader_events(request: Any, day: date | None = None, unit: str = "") -> WeekOut:
    unit_id = unit_by_code(unit, request.today).pk if unit else None
    return _week(week_view(actor=request.actor, now=request.now, day=day or request.today, unit_id=unit_id))


@router.post("/leader-events", response={201: WeekOut}, summary="Add an entry to a leader's week")
@door(kind="act", room="programmes", permission="leader_events.keep")
def write_leader_event(request: Any, given: LeaderEventIn) -> Status[WeekOut]:
    unit = unit_by_code(given.unit, request.today).pk
    preparing = unit_by_code(given.preparing_unit, request.today).pk if given.preparing_unit else None
    event = commands.write_event(
        unit_id=unit,
        leader_id=given.leader,
        starts_at=given.starts_at,
        ends_at=given.ends_at,
        content=given.content,
        place=given.place,
        preparing_unit_id=preparing,
        attendees=given.attendees,
        actor=request.actor,
        at=request.now,
    )
    day = local(event.starts_at).date()
    return Status(201, _week(week_view(actor=request.actor, now=request.now, day=day, unit_id=unit)))


def _week(view: WeekView) -> WeekOut:
    codes = codes_of([view.unit_id, *(row.event.preparing_unit_id or 0 for row in view.rows)])
    published = view.week.published_at if view.week else None
    return WeekOut(
        unit=codes.get(view.unit_id, ""),
        monday=view.monday,
        published_at=local(published) if published else None,
        events=[
            LeaderEventOut(
                id=row.event.pk,
                leader=row.leader,
                starts_at=local(row.event.starts_at),
                ends_at=local(row.event.ends_at),
                content=row.event.content,
                place=row.event.place,
                attendees=row.event.attendees,
                preparing_unit=codes.get(row.event.preparing_unit_id or 0, ""),
                mark=row.mark,  # type: ignore[arg-type]
                conflicts=list(row.conflicts),
            )
            for row in view.rows
        ],
    )


def _item(item: Any, lead: str, timeliness: str) -> dict[str, Any]:
    return {
        "code": item.code,
        "name": item.name,
        "kind": item.kind,
        "level": item.level,
        "lead_unit": lead,
        "month": item.month,
        "first_month": item.first_month,
        "moves": item.moves,
        "state": item.state,
        "timeliness": timeliness,
        "submitted_on": item.submitted_on,
        "ended_on": item.ended_on,
        "document_no": item.document_no,
    }


def _detail(request: Any, programme: str, code: str) -> ItemDetail:
    view = item_view(programme, code, actor=request.actor, now=request.now)
    lead = codes_of([view.item.lead_unit_id])[view.item.lead_unit_id]
    return ItemDetail(
        **_item(view.item, lead, view.deadline.kind if view.deadline else ""),
        registered_late=view.item.registered_late,
        changes=[
            ProgrammeChangeOut(
                what=one.what,
                from_month=one.from_month,
                to_year=one.to_year,
                to_month=one.to_month,
                reason=one.reason,
                granted=one.granted,
                answer=one.answer,
            )
            for one in view.changes
        ],
    )
