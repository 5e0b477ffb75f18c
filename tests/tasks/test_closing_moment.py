"""A claim that is accepted closes the task at the moment of the claim, whatever was changed while it waited."""

from datetime import date, datetime

import pytest

from congvu.core import periods
from congvu.core.clock import end_of
from congvu.core.timeliness import status_at
from congvu.metrics.questions import Question
from congvu.metrics.stats import stats
from congvu.obligations import kernel, selectors
from congvu.obligations.deadlines import clocked
from congvu.obligations.errors import AlreadyDone
from congvu.obligations.models import Obligation, ObligationStretch
from congvu.obligations.recompute import run
from congvu.orgs.actor import Actor
from congvu.orgs.calendars import commands as calendars
from congvu.orgs.calendars.files import read_days
from congvu.tasks import commands
from congvu.tasks.models import Task
from tests.orgs.calendar_world import NEXT_YEAR, table
from tests.tasks.world import World, moment

CLOCK = Actor.clock()
GIVEN, CLAIMED = moment("2026-11-02 08:00"), moment("2027-01-14 10:00")
CHANGED, ACCEPTED = moment("2027-01-18 09:00"), moment("2027-01-19 09:00")


def load_next_year(at: datetime) -> None:
    read = read_days(table(NEXT_YEAR), find_unit=lambda code, on: None)
    change = calendars.propose(read.contents, source="CV 1/VPCP", actor=CLOCK, at=at)
    run.apply(change_id=change.pk, digest=None, actor=CLOCK, at=at)
    run.finish(change.pk, at=at)


@pytest.fixture
def claimed(world: World) -> Task:
    task = world.give(at=GIVEN, due_on=date(2027, 1, 15))
    world.claim(task, CLAIMED)
    return task


def item_of(task: Task) -> Obligation:
    return Obligation.objects.get(subject_kind="task", kind="task", subject_id=task.pk)


def test_a_calendar_put_in_force_while_the_claim_waits_makes_nothing_late(world: World, claimed: Task) -> None:
    assert item_of(claimed).provisional
    load_next_year(CHANGED)
    assert (item_of(claimed).provisional, item_of(claimed).since_at) == (False, CHANGED)
    world.accept(claimed, ACCEPTED)
    item = item_of(claimed)
    claimed.refresh_from_db()
    assert (item.closed_at, claimed.done_on) == (CLAIMED, date(2027, 1, 14))
    assert status_at(clocked(item), ACCEPTED) == "done_early"
    assert ObligationStretch.objects.get(item=item).cause == "calendar"


def test_figures_count_it_in_time(world: World, claimed: Task) -> None:
    load_next_year(CHANGED)
    world.accept(claimed, ACCEPTED)
    question = Question(periods.period_from("2026"), date(2027, 1, 31))
    cells = stats("tasks", question, by=None, actor=CLOCK)["total"]["cells"]
    assert (cells["done_on_time"], cells["done_late"]) == (1, 0)
    before = Question(question.period, date(2027, 1, 18))
    cells = stats("tasks", before, by=None, actor=CLOCK)["total"]["cells"]
    assert (cells["open_overdue"], cells["claimed"]) == (1, 1)


def test_another_person_named_while_the_claim_waits(world: World, claimed: Task) -> None:
    person = world.people["tp_qlxd"]
    commands.assign_person(
        code=claimed.code, person_id=world.people["vt_sxd"].pk, actor=world.actor("gd_sxd", CHANGED), at=CHANGED
    )
    assert person.pk != item_of(claimed).person_id
    world.accept(claimed, ACCEPTED)
    item = item_of(claimed)
    assert item.closed_at == CLAIMED
    held = selectors.matter(CLOCK, item.pk, ACCEPTED).held
    assert [(one.person, one.until) for one in held] == [("", CLAIMED)]


def test_it_closes_once_and_not_before_it_arose(world: World, claimed: Task) -> None:
    item = item_of(claimed)
    with pytest.raises(kernel.ClockWentBack):
        kernel.close_earlier(item.pk, outcome="accepted", at=moment("2026-11-01 08:00"))
    kernel.close_earlier(item.pk, outcome="accepted", at=end_of(date(2027, 1, 10)))
    with pytest.raises(AlreadyDone):
        kernel.close_earlier(item.pk, outcome="accepted", at=CLAIMED)
    with pytest.raises(kernel.NoSuchObligation):
        kernel.close_earlier(item.pk + 1000, outcome="accepted", at=CLAIMED)
