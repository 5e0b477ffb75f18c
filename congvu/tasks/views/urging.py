"""The urging console: who is due, overdue, silent; select many and remind; what was sent. And the signals."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_POST, require_safe

from congvu.core.clock import day_of
from congvu.core.errors import DomainError
from congvu.faces.errors import sentence_of
from congvu.faces.lists import ListState, moment_and_id
from congvu.obligations.names import unit_names
from congvu.orgs.doors import door
from congvu.tasks.commands.urging import LONGEST, urge_many
from congvu.tasks.models import OPEN, Task
from congvu.tasks.pages import watching as pages
from congvu.tasks.pages import weekly as weekly_pages
from congvu.tasks.selectors import urged, watching
from congvu.tasks.selectors.weekly import weekly_list

SEE = "tasks.see"


def _unit(state: ListState) -> int | None:
    text = state.get("dv")
    return int(text) if text.isdecimal() and len(text) < 18 else None


def _units(request: Any) -> list[tuple[str, str]]:
    """Units that lead an open task in sight, by name."""
    seen = Task.objects.visible_to(request.actor).filter(state__in=OPEN)
    names = unit_names(seen.order_by("lead_unit_id").values_list("lead_unit_id", flat=True).distinct(), request.today)
    return sorted(((str(pk), name) for pk, name in names.items()), key=lambda pair: pair[1])


@require_safe
@door(kind="list", room="tasks", permission=SEE)
def console(request: Any) -> HttpResponse:
    state = ListState.of(request, key="task-urging")
    found = watching.watched(actor=request.actor, now=request.now, unit_id=_unit(state))
    rates = watching.update_rates(actor=request.actor, on=request.today)
    context = {
        "table": pages.console(found, state, _units(request)),
        "whole": found.whole,
        "most": watching.MOST,
        "updates": pages.updates(rates, request.today),
        "today": request.today,
    }
    return render(request, "tasks/urging.html", context)


@require_safe
@door(kind="list", room="tasks", permission=SEE)
def signals(request: Any) -> HttpResponse:
    state = ListState.of(request, key="task-signals")
    found = watching.watched(actor=request.actor, now=request.now, unit_id=_unit(state))
    context = {
        "table": pages.signals(found, state, _units(request)),
        "whole": found.whole,
        "most": watching.MOST,
        "today": request.today,
    }
    return render(request, "tasks/signals.html", context)


@require_POST
@door(kind="act", room="tasks", permission=SEE)
def compose(request: Any) -> HttpResponse:
    """The selected ones and a field for one's own words; nothing is written yet."""
    return _compose(request, request.POST.getlist("rows"))


def _compose(request: Any, codes: list[str], *, refused: str = "", status: int = 200) -> HttpResponse:
    seen = Task.objects.visible_to(request.actor).filter(code__in=codes, state__in=OPEN)
    context = {
        "tasks": list(seen.order_by("due_on", "id").values("code", "content")),
        "text": request.POST.get("text", ""),
        "longest": LONGEST,
        "refused": refused,
    }
    return render(request, "tasks/compose.html", context, status=status)


@require_POST
@door(kind="act", room="tasks", permission=SEE)
def send(request: Any) -> HttpResponse:
    codes = request.POST.getlist("rows")
    try:
        found = urge_many(codes=codes, text=request.POST.get("text", ""), actor=request.actor, at=request.now)
    except DomainError as refusal:
        return _compose(request, codes, refused=sentence_of(refusal), status=422)
    seen = Task.objects.visible_to(request.actor).filter(code__in=codes).order_by("id")
    contents = dict(seen.values_list("code", "content"))
    sent_count = sum(one.urging_id is not None for one in found)
    context = {"table": pages.answers(found, contents), "sent": sent_count, "all": len(found)}
    return render(request, "tasks/urged.html", context)


@require_safe
@door(kind="list", room="tasks", permission=SEE)
def sent(request: Any) -> HttpResponse:
    state = ListState.of(request, key="task-sent")
    rows, next_key = urged.sent(actor=request.actor, after=moment_and_id(state.after), rung=state.get("nac"))
    return render(request, "tasks/sent.html", {"table": pages.sent(rows, state, next_key)})


@require_safe
@door(kind="list", room="tasks", permission=SEE)
def weekly(request: Any) -> HttpResponse:
    """Each unit's list of the week, for printing or as a file."""
    found = weekly_list(actor=request.actor, now=request.now)
    if request.GET.get("tai") == "csv":
        return weekly_pages.as_csv(found, day_of(request.now))
    state = ListState.of(request, key="task-weekly")
    return render(request, "tasks/weekly.html", {"table": weekly_pages.table(found, state), "today": request.today})
