"""Where the time of a late matter went: which desks exceeded their limit, what a system took, who was waited for."""

from dataclasses import dataclass
from datetime import datetime

from congvu.core.clock import day_of, working_minutes_between
from congvu.obligations import kernel, names, subjects
from congvu.obligations.models import Obligation, SystemTime


@dataclass(frozen=True, slots=True)
class Cause:
    """`kind`: `desk` (a step over its limit) or `system` (granted). `minutes` of working time."""

    kind: str
    what: str
    unit: str
    person: str
    minutes: int
    since: datetime
    until: datetime


def causes_of_lateness(item: Obligation, now: datetime) -> list[Cause]:
    """The largest first. Empty while nothing is late. A matter without steps answers for itself."""
    whole = item.part_of or item
    parts = list(whole.parts.order_by("opened_at", "pk")) or [whole]
    late = [(part, part.late_at, min(part.closed_at or now, now)) for part in parts if part.late_at is not None]
    over = [(part, late_at, until) for part, late_at, until in late if until > late_at]
    if not over and not (whole.late_at and whole.late_at < (whole.closed_at or now)):
        return []
    described = subjects.describe((part.kind, part.subject_id) for part, _late_at, _until in over)
    persons = names.person_names(part.person_id for part, _late_at, _until in over)
    units = names.unit_names((part.unit_id for part, _late_at, _until in over), day_of(now), short=True)
    causes = [
        Cause(
            "desk", _what(part, described), units.get(part.unit_id, ""), persons.get(part.person_id or 0, ""),
            working_minutes_between(late_at, until, kernel.frozen_calendar(part)), late_at, until,
        )
        for part, late_at, until in over
    ]  # fmt: skip
    granted = SystemTime.objects.filter(item__in=[whole, *parts], granted=True).order_by("pk")
    causes += [Cause("system", one.system, "", "", one.minutes, one.during.lower, one.during.upper) for one in granted]
    return sorted((cause for cause in causes if cause.minutes), key=lambda cause: -cause.minutes)


def _what(part: Obligation, described: dict[tuple[str, int], subjects.Description]) -> str:
    found = described.get((part.kind, part.subject_id))
    return (found.need or found.title) if found else part.kind
