"""The figures of the tasks: one page, and the same as a file."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from congvu.faces.lists import ListState
from congvu.metrics import pages as metric_pages
from congvu.metrics import wording
from congvu.metrics.asked import asked
from congvu.orgs.doors import door
from congvu.tasks.facts import TaskFacts
from congvu.tasks.pages import figures as pages
from congvu.tasks.pages import figures_files
from congvu.tasks.selectors.figures import task_figures

CUTS = TaskFacts().cuts


@require_safe
@door(kind="figure", room="tasks", permission="tasks.see")
def figures(request: Any) -> HttpResponse:
    what = asked(request.GET.dict(), today=request.today, cuts=CUTS)
    assert what.by is not None
    found = task_figures(what.question, by=what.by, actor=request.actor)
    if request.GET.get("tai") in ("csv", "xlsx"):
        return (figures_files.as_csv if request.GET["tai"] == "csv" else figures_files.as_xlsx)(found)
    state = ListState.of(request, key="task-lines")
    context = {
        "period": wording.period_name(what.question.period),
        "as_of": what.question.as_of,
        "complete": found.table.complete,
        "filters": metric_pages.filters(state, what, CUTS, request.today),
        "switches": metric_pages.switches(state, what),
        "figures": pages.figures(found, what),
        "grid": pages.grid(found, what),
        "marks": pages.marks(found, what),
        "bands": pages.bands(found),
        "means": pages.two_means(found),
        "lines": pages.lines(found, what, state),
        "late": pages.late(found, what),
        "late_url": metric_pages.rows_url("tasks_open_overdue", what),
        "ties": pages.ties(),
        "closed": found.closed,
        "closing_url": pages.closing_url(found),
    }
    return render(request, "tasks/figures.html", context)
