"""Roles of the house: what each may do, and who must have a second factor."""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from congvu.orgs import people, permissions
from congvu.orgs.commands import roles as commands
from congvu.orgs.doors import door
from congvu.orgs.everywhere import answers_for_all

SEE, MANAGE = "orgs.see_people", "orgs.manage_roles"


@require_safe
@door(kind="list", room="orgs", permission=SEE)
def role_list(request: Any) -> HttpResponse:
    context = {
        "roles": people.role_rows(actor=request.actor, on=request.today),
        "permissions": permissions.registered(),
        "may_manage": answers_for_all(request.actor, MANAGE),
    }
    return render(request, "orgs/roles.html", context)


@require_POST
@door(kind="act", room="orgs", permission=MANAGE)
def change_role(request: Any, code: str) -> HttpResponse:
    permission = request.POST.get("permission", "")
    granted = request.POST.get("granted") == "1"
    if permission not in {known.code for known in permissions.registered()}:
        raise Http404(permission)
    commands.set_permission(role=code, permission=permission, granted=granted, actor=request.actor, at=request.now)
    messages.success(request, _("Đã lưu quyền của vai trò."))
    return redirect("orgs:roles")


@require_POST
@door(kind="act", room="orgs", permission=MANAGE)
def second_factor(request: Any, code: str) -> HttpResponse:
    demanded = request.POST.get("demanded") == "1"
    commands.demand_second_factor(role=code, demanded=demanded, actor=request.actor, at=request.now)
    messages.success(request, _("Đã lưu yêu cầu xác thực hai bước."))
    return redirect("orgs:roles")
