"""Two years of finished dossiers, as rows of `congvu load dossiers`: the same rows for the same day, every time.

Codes, applicants and moments are invented; procedures, limits, units and the calendar are real. About 97 in 100 are in
time, as the source documents report of real provinces; the late ones lie where lateness lies in practice: land, and
the weeks after a reorganisation.
"""

import random
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from congvu.core.clock import VIETNAM, Allowance, WorkCalendar, due
from congvu.core.numbering import format_code, format_on
from congvu.demo import people

REORGANISED_ON = date(2025, 7, 1)
CHANNELS = (("direct", 46), ("online", 50), ("post", 4))


@dataclass(frozen=True, slots=True)
class Offer:
    """A procedure that is asked for: how often (`weight`, relative), with which limit."""

    code: str
    allowance: Allowance
    weight: int


@dataclass(frozen=True, slots=True)
class Place:
    """Where people hand in: the unit of then, its share of the province's dossiers, the code its dossiers carry."""

    unit: str
    agency: str
    weight: int
    since: date
    until: date  # exclusive


def rows(
    *, offers: Sequence[Offer], places: Sequence[Place], calendar: WorkCalendar, since: date, until: date, count: int
) -> list[dict[str, str]]:
    """About `count` rows received from `since` to before `until`, in order of receipt. Deterministic."""
    chance = random.Random(20250701)
    days = [day for day in _days(since, until) if calendar.is_working(day)]
    serials: defaultdict[tuple[str, date], int] = defaultdict(int)
    made = []
    for day in sorted(chance.choices(days, k=count)):
        open_places = [place for place in places if place.since <= day < place.until]
        place = chance.choices(open_places, [each.weight for each in open_places])[0]
        offer = chance.choices(offers, [each.weight for each in offers])[0]
        serials[place.agency, day] += 1
        row = _row(chance, place, offer, calendar, day, serials[place.agency, day])
        if row is not None:
            made.append(row)
    return made


def _row(
    chance: random.Random, place: Place, offer: Offer, calendar: WorkCalendar, day: date, serial: int
) -> dict[str, str] | None:
    received = datetime.combine(day, time(7, 30), VIETNAM) + timedelta(minutes=chance.choice(MINUTES_OF_INTAKE))
    limit = due(received, offer.allowance, calendar)
    if limit.due_at is None:
        return None
    finished = _finished(chance, received, limit.due_at, calendar, is_late=chance.random() < _late_share(place, day))
    withdrawn = chance.random() < 0.008
    form = format_on(day)
    return {
        "code": format_code(form, agency=place.agency, day=day, sequence=serial),
        "procedure_code": offer.code,
        "unit_code": place.unit,
        "applicant": people.name(chance),
        "channel": chance.choices([name for name, _ in CHANNELS], [weight for _, weight in CHANNELS])[0],
        "received_at": received.isoformat(timespec="minutes"),
        "due_at": limit.due_at.isoformat(timespec="minutes"),
        "finished_at": finished.isoformat(timespec="minutes"),
        "returned_at": (finished + timedelta(minutes=chance.randrange(5, 50))).isoformat(timespec="minutes"),
        "status": "7" if withdrawn else "10",
    }


MINUTES_OF_INTAKE = (*range(5, 235), *range(335, 440))  # 07:35–11:25 and 13:05–14:50, before the cut-off


def _late_share(place: Place, day: date) -> float:
    weeks_after = (day - REORGANISED_ON).days // 7
    return 0.09 if place.since == REORGANISED_ON and 0 <= weeks_after < 6 else 0.02


def _finished(
    chance: random.Random, received: datetime, due_at: datetime, calendar: WorkCalendar, *, is_late: bool
) -> datetime:
    """A working moment: a little before the date promised, the same morning, or some days after it."""
    if not is_late:
        span = (due_at - received).total_seconds() / 60
        moment = received + timedelta(minutes=max(20.0, span * chance.triangular(0.25, 0.98, 0.8)))
        moment = max(_at_work(moment, calendar), received + timedelta(minutes=5))
        return min(moment, due_at - timedelta(minutes=1))
    day = due_at.astimezone(VIETNAM).date() + timedelta(days=chance.choice((1, 1, 1, 2, 3, 5, 8)))
    return _at_work(datetime.combine(day, time(8), VIETNAM) + timedelta(minutes=chance.randrange(170)), calendar)


def _at_work(moment: datetime, calendar: WorkCalendar) -> datetime:
    local = moment.astimezone(VIETNAM)
    while not calendar.is_working(local.date()):
        local = datetime.combine(local.date() + timedelta(days=1), time(8, 15), VIETNAM)
    if local.time() > time(17):
        return local.replace(hour=16, minute=local.minute)
    if local.time() < time(7, 30):
        return local.replace(hour=8)
    if time(11, 30) < local.time() < time(13):
        return local.replace(hour=11, minute=local.minute % 30)
    return local


def _days(since: date, until: date) -> Iterator[date]:
    for offset in range((until - since).days):
        yield since + timedelta(days=offset)
