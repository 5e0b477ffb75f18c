"""Criteria sets: the list, one version, its editor, differences, files."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from congvu.core.errors import DomainError
from congvu.faces.errors import sentence_of
from congvu.indexes import commands, exports
from congvu.indexes.forms import CriterionForm, ReasonForm
from congvu.indexes.pages import sets as pages
from congvu.indexes.selectors.difference import difference
from congvu.indexes.selectors.sets import criterion_of, one_set, set_page, set_rows
from congvu.orgs.doors import door

SEE, MANAGE = "indexes.see", "indexes.manage"


@require_safe
@door(kind="list", room="indexes", permission=SEE)
def set_list(request: Any) -> HttpResponse:
    return render(request, "indexes/sets.html", {"table": pages.set_table(set_rows(), request)})


@require_safe
@door(kind="detail", room="indexes", permission=SEE)
def set_detail(request: Any, pk: int) -> HttpResponse:
    found = set_page(pk, actor=request.actor)
    return render(request, "indexes/set.html", {"s": found, "head": pages.set_head(found), "rows": pages.tree(found)})


@door(kind="form", room="indexes", permission=MANAGE)
def criterion(request: Any, pk: int, code: str) -> HttpResponse:
    """The editor of one line: its words, maximum, rule; a rule is tried on its examples before it is kept."""
    found = criterion_of(pk, code)
    form = CriterionForm(request.POST or None, initial=CriterionForm.initial_of(found))
    status = 200
    if request.method == "POST":
        status = 422
        if form.is_valid():
            try:
                commands.change_criterion(
                    set_id=pk, code=code, actor=request.actor, at=request.now, **form.cleaned_data
                )
                messages.success(request, _("Đã sửa tiêu chí %(code)s.") % {"code": code})
                return redirect("indexes:set", pk)
            except DomainError as error:
                form.add_error(error.field if error.field in form.fields else None, sentence_of(error))
    return render(request, "indexes/criterion.html", {"c": found, "form": form}, status=status)


@require_POST
@door(kind="act", room="indexes", permission=MANAGE)
def acceptances(request: Any, pk: int) -> HttpResponse:
    form = ReasonForm(request.POST)
    form.is_valid()
    commands.accept_finding(
        set_id=pk, digest=request.POST.get("digest", ""), reason=form.cleaned_data.get("reason", ""),
        actor=request.actor, at=request.now,
    )  # fmt: skip
    messages.success(request, _("Đã ghi nhận chấp nhận bằng văn bản."))
    return redirect("indexes:set", pk)


@require_POST
@door(kind="act", room="indexes", permission=MANAGE)
def publications(request: Any, pk: int) -> HttpResponse:
    commands.publish_set(set_id=pk, actor=request.actor, at=request.now)
    messages.success(request, _("Đã ban hành bộ tiêu chí."))
    return redirect("indexes:set", pk)


@require_POST
@door(kind="act", room="indexes", permission=MANAGE)
def versions(request: Any, pk: int) -> HttpResponse:
    made = commands.next_version(
        set_id=pk, decision=request.POST.get("decision", ""), actor=request.actor, at=request.now
    )
    messages.success(request, _("Đã lập phiên bản %(number)s, hãy sửa rồi ban hành.") % {"number": made.version})
    return redirect("indexes:set", made.pk)


@require_safe
@door(kind="detail", room="indexes", permission=SEE)
def differences(request: Any, pk: int, other: int) -> HttpResponse:
    one, two = one_set(other), one_set(pk)
    return render(request, "indexes/difference.html", {"one": one, "two": two, "lines": difference(one, two)})


@require_safe
@door(kind="export", room="indexes", permission=SEE)
def set_file(request: Any, pk: int, form: str) -> HttpResponse:
    """As `congvu load criteria` reads it back."""
    found = one_set(pk)
    name = f"bo-tieu-chi-{found.pk}-v{found.version}"
    if form == "xlsx":
        return exports.xlsx_response([(found.code, exports.HEAD, exports.set_rows(found))], name)
    return exports.csv_response(exports.HEAD, exports.set_rows(found), name)
