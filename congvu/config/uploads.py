"""A request that is too large is refused by its announced length, before a byte of it is read."""

from collections.abc import Callable

from django.conf import settings
from django.http import HttpRequest, HttpResponse

from congvu.core.errors import N_, DomainError
from congvu.faces.middleware import refused

FILES_AT_ONCE = 2  # files of the largest size that one request may carry
FORM = 1024 * 1024


class RequestTooLarge(DomainError):
    """More than one request may carry."""

    code = "request_too_large"
    sentence = N_(
        "Tổng dung lượng gửi lên vượt quá %(megabytes)s MB nên không nhận. Hãy gửi ít tệp hơn mỗi lần, mỗi tệp không"
        " quá %(each)s MB."
    )
    status = 413


class RequestSizeMiddleware:
    """Stands before anything that reads the body."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        announced = request.META.get("CONTENT_LENGTH") or "0"
        most = FILES_AT_ONCE * settings.FILES_MAX_BYTES + FORM
        if not announced.isdecimal() or int(announced) > most:
            each = settings.FILES_MAX_BYTES // (1024 * 1024)
            response = refused(request, RequestTooLarge(megabytes=FILES_AT_ONCE * each, each=each))
            response.headers["Connection"] = "close"
            return response
        return self.get_response(request)
