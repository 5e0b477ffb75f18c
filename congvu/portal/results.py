"""The public page of results: what was published, no more. No signing in."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import cache_control
from django.views.decorators.http import condition, require_safe

from congvu.indexes.pages.public import public_result, public_rounds
from congvu.indexes.selectors.public import published, published_rounds, stamp
from congvu.orgs.doors import door


def _etag(request: Any, code: str) -> str | None:
    return stamp(code)


@require_safe
@cache_control(public=True, max_age=300)
@door(kind="page", room="portal", audience="public")
def result_list(request: Any) -> HttpResponse:
    return render(request, "portal/results.html", {"rounds": public_rounds(published_rounds())})


@require_safe
@cache_control(public=True, max_age=300)
@condition(etag_func=_etag)
@door(kind="page", room="portal", audience="public")
def result(request: Any, code: str) -> HttpResponse:
    found = published(code)
    return render(request, "portal/result.html", {"r": found, "page": public_result(found)})
