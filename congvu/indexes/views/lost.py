"""Points lost: the map, what a change would be worth, the plan to win them back."""

from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from congvu.core.errors import DomainError
from congvu.core.numbers import parse_number
from congvu.faces.errors import sentence_of
from congvu.indexes import commands
from congvu.indexes.forms import RepairForm
from congvu.indexes.models import RoundUnit, Score
from congvu.indexes.pages.lost import lost_page, repair_table
from congvu.indexes.selectors.lost import WhatIf, repair_rows, what_if
from congvu.indexes.selectors.lost import lost_map as lost_points
from congvu.orgs.doors import door
from congvu.orgs.policy import NotInSight

SEE = "indexes.see"


@require_safe
@door(kind="list", room="indexes", permission=SEE)
def lost_map(request: Any, code: str) -> HttpResponse:
    """Field by unit by cause; `?neu=CRITERION&diem=POINTS&dv=UNIT` asks what a change would be worth."""
    unit = request.GET.get("dv", "")
    found = lost_points(
        code, actor=request.actor, unit_pk=int(unit) if unit.isdecimal() else None, cause=request.GET.get("vi", "")
    )
    asked, refused = None, ""
    if request.GET.get("neu") and found.units:
        try:
            asked = _asked(request, found)
        except DomainError as error:
            refused = sentence_of(error)
    page = lost_page(found, request.GET)
    return render(request, "indexes/lost.html", {"m": found, "page": page, "asked": asked, "refused": refused})


def _asked(request: Any, found: Any) -> WhatIf:
    points = parse_number(request.GET.get("diem", "") or "0", field="diem")
    unit_id = found.units[0]
    return what_if(found.round, unit_id, {request.GET["neu"]: Decimal(points)})


@require_safe
@door(kind="list", room="indexes", permission=SEE)
def repairs(request: Any, code: str) -> HttpResponse:
    given = request.GET.get("diem", "")
    return _repairs(request, code, int(given) if given.isdecimal() else None)


def _repairs(request: Any, code: str, score_id: int | None, *, form: Any = None, status: int = 200) -> HttpResponse:
    found, rows = repair_rows(code, actor=request.actor)
    score = None
    if score_id:
        seen = RoundUnit.objects.visible_to(request.actor).filter(round=found)
        score = Score.objects.filter(pk=score_id, round_unit__in=seen).select_related("criterion").first()
        if score is None:
            raise NotInSight
    context = {
        "round": found, "table": repair_table(rows, found, may_give=request.actor.may("tasks.assign")),
        "score": score, "form": form or RepairForm(),
        "may": request.actor.may("indexes.approve") or request.actor.may("indexes.manage"),
    }  # fmt: skip
    return render(request, "indexes/repairs.html", context, status=status)


@require_POST
@door(kind="act", room="indexes", permission=SEE)
def repair_plans(request: Any, code: str) -> HttpResponse:
    form = RepairForm(request.POST)
    given = request.POST.get("score", "")
    score_id = int(given) if given.isdecimal() else 0
    if form.is_valid():
        try:
            commands.plan_repair(score_id=score_id, actor=request.actor, at=request.now, **form.cleaned_data)
            messages.success(request, _("Đã lập việc khắc phục; việc nằm trong Việc của tôi của đơn vị."))
            return redirect("indexes:repairs", code)
        except DomainError as error:
            if error.status in (403, 404):
                raise
            form.add_error(error.field if error.field in form.fields else None, sentence_of(error))
    return _repairs(request, code, score_id or None, form=form, status=422)


@require_POST
@door(kind="act", room="indexes", permission=SEE)
def repair_ends(request: Any, code: str, repair_id: int) -> HttpResponse:
    commands.finish_repair(
        repair_id=repair_id, outcome=request.POST.get("outcome", ""), actor=request.actor, at=request.now
    )
    messages.success(request, _("Đã ghi kết quả khắc phục."))
    return redirect("indexes:repairs", code)


@require_POST
@door(kind="act", room="indexes", permission=SEE)
def repair_tasks(request: Any, code: str) -> HttpResponse:
    """Give tasks for the chosen repairs; an answer for every one that could not be given."""
    done = 0
    for given in request.POST.getlist("rows")[:200]:
        try:
            commands.give_repair_task(
                repair_id=int(given) if given.isdecimal() else 0, actor=request.actor, at=request.now
            )
            done += 1
        except DomainError as refusal:
            messages.error(request, sentence_of(refusal))
    if done:
        messages.success(request, _("Đã giao %(count)s nhiệm vụ khắc phục.") % {"count": done})
    return redirect("indexes:repairs", code)
