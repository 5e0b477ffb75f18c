"""One question before an act that is hard to undo; a page of its own where scripts do not run."""

from collections.abc import Callable
from functools import wraps
from typing import Any, TypeVar, cast

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from congvu.faces.middleware import way_back
from congvu.faces.parts import Confirm

FIELD = "confirmed"
View = TypeVar("View", bound=Callable[..., HttpResponse])


def needs_confirmation(question: Confirm) -> Callable[[View], View]:
    """A POST goes through once the reader has said yes: in the dialog (the script adds the field) or on the page."""

    def decorate(view: View) -> View:
        @wraps(view)
        def asked(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
            if request.method != "POST" or request.POST.get(FIELD) == "1":
                return view(request, *args, **kwargs)
            return ask(request, question)

        return cast("View", asked)

    return decorate


def ask(request: HttpRequest, question: Confirm) -> HttpResponse:
    """The question as a page: sends the same fields to the same address, with the yes added."""
    kept = [
        (name, value)
        for name, values in request.POST.lists()
        for value in values
        if name not in ("csrfmiddlewaretoken", FIELD)
    ]
    return render(
        request,
        "faces/confirm.html",
        {"question": question, "kept": kept, "field": FIELD, "back_url": way_back(request)},
    )
