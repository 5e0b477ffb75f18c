"""Events of a made-up room, and an actor."""

from dataclasses import dataclass
from datetime import UTC, datetime

import pytest

from congvu.ledger.events import event
from congvu.ledger.record import record

NOON = datetime(2026, 11, 24, 5, 0, tzinfo=UTC)


@event("probe.happened")
@dataclass(frozen=True, slots=True)
class Happened:
    note: str
    count: int = 0

    def sentence(self) -> str:
        return f"Đã xảy ra: {self.note}"


@dataclass(frozen=True)
class Who:
    person_id: int | None = 7
    unit_id: int | None = 3


@pytest.fixture
def tell():
    """Append one event about a subject of the made-up kind."""

    def one(subject_id: int, note: str = "x", *, kind: str = "probe", at: datetime = NOON) -> int:
        return record(Happened(note), about=(kind, subject_id), actor=Who(), at=at)

    return one
