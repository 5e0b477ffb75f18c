"""Who asks: a key of another system (`Authorization: Bearer cv_…`), or a person signed in on a page."""

from typing import Any

import structlog
from django.http import HttpRequest
from ninja.security import APIKeyCookie, HttpBearer

from congvu.api import limits, selectors
from congvu.orgs.actor import Actor


class BearerKey(HttpBearer):
    def authenticate(self, request: HttpRequest, token: str) -> Actor | None:
        asking: Any = request
        known = getattr(asking, "actor", None)
        if isinstance(known, selectors.TokenActor):  # asked again for a repeatable request
            return known
        actor = selectors.actor_of_key(token, asking.now)
        if actor is None:
            limits.limiter.count(f"unknown {request.META.get('REMOTE_ADDR', '')}", limits.UNKNOWN_A_MINUTE)
            return None
        limits.limiter.count(f"key {actor.token_id}", limits.A_MINUTE)
        structlog.contextvars.bind_contextvars(token_id=actor.token_id)
        asking.actor = actor
        return actor


class Session(APIKeyCookie):
    """The browser's session; acts are protected by the CSRF token, as on pages."""

    param_name = "sessionid"

    def __call__(self, request: HttpRequest) -> Actor | None:
        actor: Actor | None = getattr(request, "actor", None)
        if actor is None or "Authorization" in request.headers:
            return None
        limits.limiter.count(f"person {actor.person_id}", limits.A_MINUTE)
        self._get_key(request)  # refuses a request without the CSRF token
        return actor

    def authenticate(self, request: HttpRequest, key: str | None) -> Actor | None:
        raise AssertionError("Session decides in __call__")
