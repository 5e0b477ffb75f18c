"""The counter: one screen, three outcomes."""

from typing import Any
from uuid import uuid4

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_safe

from congvu.catalog import selectors as catalog
from congvu.core.errors import DomainError
from congvu.dossiers import commands
from congvu.dossiers.forms import IntakeForm, papers_in
from congvu.dossiers.models import Slip
from congvu.dossiers.samplers import intake_sample
from congvu.dossiers.selectors.desk import MARKS, desk_view
from congvu.dossiers.selectors.papers import slip_view
from congvu.faces.errors import sentence_of
from congvu.ledger.requests import fingerprint, once
from congvu.orgs.doors import door


@require_http_methods(["GET", "POST"])
@door(kind="form", room="dossiers", permission="dossiers.receive", sample=intake_sample)
def intake(request: Any) -> HttpResponse:
    """The desk; a POST with `outcome` accepts, asks for a supplement, or refuses."""
    if request.method == "POST":
        return _received(request)
    wanted = {"procedure": request.GET.get("tt", ""), "channel": request.GET.get("kenh", "direct")}
    if request.GET.get("noi", "").isdecimal():
        wanted["competent"] = request.GET["noi"]
    return _desk(request, IntakeForm(initial=wanted), wanted)


def _received(request: Any) -> HttpResponse:
    form = IntakeForm(request.POST)
    if form.is_valid():
        body = request.POST.urlencode().encode()
        key = request.POST.get("request_key") or fingerprint("POST", request.path, body)
        try:
            answer = once(request.actor, key, fingerprint("POST", request.path, body), lambda: _act(request, form))
            return redirect(answer["url"])
        except DomainError as error:
            form.add_error(error.field if error.field in form.fields else None, sentence_of(error))
            request.refused_field = error.field or ""
    return _desk(request, form, request.POST, status=422)


def _act(request: Any, form: IntakeForm) -> dict[str, str]:
    data, at = form.cleaned_data, request.now
    outcome = request.POST.get("outcome", "accept")
    if outcome in (Slip.Kind.SUPPLEMENT, Slip.Kind.REFUSAL):
        slip = commands.give_slip(
            kind=outcome, procedure=data["procedure"], applicant=form.applicant(), papers=form.papers(),
            reason=data["reason"], actor=request.actor, at=at,
        )  # fmt: skip
        return {"url": reverse("dossiers:slip", args=[slip.pk])}
    dossier = commands.receive(
        procedure=data["procedure"], applicant=form.applicant(), papers=form.papers(), way=form.way(),
        competent_unit_id=data["competent"], actor=request.actor, at=at,
    )  # fmt: skip
    return {"url": reverse("dossiers:receipt", args=[dossier.code])}


def _desk(request: Any, form: IntakeForm, wanted: Any, *, status: int = 200) -> HttpResponse:
    competent = str(wanted.get("competent") or "")
    view = desk_view(
        actor=request.actor, officer=request.user.get_full_name(), procedure=wanted.get("procedure") or "",
        channel=wanted.get("channel") or "direct", competent=int(competent) if competent.isdecimal() else None,
        marks={check.position: check.checked.value for check in papers_in(wanted)}, at=request.now, today=request.today,
    )  # fmt: skip
    refused = getattr(request, "refused_field", "")
    context = {"form": form, "desk": view, "marks": MARKS, "refused_field": refused, "request_key": uuid4().hex}
    return render(request, "dossiers/intake.html", context, status=status)


@require_safe
@door(kind="search", room="dossiers", permission="dossiers.receive")
def find_procedure(request: Any) -> HttpResponse:
    """Procedures as they are typed at the counter."""
    query = request.GET.get("q", "").strip()
    found = catalog.find(query, day=request.today) if query else []
    return render(request, "dossiers/_found.html", {"found": found, "query": query})


@require_safe
@door(kind="detail", room="dossiers", permission="dossiers.receive")
def slip(request: Any, slip_id: int) -> HttpResponse:
    """The slip to print."""
    return render(request, "dossiers/slip.html", {"slip": slip_view(slip_id, actor=request.actor)})
