"""The public look-up: no signing in, no kit, little to tell, told plainly."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from congvu.catalog.pages.finder import finder_page
from congvu.orgs.doors import door
from congvu.portal.limits import require_slowly
from congvu.portal.selectors import progress


@require_safe
@never_cache
@door(kind="page", room="portal", audience="public")
def lookup(request: Any) -> HttpResponse:
    """By code, and by the secret of the receipt (the QR code carries both)."""
    code, secret = request.GET.get("ma", "").strip(), request.GET.get("bm", "").strip()
    found = None
    if code:
        require_slowly(request, request.now)
        found = progress(code, secret, now=request.now)
    context = {
        "code": code,
        "found": found,
        "asked": bool(code),
        "wrong_secret": bool(secret and found and not found.full),
    }
    return render(request, "portal/lookup.html", context, status=404 if code and found is None else 200)


@require_safe
@door(kind="page", room="portal", audience="public")
def finder(request: Any) -> HttpResponse:
    """Which procedure do I need? By what happened, by questions, or by words; nothing is kept of what was asked."""
    if request.GET:
        require_slowly(request, request.now)
    page = finder_page(request.GET, base=reverse("portal:finder"), day=request.today)
    return render(request, "portal/finder.html", {"page": page})
