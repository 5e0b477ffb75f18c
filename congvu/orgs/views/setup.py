"""The first run: make the first administrator, then see what the office still needs."""

from typing import Any

from allauth.core import ratelimit
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from congvu.core.errors import DomainError
from congvu.faces.errors import sentence_of
from congvu.orgs import forms, setup
from congvu.orgs.doors import door


@door(kind="form", room="orgs", audience="public")
def first_run(request: Any) -> HttpResponse:
    """Without anybody: the form. With somebody: on to the steps, which are for who may reorganise."""
    if not setup.is_wanted():
        return redirect("orgs:setup_steps")
    form = forms.SetupForm(request.POST or None)
    if request.method == "POST":
        limited: HttpResponse | None = ratelimit.consume_or_429(request, action="login")
        if limited is not None:
            return limited
        if form.is_valid():
            try:
                setup.set_up(at=request.now, **form.cleaned_data)
            except DomainError as error:
                form.add_error(error.field if error.field in form.fields else None, sentence_of(error))
            else:
                messages.success(request, _("Đã lập quản trị đầu tiên. Hãy đăng nhập."))
                return redirect("account_login")
    return render(request, "orgs/setup.html", {"form": form}, status=422 if form.errors else 200)


@door(kind="page", room="orgs", permission="orgs.reorganise")
def steps(request: Any) -> HttpResponse:
    return render(request, "orgs/setup_steps.html", {"steps": setup.steps(request.today)})
