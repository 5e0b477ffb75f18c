"""Which procedure does this citizen need? The officer's face of the guided finder."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.views.decorators.http import require_safe

from congvu.catalog.pages.finder import finder_page
from congvu.orgs.doors import door


@require_safe
@door(kind="search", room="catalog", audience="signed_in")
def finder(request: Any) -> HttpResponse:
    page = finder_page(request.GET, base=reverse("catalog:finder"), day=request.today, detail="catalog:detail")
    return render(request, "catalog/finder.html", {"page": page})
