"""The clock stops and runs on; due dates come from facts; the original date stays visible."""

from datetime import date
from decimal import Decimal

import pytest

from congvu.ledger.selectors import timeline
from congvu.obligations import commands, kernel
from congvu.obligations.commands.clock import due_now
from congvu.obligations.errors import (
    AlreadyAnswered,
    AlreadyPaused,
    AskedBySame,
    ClockWentBack,
    ExtensionNotLater,
    ExtensionPending,
    NothingToExtend,
    ReasonMissing,
    TooLateToExtend,
)
from congvu.obligations.models import Extension, Obligation, ObligationStretch
from congvu.orgs.policy import NotAllowed, NotInSight
from tests.obligations.conftest import moment

ABOUT = ("probe", 1)


def pause(world, at: str = "2026-11-25 10:00", cause: str = "supplement") -> int:
    return commands.pause(about=ABOUT, cause=cause, actor=world.actor("an"), at=moment(at))


def resume(world, at: str) -> int:
    return commands.resume(about=ABOUT, actor=world.actor("an"), at=moment(at))


class TestPause:
    def test_while_paused_there_is_no_due_date_and_afterwards_it_is_later_by_the_pause(self, world):
        item = world.owe(1, at="2026-11-24 09:00", limit="5 ngày làm việc")  # Tuesday; due Tuesday 1 December
        pause(world, "2026-11-25 10:00")
        item.refresh_from_db()
        assert (item.paused, item.due_at, item.pause_cause) == (True, None, "supplement")
        resume(world, "2026-11-27 08:00")  # the 25th and 26th do not count
        item.refresh_from_db()
        assert (item.paused, item.due_at) == (False, moment("2026-12-03 17:00"))
        paused = ObligationStretch.objects.get(paused=True)
        assert (paused.since_at, paused.until_at, paused.pause_cause) == (
            moment("2026-11-25 10:00"), moment("2026-11-27 08:00"), "supplement",
        )  # fmt: skip

    def test_the_steps_of_a_matter_stop_with_it_and_the_events_stand_in_its_chain(self, world):
        whole = world.owe(1)
        step = world.owe(11, kind="probe_step", limit="0,5 ngày làm việc", part_of=whole.pk)
        assert pause(world, "2026-11-24 10:00") == 2
        step.refresh_from_db()
        assert step.paused
        assert [row.kind for row in timeline(*ABOUT)] == ["obligation.paused"]
        assert "chờ bổ sung hồ sơ" in timeline(*ABOUT)[0].sentence
        assert resume(world, "2026-11-24 14:00") == 2
        step.refresh_from_db()
        assert step.due_at == moment("2026-11-24 17:00")  # 1 h before the pause, 3 h after it

    def test_what_is_late_already_is_not_stopped(self, world):
        item = world.owe(1, limit="1 ngày làm việc")
        assert pause(world, "2026-11-27 08:00") == 0
        item.refresh_from_db()
        assert (item.paused, item.due_at) == (False, moment("2026-11-25 17:00"))

    def test_pausing_twice_is_refused(self, world):
        world.owe(1)
        pause(world)
        with pytest.raises(AlreadyPaused):
            pause(world, "2026-11-25 11:00")

    def test_resuming_before_the_pause_is_refused(self, world):
        world.owe(1)
        pause(world, "2026-11-25 10:00")
        with pytest.raises(ClockWentBack):
            resume(world, "2026-11-25 09:00")

    def test_closing_while_paused_ends_the_pause(self, world):
        item = world.owe(1)
        pause(world, "2026-11-25 10:00")
        kernel.close_obligation(
            kind="probe", subject_kind="probe", subject_id=1, outcome="withdrawn", at=moment("2026-11-27 08:00")
        )
        item.refresh_from_db()
        assert (item.paused, item.closed_at, item.due_at) == (
            False, moment("2026-11-27 08:00"), moment("2026-12-03 17:00"),
        )  # fmt: skip


class TestExtension:
    def ask(self, world, item, who="an", at="2026-11-25 09:00", **more):
        more = more or {"amount": Decimal(2)}
        return commands.ask_extension(item_id=item.pk, why="Cần đo lại", actor=world.actor(who), at=moment(at), **more)

    def decide(self, world, extension, who="chi", granted=True, answer="Đồng ý", at="2026-11-25 14:00"):
        commands.decide_extension(
            extension_id=extension, granted=granted, answer=answer, actor=world.actor(who), at=moment(at)
        )

    def test_granted_days_are_added_and_the_original_date_stays_in_the_stretch(self, world):
        item = world.owe(1)
        self.decide(world, self.ask(world, item))
        item.refresh_from_db()
        assert item.due_at == moment("2026-12-03 17:00")
        stretch = ObligationStretch.objects.get()
        assert (stretch.due_at, stretch.cause) == (moment("2026-12-01 17:00"), "extended")
        assert Extension.objects.get().due_before == moment("2026-12-01 17:00")
        assert [row.sentence for row in timeline(*ABOUT)] == ["Đề nghị gia hạn", "Đồng ý gia hạn"]

    def test_a_new_day_can_be_set_and_pauses_do_not_move_it(self, world):
        item = world.owe(1)
        self.decide(world, self.ask(world, item, until_on=date(2026, 12, 11)))
        pause(world, "2026-11-26 10:00")
        resume(world, "2026-11-30 10:00")
        item.refresh_from_db()
        assert item.due_at == moment("2026-12-11 17:00")

    def test_extension_and_pause_both_count(self, world):
        item = world.owe(1)
        self.decide(world, self.ask(world, item))
        pause(world, "2026-11-26 10:00")
        resume(world, "2026-11-27 10:00")
        item.refresh_from_db()
        assert item.due_at == moment("2026-12-04 17:00")  # 5 + 2 days, one day paused

    def test_a_refusal_changes_nothing_and_needs_a_reason(self, world):
        item = world.owe(1)
        extension = self.ask(world, item)
        with pytest.raises(ReasonMissing):
            self.decide(world, extension, granted=False, answer=" ")
        self.decide(world, extension, granted=False, answer="Đủ thời gian")
        item.refresh_from_db()
        assert item.due_at == moment("2026-12-01 17:00")
        assert ObligationStretch.objects.count() == 0

    def test_after_the_due_date_nothing_can_be_asked(self, world):
        item = world.owe(1, limit="1 ngày làm việc")
        self.ask(world, item, at="2026-11-25 23:00")  # still its last day
        Extension.objects.all().delete()
        with pytest.raises(TooLateToExtend, match=r"25/11/2026 17:00"):
            self.ask(world, item, at="2026-11-26 00:00")

    def test_refusals(self, world):
        item = world.owe(1)
        with pytest.raises(ExtensionNotLater):
            self.ask(world, item, until_on=date(2026, 12, 1))
        extension = self.ask(world, item)
        with pytest.raises(ExtensionPending):
            self.ask(world, item)
        with pytest.raises(NotAllowed):
            self.decide(world, extension, who="an")
        self.decide(world, extension)
        with pytest.raises(AlreadyAnswered, match=r"25/11/2026 14:00"):
            self.decide(world, extension)
        with pytest.raises(NothingToExtend):
            self.ask(world, world.owe(2, limit=""))

    def test_nobody_decides_his_own_request(self, world):
        item = world.owe(1, person="chi")
        extension = self.ask(world, item, who="chi")
        with pytest.raises(AskedBySame):
            self.decide(world, extension, who="chi")

    def test_outside_the_own_reach_it_is_not_there(self, world):
        item = world.owe(1)
        with pytest.raises(NotInSight):
            self.ask(world, item, who="em")
        with pytest.raises(NotAllowed):
            self.ask(world, item, who="binh")  # sees it, does not hold it

    def test_granted_while_paused_it_counts_when_the_clock_runs_again(self, world):
        item = world.owe(1)
        extension = self.ask(world, item)
        pause(world, "2026-11-25 10:00")
        self.decide(world, extension)
        item.refresh_from_db()
        assert item.due_at is None
        resume(world, "2026-11-25 16:00")  # the same day: no day lost
        item.refresh_from_db()
        assert item.due_at == moment("2026-12-03 17:00")


class TestRecompute:
    def test_a_wrong_date_is_found_and_set_right_with_an_event(self, world):
        item = world.owe(1)
        assert commands.recompute(item_id=item.pk, actor=world.actor("chi"), at=moment("2026-11-25 09:00")) is False
        Obligation.objects.update(due_at=moment("2026-12-24 17:00"), late_at=moment("2026-12-24 17:00"))
        assert commands.recompute(item_id=item.pk, actor=world.actor("chi"), at=moment("2026-11-25 09:00")) is True
        item.refresh_from_db()
        assert due_now(item)["due_at"] == item.due_at == moment("2026-12-01 17:00")
        assert ObligationStretch.objects.get().cause == "corrected"
        assert timeline(*ABOUT)[-1].kind == "obligation.corrected"
