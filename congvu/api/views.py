"""The page of keys for administrators, and the answer to addresses under /api/ that are none."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_POST

from congvu.api import commands, selectors
from congvu.api.forms import TokenForm
from congvu.api.models import Token
from congvu.api.problems import problem
from congvu.core.errors import DomainError
from congvu.faces.confirm import needs_confirmation
from congvu.faces.errors import sentence_of
from congvu.faces.parts import Confirm
from congvu.orgs.doors import door
from congvu.orgs.policy import NotInSight


@door(kind="list", room="api", permission=commands.MANAGE)
def token_list(request: Any) -> HttpResponse:
    rows = [(token, _state(token, request.now)) for token in selectors.tokens()]
    return render(request, "api/tokens.html", {"rows": rows})


@door(kind="form", room="api", permission=commands.MANAGE)
def token_new(request: Any) -> HttpResponse:
    form = TokenForm(request.POST or None)
    secret = ""
    if request.method == "POST" and form.is_valid():
        try:
            _token, secret = commands.issue_token(**form.issued(), actor=request.actor, at=request.now)
        except DomainError as error:
            form.add_error(_FIELDS.get(error.field or ""), sentence_of(error))
    status = 422 if request.method == "POST" and not secret else 200
    response = render(request, "api/token_new.html", {"form": form, "secret": secret}, status=status)
    response.headers["Cache-Control"] = "no-store"
    return response


@door(kind="act", room="api", permission=commands.MANAGE)
@require_POST
@needs_confirmation(
    Confirm(_("Thu hồi khóa này? Hệ thống đang dùng nó sẽ bị từ chối ngay."), title=_("Thu hồi khóa"), yes=_("Thu hồi"))
)
def token_revoke(request: Any, token_id: int) -> HttpResponse:
    commands.revoke_token(token_id=token_id, actor=request.actor, at=request.now)
    return redirect("api_tokens")


@door(kind="page", room="api", audience="public")
def unknown_address(request: HttpRequest) -> HttpResponse:
    del request
    return problem(NotInSight())


_FIELDS = {"unit": "username", "scopes": "scopes", "expires_at": "last_day"}


def _state(token: Token, now: Any) -> str:
    if token.revoked_at is not None:
        return "revoked"
    return "expired" if token.expires_at <= now else "in_force"
