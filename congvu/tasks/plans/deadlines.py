"""From obligations to the deadline every page shows; calendars are looked up once a page."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from congvu.core.clock import WorkCalendar, day_of, local
from congvu.core.timeliness import Status
from congvu.faces.parts import Deadline
from congvu.obligations import calendars
from congvu.obligations.models import Obligation
from congvu.obligations.selectors.inbox import days_of, status_of


def owed_by_id(ids: Iterable[int | None]) -> dict[int, Obligation]:
    wanted = {one for one in ids if one is not None}
    return {item.pk: item for item in Obligation.objects.filter(pk__in=wanted)} if wanted else {}


@dataclass
class Deadlines:
    """Deadlines at one instant; a calendar met before is not looked up again."""

    now: datetime
    known: dict[tuple[int, int], WorkCalendar] = field(default_factory=dict)

    def of(self, owed: Obligation | None, *, long: bool = False, why_url: str = "") -> Deadline | None:
        if owed is None:
            return None
        status = status_of(owed, self.now)
        if status is Status.NOT_YET:
            status = Status.RUNNING if owed.due_at else Status.NO_DUE
        if status is Status.PAUSED:
            days = days_of(owed, status, self.now, self._calendar(owed))
            return Deadline(status.value, day_of(owed.since_at), days, long=long, why_url=why_url)
        if owed.due_at is None:
            return Deadline(status.value, long=long)
        days = days_of(owed, status, self.now, self._calendar(owed))
        return Deadline(
            status.value, day_of(owed.due_at), days, local(owed.due_at).time(), owed.provisional, long, why_url
        )

    def _calendar(self, owed: Obligation) -> WorkCalendar | None:
        if owed.calendar_id is None or owed.calendar_version is None:
            return None
        key = (owed.calendar_id, owed.calendar_version)
        if key not in self.known:
            self.known[key] = calendars.of_version(*key)
        return self.known[key]
