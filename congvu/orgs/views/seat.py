"""Whose name acts are recorded in: chosen among the units of one's own positions."""

from typing import Any

from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST

from congvu.orgs.doors import door
from congvu.orgs.middleware import SEAT
from congvu.orgs.policy import NotInSight


@require_POST
@door(kind="act", room="orgs", audience="signed_in")
def switch(request: Any) -> HttpResponse:
    wanted = next((seat.unit_id for seat in request.seats if str(seat.unit_id) == request.POST.get("seat")), None)
    if wanted is None:
        raise NotInSight
    request.session[SEAT] = wanted
    back = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(back, {request.get_host()}, require_https=request.is_secure())
    return HttpResponseRedirect(back if ours else "/")
