"""Acting: each view parses, calls one command, goes back. A refusal keeps what was typed."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from congvu.core.errors import DomainError
from congvu.faces.errors import sentence_of
from congvu.orgs.doors import door
from congvu.orgs.reach import ALL
from congvu.tasks.plans import commands, lines
from congvu.tasks.plans.difference import FIELDS
from congvu.tasks.plans.forms import (
    AcceptForm,
    ApproveForm,
    ClaimForm,
    EvidenceForm,
    LineForm,
    PlanForm,
    ReadingForm,
    ReasonForm,
    unit_choices,
)  # fmt: skip
from congvu.tasks.plans.models import PlanLine, PlanVersion
from congvu.tasks.plans.selectors.plan import seen
from congvu.tasks.plans.views.reading import show_item, show_plan

SEE = "plans.see"
Act = Callable[[dict[str, Any]], Any]


def _who(request: Any) -> dict[str, Any]:
    return {"actor": request.actor, "at": request.now}


def _refused(form: forms.Form, error: DomainError) -> None:
    """Beside its field where it has one; what cannot be mended by typing is said as a page."""
    if error.status in (403, 404):
        raise error
    form.add_error(error.field if error.field in form.fields else None, sentence_of(error))


def _plan_act(request: Any, code: str, part: str, form: forms.Form, done: str, act: Act) -> HttpResponse:
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except DomainError as error:
            _refused(form, error)
        else:
            messages.success(request, done)
            return redirect("plans:detail", code)
    return show_plan(request, code, status=422, open_part=part, form=form)


def _item_act(request: Any, code: str, item: str, part: str, form: forms.Form, done: str, act: Act) -> HttpResponse:
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except DomainError as error:
            _refused(form, error)
        else:
            messages.success(request, done)
            return redirect("plans:item", code, item)
    return show_item(request, code, item, status=422, open_part=part, form=form)


@require_http_methods(["GET", "POST"])
@door(kind="form", room="plans", permission="plans.draft")
def plan_new(request: Any) -> HttpResponse:
    reach, on = request.actor.reach("plans.draft").unit_ids, request.today
    owners = [(pk, name) for pk, name in unit_choices(on) if reach is ALL or pk in reach]
    form = PlanForm(
        request.POST or None, on=on, owners=owners, initial={"year": on.year + 1, "owner": request.actor.unit_id}
    )
    if request.method == "POST" and form.is_valid():
        d = form.cleaned_data
        try:
            plan = commands.draft_plan(
                ref=d["ref"], year=d["year"], title=d["title"], owner_unit_id=d["owner"], steward_unit_id=d["steward"],
                upper_code=d["upper"], **_who(request),
            )  # fmt: skip
            return redirect("plans:line-new", plan.code)
        except DomainError as error:
            _refused(form, error)
    return render(request, "plans/form.html", {"form": form}, status=422 if request.method == "POST" else 200)


@require_http_methods(["GET", "POST"])
@door(kind="form", room="plans", permission="plans.draft")
def line_new(request: Any, code: str) -> HttpResponse:
    return _line(request, code, "", {})


@require_http_methods(["GET", "POST"])
@door(kind="form", room="plans", permission="plans.draft")
def line_edit(request: Any, code: str, item: str) -> HttpResponse:
    plan = seen(code, request.actor)
    line = PlanLine.objects.filter(version__plan=plan, version__state=PlanVersion.State.DRAFT, item__code=item)
    found = line.select_related("item", "parent", "carries_out__plan").first()
    if found is None:
        return redirect("plans:item", code, item)
    said = lines.said(found)
    initial = {name: getattr(said, name) for name in FIELDS} | {
        "code": item, "lead": said.lead_unit, "coordinating": list(said.coordinating),
        "carries_out": found.carries_out.code if found.carries_out else "",
    }  # fmt: skip
    return _line(request, code, item, initial)


def _line(request: Any, code: str, item: str, initial: dict[str, Any]) -> HttpResponse:
    plan = seen(code, request.actor)
    form = LineForm(request.POST or None, on=request.today, initial=initial)
    if request.method == "POST" and form.is_valid():
        d = form.cleaned_data
        try:
            commands.write_line(
                code=code, item_code=item or d["code"], said=form.said, carries_out=d["carries_out"], **_who(request)
            )
        except DomainError as error:
            _refused(form, error)
        else:
            messages.success(request, _("Đã ghi mục %(item)s vào dự thảo.") % {"item": item or d["code"]})
            return redirect("plans:line-new" if "again" in request.POST else "plans:detail", code)
    context = {"form": form, "plan": plan, "item": item}
    return render(request, "plans/line.html", context, status=422 if request.method == "POST" else 200)


@require_POST
@door(kind="act", room="plans", permission="plans.draft")
def line_remove(request: Any, code: str, item: str) -> HttpResponse:
    commands.remove_line(code=code, item_code=item, **_who(request))
    messages.success(request, _("Đã bỏ mục %(item)s khỏi dự thảo.") % {"item": item})
    return redirect("plans:detail", code)


@require_POST
@door(kind="act", room="plans", permission="plans.approve")
def approvals(request: Any, code: str) -> HttpResponse:
    def act(d: dict[str, Any]) -> Any:
        return commands.approve_plan(code=code, **d, **_who(request))

    return _plan_act(request, code, "d-approve", ApproveForm(request.POST), _("Đã ban hành kế hoạch."), act)


@require_POST
@door(kind="act", room="plans", permission="plans.draft")
def amendments(request: Any, code: str) -> HttpResponse:
    def act(d: dict[str, Any]) -> Any:
        return commands.begin_amendment(code=code, reason=d["reason"], **_who(request))

    done = _("Đã mở bản dự thảo điều chỉnh; kế hoạch đang hiệu lực chưa thay đổi.")
    return _plan_act(request, code, "d-amend", ReasonForm(request.POST), done, act)


@require_POST
@door(kind="act", room="plans", permission=SEE)
def readings(request: Any, code: str, item: str) -> HttpResponse:
    def act(d: dict[str, Any]) -> Any:
        return commands.report_value(plan=code, code=item, **d, **_who(request))

    return _item_act(request, code, item, "d-reading", ReadingForm(request.POST), _("Đã ghi số liệu."), act)


@require_POST
@door(kind="act", room="plans", permission=SEE)
def evidence(request: Any, code: str, item: str) -> HttpResponse:
    form = EvidenceForm(request.POST, request.FILES)
    return _item_act(
        request,
        code,
        item,
        "d-evidence",
        form,
        _("Đã thêm minh chứng."),
        lambda d: _attach(request, code, item, d["file"]),
    )


def _attach(request: Any, code: str, item: str, upload: Any) -> None:
    commands.attach_evidence(
        plan=code, code=item, stream=upload, name=upload.name, declared_type=upload.content_type or "", **_who(request)
    )


@require_POST
@door(kind="act", room="plans", permission=SEE)
def claims(request: Any, code: str, item: str) -> HttpResponse:
    def act(d: dict[str, Any]) -> None:
        if d["file"]:
            _attach(request, code, item, d["file"])
        commands.claim_done(plan=code, code=item, text=d["text"], value=d["value"], **_who(request))

    done = _("Đã báo xong; đơn vị ban hành sẽ chấp nhận hoặc trả lại.")
    return _item_act(request, code, item, "d-claim", ClaimForm(request.POST, request.FILES), done, act)


@require_POST
@door(kind="act", room="plans", permission=SEE)
def acceptances(request: Any, code: str, item: str) -> HttpResponse:
    def act(d: dict[str, Any]) -> Any:
        return commands.accept_claim(plan=code, code=item, answer=d["answer"], **_who(request))

    return _item_act(request, code, item, "d-accept", AcceptForm(request.POST), _("Đã chấp nhận hoàn thành."), act)


@require_POST
@door(kind="act", room="plans", permission=SEE)
def returns(request: Any, code: str, item: str) -> HttpResponse:
    def act(d: dict[str, Any]) -> Any:
        return commands.return_claim(plan=code, code=item, reason=d["reason"], **_who(request))

    return _item_act(request, code, item, "d-giveback", ReasonForm(request.POST), _("Đã trả lại."), act)
