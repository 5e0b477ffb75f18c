"""`Idempotency-Key` on POST: the same key again returns the first answer, and nothing happens a second time."""

import functools
import json
from collections.abc import Callable
from typing import Any

from django.http import HttpRequest, HttpResponse
from ninja.errors import HttpError
from ninja.responses import NinjaJSONEncoder

from congvu.api.problems import problem
from congvu.core.errors import N_, DomainError
from congvu.ledger.requests import RequestKeyReused, fingerprint, once

HEADER = "Idempotency-Key"
LONGEST = 80
Run = Callable[..., HttpResponse]


class RepeatKeyUnsound(DomainError):
    code = "idempotency_key_unsound"
    sentence = N_("Idempotency-Key phải có từ 1 đến 80 ký tự; nên dùng một UUID mới cho mỗi việc.")
    status = 422


class _Refused(Exception):
    """Carries a refusal out of the transaction, so that it is not kept as the answer."""

    def __init__(self, response: HttpResponse) -> None:
        super().__init__(response.status_code)
        self.response = response


def answer_once(run: Run) -> Run:
    """Wraps an operation: a refusal is not kept, so asked again it is judged again."""

    @functools.wraps(run)
    def guarded(request: HttpRequest, **path: Any) -> HttpResponse:
        key = request.headers.get(HEADER)
        if request.method != "POST" or key is None:
            return run(request, **path)
        if not 1 <= len(key) <= LONGEST:
            return problem(RepeatKeyUnsound())
        actor = _who(run, request)
        if actor is None:
            return run(request, **path)  # refused there, with its reason
        was_made_now: list[HttpResponse] = []

        def act() -> dict[str, Any]:
            response = run(request, **path)
            if response.status_code >= 400:
                raise _Refused(response)
            was_made_now.append(response)
            return {"status": response.status_code, "body": json.loads(response.content or b"null")}

        try:
            kept = once(actor, key, fingerprint("POST", request.get_full_path(), request.body), act)
        except _Refused as refused:
            return refused.response
        except RequestKeyReused as reused:
            return problem(reused)
        return was_made_now[0] if was_made_now else _again(kept)

    return guarded


def _who(run: Run, request: HttpRequest) -> Any:
    """The actor, known before the operation runs, because the key belongs to him."""
    operation: Any = getattr(run, "__self__", None)
    for callback in operation.auth_callbacks if operation is not None else ():
        try:
            if actor := callback(request):
                return actor
        except (DomainError, HttpError):
            return None
    return None


def _again(kept: dict[str, Any]) -> HttpResponse:
    text = json.dumps(kept["body"], cls=NinjaJSONEncoder, ensure_ascii=False)
    response = HttpResponse(text, status=kept["status"], content_type="application/json; charset=utf-8")
    response.headers["Idempotent-Replayed"] = "true"
    return response
