"""*Việc của tôi*, what I wait for, a unit's work; and acts on many rows at once."""

from datetime import date, datetime
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST, require_safe

from congvu.core.errors import DomainError
from congvu.faces.errors import sentence_of
from congvu.faces.lists import ListState
from congvu.obligations import commands, policy, selectors, subjects, tables
from congvu.obligations.forms import ReassignForm
from congvu.obligations.selectors import InboxFilters, Scope
from congvu.orgs.doors import door

EXPORT_ROWS = 5000


@require_safe
@door(kind="list", room="obligations", audience="signed_in")
def inbox(request: Any) -> HttpResponse:
    return _list(request, Scope.MINE)


@require_safe
@door(kind="list", room="obligations", audience="signed_in")
def waiting(request: Any) -> HttpResponse:
    return _list(request, Scope.WAITING)


@require_safe
@door(kind="list", room="obligations", permission=policy.SEE)
def unit(request: Any) -> HttpResponse:
    return _list(request, Scope.UNIT)


def _list(request: Any, scope: Scope) -> HttpResponse:
    state = ListState.of(request, key=f"viec-{scope}")
    filters = filters_of(state, scope)
    if state.get("tai") == "csv":
        page = selectors.inbox(request.actor, request.now, filters, limit=EXPORT_ROWS)
        return tables.csv_of(page.rows, f"viec-{request.today.isoformat()}")
    page = selectors.inbox(request.actor, request.now, filters, after=_place(state.after))
    may_assign = request.actor.may(policy.ASSIGN)
    offers = subjects.offers(request.actor) if scope is Scope.MINE else []
    table = tables.inbox_table(state, page, filters, may_assign=may_assign, offers=offers)
    return render(request, "obligations/inbox.html", {"table": table, "title": _(tables.TITLES[scope])})


@require_POST
@door(kind="export", room="obligations", audience="signed_in")
def export_chosen(request: Any) -> HttpResponse:
    chosen = policy.visible_to(request.actor).filter(pk__in=_chosen(request)).order_by("due_rank", "pk")
    edges = selectors.edges_at(request.actor, request.now)
    return tables.csv_of(selectors.rows_of(chosen, request.now, edges), f"viec-{request.today.isoformat()}")


@require_POST
@door(kind="act", room="obligations", permission=policy.ASSIGN)
def reassign_many(request: Any) -> HttpResponse:
    """First who, then done; an answer for every row that could not."""
    chosen = _chosen(request)
    form = ReassignForm(
        request.POST if "to_person_id" in request.POST else None, unit_id=request.actor.unit_id, on=request.today
    )
    if not form.is_valid():
        return render(request, "obligations/reassign_many.html", {"form": form, "chosen": chosen})
    done = 0
    for item_id in chosen:
        try:
            commands.reassign(item_id=item_id, actor=request.actor, at=request.now, **form.cleaned_data)
            done += 1
        except DomainError as refusal:
            messages.error(request, f"{item_id}: {sentence_of(refusal)}")
    messages.success(request, ngettext("Đã chuyển %(n)s việc.", "Đã chuyển %(n)s việc.", done) % {"n": done})
    return redirect("obligations:unit")


def filters_of(state: ListState, scope: Scope) -> InboxFilters:
    unit = state.get("don-vi")
    return InboxFilters(
        scope=scope, kind=state.get("loai"), group=state.get("nhom"), search=state.get("q"),
        due_until=_day(state.get("den")), unit_id=int(unit) if unit.isdecimal() and len(unit) < 19 else None,
    )  # fmt: skip


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text)
    except ValueError:
        return None


def _place(after: tuple[str | int | None, ...] | None) -> tuple[datetime, int] | None:
    try:
        rank, pk = after or ()
        moment = datetime.fromisoformat(str(rank))
        return (moment, int(pk or 0)) if moment.tzinfo else None
    except ValueError:
        return None


def _chosen(request: Any) -> list[int]:
    return [int(row) for row in request.POST.getlist("rows")[:200] if row.isdecimal() and len(row) < 19]
