"""After any change, every open date is what the clock computes from its facts, and nothing else was touched."""

import random
from datetime import date, datetime, timedelta
from decimal import Decimal

import pytest

from congvu.core.clock import DayKind, DayNote, moment_from
from congvu.obligations import clock
from congvu.obligations.commands import pause, recompute, resume
from congvu.obligations.models import Extension, Obligation, ObligationStretch
from congvu.obligations.recompute import run
from congvu.obligations.recompute.effects import summary_of
from congvu.orgs.calendars import selectors
from congvu.orgs.models import Unit
from tests.recompute.conftest import CLOCK, official_with, open_matter, propose

NOW = moment_from("2026-12-18T10:00")
LIMITS = ("3 ngày làm việc", "12 ngày làm việc", "15 ngày", "40 ngày", "6 giờ", "0,25 ngày làm việc", "trong ngày")

pytestmark = pytest.mark.django_db


def some_matters(units: dict[str, Unit], chance: random.Random) -> None:
    for number in range(60):
        received = datetime.combine(date(2026, 11, 20) + timedelta(days=chance.randrange(26)), NOW.time(), NOW.tzinfo)
        received += timedelta(minutes=chance.randrange(-300, 420))
        kind = chance.choice(("matter", "matter_step"))
        unit = chance.choice(list(units.values()))
        item = open_matter(unit, chance.choice(LIMITS), received.isoformat(), subject=number, kind=kind)
        if chance.random() < 0.2:
            asked = received + timedelta(minutes=30)
            Extension.objects.create(
                item_id=item, amount=Decimal(2), why="Cần thêm", asked_at=asked, decided_at=asked, granted=True
            )
            recompute(item_id=item, actor=CLOCK, at=asked)
        at = received + timedelta(hours=chance.randrange(1, 40))
        for _ in range(chance.randrange(3)):
            stopped = pause(about=("matter", number), cause="supplement", actor=CLOCK, at=at)
            later = at + timedelta(hours=chance.randrange(2, 70))
            if later >= NOW or not stopped:
                break
            if chance.random() < 0.9:
                resume(about=("matter", number), actor=CLOCK, at=later)
                at = later + timedelta(hours=chance.randrange(1, 30))
            else:
                break


@pytest.mark.parametrize("seed", range(4))
def test_every_open_date_is_what_the_clock_says(units: dict[str, Unit], seed: int) -> None:
    chance = random.Random(seed)
    some_matters(units, chance)
    before = {item.pk: item for item in Obligation.objects.all()}
    off = {date(2026, 12, 1) + timedelta(days=chance.randrange(40)) for _ in range(4)}
    known = selectors.official().calendar
    notes = [DayNote(day, DayKind.HOLIDAY, "Nghỉ thêm") for day in sorted(off) if known.note_on(day) is None]
    change = propose(official_with(*notes), at=NOW)
    found = summary_of(change)
    run.apply(change_id=change.pk, digest=found.digest, actor=CLOCK, at=NOW)
    run.finish(change.pk, at=NOW)
    calendar = selectors.official().calendar
    moved = 0
    for item in Obligation.objects.filter(closed_at=None):
        right = clock.due_for(clock.facts_of(item), calendar)
        assert right is not None
        if item.paused:
            assert item.due_at is None
            continue
        assert (item.due_at, item.late_at, item.provisional) == (right.due_at, right.late_at, right.provisional)
        old = before[item.pk]
        changed = (old.due_at, old.provisional) != (item.due_at, item.provisional)
        assert ObligationStretch.objects.filter(item=item, cause="calendar").count() == changed
        moved += changed
    assert (moved, CLOCK.is_clock) == (found.moved, True)


def test_what_was_due_before_the_first_changed_day_is_not_even_looked_at(units: dict[str, Unit]) -> None:
    open_matter(units["xa"], "5 ngày", "2026-12-01", subject=1)
    change = propose(official_with(DayNote(date(2026, 12, 28), DayKind.HOLIDAY, "Nghỉ")), at=NOW)
    assert summary_of(change).looked_at == 0
