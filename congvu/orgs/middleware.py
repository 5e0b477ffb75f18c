"""Who acts, and when: set once per request; nothing deeper asks."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.contrib.auth import logout
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from congvu.orgs.actor import acting
from congvu.orgs.second_factor import must_set_up

GetResponse = Callable[[HttpRequest], HttpResponse]
SEAT = "seat"


class ActorMiddleware:
    """Sets `request.now`, `request.today`, `request.seats`, `request.actor` (None when nobody is signed in).

    A session ends with the person's last position: who has none today, own or stood in for, is signed out.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        request.now = timezone.now()
        request.today = timezone.localtime(request.now).date()
        request.actor, request.seats = None, []
        if request.user.is_authenticated:
            actor, request.seats = acting(request.user.pk, request.session.get(SEAT), request.today)
            if not request.seats:
                return self._sign_out(request)
            request.actor = actor
        return self.get_response(request)

    def _sign_out(self, request: HttpRequest) -> HttpResponse:
        logout(request)
        messages.error(request, _("Hôm nay bạn không giữ vị trí nào nên phiên làm việc đã kết thúc."))
        return redirect("account_login")


class SecondFactorMiddleware:
    """Roles that must have a second factor are led to setting it up before anything else."""

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: Any) -> HttpResponse:
        if request.actor is not None and not _is_on_the_way(request.path) and must_set_up(request):
            return redirect("mfa_activate_totp")
        return self.get_response(request)


def _is_on_the_way(path: str) -> bool:
    """Addresses needed for setting up: the second factor itself, signing out, the reader's language and colours."""
    named = ("mfa_index", "account_logout", "account_reauthenticate", "faces:theme", "faces:language")
    return path.startswith(tuple(reverse(name) for name in named))
