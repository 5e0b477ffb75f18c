"""A closed period answers as it was signed; what is recorded later stands beside it, item by item."""

from datetime import date

import pytest
from django.db import DatabaseError, connection, transaction

from congvu.core import periods
from congvu.ledger.selectors import timeline
from congvu.metrics import closings
from congvu.metrics.closings.selectors import visible_to
from congvu.metrics.models import Closing
from congvu.metrics.questions import By, Question, Structure
from congvu.metrics.stats import stats
from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotAllowed, NotInSight
from congvu.tasks import commands
from tests.tasks.world import World, moment

CLOCK = Actor.clock()
YEAR = Question(periods.period_from("2025"), date(2025, 12, 31))
SIGNED_AT = moment("2026-01-05 09:00")
SIGNED = {"signer": "Trần Quốc Bảo", "document": "12/BC-UBND"}


def close(world: World, question: Question = YEAR, *, by: str = "", **more) -> Closing:
    actor = world.actor(by, SIGNED_AT) if by else CLOCK
    return closings.close_period(
        subject="tasks", question=question, **{**SIGNED, "actor": actor, "at": SIGNED_AT, **more}
    )


@pytest.fixture
def late(world: World) -> str:
    """Claimed in time, and nobody had answered when the year was closed."""
    task = world.give("sxd", due_on=date(2025, 12, 15))
    world.give("stc", due_on=date(2026, 2, 1))
    world.claim(task, moment("2025-12-12 16:00"))
    return task.code


def test_the_period_answers_as_signed_and_lists_what_came_later(world: World, late: str) -> None:
    before = stats("tasks", YEAR, by=By.UNIT, actor=CLOCK)
    assert "closing" not in before
    closing = close(world)
    commands.accept(code=late, actor=world.actor("cvp", SIGNED_AT), at=moment("2025-12-30 09:00"))
    world.give("snv", at=moment("2025-12-20 08:00"), due_on=date(2026, 3, 1))
    after = stats("tasks", YEAR, by=By.UNIT, actor=CLOCK)
    told = after.pop("closing")
    assert after == before
    assert (told["signer"], told["document"], told["sha256"]) == (*SIGNED.values(), closing.sha256)
    assert {(one["cell"], one["signed"], one["now"]) for one in told["changes"]} >= {
        ("total", 2, 3), ("done_on_time", 0, 1), ("open_overdue", 1, 0),
    }  # fmt: skip
    assert told["corrections_count"] == 2
    moved = next(one for one in told["corrections"] if one["code"] == late)
    assert moved["before"] == [["open_overdue", "Sở Xây dựng"]]
    assert moved["now"] == [["done_on_time", "Sở Xây dựng"]]
    added = next(one for one in told["corrections"] if one["code"] != late)
    assert added["before"] == []


def test_a_closing_without_later_acts_has_no_corrections(world: World, late: str) -> None:
    closing = close(world)
    assert closings.corrections(closing) == []
    assert closings.changed_cells(closing, actor=CLOCK) == []
    assert closings.count_corrections(closing) == 0


def test_another_day_another_unit_another_period_are_counted_anew(world: World, late: str) -> None:
    close(world)
    for question in (
        Question(YEAR.period, date(2026, 1, 2)),
        Question(YEAR.period, YEAR.as_of, world.unit("sxd")),
        Question(periods.period_from("2025Q4"), YEAR.as_of),
    ):
        assert "closing" not in stats("tasks", question, by=None, actor=CLOCK)


def test_both_structures_and_every_cut_are_kept(world: World, late: str) -> None:
    wanted = {
        (structure, by): stats("tasks", Question(YEAR.period, YEAR.as_of, None, structure), by=by, actor=CLOCK)
        for structure in Structure
        for by in (None, By.UNIT, By.ASSIGNER, By.FIELD, By.MONTH)
    }
    close(world)
    commands.accept(code=late, actor=world.actor("cvp", SIGNED_AT), at=moment("2025-12-30 09:00"))
    for (structure, by), expected in wanted.items():
        found = stats("tasks", Question(YEAR.period, YEAR.as_of, None, structure), by=by, actor=CLOCK)
        assert {key: found[key] for key in expected} == expected


def test_a_corrected_report_replaces_the_closing_which_stays(world: World, late: str) -> None:
    first = close(world)
    with pytest.raises(closings.ClosedBefore):
        close(world)
    second = close(world, replace=True, document="15/BC-UBND")
    first.refresh_from_db()
    assert first.replaced_by_id == second.pk
    assert stats("tasks", YEAR, by=None, actor=CLOCK)["closing"]["document"] == "15/BC-UBND"
    assert [row.replaced for row in closings.rows(actor=CLOCK)] == [False, True]


def test_it_is_sealed_and_written_in_the_ledger(world: World, late: str) -> None:
    closing = close(world)
    assert closings.is_intact(closing)
    event = timeline("closing", closing.pk)[0]
    assert (event.kind, event.body["sha256"]) == ("figures.closed", closing.sha256)
    closing.figures["then"]["total"]["cells"]["done"] += 1
    assert not closings.is_intact(closing)


@pytest.mark.parametrize(
    "text",
    [
        "UPDATE closing SET signer = 'x'",
        "UPDATE closing SET figures = '{}'",
        "DELETE FROM closing_item",
        "DELETE FROM closing",
    ],
)
def test_nobody_changes_what_was_signed(world: World, late: str, text: str) -> None:
    close(world)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(text)


def test_what_cannot_be_closed(world: World) -> None:
    with pytest.raises(closings.NotClosable):
        closings.close_period(subject="x", question=YEAR, **SIGNED, actor=CLOCK, at=SIGNED_AT)
    with pytest.raises(closings.SignerMissing):
        close(world, signer=" ")
    with pytest.raises(closings.PeriodRuns):
        close(world, at=moment("2025-12-31 17:00"))
    with pytest.raises(closings.PeriodRuns):
        close(world, Question(YEAR.period, date(2026, 1, 5)))


def test_who_may_close_and_who_sees(world: World, late: str) -> None:
    own = Question(YEAR.period, YEAR.as_of, world.unit("sxd"))
    with pytest.raises(NotAllowed):
        close(world, own, by="cv_qlxd")
    with pytest.raises(NotAllowed):
        close(world, own, by="gd_stc")
    with pytest.raises(NotAllowed):
        close(world, YEAR, by="gd_sxd")
    closing = close(world, own, by="gd_sxd")
    assert closing.closed_by_id == world.people["gd_sxd"].pk
    for name, sees in (("gd_sxd", True), ("pct", True), ("gd_stc", False)):
        actor = world.actor(name, SIGNED_AT)
        assert visible_to(actor).filter(pk=closing.pk).exists() is sees
    with pytest.raises(NotInSight):
        closings.in_sight(world.actor("gd_stc", SIGNED_AT), closing.pk)


def test_frozen_figures_are_shown_only_to_whom_all_of_them_may_be_shown(world: World, late: str) -> None:
    close(world)
    assert "closing" not in stats("tasks", YEAR, by=None, actor=world.actor("gd_sxd", SIGNED_AT))
