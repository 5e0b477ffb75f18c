"""People who can be told something, and a mail server that does what the test says."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime

import pytest
from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.notices.kinds import notice

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


@notice("probe.told", icon="send")
@dataclass(frozen=True, slots=True)
class Told:
    code: str
    to: str = ""

    def sentence(self) -> str:
        return f"Hồ sơ {self.code}: " + _("Thông báo")

    def url(self) -> str:
        return self.to or reverse("notices:list")


@notice("probe.mailed", mails=True)
@dataclass(frozen=True, slots=True)
class Mailed(Told):
    pass


@notice("probe.nowhere")
@dataclass(frozen=True, slots=True)
class Nowhere:
    def sentence(self) -> str:
        return "Không mở được"

    def url(self) -> str:
        return reverse("a-room-that-is-not-there")


@pytest.fixture
def people(db: None) -> dict[str, int]:
    from congvu.orgs.models import Person

    made = {}
    for name, email in (("an", "an@tinh.gov.vn"), ("binh", "binh@tinh.gov.vn"), ("chi", "")):
        made[name] = Person.objects.create(username=name, full_name=name.title(), email=email).pk
    return made


@pytest.fixture
def jobs_deferred(monkeypatch) -> list[str]:
    """Names of the jobs deferred by the test."""
    from django.db import connection

    def names() -> list[str]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT task_name FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
            return [row[0] for row in cursor.fetchall()]

    return names  # type: ignore[return-value]


class Server:
    """A mail backend: `sent` in order; `fault(message)` may raise, `away` refuses to be opened."""

    sent: list = []
    opened = 0
    away: Exception | None = None
    fault: Callable | None = None

    def __init__(self, fail_silently: bool = False, **ignored: object) -> None:
        del fail_silently, ignored

    def open(self) -> bool:
        if Server.away:
            raise Server.away
        Server.opened += 1
        return True

    def close(self) -> None:
        pass

    def send_messages(self, messages: list) -> int:
        for message in messages:
            if Server.fault:
                Server.fault(message)
            Server.sent.append(message)
        return len(messages)


@pytest.fixture
def server(settings):
    settings.EMAIL_BACKEND = "tests.notices.conftest.Server"
    Server.sent, Server.away, Server.fault, Server.opened = [], None, None, 0
    return Server
