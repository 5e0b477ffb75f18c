"""Acts on one's own views of lists; each leads back to the list."""

from typing import Any

from django.contrib import messages
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from congvu.orgs.commands import saved_views as commands
from congvu.orgs.doors import door


@require_POST
@door(kind="act", room="orgs", audience="signed_in")
def keep(request: Any, list_key: str) -> HttpResponse:
    view = commands.keep_view(
        list_key=list_key, name=request.POST.get("name", ""), query=request.POST.get("query", ""),
        default="default" in request.POST, actor=request.actor, at=request.now,
    )  # fmt: skip
    messages.success(request, _("Đã lưu cách xem “%(name)s”.") % {"name": view.name})
    return _back(request, view.query)


@require_POST
@door(kind="act", room="orgs", audience="signed_in")
def rename(request: Any, view_id: int) -> HttpResponse:
    name = request.POST.get("name", "")
    view = commands.rename_view(view_id=view_id, name=name, actor=request.actor, at=request.now)
    return _back(request, view.query)


@require_POST
@door(kind="act", room="orgs", audience="signed_in")
def remove(request: Any, view_id: int) -> HttpResponse:
    commands.remove_view(view_id=view_id, actor=request.actor, at=request.now)
    messages.success(request, _("Đã bỏ cách xem."))
    return _back(request, "")


@require_POST
@door(kind="act", room="orgs", audience="signed_in")
def default(request: Any, view_id: int) -> HttpResponse:
    wanted = request.POST.get("default") == "1"
    view = commands.set_default_view(view_id=view_id, default=wanted, actor=request.actor, at=request.now)
    return _back(request, view.query)


def _back(request: Any, query: str) -> HttpResponse:
    path = request.POST.get("path", "")
    ours = path.startswith("/") and url_has_allowed_host_and_scheme(path, {request.get_host()})
    return HttpResponseRedirect(f"{path}?{query}" if ours and query else path if ours else "/")
