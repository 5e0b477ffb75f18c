"""Units with the shipped calendar, obligations of a made-up room, and who would be told."""

from collections.abc import Sequence
from datetime import date, datetime

import pytest

from congvu.core.clock import DayKind, DayNote, moment_from, parse_allowance
from congvu.obligations import kernel, promises, subjects
from congvu.obligations.clock import Terms
from congvu.obligations.models import Obligation
from congvu.obligations.promises import MovedLater
from congvu.orgs.actor import Actor
from congvu.orgs.calendars import commands
from congvu.orgs.calendars.content import Content, Named, content_of
from congvu.orgs.models import CalendarChange, CalendarVersion, Unit
from tests.orgs.calendar_world import province

CLOCK = Actor.clock()
SWAP_OFF = DayNote(date(2026, 12, 31), DayKind.SWAP_OFF, "Hoán đổi", date(2026, 12, 26), "CV 9/VPCP")
SWAP_WORK = DayNote(date(2026, 12, 26), DayKind.SWAP_WORK, "Làm bù", date(2026, 12, 31), "CV 9/VPCP")


@pytest.fixture(autouse=True)
def kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(subjects, "_kinds", {})
    for kind, clock in (("matter", "legal"), ("matter_step", "step")):
        subjects.register(kind=kind, clock=clock, label=kind, icon="list-check", describe=lambda ids: {})


@pytest.fixture(autouse=True)
def told(monkeypatch: pytest.MonkeyPatch) -> list[MovedLater]:
    found: list[MovedLater] = []

    def tell(moved: Sequence[MovedLater], at: datetime) -> None:
        found.extend(moved)

    monkeypatch.setattr(promises, "_tellers", {"matter": tell})
    return found


@pytest.fixture
def units(db: None) -> dict[str, Unit]:
    return province()


def open_matter(unit: Unit, limit: str, received: str, *, subject: int, kind: str = "matter") -> int:
    terms = Terms(parse_allowance(limit))
    return kernel.open_obligation(
        kind=kind, subject_kind="matter", subject_id=subject, unit_id=unit.pk, at=moment_from(received), terms=terms
    )


def official_with(*notes: DayNote) -> Named:
    content = content_of(CalendarVersion.objects.get(calendar__unit=None, in_force=True).pk)
    return Named(None, Content((*content.days, *notes), content.hours))


def propose(*contents: Named, at: datetime) -> CalendarChange:
    return commands.propose(contents, source="CV 9/VPCP", actor=CLOCK, at=at)


def due_of(item_id: int) -> str:
    due_at = Obligation.objects.get(pk=item_id).due_at
    return due_at.astimezone(moment_from("2026-01-01").tzinfo).strftime("%Y-%m-%d %H:%M") if due_at else "-"
