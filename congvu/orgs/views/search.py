"""One field for everything: dossiers, work, procedures, units, people, as far as the reader may see them."""

from typing import Any

from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_safe

from congvu.faces import search as sources
from congvu.orgs.doors import door

LONGEST = 200


@require_safe
@door(kind="search", room="orgs", audience="signed_in")
def search(request: Any) -> HttpResponse:
    """A code typed or scanned whole opens what it names."""
    text = " ".join(request.GET.get("q", "").replace("\0", "").split())[:LONGEST]
    asked = sources.Asked(request.actor, text, request.now, request.today)
    answers = sources.ask(asked) if text else []
    exact = next((answer.found.exact for answer in answers if answer.found.exact), "")
    if exact:
        return redirect(exact)
    where = [source.label for source in sources.sources_for(request.actor)]
    return render(request, "orgs/search.html", {"text": text, "answers": answers, "where": where})
