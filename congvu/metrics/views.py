"""The catalogue of figures, one figure, the rows behind it."""

from dataclasses import replace
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from congvu.faces.lists import ListState, moment_and_id
from congvu.metrics import export, pages, registry, values, wording
from congvu.metrics.asked import asked, place_from
from congvu.metrics.questions import Question
from congvu.metrics.rows import After, rows
from congvu.orgs import policy, units
from congvu.orgs.doors import door

LARGEST_FILE = 50_000


@require_safe
@door(kind="page", room="metrics", permission="metrics.see")
def catalogue(request: Any) -> HttpResponse:
    return render(request, "metrics/catalogue.html", {"table": pages.catalogue(registry.all_metrics())})


@require_safe
@door(kind="figure", room="metrics", permission="metrics.see")
def figure(request: Any, code: str) -> HttpResponse:
    made = _allowed(request, code)
    what = asked(request.GET.dict(), today=request.today, cuts=made.facts.cuts)
    assert what.by is not None
    table = values.table(code, what.question, by=what.by, actor=request.actor)
    if request.GET.get("tai") == "csv":
        return export.table_csv(table, code)
    state = ListState.of(request)
    shown: dict[str, Any] = {
        "metric_name": wording.name_of(made),
        "period": wording.period_name(what.question.period),
        "shown": pages.shown(table.total, what),
        "scope": wording.scope_of(table.total),
        "definition": pages.definition(table.total, _unit_name(what.question)),
        "table": pages.lines(table, what, state),
    }
    if "in" in request.GET:
        on_paper = {"back": state.url(**{"in": None}), "table": replace(shown["table"], exports=())}
        return render(request, "metrics/paper.html", shown | on_paper)
    trend = pages.trend_chart(values.trend(code, what.question, actor=request.actor), what)
    choices = {
        "filters": pages.filters(state, what, made.facts.cuts, request.today),
        "switches": pages.switches(state, what),
        "paper_url": state.url(**{"in": "1"}),
    }
    return render(request, "metrics/figure.html", shown | choices | {"trend": trend})


@require_safe
@door(kind="list", room="metrics", permission="metrics.see")
def figure_rows(request: Any, code: str) -> HttpResponse:
    made = _allowed(request, code)
    state = ListState.of(request, key="figure-rows")
    what, place = asked(request.GET.dict(), today=request.today), place_from(request.GET.dict())
    as_file = request.GET.get("tai") == "csv"
    page = rows(
        code,
        what.question,
        part="denominator" if request.GET.get("phan") == "denominator" else "numerator",
        place=place,
        after=None if as_file else _after(state),
        limit=LARGEST_FILE if as_file else 50,
        actor=request.actor,
    )
    names = units.names_of({row.unit_id for row in page.rows}, what.question.as_of)
    if as_file:
        return export.rows_csv(page.rows, names, f"{code}-rows")
    context = {
        "metric_name": wording.name_of(made),
        "period": wording.period_name(what.question.period),
        "table": pages.rows_table(page, names, state),
        "complete": page.complete,
        "back": pages.figure_url(code, what),
    }
    return render(request, "metrics/rows.html", context)


def _allowed(request: Any, code: str) -> registry.Metric:
    """The definition, for whoever may see its rows somewhere."""
    made = registry.find(code)
    policy.require(request.actor, made.facts.permission)
    return made


def _unit_name(question: Question) -> str:
    return units.name_of(question.unit_id, question.as_of) if question.unit_id is not None else ""


def _after(state: ListState) -> After | None:
    """The cursor; a broken one starts at the first page."""
    return moment_and_id(state.after)
