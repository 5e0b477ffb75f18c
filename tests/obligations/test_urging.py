"""Reminders: before, at, after; up the ladder; each record alone; never twice, never lost."""

import pytest

from congvu.ledger.selectors import timeline
from congvu.obligations import commands
from congvu.obligations.commands import urging
from congvu.obligations.models import Urging
from congvu.orgs.policy import NotAllowed
from tests.obligations.conftest import moment


def run(at: str):
    return commands.urge_due(now=moment(at))


def people(told, rung: str) -> set[str]:
    return {name for what, name, _said in told if what == f"urged_{rung}"}


def test_each_rung_once_and_higher_ones_reach_higher(world, told):
    world.owe(1, at="2026-11-17 09:00", limit="5 ngày làm việc")  # due Tuesday the 24th
    assert run("2026-11-19 08:00").sent == 0
    assert run("2026-11-20 08:00").sent == 1  # two working days left
    assert run("2026-11-20 09:00").sent == 0
    assert run("2026-11-24 08:00").sent == 1
    assert run("2026-11-25 08:00").sent == 1
    assert run("2026-11-26 08:00").sent == 0
    assert run("2026-11-27 08:00").sent == 1
    assert run("2026-12-30 08:00").sent == 0
    assert list(Urging.objects.order_by("pk").values_list("rung", flat=True)) == ["before", "at", "after1", "after2"]
    assert tuple(people(told, rung) for rung in ("before", "at", "after1", "after2")) == (
        {"an"}, {"an"}, {"an", "chi"}, {"an", "chi", "dung"},
    )  # fmt: skip
    assert len(timeline("probe", 1)) == 4


def test_after_an_extension_the_new_date_is_reminded_of_again(world):
    from decimal import Decimal

    item = world.owe(1, at="2026-11-17 09:00", limit="5 ngày làm việc")
    run("2026-11-20 08:00")
    extension = commands.ask_extension(
        item_id=item.pk, amount=Decimal(3), why="x", actor=world.actor("an"), at=moment("2026-11-20 09:00")
    )
    commands.decide_extension(
        extension_id=extension, granted=True, answer="", actor=world.actor("chi"), at=moment("2026-11-20 10:00")
    )
    assert run("2026-11-24 08:00").sent == 0
    assert run("2026-11-25 08:00").sent == 1


def test_a_missed_run_sends_only_the_highest_rung(world):
    world.owe(1, at="2026-11-17 09:00", limit="1 ngày làm việc")
    run("2026-11-27 08:00")
    assert list(Urging.objects.values_list("rung", flat=True)) == ["after2"]


def test_nobody_is_reminded_of_what_is_paused_closed_or_without_a_date(world):
    from tests.obligations.test_kernel import close

    world.owe(1, limit="1 ngày làm việc")
    commands.pause(about=("probe", 1), cause="supplement", actor=world.actor("an"), at=moment("2026-11-24 10:00"))
    world.owe(2, limit="")
    world.owe(3, limit="1 ngày làm việc")
    close(3, at="2026-11-24 11:00")
    assert run("2026-11-30 08:00").sent == 0


def test_without_a_person_the_chief_of_the_unit_is_reminded(world, told):
    world.owe(1, at="2026-11-20 09:00", limit="2 ngày làm việc", person=None)
    run("2026-11-24 08:00")
    assert people(told, "at") == {"chi"}


def test_one_bad_record_never_stops_the_run(world, monkeypatch):
    items = [world.owe(n, at="2026-11-20 09:00", limit="2 ngày làm việc") for n in (1, 2, 3)]
    right = urging._addressees

    def broken(item, rung, on):
        if item.pk == items[1].pk:
            raise RuntimeError("bad row")
        return right(item, rung, on)

    monkeypatch.setattr(urging, "_addressees", broken)
    report = run("2026-11-24 08:00")
    assert (report.looked_at, report.sent, report.failed) == (3, 2, [items[1].pk])
    monkeypatch.setattr(urging, "_addressees", right)
    again = run("2026-11-24 09:00")
    assert (again.sent, again.failed) == (1, [])  # not lost


def test_two_runs_at_once_remind_once(live_database, told):
    from tests.ledger.test_races import together
    from tests.obligations.conftest import make_world

    world = make_world()
    for n in range(20):
        world.owe(n + 1, at="2026-11-20 09:00", limit="2 ngày làm việc")
    sent = sum(report.sent for report in together(3, lambda n: run("2026-11-24 08:00")))
    sent += run("2026-11-24 08:01").sent  # what one run skipped because another held it
    assert sent == Urging.objects.count() == 20
    assert len(told) == 20


def test_by_hand_it_needs_the_right_and_may_be_repeated(world, told):
    item = world.owe(1)
    at = moment("2026-11-25 09:00")
    with pytest.raises(NotAllowed):
        commands.urge(item_id=item.pk, text="Làm sớm", actor=world.actor("binh"), at=at)
    for _ in range(2):
        commands.urge(item_id=item.pk, text="Làm sớm", actor=world.actor("dung"), at=at)
    assert Urging.objects.filter(rung="hand").count() == 2
    assert told == [("urged_hand", "an", "Làm sớm")] * 2
