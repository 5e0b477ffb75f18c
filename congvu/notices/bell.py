"""The bell in the header."""

from django.http import HttpRequest
from django.urls import reverse

from congvu.faces.shell import Bell
from congvu.notices.selectors import unread_count


def bell(request: HttpRequest) -> Bell | None:
    actor = getattr(request, "actor", None)
    return None if actor is None else Bell(unread_count(actor), reverse("notices:list"))
