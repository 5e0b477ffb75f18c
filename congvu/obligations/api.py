"""Obligations over HTTP: the same lists, the same explanation."""

from datetime import date, datetime
from decimal import Decimal
from typing import Annotated, Any

from ninja import Router, Schema
from pydantic import Field

from congvu.core.clock import why_sentence
from congvu.faces.lists import decode_cursor, encode_cursor, moment_and_id
from congvu.obligations import selectors
from congvu.obligations.selectors import InboxFilters, InboxRow, Scope
from congvu.orgs.doors import door

router = Router(tags=["obligations"])


class ObligationOut(Schema):
    id: int
    kind: str
    code: str
    title: str
    need: str
    of_whom: str
    unit: str
    person: str
    opened_at: datetime
    due_at: datetime | None
    due_on: date | None
    provisional: bool
    status: str
    working_days: int | None
    group: str


class ObligationPage(Schema):
    count: int
    total: int
    counts: dict[str, int]
    items: list[ObligationOut]
    next: str | None


class DayOut(Schema):
    date: date
    counts: bool
    number: int | None
    why: str


class StoryOut(Schema):
    due_on: date | None
    change: str
    why: str
    at: datetime
    replaced: bool


class ClockOut(Schema):
    clock: str
    used: Decimal
    paused: Decimal
    total: Decimal | None
    left: Decimal | None
    due_at: datetime | None


class CauseOut(Schema):
    kind: str
    what: str
    unit: str
    person: str
    minutes: int
    since: datetime
    until: datetime


class ObligationDetail(Schema):
    obligation: ObligationOut
    limit: str
    days: list[DayOut]
    story: list[StoryOut]
    clocks: list[ClockOut]
    system_minutes: int
    causes_of_lateness: list[CauseOut]


@router.get("/obligations", response=ObligationPage, operation_id="list_obligations")
@door(kind="list", room="obligations", audience="signed_in")
def list_obligations(
    request: Any,
    scope: Scope = Scope.MINE,
    kind: str = "",
    group: str = "",
    q: str = "",
    due_until: date | None = None,
    limit: Annotated[int, Field(ge=1, le=200)] = 40,
    next: str = "",
) -> dict[str, Any]:
    """Open obligations, most urgent first: mine, those I wait for, or those of my units."""
    filters = InboxFilters(scope, kind, group, q, due_until)
    page = selectors.inbox(request.actor, request.now, filters, after=_place(next), limit=limit)
    return {
        "count": page.count,
        "total": page.total,
        "counts": page.counts,
        "items": [_row(row) for row in page.rows],
        "next": encode_cursor(page.next_key) if page.next_key else None,
    }


@router.get("/obligations/{item_id}", response=ObligationDetail, operation_id="get_obligation")
@door(kind="detail", room="obligations", audience="signed_in")
def get_obligation(request: Any, item_id: int) -> dict[str, Any]:
    """One obligation, with every day that counts towards its date and why."""
    found = selectors.matter(request.actor, item_id, request.now)
    days = found.explained.days.days if found.explained.days else ()
    return {
        "obligation": _row(found.row),
        "limit": found.explained.limit,
        "days": [
            {"date": day.day, "counts": day.counts, "number": day.number, "why": why_sentence(day)} for day in days
        ],
        "story": found.explained.lines,
        "clocks": [
            {"clock": one.which, "used": one.used, "paused": one.paused, "total": one.total, "left": one.left,
             "due_at": one.due_at} for one in found.clocks.readings
        ],
        "system_minutes": found.clocks.granted_minutes,
        "causes_of_lateness": found.causes,
    }  # fmt: skip


def _row(row: InboxRow) -> dict[str, Any]:
    return {
        "id": row.id, "kind": row.kind, "code": row.subject.code, "title": row.subject.title, "need": row.subject.need,
        "of_whom": row.subject.of_whom, "unit": row.unit, "person": row.person, "opened_at": row.opened_at,
        "due_at": row.due_at, "due_on": row.due_on, "provisional": row.provisional, "status": row.status.value,
        "working_days": row.days, "group": row.group,
    }  # fmt: skip


def _place(text: str) -> tuple[datetime, int] | None:
    return moment_and_id(decode_cursor(text)) if text else None
