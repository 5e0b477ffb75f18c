"""Short messages at the edge of the page: from `django.contrib.messages` on full pages, by header on htmx answers."""

import json
from typing import Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse

EVENT: Final = "cv:toast"
_TONES: Final = {messages.SUCCESS: "ok", messages.WARNING: "wait", messages.ERROR: "no"}


def tone_of(level: int) -> str:
    return _TONES.get(level, "")


def add(response: HttpResponse, text: str, tone: str = "") -> None:
    """Show `text` when htmx has taken this answer in. Several may be added."""
    told = json.loads(response.headers.get("HX-Trigger", "{}"))
    told.setdefault(EVENT, {"toasts": []})["toasts"].append({"text": text, "tone": tone})
    response.headers["HX-Trigger"] = json.dumps(told)


def move_messages(request: HttpRequest, response: HttpResponse) -> None:
    """Messages waiting for a full page are told with this htmx answer instead."""
    for message in messages.get_messages(request):
        add(response, str(message), tone_of(message.level))
