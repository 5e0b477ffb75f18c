"""The plain page of one obligation and the acts there. A refused form shows the whole page with what was typed."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from django.views.decorators.http import require_POST, require_safe

from congvu.core.errors import DomainError
from congvu.faces.errors import sentence_of
from congvu.ledger.requests import fingerprint, once
from congvu.obligations import commands, matter_page, policy, selectors
from congvu.obligations.forms import (
    AnswerHandoverForm,
    DecisionForm,
    ExtensionForm,
    HandoverForm,
    ReassignForm,
    SystemTimeForm,
    UrgeForm,
)
from congvu.orgs.doors import door


@require_safe
@door(kind="detail", room="obligations", audience="signed_in")
def detail(request: Any, item_id: int) -> HttpResponse:
    return _page(request, item_id)


@require_POST
@door(kind="act", room="obligations", audience="signed_in")
def ask_extension(request: Any, item_id: int) -> HttpResponse:
    form = ExtensionForm(request.POST)
    return _act(request, item_id, "extension", form, commands.ask_extension, gettext_noop("Đã gửi đề nghị gia hạn."))


@require_POST
@door(kind="act", room="obligations", permission=policy.DECIDE)
def decide_extension(request: Any, item_id: int, extension_id: int) -> HttpResponse:
    def decide(*, item_id: int, **more: Any) -> None:
        commands.decide_extension(extension_id=extension_id, **more)

    return _act(request, item_id, "decision", DecisionForm(request.POST), decide, gettext_noop("Đã trả lời."))


@require_POST
@door(kind="act", room="obligations", audience="signed_in")
def send_handover(request: Any, item_id: int) -> HttpResponse:
    form = HandoverForm(request.POST, on=request.today)
    said = gettext_noop("Đã chuyển, đang chờ nơi nhận trả lời. Đến lúc đó việc vẫn là của bạn.")
    return _act(request, item_id, "handover", form, commands.send_handover, said)


@require_POST
@door(kind="act", room="obligations", audience="signed_in")
def answer_handover(request: Any, item_id: int, handover_id: int) -> HttpResponse:
    def answer(*, item_id: int, received: bool, reason: str, **more: Any) -> None:
        if received:
            commands.receive_handover(handover_id=handover_id, **more)
        else:
            commands.refuse_handover(handover_id=handover_id, reason=reason, **more)

    form = AnswerHandoverForm(request.POST)
    return _act(request, item_id, "answer", form, answer, gettext_noop("Đã trả lời nơi chuyển."))


@require_POST
@door(kind="act", room="obligations", permission=policy.ASSIGN)
def reassign(request: Any, item_id: int) -> HttpResponse:
    item = policy.in_sight(request.actor, item_id)
    form = ReassignForm(request.POST, unit_id=item.unit_id, on=request.today)
    return _act(request, item_id, "reassign", form, commands.reassign, gettext_noop("Đã chuyển người xử lý."))


@require_POST
@door(kind="act", room="obligations", permission=policy.URGE)
def urge(request: Any, item_id: int) -> HttpResponse:
    return _act(request, item_id, "urge", UrgeForm(request.POST), commands.urge, gettext_noop("Đã đôn đốc."))


@require_POST
@door(kind="act", room="obligations", audience="signed_in")
def claim_system_time(request: Any, item_id: int) -> HttpResponse:
    form = SystemTimeForm(request.POST)
    return _act(request, item_id, "system", form, commands.claim_system_time, gettext_noop("Đã gửi, chờ công nhận."))


@require_POST
@door(kind="act", room="obligations", permission=policy.DECIDE)
def decide_system_time(request: Any, item_id: int, claim_id: int) -> HttpResponse:
    def decide(*, item_id: int, **more: Any) -> None:
        commands.decide_system_time(claim_id=claim_id, **more)

    return _act(request, item_id, "claim", DecisionForm(request.POST), decide, gettext_noop("Đã trả lời."))


def _act(
    request: Any, item_id: int, name: str, form: forms.Form, command: Callable[..., object], said: str
) -> HttpResponse:
    """One command with what the form holds; refused, the whole page again with the reason at its field."""
    if form.is_valid():
        try:
            _once(
                request,
                form,
                lambda: command(item_id=item_id, actor=request.actor, at=request.now, **form.cleaned_data),
            )
        except DomainError as refusal:
            if refusal.status != 422:
                raise
            form.add_error(refusal.field if refusal.field in form.fields else None, sentence_of(refusal))
        else:
            messages.success(request, _(said))
            return redirect("obligations:detail", item_id=item_id)
    return _page(request, item_id, typed={name: form}, status=422)


def _once(request: Any, form: forms.Form, act: Callable[[], object]) -> None:
    """A second press of the same button is not a second act."""
    key = request.POST.get("request_key", "")[:80]
    if not key:
        act()
        return
    same = fingerprint(request.method, request.path, repr(sorted(form.cleaned_data.items())).encode())
    once(request.actor, key, same, lambda: act() and None)


def _page(request: Any, item_id: int, *, typed: dict[str, forms.Form] | None = None, status: int = 200) -> HttpResponse:
    matter = selectors.matter(request.actor, item_id, request.now)
    context = matter_page.context(matter, now=request.now, today=request.today, typed=typed or {})
    return render(request, "obligations/detail.html", context, status=status)
