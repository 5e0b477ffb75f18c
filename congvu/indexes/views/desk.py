"""The desk: reading a unit of a round, and every act on it. A refusal shows the desk again with what was typed."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse, StreamingHttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from congvu.core.errors import N_, DomainError
from congvu.core.numbers import parse_number
from congvu.faces.errors import sentence_of
from congvu.files.models import Attachment
from congvu.files.views import serve
from congvu.indexes import commands, rules
from congvu.indexes.models import Evidence, RoundUnit, Score
from congvu.indexes.pages.desk import desk_page
from congvu.indexes.selectors.desk import desk
from congvu.orgs.doors import door
from congvu.orgs.policy import NotInSight

SEE = "indexes.see"


@require_safe
@door(kind="detail", room="indexes", permission=SEE)
def desk_view(request: Any, code: str, pk: int) -> HttpResponse:
    return show(request, code, pk, request.GET.get("tc", ""))


def show(request: Any, code: str, pk: int, criterion: str, *, status: int = 200, **more: Any) -> HttpResponse:
    found = desk(code, pk, criterion, actor=request.actor, now=request.now)
    typed = request.POST if request.method == "POST" else None
    page = desk_page(found, typed=typed, query=request.GET, actor=request.actor, now=request.now)
    return render(request, "indexes/desk.html", {"d": found, "page": page, "typed": typed or {}, **more}, status=status)


@require_safe
@door(kind="file", room="indexes", permission=SEE)
def evidence_file(request: Any, code: str, pk: int, evidence_id: int) -> StreamingHttpResponse:
    unit = RoundUnit.objects.visible_to(request.actor).filter(pk=pk, round__code=code).first()
    row = Evidence.objects.filter(pk=evidence_id, score__round_unit=unit).first() if unit else None
    if row is None:
        raise NotInSight
    return serve(Attachment.objects.select_related("stored_file").get(pk=row.attachment_id))


Act = Callable[[Any, dict[str, Any]], str]


def _act(permission: str = SEE) -> Callable[[Act], Any]:
    """A POST below one unit. The function does it and says what was done; then the desk opens at what follows."""

    def declare(function: Act) -> Any:
        def view(request: Any, code: str, pk: int) -> HttpResponse:
            who = {"actor": request.actor, "at": request.now}
            try:
                request.score = _score(request, code, pk)
                said = function(request, who)
            except DomainError as error:
                if error.status == 404 or (error.status == 403 and error.field is None):
                    raise
                place = request.score.criterion.code if getattr(request, "score", None) else ""
                refused = sentence_of(error)
                return show(request, code, pk, place, status=error.status, refused=refused, refused_at=error.field)
            messages.success(request, said)
            return redirect(_next(request, code, pk))

        view.__name__, view.__qualname__, view.__doc__ = function.__name__, function.__qualname__, function.__doc__
        return require_POST(door(kind="act", room="indexes", permission=permission)(view))

    return declare


def _score(request: Any, code: str, pk: int) -> Score | None:
    """The criterion of the form; acts on the whole unit have none."""
    given = request.POST.get("score", "")
    unit = RoundUnit.objects.visible_to(request.actor).filter(pk=pk, round__code=code).first()
    if unit is None:
        raise NotInSight
    if not given.isdecimal():
        return None
    found = Score.objects.select_related("criterion").filter(pk=int(given), round_unit=unit).first()
    if found is None:
        raise NotInSight
    return found


def _next(request: Any, code: str, pk: int) -> str:
    base = reverse("indexes:desk", args=[code, pk])
    goes_on = request.POST.get("next", "")
    if request.score is None:
        return base
    return f"{base}?tc={goes_on or request.score.criterion.code}"


def _about(request: Any) -> dict[str, Any]:
    if request.score is None:
        raise Http404
    revision = request.POST.get("revision", "")
    return {"score_id": request.score.pk, "revision": int(revision) if revision.isdecimal() else 0}


def _points(request: Any) -> Decimal | None:
    text = request.POST.get("points", "").strip()
    return parse_number(text, field="points") if text else None


@_act("indexes.score")
def self_scores(request: Any, who: dict[str, Any]) -> str:
    about = _about(request)
    wanted = rules.wanted_of(request.score.criterion)
    answer = rules.answer_from(wanted, request.POST, request.POST.getlist)
    commands.self_score(
        **about, **who, answer=answer or None, points=None if answer else _points(request),
        explanation=request.POST.get("explanation", ""), override_reason=request.POST.get("override_reason", ""),
    )  # fmt: skip
    return _("Đã lưu điểm tự chấm.")


@_act("indexes.score")
def exclusions(request: Any, who: dict[str, Any]) -> str:
    commands.exclude(**_about(request), **who, because=request.POST.get("because", ""))
    return _("Đã ghi tiêu chí không áp dụng.")


@_act("indexes.score")
def evidence(request: Any, who: dict[str, Any]) -> str:
    sent = request.FILES.get("file")
    if sent is None:
        raise NoFile(field="file")
    commands.add_evidence(
        score_id=_about(request)["score_id"], stream=sent, name=sent.name, declared_type=sent.content_type or "",
        page=request.POST.get("page", ""), note=request.POST.get("note", ""), **who,
    )  # fmt: skip
    return _("Đã nộp minh chứng.")


class NoFile(DomainError):
    code = "index_no_file"
    sentence = N_("Hãy chọn tệp minh chứng.")
    status = 422


@_act("indexes.score")
def evidence_removals(request: Any, who: dict[str, Any]) -> str:
    given = request.POST.get("evidence", "")
    commands.remove_evidence(evidence_id=int(given) if given.isdecimal() else 0, **who)
    return _("Đã rút minh chứng.")


@_act()
def remarks(request: Any, who: dict[str, Any]) -> str:
    commands.remark(score_id=_about(request)["score_id"], words=request.POST.get("words", ""), **who)
    return _("Đã ghi ý kiến.")


@_act("indexes.appraise")
def appraisals(request: Any, who: dict[str, Any]) -> str:
    about, points = _about(request), _points(request)
    if points is None:
        raise rules.NoPoints(field="points")
    commands.appraise(**about, **who, points=points, reason=request.POST.get("reason", ""))
    return _("Đã lưu điểm thẩm định.")


@_act("indexes.appraise")
def questions(request: Any, who: dict[str, Any]) -> str:
    commands.ask(**_about(request), **who, question=request.POST.get("reason", ""))
    return _("Đã hỏi giải trình.")


@_act("indexes.score")
def appeals(request: Any, who: dict[str, Any]) -> str:
    commands.appeal(**_about(request), **who, words=request.POST.get("words", ""))
    return _("Đã lưu giải trình.")


@_act("indexes.manage")
def entries(request: Any, who: dict[str, Any]) -> str:
    points = _points(request)
    if points is None:
        raise rules.NoPoints(field="points")
    sample = request.POST.get("sample", "")
    commands.enter_points(
        **_about(request), **who, points=points, source=request.POST.get("source", ""),
        sample=int(sample) if sample.isdecimal() else 0,
    )  # fmt: skip
    return _("Đã ghi điểm.")


@_act("indexes.manage")
def corrections(request: Any, who: dict[str, Any]) -> str:
    points = _points(request)
    if points is None:
        raise rules.NoPoints(field="points")
    commands.correct_points(**_about(request), **who, points=points, reason=request.POST.get("reason", ""))
    return _("Đã sửa điểm sau khi chốt; kết quả công bố chỉ đổi khi công bố lại.")


@_act("indexes.approve")
def self_approvals(request: Any, who: dict[str, Any]) -> str:
    commands.approve_self_score(round_unit_id=_unit(request), **who)
    return _("Đã duyệt bản tự chấm, gửi thẩm định.")


@_act("indexes.approve")
def explanation_approvals(request: Any, who: dict[str, Any]) -> str:
    commands.approve_explanation(round_unit_id=_unit(request), **who)
    return _("Đã gửi bản giải trình.")


@_act("indexes.appraise")
def handovers(request: Any, who: dict[str, Any]) -> str:
    body = request.POST.get("body", "")
    commands.hand_over(round_unit_id=_unit(request), body_id=int(body) if body.isdecimal() else 0, **who)
    return _("Đã chuyển kết quả thẩm định.")


@_act("indexes.manage")
def returns(request: Any, who: dict[str, Any]) -> str:
    commands.send_back(round_unit_id=_unit(request), **who)
    return _("Đã trả bản tự chấm để đơn vị bổ sung.")


@_act("indexes.manage")
def going_on(request: Any, who: dict[str, Any]) -> str:
    commands.go_on_without(round_unit_id=_unit(request), **who)
    return _("Đã chuyển sang bước sau.")


def _unit(request: Any) -> int:
    return int(request.resolver_match.kwargs["pk"])
