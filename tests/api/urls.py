"""A small API beside the real one: an operation for every way in which one can be answered."""

from datetime import date
from typing import Any

from django.db import IntegrityError, transaction
from django.urls import path
from ninja import Router, Schema
from ninja.responses import Status
from pydantic import AwareDatetime, Field

from congvu.api import problems, repeats
from congvu.api.auth import BearerKey, Session
from congvu.api.openapi import Api
from congvu.config.urls import urlpatterns as real
from congvu.core.errors import DomainError
from congvu.ledger.numbers import next_number
from congvu.orgs.doors import door
from congvu.orgs.policy import NotInSight

router = Router(tags=["trial"])


class Refused(DomainError):
    code = "trial_refused"
    sentence = "Việc số %(number)s không làm được. Hãy chọn số khác."


REFUSALS = {
    13: Refused(number=13, field="number"),
    404: NotInSight(),
    500: IntegrityError("a fault of ours"),
}


class Act(Schema):
    number: int = Field(ge=0)
    due_on: date | None = None
    at: AwareDatetime | None = None


class Acted(Schema):
    number: int
    taken: int


@router.post("/acts", response={201: Acted}, summary="Do it")
@door(kind="act", room="trial", permission="orgs.see")
def act(request: Any, payload: Act) -> Status[dict[str, int]]:
    return Status(201, take(payload.number))


@transaction.atomic
def take(number: int) -> dict[str, int]:
    """A command: the number taken is given back when it is refused."""
    taken = next_number("trial", "2026")
    if number in REFUSALS:
        raise REFUSALS[number]
    return {"number": number, "taken": taken}


@router.get("/people", response=list[str], summary="Not for everyone")
@door(kind="list", room="trial", permission="orgs.see_people")
def people(request: Any, limit: int = 10) -> list[str]:
    return ["x"] * limit


trial = Api(title="trial", version="0", urls_namespace="trial", auth=[BearerKey(), Session()])
trial.add_decorator(repeats.answer_once, mode="view")
problems.install(trial)
trial.add_router("", router)

urlpatterns = [path("api/trial/", trial.urls), *real]
