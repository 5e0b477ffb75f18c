"""Figures over HTTP: the catalogue, a figure, its table, its rows. Counts as whole numbers, values as strings."""

from datetime import date, datetime
from typing import Any

from ninja import Query, Router, Schema

from congvu.core import periods
from congvu.faces.lists import decode_cursor, encode_cursor, moment_and_id
from congvu.metrics import registry, values
from congvu.metrics.asked import cut_from, key_from, structure_from
from congvu.metrics.closing_api import router as closing_router
from congvu.metrics.figures import Figure
from congvu.metrics.questions import By, Question
from congvu.metrics.registry import Metric
from congvu.metrics.rows import Place, rows
from congvu.orgs import policy, units
from congvu.orgs.doors import door

router = Router(tags=["metrics"])
router.add_router("", closing_router)
PAGE = 100


class Definition(Schema):
    code: str
    name_vi: str
    name_en: str
    unit_of_measure: str
    numerator: list[str]
    denominator: list[str]
    when_nothing: str | None
    rounding: str
    places: int
    source: str


class FigureOut(Schema):
    """`value` is a decimal as a string; null when nothing happened. `complete` false: only what this key may see."""

    metric: str
    unit: str | None
    period: str
    first_on: date
    last_on: date
    as_of: date
    structure: str
    value: str | None
    numerator: str
    denominator: str | None
    complete: bool


class LineOut(Schema):
    key: str
    name: str
    value: str | None
    numerator: str
    denominator: str | None


class TableOut(Schema):
    by: str
    lines: list[LineOut]
    total: FigureOut


class RowOut(Schema):
    code: str
    title: str
    unit: str
    came_at: datetime
    due_at: datetime | None
    closed_at: datetime | None
    url: str


class RowsOut(Schema):
    rows: list[RowOut]
    next: str | None
    complete: bool


class Asking(Schema):
    """`period`: 2025, 2025Q1, 2025M05, 2025Q1-BC, 2025-01-01..2025-03-31; `as_of` defaults to its last day or today."""

    period: str
    as_of: date | None = None
    unit: str | None = None
    structure: str = "then"

    def question(self, today: date) -> Question:
        period = periods.period_from(self.period)
        as_of = self.as_of or max(min(today, period.last_on), period.first_on)
        unit_id = units.unit_by_code(self.unit, as_of).pk if self.unit else None
        return Question(period, as_of, unit_id, structure_from(self.structure))


@router.get("/metrics", response=list[Definition], summary="All definitions")
@door(kind="list", room="metrics", permission="metrics.see")
def definitions(request: Any) -> list[Definition]:
    return [_definition(made) for made in registry.all_metrics()]


@router.get("/metrics/{code}", response=FigureOut, summary="One figure")
@door(kind="figure", room="metrics", permission="metrics.see")
def one_figure(request: Any, code: str, asking: Query[Asking]) -> FigureOut:
    _allowed(request, code)
    return _figure(values.value(code, asking.question(request.today), actor=request.actor), asking)


@router.get("/metrics/{code}/lines", response=TableOut, summary="The figure by unit, field, procedure, channel, month")
@door(kind="figure", room="metrics", permission="metrics.see")
def figure_lines(request: Any, code: str, asking: Query[Asking], by: str = "unit") -> TableOut:
    cut = cut_from(by, _allowed(request, code).facts.cuts) or By.UNIT
    table = values.table(code, asking.question(request.today), by=cut, actor=request.actor)
    lines = [LineOut(key=line.code, name=line.name, **_numbers(line.figure)) for line in table.lines]
    return TableOut(by=table.by.value, lines=lines, total=_figure(table.total, asking))


@router.get("/metrics/{code}/rows", response=RowsOut, summary="The rows a figure counts, oldest first")
@door(kind="list", room="metrics", permission="metrics.see")
def figure_rows(
    request: Any,
    code: str,
    asking: Query[Asking],
    part: str = "numerator",
    by: str | None = None,
    key: str | None = None,
    next: str | None = None,
) -> RowsOut:
    _allowed(request, code)
    cut = cut_from(by or "", ())
    page = rows(
        code,
        asking.question(request.today),
        part="denominator" if part == "denominator" else "numerator",
        place=Place(cut, key_from(cut, key)) if cut is not None and key is not None else None,
        after=_after(next),
        limit=PAGE,
        actor=request.actor,
    )
    codes = units.codes_of({row.unit_id for row in page.rows})
    out = [
        RowOut(
            code=row.code, title=row.title, unit=codes[row.unit_id], came_at=row.came_at, due_at=row.due_at,
            closed_at=row.closed_at, url=row.url,
        )
        for row in page.rows
    ]  # fmt: skip
    following = encode_cursor([page.next_after[0].isoformat(), page.next_after[1]]) if page.next_after else None
    return RowsOut(rows=out, next=following, complete=page.complete)


def _allowed(request: Any, code: str) -> Metric:
    made = registry.find(code)
    policy.require(request.actor, made.facts.permission)
    return made


def _definition(made: Metric) -> Definition:
    return Definition(
        code=made.code,
        name_vi=made.name_vi,
        name_en=made.name_en,
        unit_of_measure=made.unit_of_measure,
        numerator=list(made.numerator),
        denominator=list(made.denominator),
        when_nothing=made.when_nothing.value if made.when_nothing else None,
        rounding=made.rounding.value,
        places=made.places,
        source=made.source,
    )


def _figure(figure: Figure, asking: Asking) -> FigureOut:
    question = figure.question
    return FigureOut(
        metric=figure.metric.code,
        unit=asking.unit,
        period=question.period.code,
        first_on=question.period.first_on,
        last_on=question.period.last_on,
        as_of=question.as_of,
        structure=question.structure.value,
        complete=figure.complete,
        **_numbers(figure),
    )


def _numbers(figure: Figure) -> dict[str, Any]:
    denominator = None if figure.denominator is None else str(figure.denominator)
    return {"value": figure.value, "numerator": str(figure.numerator), "denominator": denominator}


def _after(cursor: str | None) -> tuple[datetime, int] | None:
    return moment_and_id(decode_cursor(cursor)) if cursor else None
