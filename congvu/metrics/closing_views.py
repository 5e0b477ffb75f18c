"""Closings: which periods were signed, closing one, what was corrected since."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from congvu.core.errors import DomainError
from congvu.core.periods import days
from congvu.faces.errors import sentence_of
from congvu.faces.lists import ListState
from congvu.metrics import closing_pages as pages
from congvu.metrics import closings as closed
from congvu.metrics.closing_forms import ClosingForm
from congvu.metrics.questions import Question
from congvu.orgs import units
from congvu.orgs.doors import door
from congvu.orgs.policy import NotAllowed


@require_http_methods(["GET", "HEAD", "POST"])
@door(kind="form", room="metrics", permission="metrics.see")
def closings(request: Any) -> HttpResponse:
    form = ClosingForm(request.POST or None, initial={"subject": request.GET.get("so-lieu", "")})
    if request.method == "POST" and form.is_valid():
        try:
            made = _close(request, form.cleaned_data)
        except NotAllowed:
            raise
        except DomainError as refusal:
            form.add_error(refusal.field if refusal.field in form.fields else None, sentence_of(refusal))
        else:
            messages.success(request, _("Đã chốt số liệu của kỳ."))
            return redirect("metrics:closing", made.pk)
    state = ListState.of(request, key="closings")
    context = {
        "table": pages.listing(closed.rows(actor=request.actor, subject=state.get("so-lieu")), state),
        "form": form if request.actor.may("metrics.close") else None,
    }
    return render(request, "metrics/closings.html", context, status=422 if form.errors else 200)


def _close(request: Any, typed: dict[str, Any]) -> Any:
    period = days(typed["first_on"], typed["last_on"])
    unit = units.unit_by_code(typed["unit"], period.last_on) if typed["unit"].strip() else None
    return closed.close_period(
        subject=typed["subject"],
        question=Question(period, period.last_on, unit.pk if unit else None),
        signer=typed["signer"],
        document=typed["document"],
        note=typed["note"],
        replace=typed["replace"],
        actor=request.actor,
        at=request.now,
    )


@require_safe
@door(kind="detail", room="metrics", permission="metrics.see")
def closing(request: Any, closing_id: int) -> HttpResponse:
    found = closed.in_sight(request.actor, closing_id)
    state = ListState.of(request)
    corrected = closed.corrections(found)
    context = {
        "closing": found,
        "facts": pages.signed_facts(found),
        "figures": pages.signed(found, state),
        "changes": pages.changes(closed.changed_cells(found, actor=request.actor)),
        "corrections": pages.corrections(corrected, found),
        "count": closed.count_corrections(found),
        "shown": len(corrected),
        "name": pages.subject_name(found.subject),
    }
    return render(request, "metrics/closing.html", context)
