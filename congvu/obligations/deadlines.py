"""From the rows of obligations to the deadline every page shows."""

from collections.abc import Iterable
from datetime import date, datetime

from congvu.core.clock import WorkCalendar, day_of, local, working_days_between
from congvu.core.timeliness import Clocked, Status, status_at
from congvu.faces.parts import Deadline
from congvu.obligations import calendars
from congvu.obligations.models import Obligation


def obligations_by_id(ids: Iterable[int | None]) -> dict[int, Obligation]:
    wanted = {one for one in ids if one is not None}
    return {item.pk: item for item in Obligation.objects.filter(pk__in=wanted)} if wanted else {}


def clocked(item: Obligation) -> Clocked:
    return Clocked(item.opened_at, item.due_at, item.late_at, item.paused, item.closed_at)


Calendars = dict[tuple[int, int], WorkCalendar]


def deadline_of(
    item: Obligation | None,
    *,
    now: datetime,
    long: bool = False,
    why_url: str = "",
    known: Calendars | None = None,
) -> Deadline | None:
    """The deadline of an obligation at `now`, with whole working days left, late or stood still.

    `known`: calendars met so far; a list hands the same one to all its rows, so each is looked up once.
    """
    if item is None:
        return None
    status = status_at(clocked(item), now)
    if status is Status.NOT_YET:
        status = Status.RUNNING if item.due_at else Status.NO_DUE
    known = {} if known is None else known
    today, days, on, at = day_of(now), None, None, None
    if status is Status.PAUSED:
        on = day_of(item.since_at)
        days = max(_between(item, on, today, known), 0)
    elif item.due_at is not None:
        on, at = day_of(item.due_at), local(item.due_at).time()
        if status in (Status.RUNNING, Status.OVERDUE):
            days = abs(_between(item, today, on, known))
        elif status is Status.DONE_LATE and item.closed_at:
            days = _between(item, on, day_of(item.closed_at), known)
    return Deadline(status.value, on, days, at=at, provisional=item.provisional, long=long, why_url=why_url)


def _between(item: Obligation, since: date, until: date, known: Calendars) -> int:
    if item.calendar_id is None or item.calendar_version is None:
        return (until - since).days
    key = (item.calendar_id, item.calendar_version)
    if key not in known:
        known[key] = calendars.of_version(*key)
    return working_days_between(since, until, known[key])
