"""“Giao việc”: many tasks from one paper on one page; and the same page for sharing a task out below."""

import secrets
from datetime import date
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from congvu.core.errors import DomainError
from congvu.core.tasks import NoLead, PartGiven, TwoLeads
from congvu.core.text import fold
from congvu.faces.errors import sentence_of
from congvu.ledger.requests import fingerprint, once
from congvu.orgs.doors import door
from congvu.orgs.policy import NotAllowed, NotInSight
from congvu.tasks import policy, samplers
from congvu.tasks.commands import TaskGiven, split
from congvu.tasks.commands.directives import Paper
from congvu.tasks.commands.giving import PersonNotThere
from congvu.tasks.commands.together import give_with_paper
from congvu.tasks.forms import PaperForm, TaskRowForm, TaskRows
from congvu.tasks.models import Directive, PartRole
from congvu.tasks.plans.models import PlanItem
from congvu.tasks.plans.selectors.item import from_item, seen_item
from congvu.tasks.selectors.directives import seen as directive_seen
from congvu.tasks.selectors.giving import GivingView, giving_view
from congvu.tasks.selectors.matter import people_of, seen
from congvu.tasks.unit_names import UnitNames

MORE = 3


@require_http_methods(["GET", "POST"])
@door(kind="form", room="tasks", permission="tasks.assign", sample=samplers.give_sample)
def give(request: Any) -> HttpResponse:
    directive = _directive(request)
    if request.method == "GET":
        clauses = giving_view(directive, actor=request.actor, today=request.today).open_clauses
        initial = [{"clause": label, "content": content} for label, content in clauses] or [{}] * MORE
        if item := _plan_item(request):
            initial = [from_item(item, request.today), *initial]
        return _page(request, directive, PaperForm(), TaskRows(initial=initial))
    paper, rows = PaperForm(request.POST, request.FILES), TaskRows(request.POST)
    if "more" in request.POST:
        return _more(request, directive, paper)
    if rows.is_valid() and (directive is not None or paper.is_valid()):
        try:
            answer = _once(request, lambda: _give(request, directive, paper, rows))
        except DomainError as refusal:
            _put(refusal, paper, rows)
            return _page(request, directive, paper, rows, status=refusal.status if refusal.status == 409 else 422)
        messages.success(request, _("Đã giao %(n)s nhiệm vụ.") % {"n": answer["count"]})
        return redirect(answer["url"])
    return _page(request, directive, paper, rows, status=422)


def _directive(request: Any) -> Directive | None:
    wanted = request.POST.get("directive") or request.GET.get("van-ban", "")
    return directive_seen(int(wanted), request.actor) if wanted.isdecimal() and len(wanted) < 18 else None


def _plan_item(request: Any) -> PlanItem | None:
    """The item of a plan, in sight, that these tasks carry out: `PLAN/ITEM`."""
    plan, _slash, code = (request.POST.get("plan_item") or request.GET.get("muc", "")).partition("/")
    return seen_item(plan, code, request.actor) if code else None


def _give(request: Any, directive: Directive | None, paper: PaperForm, rows: Any) -> dict[str, Any]:
    unit_text, item = request.POST.get("unit", ""), _plan_item(request)
    made = give_with_paper(
        paper=_paper(paper) if directive is None else None,
        file=paper.cleaned_data.get("file") if directive is None else None,
        directive_id=directive.pk if directive else None, tasks=_rows(rows, request.today),
        unit_id=int(unit_text) if unit_text.isdecimal() else None,
        confidentiality=paper.cleaned_data["confidentiality"] if directive is None else "normal",
        plan_item_id=item.pk if item else None, actor=request.actor, at=request.now,
    )  # fmt: skip
    first = made[0]
    url = reverse("tasks:detail", args=[first.code])
    if item:
        return {"count": len(made), "url": reverse("plans:item", args=[item.plan.code, item.code])}
    if first.directive_id:
        url = reverse("tasks:directive", args=[first.directive_id])
    elif len(made) > 1:
        url = f"{reverse('tasks:list')}?cua=giao"
    return {"count": len(made), "url": url}


def _paper(form: PaperForm) -> Paper | None:
    d = form.cleaned_data
    if not d["number"]:
        return None
    return Paper(d["number"], d["issued_on"], d["kind"], d["title"], d["signer"], confidentiality=d["confidentiality"])


def _rows(rows: Any, today: date) -> list[TaskGiven]:
    """Filled rows; units as people write them. A refusal is put at the row."""
    names = UnitNames.load()
    found = []
    for number, form in enumerate(rows.forms, start=1):
        if not form.is_filled:
            continue
        d = form.cleaned_data
        try:
            found.append(_given(d, names, today))
        except DomainError as refusal:
            refusal.field = f"{refusal.field}-{number}"
            raise
    return found


def _given(d: dict[str, Any], names: UnitNames, today: date) -> TaskGiven:
    leads = names.find_many(d["lead_unit"], today, column="lead_unit")
    if not leads:
        raise NoLead(field="lead_unit")
    if len(leads) > 1:
        raise TwoLeads(field="lead_unit", count=len(leads), units=", ".join(names.shown[one] for one in leads))
    helpers = names.find_many(d["coordinating"], today, column="coordinating")
    return TaskGiven(
        content=d["content"], lead_unit_id=leads[0], due_on=d["due_on"], product=d["product"], field=d["field"],
        urgency=d["urgency"] or "normal", coordinating=tuple(PartGiven(unit) for unit in helpers), clause=d["clause"],
        person_id=_person(d["person"], leads[0], today),
    )  # fmt: skip


def _person(text: str, unit_id: int, today: date) -> int | None:
    """A person of the lead unit by name."""
    if not text.strip():
        return None
    found = [
        pk for pk, name in people_of(unit_id, today) if fold(name.partition(",")[0]) == fold(text.partition(",")[0])
    ]
    if not found:
        raise PersonNotThere(field="person")
    return found[0]


def _put(refusal: DomainError, paper: PaperForm, rows: Any) -> None:
    """The refusal beside the field that it is about: of a row (`content-3`), of the paper, else on top."""
    name, _dash, number = (refusal.field or "").partition("-")
    filled = [form for form in rows.forms if form.is_filled]
    if number.isdecimal() and name in TaskRowForm.base_fields and int(number) <= len(rows.forms):
        rows.forms[int(number) - 1].add_error(name, sentence_of(refusal))
    elif name in TaskRowForm.base_fields and len(filled) == 1:
        filled[0].add_error(name, sentence_of(refusal))
    else:
        paper.is_valid()
        paper.add_error(name if name in paper.fields else None, sentence_of(refusal))


def _once(request: Any, act: Any) -> Any:
    """A second press of the same button is not a second giving."""
    key = request.POST.get("request_key", "")[:80] or secrets.token_urlsafe(16)
    body = request.POST.urlencode().encode()
    return once(request.actor, key, fingerprint("POST", request.path, body), act)


def _more(request: Any, directive: Directive | None, paper: PaperForm, parent: str = "") -> HttpResponse:
    """A few more empty rows; nothing that was typed is lost, nothing is written."""
    data = request.POST.copy()
    total = int(data.get("form-TOTAL_FORMS", "0")) if data.get("form-TOTAL_FORMS", "0").isdecimal() else 0
    data["form-TOTAL_FORMS"] = str(min(total + MORE, 400))
    return _page(request, directive, paper, TaskRows(data), parent=parent)


def _page(
    request: Any, directive: Directive | None, paper: PaperForm, rows: Any, *, status: int = 200, parent: str = "",
) -> HttpResponse:  # fmt: skip
    view: GivingView = giving_view(directive, actor=request.actor, today=request.today, parent=parent)
    context = {
        "view": view, "directive": directive, "plan_item": None if parent else _plan_item(request),
        "paper": paper, "rows": rows, "request_key": secrets.token_urlsafe(16),
        "unit": request.POST.get("unit", ""), "errors": any(form.errors for form in rows.forms) or bool(paper.errors),
    }  # fmt: skip
    return render(request, "tasks/give.html", context, status=status)


@require_http_methods(["GET", "POST"])
@door(kind="form", room="tasks", permission="tasks.see")
def split_task(request: Any, code: str) -> HttpResponse:
    """Share the task out below: units, divisions, officers."""
    task = seen(code, request.actor)
    lead = task.parts.get(role=PartRole.LEAD)
    if not policy.may_share_out(request.actor, lead):
        raise NotAllowed(sentence=_("Chỉ người giao việc trong đơn vị giữ phần này mới phân công, chia việc được."))
    if request.method == "GET":
        return _page(request, None, PaperForm(), TaskRows(initial=[{}] * MORE), parent=code)
    paper, rows = PaperForm(), TaskRows(request.POST)
    if "more" in request.POST:
        return _more(request, None, paper, parent=code)
    if rows.is_valid():
        try:
            answer = _once(request, lambda: _split(request, code, rows))
        except DomainError as refusal:
            if isinstance(refusal, NotAllowed | NotInSight):
                raise
            paper = PaperForm({})
            _put(refusal, paper, rows)
            return _page(request, None, paper, rows, status=refusal.status, parent=code)
        messages.success(request, _("Đã chia thành %(n)s phần việc.") % {"n": answer["count"]})
        return redirect("tasks:detail", code)
    return _page(request, None, paper, rows, status=422, parent=code)


def _split(request: Any, code: str, rows: Any) -> dict[str, Any]:
    made = split(code=code, tasks=_rows(rows, request.today), actor=request.actor, at=request.now)
    return {"count": len(made)}
