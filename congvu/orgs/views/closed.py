"""Ways in that this house does not have."""

from typing import NoReturn

from django.http import Http404, HttpRequest

from congvu.orgs.doors import door


@door(kind="page", room="orgs", audience="public")
def closed(request: HttpRequest) -> NoReturn:
    """Accounts are made and passwords reset by the administrator alone."""
    raise Http404(request.path)
