"""Shapes of the catalogue over HTTP."""

from datetime import date, datetime
from typing import Literal

from ninja import Schema
from pydantic import Field

from congvu.catalog.facts import BasisFacts, ChannelFacts, PaperFacts, ResultFacts, VersionFacts

Channel = Literal["direct", "online", "post"]


class Page(Schema):
    next: str = Field("", description="`next` of the page before")


class ProcedureFilter(Page):
    q: str = Field("", description="Words of the name, with or without diacritics, or a part of the code")
    field: str = ""
    level: str = ""
    only: Literal["", "doubt", "process", "default"] = ""
    on: date | None = Field(None, description="The catalogue of that day; today without it")
    size: int = Field(50, ge=1, le=200)


class ProcedureOut(Schema):
    code: str
    name: str
    field: str
    level: str
    limit: str
    has_process: bool
    doubts: int


class ProcedurePageOut(Schema):
    items: list[ProcedureOut]
    count: int
    next: str | None


class ChannelIn(Schema):
    channel: Channel
    limit: str = Field("", max_length=60)
    text: str = Field("", max_length=500)
    for_difficult_area: bool = False


class ProcedurePaperIn(Schema):
    name: str = Field(min_length=1, max_length=2000)
    originals: int = Field(0, ge=0, le=99)
    copies: int = Field(0, ge=0, le=99)
    conditional: bool = False
    condition: str = Field("", max_length=1000)
    form_no: str = Field("", max_length=200)
    form_url: str = Field("", max_length=500)
    reuse_code: str = Field("", max_length=40)


class ProcedureResultIn(Schema):
    name: str = Field(min_length=1, max_length=1000)
    code: str = Field("", max_length=40)


class BasisIn(Schema):
    number: str = Field(min_length=1, max_length=120)
    part: Literal["basis", "announces", "form"] = "basis"
    article: str = Field("", max_length=200)


class VersionIn(Schema):
    name: str = Field(min_length=1, max_length=2000)
    field: str = Field(min_length=1, max_length=200)
    level: str = Field("", max_length=200)
    limit: str = Field("", max_length=60)
    fee: str = Field("", max_length=2000)
    agency: str = Field("", max_length=2000)
    decision_no: str = Field("", max_length=200)
    decided_on: date | None = None
    announced_on: date | None = None
    online_level: Literal["", "none", "partial", "full"] = ""
    no_paper: bool = False
    note: str = Field("", max_length=4000)
    source_url: str = Field("", max_length=500)
    channels: list[ChannelIn] = []
    papers: list[ProcedurePaperIn] = []
    results: list[ProcedureResultIn] = []
    bases: list[BasisIn] = []

    def facts(self) -> VersionFacts:
        plain = self.dict(exclude={"channels", "papers", "results", "bases"})
        return VersionFacts(
            **plain,
            channels=tuple(ChannelFacts(c.channel, c.limit, c.text, c.for_difficult_area) for c in self.channels),
            papers=tuple(PaperFacts(**paper.dict()) for paper in self.papers),
            results=tuple(ResultFacts(**result.dict()) for result in self.results),
            bases=tuple(BasisFacts(**basis.dict()) for basis in self.bases),
        )


class ProcedureVersionOut(VersionIn):
    code: str
    number: int
    is_draft: bool
    effective_from: date | None
    effective_until: date | None = Field(description="The last day included")


class FromDay(Schema):
    effective_from: date


class FeeIn(Schema):
    amount_vnd: int = Field(ge=0, le=10**12)
    unit: str = Field("", description="Code of the unit where it holds, and below; empty: everywhere")
    channel: Literal["", "direct", "online", "post"] = ""
    reduction: str = Field("", max_length=200, description="Whom the amount is for; empty: the ordinary amount")
    valid_from: date | None = None
    valid_until: date | None = Field(None, description="The last day included")
    document: str = Field("", max_length=200)


class FeeOut(FeeIn):
    id: int


class FeeAsked(Schema):
    channel: Channel = "direct"
    unit: str = ""
    reduction: str = ""
    on: date | None = None


class FeeAnswer(Schema):
    known: bool = Field(description="False: no rule is known, which is not the same as free of charge")
    amount_vnd: int | None
    document: str


class StepRow(Schema):
    """A row of the process table. next: "" the row below, "4", "4/6" one of them, "4+6" all of them, "hết" the end."""

    name: str = Field(max_length=500)
    role_unit: str = Field("", max_length=500)
    role: str = ""
    time: str = Field("", max_length=20)
    unit: str = Field("ngày làm việc", max_length=20)
    stage: str = Field("1", max_length=3)
    next: str = Field("", max_length=60)
    back: str = Field("", max_length=200)
    refuse: str = Field("", max_length=20)
    join: str = Field("", max_length=20)
    wait: str = ""
    output: str = Field("", max_length=1000)
    note: str = Field("", max_length=1000)
    code: str = Field("", max_length=40, description="Of a step that exists already: running dossiers stand at codes")


class ProcessIn(Schema):
    rows: list[StepRow] = Field(min_length=1, max_length=200)
    name: str = Field("", max_length=2000)
    decision_no: str = Field("", max_length=120)


class FindingOut(Schema):
    severity: str
    code: str
    place: str
    message: str


class ProcessOut(Schema):
    procedure: str
    number: int
    state: str
    name: str
    limit: str
    decision_no: str
    effective_from: date | None
    effective_until: date | None
    rows: list[StepRow]
    findings: list[FindingOut]


class ChangesOut(Schema):
    changes: list[str]


class DoubtOut(Schema):
    id: int
    procedure: str
    about: str
    code: str
    message: str
    raised_at: datetime


class DoubtPageOut(Schema):
    items: list[DoubtOut]
    count: int
    next: str | None


class DoubtFilter(Page):
    about: str = ""
    procedure: str = ""


class DoubtDecisionIn(Schema):
    decision: Literal["corrected", "accepted", "discarded"]
    settlement: str = Field(max_length=4000)
    limit: str = Field("", max_length=60)


class DocumentOut(Schema):
    id: int
    number: str
    name: str
    issued_on: date | None
    repealed_on: date | None
    procedures: int


class DocumentPageOut(Schema):
    items: list[DocumentOut]
    count: int
    next: str | None


class CitedOut(Schema):
    code: str
    name: str
    part: str
    article: str
    in_force: bool


class RepealIn(Schema):
    repealed_on: date
    repealed_by: str = Field("", max_length=2000)


class RepealOut(Schema):
    procedures: list[str]


class CostIn(Schema):
    activity: str = Field(min_length=1, max_length=500)
    hours: str = Field("0", pattern=r"^\d{1,6}(\.\d{1,2})?$")
    hourly_vnd: int = Field(0, ge=0, le=10**9)
    fees_vnd: int = Field(0, ge=0, le=10**12)
    other_vnd: int = Field(0, ge=0, le=10**12)
    times_a_year: int = Field(1, ge=0, le=10**6)
    applicants_a_year: int = Field(1, ge=0, le=10**8)


class ProposalIn(Schema):
    title: str = Field(max_length=500)
    proposal: str = Field(max_length=8000)
    reason: str = Field("", max_length=8000)
    before: list[CostIn] = []
    after: list[CostIn] = []


class ProposalOut(Schema):
    id: int
    procedure: str
    title: str
    state: str
    before_vnd: int
    after_vnd: int
    saved_vnd: int
    effective_on: date | None
    announce_due_on: date | None
    announced_on: date | None


class ProposalPageOut(Schema):
    items: list[ProposalOut]
    count: int
    next: str | None


class ProposalFilter(Page):
    state: str = ""
    procedure: str = ""


class ConclusionIn(Schema):
    approved: bool
    decision_no: str = Field("", max_length=120)
    decided_on: date | None = None
    effective_on: date | None = None
    note: str = Field("", max_length=4000)


class AnnouncedIn(Schema):
    announced_on: date


class FinderIn(Schema):
    event: str = Field("", description="Code of a life event, as sinh-con, ket-hon, dat")
    q: str = Field("", max_length=200)
    yes: str = Field("", description="Codes of questions answered yes, joined by commas")
    no: str = ""


class SuggestedOut(Schema):
    code: str
    name: str
    field: str
    limit: str
    fee: str
    papers: list[str]
    papers_sometimes: list[str]


class QuestionOut(Schema):
    code: str
    text: str


class FinderOut(Schema):
    count: int
    items: list[SuggestedOut]
    questions: list[QuestionOut]


class DocumentFilter(Page):
    q: str = ""
    only: Literal["", "in_force", "repealed"] = ""
