"""Pages that refuse, confirm and greet: only for the tests of the face."""

from datetime import date
from typing import NoReturn

from django.contrib import messages
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from congvu.core.errors import N_, DomainError
from congvu.faces.confirm import needs_confirmation
from congvu.faces.parts import Confirm


class StillWaiting(DomainError):
    """The dossier waits for a supplement."""

    code = "still_waiting"
    sentence = N_("Hồ sơ đang chờ bổ sung từ %(since)s; hãy tiếp nhận bổ sung trước khi trả kết quả.")


class NotYours(StillWaiting):
    code = "not_yours"
    status = 403


class WrongShape(StillWaiting):
    code = "wrong_shape"
    status = 422


def refuse(request: HttpRequest, kind: str) -> NoReturn:
    raise {"409": StillWaiting, "403": NotYours, "422": WrongShape}[kind](since=date(2026, 1, 5))


def fault(request: HttpRequest) -> NoReturn:
    raise RuntimeError("a fault of ours")


def denied(request: HttpRequest) -> NoReturn:
    raise PermissionDenied


def bad(request: HttpRequest) -> NoReturn:
    raise SuspiciousOperation


def greet(request: HttpRequest) -> HttpResponse:
    messages.success(request, "Đã giao nhiệm vụ.")
    return HttpResponse("phần trang")


@needs_confirmation(Confirm("Hủy nhiệm vụ này?", title="Hủy nhiệm vụ", yes="Hủy luôn"))
def withdraw(request: HttpRequest) -> HttpResponse:
    return HttpResponse("đã hủy " + request.POST.get("reason", ""))


urlpatterns = [
    path("refuse/<str:kind>/", refuse),
    path("fault/", fault),
    path("denied/", denied),
    path("bad/", bad),
    path("greet/", greet),
    path("withdraw/", withdraw),
    path("", include("congvu.faces.urls")),
]
