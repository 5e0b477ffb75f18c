"""Signs to be checked, for inspectors and appraisers."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from congvu.indexes.pages.signs import signs_page
from congvu.indexes.selectors.signs import signs_of
from congvu.orgs.doors import door


@require_safe
@door(kind="list", room="indexes", permission="indexes.see")
def doubts(request: Any, code: str) -> HttpResponse:
    """404 for whoever may inspect no unit of the round."""
    unit = request.GET.get("dv", "")
    found = signs_of(
        code, actor=request.actor, now=request.now, unit_pk=int(unit) if unit.isdecimal() else None
    )  # fmt: skip
    return render(request, "indexes/signs.html", {"s": found, "page": signs_page(found), "one": unit.isdecimal()})
