"""Taking running dossiers over to another version of their process: preview, begin, progress, an answer for each."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from congvu.catalog.models import Process
from congvu.dossiers import commands
from congvu.dossiers.selectors.process_moves import MoveProgress, move_answers, move_progress, preview
from congvu.faces.parts import Action, Progress
from congvu.orgs.doors import door


def same_typed(given: Any) -> dict[str, str]:
    """Steps a person named: fields `sang-<old code>`."""
    return {
        name.removeprefix("sang-"): str(value) for name, value in given.items() if name.startswith("sang-") and value
    }


def _numbers(given: Any, code: str) -> tuple[int, int]:
    """From the asked version to the asked one, else to the newest published."""

    def number(name: str) -> int:
        text = given.get(name, "")
        return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else 0

    newest = Process.objects.filter(procedure__code=code, state=Process.State.PUBLISHED).order_by("-number").first()
    return number("tu"), number("den") or (newest.number if newest else 0)


@require_safe
@door(kind="page", room="dossiers", permission="catalog.publish")
def process_move(request: Any, code: str) -> HttpResponse:
    source, target = _numbers(request.GET, code)
    page = preview(code, source, target, same=same_typed(request.GET), actor=request.actor)
    context = {"code": code, "page": page, "source": source, "target": target}
    return render(request, "dossiers/process_move.html", context)


@require_POST
@door(kind="act", room="dossiers", permission="catalog.publish")
def begin(request: Any, code: str) -> HttpResponse:
    source, target = _numbers(request.POST, code)
    move = commands.begin_process_move(
        code=code, source=source, target=target, reason=request.POST.get("reason", ""),
        same=same_typed(request.POST), actor=request.actor, at=request.now,
    )  # fmt: skip
    return redirect("dossiers:process-move-answers", move.pk)


@require_safe
@door(kind="page", room="dossiers", permission="catalog.publish")
def answers(request: Any, move_id: int) -> HttpResponse:
    found = move_progress(move_id, actor=request.actor)
    context = {"found": found, "progress": _progress(found), "answers": move_answers(move_id)}
    template = "faces/_progress.html" if request.headers.get("HX-Request") else "dossiers/process_move_answers.html"
    return render(request, template, context)


def _progress(found: MoveProgress) -> Progress:
    address = reverse("dossiers:process-move-answers", args=[found.move.pk])
    detail = _("%(moved)s hồ sơ đã chuyển") % {"moved": found.moved}
    return Progress(
        _("Chuyển hồ sơ sang quy trình mới"), found.done, found.total, address,
        finished=found.move.done_at is not None, detail=detail, result_url=address if found.move.done_at else "",
        result_label=_("Xem từng hồ sơ"),
    )  # fmt: skip


def offer(actor: Any, code: str, number: int) -> Action | None:
    """What the page of a process offers: to take its running dossiers over to the newest version."""
    if not actor.may("catalog.publish"):
        return None
    newest = Process.objects.filter(procedure__code=code, state=Process.State.PUBLISHED).order_by("-number").first()
    if newest is None or newest.number == number:
        return None
    address = f"{reverse('dossiers:process-move', args=[code])}?tu={number}&den={newest.number}"
    return Action(_("Chuyển hồ sơ đang chạy sang bản mới"), address, "transfer-out")
