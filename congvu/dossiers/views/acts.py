"""Acting: each view parses, calls one command, goes back to the dossier. A refusal keeps what was typed."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congvu.core.errors import DomainError
from congvu.dossiers import commands
from congvu.dossiers.forms import ReasonForm, StepForm
from congvu.dossiers.views.matter import show
from congvu.faces.errors import sentence_of
from congvu.orgs.doors import door

SEE = "dossiers.see"


def act_on(
    request: Any,
    code: str,
    part: str,
    done: str,
    act: Callable[[dict[str, Any]], Any],
    *,
    form_class: type[forms.Form] = ReasonForm,
) -> HttpResponse:
    """Run the command; a refusal about what was typed opens the same dialog (`part`) again with it.

    For the acts of other apps of the room too: their dialog is a `matter_parts.Dialog` of that key.
    """
    form = form_class(request.POST, request.FILES)
    if not form.is_valid():
        return show(
            request, code, status=422, open_part=part, refused=_("Dữ liệu gửi lên không đúng dạng."), typed=request.POST
        )
    try:
        act(form.cleaned_data)
    except DomainError as error:
        if error.status != 422 and error.field is None:
            raise
        sentence = sentence_of(error)
        return show(request, code, status=error.status, open_part=part, refused=sentence, typed=request.POST)
    messages.success(request, done)
    return redirect("dossiers:detail", code)


def _door(function: Any) -> Any:
    return require_POST(door(kind="act", room="dossiers", permission=SEE)(function))


def _who(request: Any) -> dict[str, Any]:
    return {"actor": request.actor, "at": request.now}


@_door
def claims(request: Any, code: str) -> HttpResponse:
    return act_on(
        request,
        code,
        "",
        _("Bạn đã nhận xử lý hồ sơ."),
        lambda d: commands.claim(code=code, run=d["run"], **_who(request)),
    )


@_door
def claim_many(request: Any) -> HttpResponse:
    """Take the chosen ones; an answer for every one that could not be taken."""
    done = 0
    for code in request.POST.getlist("rows")[:200]:
        try:
            commands.claim(code=code, **_who(request))
            done += 1
        except DomainError as refusal:
            messages.error(request, f"{code}: {sentence_of(refusal)}")
    if done:
        messages.success(request, _("Bạn đã nhận %(count)s hồ sơ, xem ở Việc của tôi.") % {"count": done})
    return redirect("obligations:inbox" if done else "dossiers:list")


@_door
def assignments(request: Any, code: str) -> HttpResponse:
    def act(d: dict[str, Any]) -> Any:
        return commands.assign(code=code, person_id=d["person"] or 0, run=d["run"], **_who(request))

    return act_on(request, code, "d-assign", _("Đã giao người xử lý."), act)


@_door
def completions(request: Any, code: str) -> HttpResponse:
    def act(d: dict[str, Any]) -> Any:
        return commands.complete_step(
            code=code, run=d["run"], to_unit_id=d["to_unit"], to_person_id=d["to_person"], note=d["note"],
            **_who(request),
        )  # fmt: skip

    done = _("Đã xong bước, hồ sơ đã chuyển tiếp.")
    return act_on(request, code, "d-forward", done, act, form_class=StepForm)


@_door
def resumptions(request: Any, code: str) -> HttpResponse:
    done = _("Đã ghi nhận; đồng hồ chạy lại.")
    return act_on(request, code, "d-resume", done, lambda d: commands.resume(code=code, run=d["run"], **_who(request)))


@_door
def returns(request: Any, code: str) -> HttpResponse:
    def act(d: dict[str, Any]) -> Any:
        return commands.return_to_step(code=code, target=d["target"], reason=d["reason"], run=d["run"], **_who(request))

    return act_on(request, code, "d-back", _("Đã trả lại bước trước."), act)


@_door
def supplement_requests(request: Any, code: str) -> HttpResponse:
    def act(d: dict[str, Any]) -> Any:
        return commands.request_supplement(
            code=code, missing=d["missing"], again_because=d["again_because"], run=d["run"], **_who(request)
        )

    return act_on(request, code, "d-supplement", _("Đã yêu cầu bổ sung; đồng hồ dừng."), act)


@_door
def supplements(request: Any, code: str) -> HttpResponse:
    done = _("Đã nhận bổ sung; đồng hồ chạy lại.")
    return act_on(
        request,
        code,
        "d-supplied",
        done,
        lambda d: commands.accept_supplement(code=code, note=d["note"], **_who(request)),
    )


@_door
def refusals(request: Any, code: str) -> HttpResponse:
    def act(d: dict[str, Any]) -> Any:
        return commands.refuse(code=code, reason=d["reason"], run=d["run"], **_who(request))

    return act_on(request, code, "d-refuse", _("Đã từ chối giải quyết, có nêu lý do."), act)


@_door
def withdrawals(request: Any, code: str) -> HttpResponse:
    done = _("Đã ghi nhận người nộp rút hồ sơ.")
    return act_on(
        request, code, "d-withdraw", done, lambda d: commands.withdraw(code=code, reason=d["reason"], **_who(request))
    )


@_door
def results(request: Any, code: str) -> HttpResponse:
    def act(d: dict[str, Any]) -> Any:
        return commands.return_result(
            code=code, receiver=d["receiver"], delivery=d["delivery"] or "direct", run=d["run"], **_who(request)
        )

    return act_on(request, code, "d-return", _("Đã trả kết quả; hồ sơ kết thúc."), act)


@_door
def reveals(request: Any, code: str) -> HttpResponse:
    """The number in full, once, on the page; that it was looked at is in the ledger."""
    what = "phone" if request.POST.get("what") == "phone" else "identifier"
    shown = commands.reveal(code=code, what=what, **_who(request))
    return show(request, code, revealed=shown, revealed_what=what)


@_door
def papers(request: Any, code: str) -> HttpResponse:
    upload = request.FILES.get("file")
    if upload is None:
        return show(request, code, status=422, open_part="d-attach", refused=_("Hãy chọn một tệp."), typed=request.POST)
    position = request.POST.get("position", "")
    try:
        commands.attach(
            code=code, stream=upload, name=upload.name, declared_type=upload.content_type or "",
            position=int(position) if position.isdecimal() else None, **_who(request),
        )  # fmt: skip
    except DomainError as error:
        sentence = sentence_of(error)
        return show(request, code, status=error.status, open_part="d-attach", refused=sentence, typed=request.POST)
    messages.success(request, _("Đã thêm giấy tờ."))
    return redirect("dossiers:detail", code)
