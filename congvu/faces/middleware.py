"""Refusals become sentences, messages become toasts: once, here, so that no view has to."""

from collections.abc import Callable

from django.db import IntegrityError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.cache import patch_vary_headers
from django.utils.http import url_has_allowed_host_and_scheme

from congvu.core.errors import DomainError
from congvu.faces import toasts
from congvu.faces.errors import refusal_of, sentence_of

GetResponse = Callable[[HttpRequest], HttpResponse]


def is_htmx(request: HttpRequest) -> bool:
    """Whether htmx asks for a part of a page; a restored history entry wants the whole one."""
    return request.headers.get("HX-Request") == "true" and request.headers.get("HX-History-Restore-Request") != "true"


class DomainErrorMiddleware:
    """An expected refusal answers with its sentence and its status: a toast for htmx, a page with the way back
    otherwise.

    Doors with a form of their own (the API) catch it earlier. Anything that is no DomainError passes through: a fault.
    """

    def __init__(self, get_response: GetResponse) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        patch_vary_headers(response, ["HX-Request"])
        if is_htmx(request) and not 300 <= response.status_code < 400 and hasattr(request, "_messages"):
            toasts.move_messages(request, response)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if isinstance(exception, IntegrityError):
            worded = refusal_of(exception)
            return refused(request, worded) if worded else None
        return refused(request, exception) if isinstance(exception, DomainError) else None


def refused(request: HttpRequest, error: DomainError) -> HttpResponse:
    """The answer to an expected refusal. `X-Error-Code` carries its stable code."""
    sentence = sentence_of(error)
    if is_htmx(request):
        response = HttpResponse(status=error.status)
        response.headers["HX-Reswap"] = "none"
        toasts.add(response, sentence, "no")
    else:
        context = {"sentence": sentence, "status": error.status, "back_url": way_back(request)}
        response = render(request, "faces/refused.html", context, status=error.status)
    response.headers["X-Error-Code"] = error.code
    return response


def way_back(request: HttpRequest) -> str:
    """The page the reader came from, when it is ours; the browser keeps what was typed there."""
    came_from = request.headers.get("Referer", "")
    ours = url_has_allowed_host_and_scheme(came_from, {request.get_host()}, require_https=request.is_secure())
    return came_from if ours and came_from != request.build_absolute_uri() else "/"
