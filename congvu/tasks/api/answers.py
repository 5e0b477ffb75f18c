"""What callers get."""

from datetime import date, datetime

from ninja import Schema
from pydantic import Field


class TaskDeadlineOut(Schema):
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
    deadline: TaskDeadlineOut | None


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


class TaskEventOut(Schema):
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
    events: list[TaskEventOut]
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
