"""Refusals as RFC 9457 problem documents: a stable `code`, the field, and the sentence in the reader's language."""

import json
from collections.abc import Mapping
from typing import Any

import structlog
from django.core.signals import got_request_exception
from django.http import Http404, HttpRequest, HttpResponse
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import AuthenticationError, HttpError, ValidationError

from congvu.api.limits import TooManyRequests
from congvu.core.errors import N_, DomainError
from congvu.faces.errors import sentence_of
from congvu.orgs.policy import NotAllowed, NotInSight, NotSignedIn

log = structlog.get_logger("congvu.api")

# pydantic's kind of error → our sentence; data of the error fills it
SHAPES: dict[str, str] = {
    "missing": N_("Thiếu trường này."),
    "string_type": N_("Phải là chữ."),
    "string_too_short": N_("Quá ngắn; cần ít nhất %(min_length)s ký tự."),
    "string_too_long": N_("Quá dài; nhiều nhất %(max_length)s ký tự."),
    "string_pattern_mismatch": N_("Không đúng dạng đã định."),
    "int_type": N_("Phải là số nguyên."),
    "int_parsing": N_("Phải là số nguyên."),
    "int_from_float": N_("Phải là số nguyên."),
    "decimal_parsing": N_("Phải là số thập phân viết trong chữ, ví dụ “12.50”."),
    "bool_parsing": N_("Phải là true hoặc false."),
    "bool_type": N_("Phải là true hoặc false."),
    "date_parsing": N_("Phải là ngày dạng 2026-01-31."),
    "date_from_datetime_parsing": N_("Phải là ngày dạng 2026-01-31."),
    "datetime_parsing": N_("Phải là thời điểm dạng 2026-01-31T14:30:00+07:00."),
    "datetime_from_date_parsing": N_("Phải là thời điểm dạng 2026-01-31T14:30:00+07:00."),
    "timezone_aware": N_("Thời điểm phải có múi giờ, ví dụ +07:00."),
    "enum": N_("Chỉ nhận một trong các giá trị đã định."),
    "literal_error": N_("Chỉ nhận một trong các giá trị đã định."),
    "extra_forbidden": N_("Không có trường này."),
    "greater_than_equal": N_("Phải từ %(ge)s trở lên."),
    "less_than_equal": N_("Phải từ %(le)s trở xuống."),
    "greater_than": N_("Phải lớn hơn %(gt)s."),
    "less_than": N_("Phải nhỏ hơn %(lt)s."),
}
UNREADABLE = N_("Giá trị này không dùng được.")


class BodyUnreadable(DomainError):
    code = "body_unreadable"
    sentence = N_("Nội dung gửi lên không phải JSON. Hãy gửi JSON mã UTF-8, Content-Type: application/json.")
    status = 400


class ShapeWrong(DomainError):
    code = "shape_wrong"
    sentence = N_("Có trường sai hoặc thiếu; xem “errors”.")
    status = 422


class Fault(DomainError):
    """Ours, not the caller's: it stands in the log under the request's id."""

    code = "fault"
    sentence = N_("Máy chủ chưa làm được việc này và không có gì thay đổi. Hãy thử lại; nếu vẫn vậy hãy báo quản trị.")
    status = 500


class CsrfMissing(NotAllowed):
    code = "csrf_missing"
    sentence = N_("Thiếu mã CSRF của phiên đăng nhập. Hãy gửi kèm X-CSRFToken, hoặc dùng khóa API.")


def problem(error: DomainError, *, errors: list[dict[str, str]] | None = None) -> HttpResponse:
    """The problem document of a refusal."""
    sentence = sentence_of(error)
    body: dict[str, Any] = {
        "type": f"urn:congvu:problem:{error.code}",
        "title": sentence.partition(". ")[0].rstrip("."),
        "status": error.status,
        "code": error.code,
        "detail": sentence,
        "field": error.field,
    }
    if errors:
        body |= {"errors": errors, "field": errors[0]["field"]}
    return _response(body, error.status, _headers(error))


def install(api: NinjaAPI) -> None:
    """Every way in which an operation can be refused answers with a problem document; a fault stays a fault."""

    def refuse(request: HttpRequest, error: Any) -> HttpResponse:
        return problem(error)

    api.add_exception_handler(DomainError, refuse)
    api.add_exception_handler(AuthenticationError, lambda request, error: problem(NotSignedIn()))
    api.add_exception_handler(Http404, lambda request, error: problem(NotInSight()))
    api.add_exception_handler(HttpError, _http_error)
    api.add_exception_handler(ValidationError, _shape)
    api.add_exception_handler(Exception, _fault)


def _http_error(request: HttpRequest, error: Any) -> HttpResponse:
    if error.status_code == 403:
        return problem(CsrfMissing())
    if error.status_code == 400:
        return problem(BodyUnreadable())
    return _response({"type": "about:blank", "title": str(error), "status": error.status_code}, error.status_code, {})


def _fault(request: HttpRequest, error: Any) -> HttpResponse:
    got_request_exception.send(sender=None, request=request)
    log.error("fault in an operation", exc_info=error)
    return problem(Fault())


def _shape(request: HttpRequest, error: Any) -> HttpResponse:
    found = [{"field": _field(each["loc"]), "code": each["type"], "message": _sentence(each)} for each in error.errors]
    return problem(ShapeWrong(), errors=found)


def _field(place: tuple[Any, ...]) -> str:
    """`("body", "payload", "due_on")` → `due_on`: the name of the body's parameter is ours alone."""
    if place and place[0] == "body":
        return ".".join(map(str, place[2:])) or "body"
    return ".".join(map(str, place[1:]))


def _sentence(error: Mapping[str, Any]) -> str:
    template = SHAPES.get(error["type"], UNREADABLE)
    return _(template) % (error.get("ctx") or {})


def _headers(error: DomainError) -> dict[str, str]:
    if isinstance(error, NotSignedIn):
        return {"WWW-Authenticate": "Bearer"}
    if isinstance(error, TooManyRequests):
        return {"Retry-After": str(error.data["seconds"])}
    return {}


def _response(body: dict[str, Any], status: int, headers: dict[str, str]) -> HttpResponse:
    text = json.dumps(body, ensure_ascii=False)
    return HttpResponse(text, status=status, content_type="application/problem+json", headers=headers)
