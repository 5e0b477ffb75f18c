"""Closings over HTTP: which periods were signed, closing one, what was corrected since."""

from datetime import date, datetime
from typing import Any

from ninja import Router, Schema, Status
from pydantic import Field

from congvu.core.clock import local
from congvu.core.periods import days
from congvu.metrics import closings
from congvu.metrics.models import Closing
from congvu.metrics.questions import Question
from congvu.orgs import units
from congvu.orgs.doors import door

router = Router(tags=["metrics"])


class ClosingIn(Schema):
    subject: str
    first_on: date
    last_on: date = Field(description="The last day, included")
    unit: str = Field("", description="Code of the unit; empty: everything")
    signer: str = Field(min_length=1, max_length=200)
    document: str = Field(min_length=1, max_length=200)
    note: str = Field("", max_length=2000)
    replace: bool = False


class ClosingOut(Schema):
    id: int
    subject: str
    unit: str
    first_on: date
    last_on: date
    as_of: date
    signer: str
    document: str
    closed_at: datetime
    replaced: bool


class ClosingChangeOut(Schema):
    cell: str
    signed: int
    now: int


class CorrectionOut(Schema):
    code: str
    before: list[list[str]]
    now: list[list[str]]


class ClosingDetail(ClosingOut):
    """`figures` as signed, by structure; `intact` whether they still match the seal."""

    sha256: str
    intact: bool
    figures: dict[str, Any]
    changes: list[ClosingChangeOut]
    corrections: list[CorrectionOut]
    corrections_count: int


@router.get("/closings", response=list[ClosingOut], summary="Closed periods, the latest first")
@door(kind="list", room="metrics", permission="metrics.see")
def list_closings(request: Any, subject: str = "") -> list[ClosingOut]:
    rows = closings.rows(actor=request.actor, subject=subject)
    codes = units.codes_of({row.unit_id for row in rows if row.unit_id})
    return [
        ClosingOut(
            id=row.id, subject=row.subject, unit=codes.get(row.unit_id or 0, ""), first_on=row.first_on,
            last_on=row.last_on, as_of=row.as_of, signer=row.signer, document=row.document,
            closed_at=local(row.closed_at), replaced=row.replaced,
        )
        for row in rows
    ]  # fmt: skip


@router.post("/closings", response={201: ClosingDetail}, summary="Close a period whose report is signed")
@door(kind="act", room="metrics", permission="metrics.close")
def close(request: Any, given: ClosingIn) -> Status[ClosingDetail]:
    period = days(given.first_on, given.last_on)
    unit_id = units.unit_by_code(given.unit, given.last_on).pk if given.unit else None
    made = closings.close_period(
        subject=given.subject, question=Question(period, period.last_on, unit_id), signer=given.signer,
        document=given.document, note=given.note, replace=given.replace, actor=request.actor, at=request.now,
    )  # fmt: skip
    return Status(201, _detail(request, made))


@router.get("/closings/{closing_id}", response=ClosingDetail, summary="One closing and what was corrected since")
@door(kind="detail", room="metrics", permission="metrics.see")
def read_closing(request: Any, closing_id: int) -> ClosingDetail:
    return _detail(request, closings.in_sight(request.actor, closing_id))


def _detail(request: Any, found: Closing) -> ClosingDetail:
    codes = units.codes_of([found.unit_id]) if found.unit_id else {}
    return ClosingDetail(
        id=found.pk, subject=found.subject, unit=codes.get(found.unit_id or 0, ""), first_on=found.first_on,
        last_on=found.last_on, as_of=found.as_of, signer=found.signer, document=found.document,
        closed_at=local(found.closed_at), replaced=found.replaced_by_id is not None, sha256=found.sha256,
        intact=closings.is_intact(found), figures=found.figures,
        changes=[
            ClosingChangeOut(cell=one.cell, signed=one.signed, now=one.now)
            for one in closings.changed_cells(found, actor=request.actor)
        ],
        corrections=[
            CorrectionOut(code=one.code, before=[list(p) for p in one.before], now=[list(p) for p in one.now])
            for one in closings.corrections(found)
        ],
        corrections_count=closings.count_corrections(found),
    )  # fmt: skip
