"""Indexes over HTTP: sets, rounds, results; the same commands and selectors as the pages.

GET /criteria-sets · GET /criteria-sets/{id} · GET /rounds · GET /rounds/{code} · GET /rounds/{code}/units/{id} · …
"""

from decimal import Decimal
from typing import Any

from ninja import Router, Schema, Status
from pydantic import Field

from congvu.indexes import commands
from congvu.indexes.models import RoundUnit, Score
from congvu.indexes.report import digits
from congvu.indexes.selectors.ranking import ranking
from congvu.indexes.selectors.rounds import board, round_rows
from congvu.indexes.selectors.sets import set_page, set_rows
from congvu.orgs.actor import Actor
from congvu.orgs.doors import door
from congvu.orgs.policy import NotInSight

router = Router(tags=["indexes"])
SEE = "indexes.see"


class SetOut(Schema):
    id: int
    code: str
    year: str
    version: int
    name: str
    kind: str
    published: bool
    maximum: str


class CriterionOut(Schema):
    code: str
    name: str
    depth: int
    maximum: str
    scored: bool
    source_kind: str
    rule: dict[str, Any] | None
    scoring_rule: str


class SetDoubtOut(Schema):
    place: str
    code: str
    sentence: str
    accepted: bool


class SetDetail(Schema):
    id: int
    code: str
    version: int
    name: str
    published: bool
    criteria: list[CriterionOut]
    doubts: list[SetDoubtOut]


class RoundOut(Schema):
    code: str
    name: str
    period: str
    set: str
    state: str
    rehearsal: bool
    units: int
    settled: int


class UnitProgressOut(Schema):
    id: int
    unit: str
    name: str
    group: str
    state: str
    criteria: int
    scored: int
    missing: int


class ResultRowOut(Schema):
    unit: str
    name: str
    group: str
    rank: int | None
    of: int | None
    total: str
    max: str
    index: str | None
    class_name: str


class IndexResultOut(Schema):
    round: str
    published: bool
    tie_rule: str
    notes: list[str]
    rows: list[ResultRowOut]


class ScoreOut(Schema):
    id: int
    criterion: str
    revision: int
    self_points: str | None
    first_points: str | None
    second_points: str | None
    excluded: bool


class UnitScoresOut(Schema):
    id: int
    unit: str
    state: str
    scores: list[ScoreOut]


class SelfScoreIn(Schema):
    revision: int = Field(description="The revision that was read; another one in between is refused with 409")
    points: Decimal | None = None
    answer: dict[str, Any] | None = Field(None, description="What the rule asks; the points follow from it")
    explanation: str = Field("", max_length=4000)
    override_reason: str = Field("", max_length=4000)


class AppraisalIn(Schema):
    revision: int
    points: Decimal
    reason: str = Field("", max_length=4000)


@router.get("/criteria-sets", response=list[SetOut], summary="Criteria sets, every version")
@door(kind="list", room="indexes", permission=SEE)
def list_sets(request: Any) -> list[SetOut]:
    return [
        SetOut(
            id=row.id, code=row.code, year=row.year, version=row.version, name=row.name, kind=row.kind,
            published=row.published, maximum=digits(row.maximum),
        )
        for row in set_rows()
    ]  # fmt: skip


@router.get("/criteria-sets/{set_id}", response=SetDetail, summary="One version: its tree and its doubts")
@door(kind="detail", room="indexes", permission=SEE)
def read_set(request: Any, set_id: int) -> SetDetail:
    s = set_page(set_id, actor=request.actor)
    return SetDetail(
        id=s.row.pk, code=s.row.code, version=s.row.version, name=s.row.name, published=s.row.is_published,
        criteria=[
            CriterionOut(
                code=row.criterion.code, name=row.criterion.name, depth=row.depth, maximum=digits(row.maximum),
                scored=row.is_leaf, source_kind=row.criterion.source_kind, rule=row.criterion.rule,
                scoring_rule=row.criterion.scoring_rule,
            )
            for row in s.tree
        ],
        doubts=[
            SetDoubtOut(place=one.place, code=one.code, sentence=one.text, accepted=one.accepted is not None)
            for one in s.doubts
        ],
    )  # fmt: skip


@router.get("/rounds", response=list[RoundOut], summary="Rounds, latest period first")
@door(kind="list", room="indexes", permission=SEE)
def list_rounds(request: Any) -> list[RoundOut]:
    return [
        RoundOut(
            code=row.code, name=row.name, period=row.period, set=row.set, state=row.state, rehearsal=row.rehearsal,
            units=row.units, settled=row.settled,
        )
        for row in round_rows()
    ]  # fmt: skip


@router.get("/rounds/{code}/units", response=list[UnitProgressOut], summary="Who has not yet, and what is missing")
@door(kind="list", room="indexes", permission=SEE)
def list_units(request: Any, code: str) -> list[UnitProgressOut]:
    return [
        UnitProgressOut(
            id=row.unit.pk, unit=row.unit.unit.code, name=row.name, group=row.unit.group, state=row.unit.state,
            criteria=row.criteria, scored=row.scored, missing=row.missing,
        )
        for row in board(code, actor=request.actor).rows
    ]  # fmt: skip


@router.get("/rounds/{code}/results", response=IndexResultOut, summary="The ranking: published, or as it stands")
@door(kind="list", room="indexes", permission=SEE)
def list_results(request: Any, code: str) -> IndexResultOut:
    found = ranking(code, actor=request.actor)
    return IndexResultOut(
        round=found.round.code, published=found.publication is not None, tie_rule=found.round.tie_rule,
        notes=list(found.notes),
        rows=[
            ResultRowOut(
                unit=row.standing.unit_code, name=row.name, group=group.code, rank=row.standing.rank,
                of=row.standing.of, total=digits(row.standing.total.points), max=digits(row.standing.total.out_of),
                index=None if row.index is None else digits(row.index), class_name=row.standing.class_name,
            )
            for group in found.groups for row in group.rows
        ],
    )  # fmt: skip


@router.get("/rounds/{code}/units/{unit_id}", response=UnitScoresOut, summary="Every score of one unit")
@door(kind="detail", room="indexes", permission=SEE)
def read_unit(request: Any, code: str, unit_id: int) -> UnitScoresOut:
    return _unit(request.actor, code, unit_id)


@router.post("/rounds/{code}/units/{unit_id}/scores/{criterion}/self-scores", response={201: UnitScoresOut},
             summary="Claim points")  # fmt: skip
@door(kind="act", room="indexes", permission="indexes.score")
def add_self_score(request: Any, code: str, unit_id: int, criterion: str, given: SelfScoreIn) -> Status[UnitScoresOut]:
    commands.self_score(
        score_id=_score(request.actor, code, unit_id, criterion), points=given.points, answer=given.answer,
        explanation=given.explanation, override_reason=given.override_reason, revision=given.revision,
        actor=request.actor, at=request.now,
    )  # fmt: skip
    return Status(201, _unit(request.actor, code, unit_id))


@router.post("/rounds/{code}/units/{unit_id}/scores/{criterion}/appraisals", response={201: UnitScoresOut},
             summary="Recognise or change points")  # fmt: skip
@door(kind="act", room="indexes", permission="indexes.appraise")
def add_appraisal(request: Any, code: str, unit_id: int, criterion: str, given: AppraisalIn) -> Status[UnitScoresOut]:
    commands.appraise(
        score_id=_score(request.actor, code, unit_id, criterion), points=given.points, reason=given.reason,
        revision=given.revision, actor=request.actor, at=request.now,
    )  # fmt: skip
    return Status(201, _unit(request.actor, code, unit_id))


@router.post("/rounds/{code}/units/{unit_id}/scores/{criterion}/corrections", response={201: UnitScoresOut},
             summary="Mend points after the lock, with the reason")  # fmt: skip
@door(kind="act", room="indexes", permission="indexes.manage")
def add_correction(request: Any, code: str, unit_id: int, criterion: str, given: AppraisalIn) -> Status[UnitScoresOut]:
    commands.correct_points(
        score_id=_score(request.actor, code, unit_id, criterion), points=given.points, reason=given.reason,
        revision=given.revision, actor=request.actor, at=request.now,
    )  # fmt: skip
    return Status(201, _unit(request.actor, code, unit_id))


def _seen(actor: Actor, code: str, unit_id: int) -> RoundUnit:
    found = RoundUnit.objects.visible_to(actor).select_related("round", "unit").filter(
        pk=unit_id, round__code=code
    ).first()  # fmt: skip
    if found is None:
        raise NotInSight
    return found


def _score(actor: Actor, code: str, unit_id: int, criterion: str) -> int:
    found = _seen(actor, code, unit_id).present.filter(criterion__code=criterion).values_list("pk", flat=True).first()
    if found is None:
        raise NotInSight
    return found


def _unit(actor: Actor, code: str, unit_id: int) -> UnitScoresOut:
    unit = _seen(actor, code, unit_id)
    rows = unit.present.select_related("criterion").order_by("criterion__position")
    return UnitScoresOut(
        id=unit.pk, unit=unit.unit.code, state=unit.state,
        scores=[_row(row) for row in rows],
    )  # fmt: skip


def _row(row: Score) -> ScoreOut:
    def said(value: Decimal | None) -> str | None:
        return None if value is None else digits(value)

    return ScoreOut(
        id=row.pk, criterion=row.criterion.code, revision=row.revision, self_points=said(row.self_points),
        first_points=said(row.first_points), second_points=said(row.second_points), excluded=row.excluded,
    )  # fmt: skip
