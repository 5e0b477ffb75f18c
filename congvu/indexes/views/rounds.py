"""Rounds: the list, planning one, its board, opening, locking, publishing."""

import re
from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from congvu.core import periods
from congvu.core.errors import DomainError
from congvu.faces.errors import sentence_of
from congvu.indexes import commands
from congvu.indexes.commands import Days
from congvu.indexes.entrants import entrants_of
from congvu.indexes.forms import PlanForm
from congvu.indexes.models import CriteriaSet
from congvu.indexes.pages import rounds as pages
from congvu.indexes.selectors.rounds import board, round_rows
from congvu.orgs.doors import door
from congvu.orgs.units import unit_by_code

SEE, MANAGE = "indexes.see", "indexes.manage"


@require_safe
@door(kind="list", room="indexes", permission=SEE)
def round_list(request: Any) -> HttpResponse:
    context = {"table": pages.round_table(round_rows(), request), "may_manage": request.actor.may(MANAGE)}
    return render(request, "indexes/rounds.html", context)


@door(kind="form", room="indexes", permission=MANAGE)
def plan(request: Any) -> HttpResponse:
    """A new round with its windows, units and appraisers, all in one go; opened by itself afterwards."""
    form = PlanForm(request.POST or None, initial={"criteria_set": request.GET.get("bo", "")})
    if request.method == "POST" and form.is_valid():
        try:
            return redirect("indexes:board", _planned(form.cleaned_data, request))
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, sentence_of(error))
    return render(request, "indexes/plan.html", {"form": form}, status=422 if request.method == "POST" else 200)


def _planned(d: dict[str, Any], request: Any) -> str:
    who = {"actor": request.actor, "at": request.now}
    with transaction.atomic():
        made = commands.plan_round(
            criteria_set=d["criteria_set"], period=d["period"], name=d["name"], rehearsal=d["rehearsal"],
            plan=d["plan"], **who,
        )  # fmt: skip
        window = Days(d["self_due_on"], d["appraise_due_on"], d["explain_due_on"])
        commands.set_days(code=made.code, days=[window], **who)
        since = periods.period_from(made.period).first_on
        codes = [one for one in re.split(r"[,;\s]+", d["units"]) if one]
        commands.add_units(code=made.code, entrants=entrants_of(codes, request.today, since=since), **who)
        for line in filter(None, (line.strip() for line in d["appraisers"].splitlines())):
            body, _colon, criteria = line.rpartition(":")
            commands.assign_appraiser(
                code=made.code, body_id=unit_by_code(body.strip(), request.today).pk,
                criteria=[one.strip() for one in criteria.split(",") if one.strip()], **who,
            )  # fmt: skip
    return str(made.code)


@require_safe
@door(kind="list", room="indexes", permission=SEE)
def board_page(request: Any, code: str) -> HttpResponse:
    state, mine = request.GET.get("tt", ""), request.GET.get("cho") == "toi"
    found = board(code, actor=request.actor, state=state, mine=mine)
    return render(request, "indexes/board.html", {"b": found, "page": pages.board_page(found, request)})


@require_POST
@door(kind="act", room="indexes", permission=MANAGE)
def openings(request: Any, code: str) -> HttpResponse:
    commands.open_round(code=code, actor=request.actor, at=request.now)
    messages.success(request, _("Đã mở đợt; việc tự chấm nằm trong Việc của tôi của từng đơn vị."))
    return redirect("indexes:board", code)


@require_POST
@door(kind="act", room="indexes", permission=MANAGE)
def locks(request: Any, code: str) -> HttpResponse:
    commands.lock_round(code=code, actor=request.actor, at=request.now)
    messages.success(request, _("Đã ký chốt điểm."))
    return redirect("indexes:board", code)


@require_POST
@door(kind="act", room="indexes", permission=MANAGE)
def publications(request: Any, code: str) -> HttpResponse:
    commands.publish_round(
        code=code, reason=request.POST.get("reason", ""), actor=request.actor, at=request.now
    )  # fmt: skip
    messages.success(request, _("Đã công bố kết quả."))
    return redirect("indexes:ranking", code)


@require_POST
@door(kind="act", room="indexes", permission=MANAGE)
def version_changes(request: Any, code: str) -> HttpResponse:
    given = request.POST.get("set", "")
    to = CriteriaSet.objects.filter(pk=int(given) if given.isdecimal() else 0).first()
    if to is None:
        messages.error(request, _("Hãy chọn phiên bản của bộ tiêu chí."))
        return redirect("indexes:board", code)
    commands.change_version(code=code, to=to, actor=request.actor, at=request.now)
    messages.success(request, _("Đã chuyển đợt sang phiên bản mới; điểm của tiêu chí giữ nguyên được mang theo."))
    return redirect("indexes:board", code)
