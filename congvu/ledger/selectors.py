"""What happened to a subject, in order, in words."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from congvu.core.clock import day_of
from congvu.ledger.events import sentence_of
from congvu.ledger.models import Event

Names = Callable[[Iterable[int], datetime], dict[int, str]]


def _nameless(ids: Iterable[int], at: datetime) -> dict[int, str]:
    del ids, at
    return {}


_names: dict[str, Names] = {"person": _nameless, "unit": _nameless}


def provide_names(*, persons: Names | None = None, units: Names | None = None) -> None:
    """Called once by the floor that knows people and units: ids (and the latest moment asked about) → names."""
    if persons is not None:
        _names["person"] = persons
    if units is not None:
        _names["unit"] = units


@dataclass(frozen=True, slots=True)
class TimelineRow:
    """`entered_later`: written down on a later day than it happened (history loaded, an act entered afterwards)."""

    id: int
    seq: int
    kind: str
    sentence: str
    person_id: int | None
    person: str
    unit_id: int | None
    unit: str
    at: datetime
    recorded_at: datetime
    body: dict[str, Any]

    @property
    def entered_later(self) -> bool:
        return day_of(self.recorded_at) > day_of(self.at)


def timeline(subject_kind: str, subject_id: int, *, limit: int = 500) -> list[TimelineRow]:
    """The latest events of a subject, in the order of the chain (not of `at`). At most three queries."""
    found = Event.objects.filter(subject_kind=subject_kind, subject_id=subject_id).order_by("-seq")[:limit]
    return timeline_of(reversed(found))


def timeline_of(events: Iterable[Event]) -> list[TimelineRow]:
    """The same for events found otherwise (a feed, a report); in the given order."""
    events = list(events)
    if not events:
        return []
    latest = max(event.at for event in events)
    persons = _names["person"](sorted({event.actor_id for event in events if event.actor_id}), latest)
    units = _names["unit"](sorted({event.unit_id for event in events if event.unit_id}), latest)
    return [
        TimelineRow(
            id=event.pk, seq=event.seq, kind=event.kind, sentence=sentence_of(event.kind, event.body),
            person_id=event.actor_id, person=persons.get(event.actor_id or 0, ""),
            unit_id=event.unit_id, unit=units.get(event.unit_id or 0, ""),
            at=event.at, recorded_at=event.recorded_at, body=event.body,
        )
        for event in events
    ]  # fmt: skip
