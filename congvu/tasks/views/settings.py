"""What a unit sets for the tasks that it gives; a refusal shows the page again with what was typed."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from congvu.core.errors import DomainError
from congvu.faces.errors import sentence_of
from congvu.orgs.doors import door
from congvu.tasks import commands, policy
from congvu.tasks.commands import TaskGiven
from congvu.tasks.commands import settings as setting
from congvu.tasks.selectors.settings import SettingsView, giving_units, settings_of
from congvu.tasks.settings_forms import RulesForm, TemplateForm, UrgingForm
from congvu.tasks.unit_names import UnitNames, choices

Set = Callable[[dict[str, Any]], str]


@require_safe
@door(kind="page", room="tasks", permission=policy.ASSIGN)
def settings_of_mine(request: Any) -> HttpResponse:
    units = giving_units(request.actor)
    if not units:
        raise policy.NoSeat
    return redirect("tasks:settings", units[0])


@require_safe
@door(kind="detail", room="tasks", permission=policy.ASSIGN)
def settings_of_unit(request: Any, unit_id: int) -> HttpResponse:
    return _page(request, unit_id)


@require_POST
@door(kind="act", room="tasks", permission=policy.SETTINGS)
def rules(request: Any, unit_id: int) -> HttpResponse:
    def act(typed: dict[str, Any]) -> str:
        setting.set_rules(unit_id=unit_id, **typed, actor=request.actor, at=request.now)
        return _("Đã lưu quy tắc; áp dụng cho nhiệm vụ giao từ bây giờ.")

    return _set(request, unit_id, "rules", RulesForm(request.POST), act)


@require_POST
@door(kind="act", room="tasks", permission=policy.SETTINGS)
def urging_rules(request: Any, unit_id: int) -> HttpResponse:
    def act(typed: dict[str, Any]) -> str:
        setting.set_urging_rule(unit_id=unit_id, **typed, actor=request.actor, at=request.now)
        return _("Đã lưu quy tắc đôn đốc.")

    return _set(request, unit_id, "urging", UrgingForm(request.POST), act)


@require_POST
@door(kind="act", room="tasks", permission=policy.ASSIGN)
def templates(request: Any, unit_id: int) -> HttpResponse:
    def act(typed: dict[str, Any]) -> str:
        lead = typed.pop("lead_unit")
        unit = UnitNames.load().find(lead, request.today, column="lead_unit") if lead.strip() else 0
        task = TaskGiven(content=typed.pop("content"), lead_unit_id=unit, product=typed.pop("product"))
        commands.make_template(**typed, task=task, unit_id=unit_id, actor=request.actor, at=request.now)
        return _("Đã lưu mẫu nhiệm vụ.")

    return _set(request, unit_id, "template", TemplateForm(request.POST), act)


@require_POST
@door(kind="act", room="tasks", permission=policy.ASSIGN)
def template_pauses(request: Any, unit_id: int, template_id: int) -> HttpResponse:
    setting.pause_template(template_id=template_id, actor=request.actor, at=request.now)
    messages.success(request, _("Đã tạm dừng mẫu; nhiệm vụ đã giao vẫn tiếp tục."))
    return redirect("tasks:settings", unit_id)


@require_POST
@door(kind="act", room="tasks", permission=policy.ASSIGN)
def template_resumptions(request: Any, unit_id: int, template_id: int) -> HttpResponse:
    setting.resume_template(template_id=template_id, actor=request.actor, at=request.now)
    messages.success(request, _("Mẫu chạy lại từ hôm nay."))
    return redirect("tasks:settings", unit_id)


def _set(request: Any, unit_id: int, name: str, form: forms.Form, act: Set) -> HttpResponse:
    if form.is_valid():
        try:
            said = act(dict(form.cleaned_data))
        except DomainError as refusal:
            if refusal.status in (403, 404):
                raise
            form.add_error(refusal.field if refusal.field in form.fields else None, sentence_of(refusal))
        else:
            messages.success(request, said)
            return redirect("tasks:settings", unit_id)
    return _page(request, unit_id, status=422, **{name: form})


def _page(request: Any, unit_id: int, *, status: int = 200, **typed: forms.Form) -> HttpResponse:
    view = settings_of(request.actor, unit_id, request.today)
    context = {"view": view, "names": choices(request.today), **_fresh(view), **typed}
    return render(request, "tasks/settings.html", context, status=status)


def _fresh(view: SettingsView) -> dict[str, forms.Form]:
    form = RulesForm()
    form.initial = {name: getattr(view.rules, name) for name in form.fields}
    return {"rules": form, "urging": UrgingForm(), "template": TemplateForm()}
