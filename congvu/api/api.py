"""The API of version 1. A room that has an `api.py` with a `router` is mounted here under its plural noun."""

import functools
import importlib
import importlib.util
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja.openapi.docs import Swagger

from congvu import __version__
from congvu.api import problems, repeats
from congvu.api.auth import BearerKey, Session
from congvu.api.openapi import Api
from congvu.orgs.doors import door


def _public(view: Any) -> Any:
    """The document and its page are open to all: they tell nothing but the contract."""

    @functools.wraps(view.func)
    def page(request: HttpRequest) -> HttpResponse:
        response: HttpResponse = view(request)
        return response

    return door(kind="page", room="api", audience="public")(page)


ROOMS = (
    "api", "orgs", "catalog", "obligations", "tasks", "tasks.plans", "tasks.programmes", "dossiers", "metrics",
    "indexes",
)  # fmt: skip

api = Api(
    title="Công Vụ",
    version=__version__,
    description="Commands and selectors of the house for other systems. Refusals are RFC 9457 problem documents.",
    urls_namespace="api",
    auth=[BearerKey(), Session()],
    docs=Swagger(settings={"persistAuthorization": False, "tryItOutEnabled": True}),
    docs_decorator=_public,
)
api.add_decorator(repeats.answer_once, mode="view")
problems.install(api)


def _router_of(room: str) -> Any | None:
    name = f"congvu.{room}.{'operations' if room == 'api' else 'api'}"
    try:
        found = importlib.util.find_spec(name)
    except ModuleNotFoundError:  # the room has not landed
        return None
    return importlib.import_module(name).router if found else None


for _room in ROOMS:
    if (_router := _router_of(_room)) is not None:
        api.add_router("", _router)
