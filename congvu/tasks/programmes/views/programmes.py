"""Programmes and their items: reading, and acting by one command each."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from congvu.core.errors import DomainError
from congvu.faces.errors import sentence_of
from congvu.faces.lists import ListState
from congvu.orgs.doors import door
from congvu.tasks.exports import csv_of
from congvu.tasks.programmes import commands, policy, samplers
from congvu.tasks.programmes.forms import DecideForm, MoveForm, PassForm, ProgrammeForm, RegisterForm, WithdrawForm
from congvu.tasks.programmes.pages.item import item_page
from congvu.tasks.programmes.pages.programme import programme_page, programme_table
from congvu.tasks.programmes.selectors.programmes import (
    ItemFilter,
    ProgrammeView,
    item_view,
    programme_rows,
    programme_view,
    seen_programme,
)  # fmt: skip

Act = Callable[[dict[str, Any]], Any]


def _who(request: Any) -> dict[str, Any]:
    return {"actor": request.actor, "at": request.now}


def _refused(form: forms.Form, error: DomainError) -> None:
    if error.status in (403, 404):
        raise error
    form.add_error(error.field if error.field in form.fields else None, sentence_of(error))


@require_safe
@door(kind="list", room="programmes", permission=policy.SEE, rows=samplers.codes_shown)
def programme_list(request: Any) -> HttpResponse:
    state = ListState.of(request, key="programmes")
    as_file = state.get("tai") == "csv"
    page = programme_rows(
        actor=request.actor, now=request.now, query=state.get("q"), after=None if as_file else state.after,
        size=10_000 if as_file else 50,
    )  # fmt: skip
    if as_file:
        head = (
            _("Mã"),
            _("Chương trình"),
            _("Cơ quan"),
            _("Năm"),
            _("Nội dung"),
            _("Đã thông qua"),
            _("Trình HĐND"),
            _("Lượt chuyển kỳ"),
        )
        lines = (
            (row.code, row.title, row.owner, row.year, row.items, row.passed, row.council, row.slips)
            for row in page.rows
        )
        return csv_of(head, lines, "chuong-trinh")
    may_open = request.actor.may(policy.KEEP)
    context = {"table": programme_table(page, state, may_open=may_open), "q": state.get("q"), "may_open": may_open}
    return render(request, "programmes/list.html", context)


@require_http_methods(["GET", "POST"])
@door(kind="form", room="programmes", permission=policy.KEEP)
def programme_new(request: Any) -> HttpResponse:
    form = ProgrammeForm(request.POST or None, on=request.today, initial={"year": request.today.year + 1})
    if request.method == "POST" and form.is_valid():
        d = form.cleaned_data
        try:
            made = commands.open_programme(
                year=d["year"],
                title=d["title"],
                owner_unit_id=d["owner"],
                steward_unit_id=d["steward"],
                **_who(request),
            )
            return redirect("programmes:detail", made.code)
        except DomainError as error:
            _refused(form, error)
    return render(
        request,
        "programmes/form.html",
        {"form": form, "programme": None},
        status=422 if request.method == "POST" else 200,
    )


def _number(text: str, most: int) -> int | None:
    return int(text) if text.isdecimal() and len(text) < 3 and 1 <= int(text) <= most else None


@require_safe
@door(kind="detail", room="programmes", permission=policy.SEE)
def programme_detail(request: Any, code: str) -> HttpResponse:
    state = ListState.of(request, key="programme-items")
    filters = ItemFilter(
        query=state.get("q"), state=state.get("tt"), kind=state.get("loai"), level=state.get("cap"),
        month=_number(state.get("thang"), 12), quarter=_number(state.get("quy"), 4), slipped=state.get("chuyen") == "1",
    )  # fmt: skip
    view = programme_view(code, actor=request.actor, now=request.now, filters=filters)
    if state.get("tai") == "csv":
        return _csv(view)
    return render(
        request, "programmes/detail.html", {"v": view, "page": programme_page(view, state, today=request.today)}
    )


def _csv(view: ProgrammeView) -> HttpResponse:
    head = (
        _("Mã"), _("Nội dung"), _("Loại"), _("Cấp quyết định"), _("Chủ trì"), _("Tháng đăng ký"), _("Tháng"),
        _("Số lần chuyển kỳ"), _("Trạng thái"), _("Kết thúc ngày"),
    )  # fmt: skip
    lines = (
        (
            row.item.code, row.item.name, row.kind, row.level, row.lead, row.item.first_month, row.item.month,
            row.item.moves, _(row.state.label), row.item.ended_on.isoformat() if row.item.ended_on else "",
        ) for row in view.rows
    )  # fmt: skip
    return csv_of(head, lines, view.programme.code)


@require_http_methods(["GET", "POST"])
@door(kind="form", room="programmes", permission=policy.REGISTER)
def item_new(request: Any, code: str) -> HttpResponse:
    programme = seen_programme(code, request.actor)
    form = RegisterForm(
        request.POST or None, on=request.today, initial={"lead": request.actor.unit_id, "month": request.today.month}
    )
    if request.method == "POST" and form.is_valid():
        d = form.cleaned_data
        try:
            commands.register_item(
                programme=code, code=d["code"], name=d["name"], kind=d["kind"], level=d["level"], month=d["month"],
                lead_unit_id=d["lead"], coordinating=d["coordinating"], **_who(request),
            )  # fmt: skip
            messages.success(request, _("Đã đăng ký."))
            return redirect("programmes:item", code, d["code"])
        except DomainError as error:
            _refused(form, error)
    context = {"form": form, "programme": programme}
    return render(request, "programmes/form.html", context, status=422 if request.method == "POST" else 200)


@require_safe
@door(kind="detail", room="programmes", permission=policy.SEE)
def item_detail(request: Any, code: str, item: str) -> HttpResponse:
    return _show(request, code, item)


def _show(
    request: Any, code: str, item: str, *, status: int = 200, open_part: str = "", form: Any = None
) -> HttpResponse:
    """The item's page; after a refused act again, with what was typed."""
    view = item_view(code, item, actor=request.actor, now=request.now)
    dialogs: dict[str, Any] = {
        "pass": PassForm(), "withdraw": WithdrawForm(), "decide": DecideForm(),
        "move": MoveForm(initial={"to_year": view.programme.year, "to_month": min(view.item.month + 1, 12)}),
    }  # fmt: skip
    if open_part:
        dialogs[open_part.removeprefix("d-")] = form
    for name, one in dialogs.items():
        one.auto_id = f"{name}-%s"
    context = {"v": view, "page": item_page(view), "forms": dialogs, "open_part": open_part}
    return render(request, "programmes/item.html", context, status=status)


def _act(request: Any, code: str, item: str, part: str, form: forms.Form, done: str, act: Act) -> HttpResponse:
    if form.is_valid():
        try:
            act(form.cleaned_data)
        except DomainError as error:
            _refused(form, error)
        else:
            messages.success(request, done)
            return redirect("programmes:item", code, item)
    return _show(request, code, item, status=422, open_part=part, form=form)


@require_POST
@door(kind="act", room="programmes", permission=policy.SEE)
def submissions(request: Any, code: str, item: str) -> HttpResponse:
    commands.submit_item(programme=code, code=item, **_who(request))
    messages.success(request, _("Đã trình hồ sơ."))
    return redirect("programmes:item", code, item)


@require_POST
@door(kind="act", room="programmes", permission=policy.KEEP)
def returns(request: Any, code: str, item: str) -> HttpResponse:
    commands.send_back(programme=code, code=item, **_who(request))
    messages.success(request, _("Đã trả lại hồ sơ."))
    return redirect("programmes:item", code, item)


@require_POST
@door(kind="act", room="programmes", permission=policy.KEEP)
def passings(request: Any, code: str, item: str) -> HttpResponse:
    def act(d: dict[str, Any]) -> Any:
        return commands.pass_item(programme=code, code=item, document_no=d["document_no"], **_who(request))

    return _act(request, code, item, "d-pass", PassForm(request.POST), _("Đã ghi nội dung được thông qua."), act)


@require_POST
@door(kind="act", room="programmes", permission=policy.SEE)
def moves(request: Any, code: str, item: str) -> HttpResponse:
    def act(d: dict[str, Any]) -> Any:
        return commands.ask_move(programme=code, code=item, **d, **_who(request))

    return _act(request, code, item, "d-move", MoveForm(request.POST), _("Đã gửi đề nghị, chờ lãnh đạo đồng ý."), act)


@require_POST
@door(kind="act", room="programmes", permission=policy.SEE)
def withdrawals(request: Any, code: str, item: str) -> HttpResponse:
    def act(d: dict[str, Any]) -> Any:
        return commands.ask_withdrawal(programme=code, code=item, reason=d["reason"], **_who(request))

    done = _("Đã gửi đề nghị, chờ lãnh đạo đồng ý.")
    return _act(request, code, item, "d-withdraw", WithdrawForm(request.POST), done, act)


@require_POST
@door(kind="act", room="programmes", permission=policy.CONSENT)
def decisions(request: Any, code: str, item: str) -> HttpResponse:
    def act(d: dict[str, Any]) -> Any:
        return commands.decide_change(programme=code, code=item, **d, **_who(request))

    return _act(request, code, item, "d-decide", DecideForm(request.POST), _("Đã trả lời."), act)


@require_POST
@door(kind="act", room="programmes", permission=policy.KEEP)
def goals(request: Any, code: str, goal: str) -> HttpResponse:
    note = request.POST.get("note")
    commands.say_goal(
        programme=code, code=goal, met=request.POST.get("met") == "yes", note=None if note is None else note[:1000],
        **_who(request),
    )  # fmt: skip
    return redirect("programmes:detail", code)
