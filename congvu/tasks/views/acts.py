"""Acting: each view parses, calls one command, goes back to the task. A refusal keeps what was typed."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congvu.core.errors import DomainError
from congvu.core.tasks import PartGiven
from congvu.faces.errors import sentence_of
from congvu.orgs.doors import door
from congvu.tasks import commands
from congvu.tasks.pages.dialogs import form_for
from congvu.tasks.selectors.matter import matter
from congvu.tasks.unit_names import UnitNames
from congvu.tasks.views.reading import show, show_directive

SEE = "tasks.see"
Act = Callable[[dict[str, Any], forms.Form], Any]


def _door(function: Any) -> Any:
    return require_POST(door(kind="act", room="tasks", permission=SEE)(function))


def _who(request: Any) -> dict[str, Any]:
    return {"actor": request.actor, "at": request.now}


def _act(request: Any, code: str, dialog: str, done: str, act: Act) -> HttpResponse:
    """Run the command; a refusal about what was typed opens the same dialog again with it."""
    seen = matter(code, actor=request.actor, at=request.now)
    form = form_for(dialog, seen, request.today, request.POST, request.FILES)
    if form.is_valid():
        try:
            act(form.cleaned_data, form)
        except DomainError as refusal:
            if refusal.status not in (409, 422):
                raise
            form.add_error(refusal.field if refusal.field in form.fields else None, sentence_of(refusal))
            return show(request, code, status=refusal.status, typed={dialog: form})
        messages.success(request, done)
        return redirect("tasks:detail", code)
    return show(request, code, status=422, typed={dialog: form})


def _unit(request: Any, text: str, column: str) -> int | None:
    return UnitNames.load().find(text, request.today, column=column) if text.strip() else None


def _press(request: Any, code: str, done: str, act: Callable[[], Any]) -> HttpResponse:
    """An act without a form."""
    act()
    messages.success(request, done)
    return redirect("tasks:detail", code)


@_door
def receipts(request: Any, code: str) -> HttpResponse:
    return _press(request, code, _("Đã nhận nhiệm vụ."), lambda: commands.receive(code=code, **_who(request)))


@_door
def stars(request: Any, code: str) -> HttpResponse:
    starred = not matter(code, actor=request.actor, at=request.now).task.starred
    said = _("Đã gắn sao.") if starred else _("Đã bỏ sao.")
    return _press(request, code, said, lambda: commands.star(code=code, starred=starred, **_who(request)))


@_door
def reports(request: Any, code: str) -> HttpResponse:
    def act(d: dict[str, Any], form: Any) -> Any:
        return commands.report_progress(
            code=code, percent=d["percent"], text=d["text"], evidence=form.evidence(), **_who(request)
        )

    return _act(request, code, "d-report", _("Đã gửi báo cáo tiến độ."), act)


@_door
def claims(request: Any, code: str) -> HttpResponse:
    def act(d: dict[str, Any], form: Any) -> Any:
        return commands.claim_done(code=code, text=d["text"], evidence=form.evidence(), **_who(request))

    return _act(request, code, "d-claim", _("Đã báo hoàn thành, chờ nơi giao trả lời."), act)


@_door
def acceptances(request: Any, code: str) -> HttpResponse:
    done = _("Đã chấp nhận hoàn thành.")
    return _act(
        request, code, "d-accept", done, lambda d, _f: commands.accept(code=code, answer=d["answer"], **_who(request))
    )


@_door
def returns(request: Any, code: str) -> HttpResponse:
    done = _("Đã trả lại, nêu điều chưa đạt.")
    return _act(
        request,
        code,
        "d-return",
        done,
        lambda d, _f: commands.send_back(code=code, reason=d["reason"], **_who(request)),
    )


@_door
def extensions(request: Any, code: str) -> HttpResponse:
    def act(d: dict[str, Any], _form: Any) -> Any:
        return commands.ask_extension(code=code, until_on=d["until_on"], why=d["why"], **_who(request))

    return _act(request, code, "d-extension", _("Đã gửi đề nghị gia hạn."), act)


@_door
def extension_answers(request: Any, code: str, extension_id: int) -> HttpResponse:
    def act(d: dict[str, Any], _form: Any) -> Any:
        return commands.decide_extension(
            code=code, extension_id=extension_id, granted=d["agreed"], answer=d["answer"], **_who(request)
        )

    return _act(request, code, "d-decide-extension", _("Đã trả lời."), act)


@_door
def objections(request: Any, code: str) -> HttpResponse:
    def act(d: dict[str, Any], _form: Any) -> Any:
        unit = _unit(request, d["to_unit"], "to_unit")
        return commands.object_to(code=code, reason=d["reason"], to_unit_id=unit, **_who(request))

    return _act(request, code, "d-object", _("Đã gửi, chờ nơi giao trả lời."), act)


@_door
def objection_answers(request: Any, code: str, objection_id: int) -> HttpResponse:
    def act(d: dict[str, Any], _form: Any) -> Any:
        return commands.decide_objection(
            code=code, objection_id=objection_id, agreed=d["agreed"], answer=d["answer"], **_who(request)
        )

    return _act(request, code, "d-decide-objection", _("Đã trả lời."), act)


@_door
def persons(request: Any, code: str) -> HttpResponse:
    def act(d: dict[str, Any], _form: Any) -> Any:
        return commands.assign_person(code=code, person_id=d["person"], **_who(request))

    return _act(request, code, "d-person", _("Đã phân công."), act)


@_door
def parts(request: Any, code: str) -> HttpResponse:
    def act(d: dict[str, Any], _form: Any) -> Any:
        names = UnitNames.load()
        units = names.find_many(d["coordinating"], request.today, column="coordinating")
        add = [PartGiven(unit, d["work"], d["due_on"]) for unit in units]
        return commands.change_parts(code=code, add=add, **_who(request))

    return _act(request, code, "d-parts", _("Đã thêm đơn vị phối hợp."), act)


@_door
def part_ends(request: Any, code: str) -> HttpResponse:
    done = _("Đã xong phần phối hợp.")
    return _act(
        request, code, "d-finish", done, lambda d, _f: commands.finish_part(code=code, text=d["text"], **_who(request))
    )


@_door
def blocks(request: Any, code: str) -> HttpResponse:
    def act(d: dict[str, Any], _form: Any) -> Any:
        unit = _unit(request, d["by_unit"], "by_unit")
        return commands.report_block(
            code=code, by_unit_id=unit or 0, needs=d["needs"], needed_on=d["needed_on"], **_who(request)
        )

    return _act(request, code, "d-block", _("Đã báo; đơn vị được chờ đã nhận việc."), act)


@_door
def block_ends(request: Any, code: str) -> HttpResponse:
    def act(d: dict[str, Any], _form: Any) -> Any:
        return commands.resolve_block(code=code, block_id=d["block"], answer=d["answer"], **_who(request))

    return _act(request, code, "d-resolve", _("Đã ghi nhận gỡ vướng."), act)


@_door
def withdrawals(request: Any, code: str) -> HttpResponse:
    def act(d: dict[str, Any], _form: Any) -> Any:
        return commands.withdraw(code=code, reason=d["reason"], with_children=d["with_children"], **_who(request))

    return _act(request, code, "d-withdraw", _("Đã thu hồi nhiệm vụ."), act)


@_door
def evidence_ends(request: Any, code: str) -> HttpResponse:
    def act(d: dict[str, Any], _form: Any) -> Any:
        return commands.withdraw_evidence(code=code, evidence_id=d["evidence"], reason=d["reason"], **_who(request))

    return _act(request, code, "d-evidence", _("Đã rút minh chứng; dòng đó vẫn còn trong danh sách."), act)


@_door
def clauses_without_task(request: Any, directive_id: int, clause_id: int) -> HttpResponse:
    """Read, and nobody is given anything by it."""
    try:
        commands.note_clause_without_task(clause_id=clause_id, reason=request.POST.get("reason", ""), **_who(request))
    except DomainError as refusal:
        if refusal.status not in (409, 422):
            raise
        return show_directive(request, directive_id, status=refusal.status, refused=sentence_of(refusal))
    messages.success(request, _("Đã ghi lý do không giao việc."))
    return redirect("tasks:directive", directive_id)
