"""Following tasks over HTTP: the grid, signals, reminders, a directive's text read as proposals."""

from datetime import date, datetime
from typing import Any, cast

from ninja import Query, Router, Schema, Status
from pydantic import Field

from congvu.core.clock import local
from congvu.core.ratio import rate
from congvu.faces.lists import decode_cursor, encode_cursor, moment_and_id
from congvu.metrics.api import Asking
from congvu.metrics.asked import cut_from
from congvu.metrics.stats import stats
from congvu.orgs import units
from congvu.orgs.doors import door
from congvu.tasks.commands.urging import urge_many
from congvu.tasks.facts import TaskFacts
from congvu.tasks.pages.watching import said
from congvu.tasks.selectors import urged, watching
from congvu.tasks.selectors.proposals import from_text

router = Router(tags=["tasks"])
SEE = "tasks.see"


class ReasonOut(Schema):
    code: str
    strong: bool
    text: str


class WatchedOut(Schema):
    """`level`: on_track, watch, at_risk, overdue; computed, never declared. `percent` is what the unit reported."""

    code: str
    content: str
    lead_unit: str
    due_on: date | None
    level: str
    reported_fine: bool
    percent: int
    reported_at: datetime | None
    reminders: int
    reasons: list[ReasonOut]


class WatchedPage(Schema):
    """`complete` false: more tasks are open than were looked at; narrow by unit."""

    tasks: list[WatchedOut]
    complete: bool


class UpdateOut(Schema):
    unit: str
    numerator: int
    denominator: int
    value: str | None


class ReminderIn(Schema):
    codes: list[str] = Field(max_length=500)
    text: str = Field("", max_length=500)


class AnswerOut(Schema):
    code: str
    sent: bool
    why_not: str


class ReminderOut(Schema):
    code: str
    rung: str
    to: str
    by: str
    text: str
    sent_at: datetime


class RemindersOut(Schema):
    reminders: list[ReminderOut]
    next: str | None


class TextIn(Schema):
    text: str = Field(min_length=1, max_length=200_000)
    split: bool = Field(True, description="A clause given to several known units becomes a proposal for each")


class ProposalDoubtOut(Schema):
    code: str
    must_be_answered: bool
    text: str


class TaskProposalOut(Schema):
    """Names as they can be given back to POST /tasks once a person has confirmed them; nothing is written here."""

    clause: str
    content: str
    lead_unit: str
    coordinating: str
    due_on: date | None
    product: str
    line: int
    doubts: list[ProposalDoubtOut]


class ProposalsOut(Schema):
    number: str
    written_on: date | None
    about: str
    proposals: list[TaskProposalOut]
    skipped: list[str]


@router.get("/task-figures", response=dict[str, Any], summary="The grid and its rates, as `congvu stats tasks`")
@door(kind="figure", room="tasks", permission=SEE)
def task_figures(request: Any, asking: Query[Asking], by: str | None = None) -> dict[str, Any]:
    cut = cut_from(by, TaskFacts().cuts) if by else None
    return stats("tasks", asking.question(request.today), by=cut, actor=request.actor)


@router.get("/task-signals", response=WatchedPage, summary="Open tasks, the worst first, with the reasons")
@door(kind="list", room="tasks", permission=SEE)
def task_signals(request: Any, view: str = "", unit: str = "") -> WatchedPage:
    unit_id = units.unit_by_code(unit, request.today).pk if unit else None
    found = watching.watched(actor=request.actor, now=request.now, unit_id=unit_id)
    shown = found.of(view) if view in watching.KINDS else list(found.rows)
    codes = units.codes_of({row.lead_unit_id for row in shown})
    return WatchedPage(tasks=[_watched(row, codes) for row in shown], complete=found.whole)


def _watched(row: watching.WatchedTask, codes: dict[int, str]) -> WatchedOut:
    return WatchedOut(
        code=row.code,
        content=row.content,
        lead_unit=codes[row.lead_unit_id],
        due_on=row.due_on,
        level=row.signal.level.value,
        reported_fine=row.signal.reported_fine,
        percent=row.percent,
        reported_at=local(row.reported_at) if row.reported_at else None,
        reminders=row.urged,
        reasons=[ReasonOut(code=one.code, strong=one.strong, text=said(one.text)) for one in row.signal.reasons],
    )


@router.get("/task-update-rates", response=list[UpdateOut], summary="Open tasks heard of within a week, by unit")
@door(kind="figure", room="tasks", permission=SEE)
def update_rates(request: Any, as_of: date | None = None) -> list[UpdateOut]:
    rows = watching.update_rates(actor=request.actor, on=as_of or request.today)
    codes = units.codes_of({row.unit_id for row in rows})
    return [
        UpdateOut(
            unit=codes[row.unit_id],
            numerator=int(row.ratio.numerator),
            denominator=int(row.ratio.denominator),
            value=str(rate(row.ratio.numerator, row.ratio.denominator).value),
        )
        for row in rows
    ]


@router.post("/task-reminders", response={201: list[AnswerOut]}, summary="Remind of many; an answer for each")
@door(kind="act", room="tasks", permission=SEE)
def send_reminders(request: Any, given: ReminderIn) -> Status[list[AnswerOut]]:
    found = urge_many(codes=given.codes, text=given.text, actor=request.actor, at=request.now)
    return Status(201, [AnswerOut(code=one.code, sent=one.urging_id is not None, why_not=one.refused) for one in found])


@router.get("/task-reminders", response=RemindersOut, summary="Reminders sent about tasks in sight, the latest first")
@door(kind="list", room="tasks", permission=SEE)
def reminders(request: Any, next: str = "", rung: str = "") -> RemindersOut:
    after = moment_and_id(decode_cursor(next)) if next else None
    rows, following = urged.sent(actor=request.actor, after=after, rung=rung)
    return RemindersOut(
        reminders=[
            ReminderOut(code=r.code, rung=r.rung, to=r.to, by=r.by, text=r.text, sent_at=local(r.sent_at)) for r in rows
        ],
        next=encode_cursor(list(following)) if following else None,
    )


@router.post("/task-proposals", response=ProposalsOut, summary="Read a directive's text as proposals; writes nothing")
@door(kind="act", room="tasks", permission="tasks.assign")
def proposals(request: Any, given: TextIn) -> ProposalsOut:
    found = from_text(given.text, today=request.today, unit_id=request.actor.unit_id, split=given.split)
    return ProposalsOut(
        number=found.head.number,
        written_on=found.head.written_on,
        about=found.head.about,
        proposals=[
            TaskProposalOut(
                **cast(dict[str, Any], row.initial),
                line=row.line,
                doubts=[
                    ProposalDoubtOut(code=doubt.code, must_be_answered=doubt.asks, text=said(doubt.text))
                    for doubt in row.doubts
                ],
            )
            for row in found.rows
        ],
        skipped=[text for _line, text in found.skipped],
    )
