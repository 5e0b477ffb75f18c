"""People for the administrator: the list, one person, and the acts on a person's page."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from django import forms as django_forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST, require_safe

from congvu.core.errors import DomainError
from congvu.faces.confirm import needs_confirmation
from congvu.faces.errors import sentence_of
from congvu.faces.lists import ListState
from congvu.faces.parts import Confirm
from congvu.orgs import forms, pages, people
from congvu.orgs.commands import people as accounts
from congvu.orgs.commands import positions
from congvu.orgs.doors import door
from congvu.orgs.exports import csv_response, people_csv

SEE, MANAGE = "orgs.see_people", "orgs.manage_people"


def asked_of(state: ListState) -> people.Asked:
    unit = state.get("dv")
    return people.Asked(
        text=state.get("q"),
        unit_id=int(unit) if unit.isdecimal() and len(unit) < 18 else None,
        role=state.get("vt"),
        on=_day(state.get("ngay")),
    )


def _day(text: str) -> date | None:
    try:
        return parse_date(text)
    except ValueError:
        return None


@require_safe
@door(kind="list", room="orgs", permission=SEE)
def people_list(request: Any) -> HttpResponse:
    state = ListState.of(request, default_sort="ten", sorts=("ten",), key="people")
    page = people.people_page(actor=request.actor, asked=asked_of(state), today=request.today, after=state.after)
    context = {
        "table": pages.people_table(page, state, today=request.today),
        "q": state.get("q"),
        "may_manage": request.actor.may(MANAGE),
    }
    return render(request, "orgs/people.html", context)


@require_safe
@door(kind="export", room="orgs", permission=SEE)
def people_export(request: Any) -> HttpResponse:
    asked = asked_of(ListState.of(request))
    rows = people.people_rows(actor=request.actor, asked=asked, today=request.today)
    return csv_response(people_csv(rows), "nguoi-dung.csv")


@door(kind="form", room="orgs", permission=MANAGE)
def new_person(request: Any) -> HttpResponse:
    form = forms.PersonForm(request.POST or None, actor=request.actor, on=request.today)
    if request.method == "POST" and form.is_valid():
        try:
            person = accounts.create_person(actor=request.actor, at=request.now, **form.cleaned_data)
        except DomainError as error:
            _put(form, error)
        else:
            messages.success(request, _("Đã lập tài khoản. Hãy đặt mật khẩu đầu tiên."))
            return redirect("orgs:person", person.pk)
    return render(request, "orgs/new_person.html", {"form": form}, status=422 if form.errors else 200)


@require_safe
@door(kind="detail", room="orgs", audience="signed_in")
def person(request: Any, person_id: int) -> HttpResponse:
    return _show(request, person_id)


def _show(
    request: Any, person_id: int, *, scopes: dict[int, forms.ScopeForm] | None = None, **refused: Any
) -> HttpResponse:
    page = people.person_page(person_id=person_id, actor=request.actor, on=request.today)
    may_manage = request.actor.may(MANAGE)
    made: dict[str, Any] = {"held": [(held, None) for held in page.held]}
    if may_manage:
        made = {
            "account_form": forms.AccountForm(initial={"full_name": page.full_name, "email": page.email}),
            "position_form": forms.PositionForm(actor=request.actor, on=request.today),
            "password_form": forms.PasswordForm(),
        }
        by_position = _scope_forms(page, scopes or {}) if person_id != request.actor.person_id else {}
        made["held"] = [(held, by_position.get(held.id)) for held in page.held]
    may_appoint = may_manage or person_id == request.actor.person_id
    if may_appoint:
        made["stand_in_form"] = forms.StandInForm(initial={"since": request.today})
    context = {
        "person": page,
        "may_manage": may_manage,
        "may_appoint": may_appoint,
        "today": request.today,
        **made,
        **refused,
    }
    return render(request, "orgs/person.html", context, status=422 if refused or scopes else 200)


def _scope_forms(page: people.PersonPage, refused: dict[int, forms.ScopeForm]) -> dict[int, forms.ScopeForm]:
    """One for each position that has not ended, by its id."""
    choices = people.whole_categories()
    made = {}
    for held in page.held:
        if not held.over:
            initial = {
                "whole": [cut.id for cut in held.categories if cut.is_whole],
                "codes": ", ".join(cut.code for cut in held.categories if not cut.is_whole),
            }
            made[held.id] = forms.ScopeForm(initial=initial, choices=choices, auto_id=f"scope{held.id}_%s")
    return made | refused


def _act(
    request: Any, person_id: int, name: str, form: django_forms.Form, command: Callable[..., Any], said: str
) -> HttpResponse:
    """One form of the person's page: the command, then the page again; refused, the page with what was typed."""
    if form.is_valid():
        try:
            command(actor=request.actor, at=request.now, **form.cleaned_data)
        except DomainError as error:
            if error.status in (403, 404):
                raise
            _put(form, error)
        else:
            messages.success(request, said)
            return redirect("orgs:person", person_id)
    refused: dict[str, Any] = {name: form}
    return _show(request, person_id, **refused)


def _put(form: django_forms.Form, error: DomainError) -> None:
    form.add_error(error.field if error.field in form.fields else None, sentence_of(error))


@require_POST
@door(kind="act", room="orgs", permission=MANAGE)
def account(request: Any, person_id: int) -> HttpResponse:
    def command(**said: Any) -> Any:
        return accounts.change_person(person_id=person_id, **said)

    return _act(request, person_id, "account_form", forms.AccountForm(request.POST), command, _("Đã lưu."))


@require_POST
@door(kind="act", room="orgs", permission=MANAGE)
def password(request: Any, person_id: int) -> HttpResponse:
    def command(**said: Any) -> Any:
        return accounts.set_password(person_id=person_id, **said)

    form = forms.PasswordForm(request.POST)
    return _act(request, person_id, "password_form", form, command, _("Đã đặt mật khẩu mới."))


@require_POST
@door(kind="act", room="orgs", permission=MANAGE)
def grant(request: Any, person_id: int) -> HttpResponse:
    people.person_page(person_id=person_id, actor=request.actor, on=request.today)

    def command(**said: Any) -> Any:
        return positions.grant_position(person_id=person_id, **said)

    form = forms.PositionForm(request.POST, actor=request.actor, on=request.today)
    return _act(request, person_id, "position_form", form, command, _("Đã giao vị trí."))


@require_POST
@door(kind="act", room="orgs", permission=MANAGE)
def narrow(request: Any, person_id: int, position_id: int) -> HttpResponse:
    form = forms.ScopeForm(request.POST, choices=people.whole_categories(), auto_id=f"scope{position_id}_%s")
    if not form.is_valid():
        return _show(request, person_id, scopes={position_id: form})
    positions.narrow_position(
        position_id=position_id, category_ids=form.category_ids(), actor=request.actor, at=request.now
    )
    messages.success(request, _("Đã lưu phạm vi của vị trí."))
    return redirect("orgs:person", person_id)


@require_POST
@door(kind="act", room="orgs", permission=MANAGE)
def end_position(request: Any, person_id: int, position_id: int) -> HttpResponse:
    form = forms.LastDayForm(request.POST)
    if not form.is_valid():
        return _show(request, person_id, end_form=form)
    positions.end_position(position_id=position_id, actor=request.actor, at=request.now, **form.cleaned_data)
    messages.success(request, _("Vị trí chấm dứt sau ngày đã chọn."))
    return redirect("orgs:person", person_id)


@require_POST
@door(kind="act", room="orgs", audience="signed_in")
def appoint(request: Any, person_id: int) -> HttpResponse:
    def command(**said: Any) -> Any:
        return positions.appoint_stand_in(person_id=person_id, deputy_id=said.pop("deputy"), **said)

    form = forms.StandInForm(request.POST)
    return _act(request, person_id, "stand_in_form", form, command, _("Đã cử người làm thay."))


@require_POST
@door(kind="act", room="orgs", audience="signed_in")
def end_stand_in(request: Any, person_id: int, stand_in_id: int) -> HttpResponse:
    form = forms.LastDayForm(request.POST)
    if not form.is_valid():
        return _show(request, person_id, end_form=form)
    positions.end_stand_in(stand_in_id=stand_in_id, actor=request.actor, at=request.now, **form.cleaned_data)
    messages.success(request, _("Việc làm thay chấm dứt sau ngày đã chọn."))
    return redirect("orgs:person", person_id)


@require_POST
@door(kind="act", room="orgs", permission=MANAGE)
@needs_confirmation(
    Confirm(
        gettext_lazy("Người này sẽ không đăng nhập được nữa."),
        title=gettext_lazy("Khóa tài khoản"),
        yes=gettext_lazy("Khóa"),
    )
)
def bar(request: Any, person_id: int) -> HttpResponse:
    accounts.bar_sign_in(person_id=person_id, actor=request.actor, at=request.now)
    messages.success(request, _("Đã khóa tài khoản."))
    return redirect(reverse("orgs:person", args=[person_id]))


@require_POST
@door(kind="act", room="orgs", permission=MANAGE)
def allow(request: Any, person_id: int) -> HttpResponse:
    accounts.allow_sign_in(person_id=person_id, actor=request.actor, at=request.now)
    messages.success(request, _("Đã mở lại tài khoản."))
    return redirect(reverse("orgs:person", args=[person_id]))


@require_POST
@door(kind="act", room="orgs", permission=MANAGE)
@needs_confirmation(
    Confirm(
        gettext_lazy("Chỉ gỡ khi chính người này đã mất thiết bị."),
        title=gettext_lazy("Gỡ xác thực hai bước"),
        yes=gettext_lazy("Gỡ"),
    )
)
def remove_second_factor(request: Any, person_id: int) -> HttpResponse:
    accounts.remove_second_factor(person_id=person_id, actor=request.actor, at=request.now)
    messages.success(request, _("Đã gỡ xác thực hai bước."))
    return redirect(reverse("orgs:person", args=[person_id]))
