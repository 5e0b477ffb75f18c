"""What callers send."""

from datetime import date
from typing import Literal

from ninja import Schema
from pydantic import Field


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
    plan_item: str = Field("", max_length=130, description="PLAN-CODE/ITEM of the plan's item that they carry out")


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


class TaskClaimIn(Schema):
    text: str = Field(max_length=8000)
    evidence: list[EvidenceIn] = []


class TaskReasonIn(Schema):
    reason: str = Field(max_length=4000)


class TaskAnswerIn(Schema):
    answer: str = Field("", max_length=4000)


class PartRefIn(Schema):
    part: int | None = None
    text: str = Field("", max_length=4000)


class ExtensionIn(Schema):
    until_on: date
    why: str = Field(max_length=4000)


class TaskDecisionIn(Schema):
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


class WithdrawalIn(TaskReasonIn):
    with_children: bool = False


class StarIn(Schema):
    starred: bool


class ParentIn(Schema):
    parent: str


class SplitIn(Schema):
    tasks: list[TaskIn] = Field(min_length=1, max_length=2000)
