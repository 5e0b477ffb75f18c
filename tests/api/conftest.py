"""An office with an administrator and a specialist, and keys that act for them."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from congvu.api import commands
from congvu.api.limits import limiter
from congvu.orgs.actor import Actor
from congvu.orgs.commands.people import create_person
from congvu.orgs.models import Person, Unit
from tests.orgs.conftest import make_unit

SINCE = date(2020, 1, 1)


@dataclass(frozen=True)
class Office:
    unit: Unit
    admin: Person
    specialist: Person


@pytest.fixture(autouse=True)
def _fresh_limits() -> None:
    limiter.counts.clear()


@pytest.fixture
def office(db: None) -> Office:
    unit = make_unit("tinh", kind="tinh")
    common: dict[str, Any] = {"unit_id": unit.pk, "since": SINCE, "actor": Actor.clock(), "at": timezone.now()}
    admin = create_person(username="quan.tri", full_name="Lê Quản Trị", role="admin", **common)
    specialist = create_person(username="chuyen.vien", full_name="Trần Chuyên Viên", role="specialist", **common)
    return Office(unit, admin, specialist)


def key_for(person: Person, *scopes: str, days: int = 30, **more: Any) -> str:
    now = more.pop("at", timezone.now())
    made = commands.issue_token(
        name="cổng", person=person, unit_id=None, scopes=scopes or ("orgs.see",),
        expires_at=now + timedelta(days=days), actor=Actor.clock(), at=now, **more,
    )  # fmt: skip
    return made[1]


Caller = Callable[..., Any]


def caller(key: str | None) -> Client:
    return Client(headers={"Authorization": f"Bearer {key}"} if key else {})
