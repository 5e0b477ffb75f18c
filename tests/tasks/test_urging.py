"""Reminding by hand and by rule; who is silent; what is overdue, at risk, reported fine."""

from datetime import date

import pytest

from congvu.core.clock import day_of
from congvu.notices.models import Notice
from congvu.obligations.commands import urge_due
from congvu.obligations.models import Urging
from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotAllowed, NotInSight
from congvu.tasks import commands
from congvu.tasks.commands.urging import MOST, NobodyToUrge, UrgingTooLong, UrgingTooMany, urge, urge_many
from congvu.tasks.commands.weekly import send_weekly_lists
from congvu.tasks.models import Task, UrgingRule
from congvu.tasks.selectors.urged import sent
from congvu.tasks.selectors.watching import update_rates, watched
from congvu.tasks.selectors.weekly import weekly_list
from congvu.tasks.urging_rules import DEFAULTS, ladder_of_task
from tests.tasks.world import World, moment

AT = moment("2025-11-20 09:00")


def reported(world: World, task: Task, percent: int, at: str, by: str = "gd_sxd") -> None:
    commands.report_progress(
        code=task.code, percent=percent, text="Đã làm.", actor=world.actor(by, moment(at)), at=moment(at)
    )


def test_the_office_reminds_for_its_body_and_every_reminder_is_kept(world: World) -> None:
    task = world.give("sxd")
    urging = Urging.objects.get(
        pk=urge(code=task.code, text="Đề nghị báo cáo trong ngày.", actor=world.actor("cvp", AT), at=AT)
    )
    assert (urging.rung, urging.to_unit_id, urging.sent_by_id) == ("hand", world.unit("sxd"), world.people["cvp"].pk)
    rows, following = sent(actor=world.actor("cvp", AT))
    assert [(row.code, row.rung, row.by, row.text) for row in rows] == [
        (task.code, "hand", "Lâm Hoàng Phúc", "Đề nghị báo cáo trong ngày.")
    ]
    assert following is None


@pytest.mark.parametrize(
    ("name", "may"), [("pct", True), ("cvp", True), ("gd_sxd", True), ("cv_qlxd", False), ("gd_stc", False)]
)
def test_who_may_remind(world: World, name: str, may: bool) -> None:
    task = world.give("sxd")
    actor = world.actor(name, AT)
    if may:
        assert urge(code=task.code, text="", actor=actor, at=AT)
    else:
        with pytest.raises((NotAllowed, NotInSight)):
            urge(code=task.code, text="", actor=actor, at=AT)


def test_many_at_once_answer_one_by_one(world: World) -> None:
    open_task, ended = world.give("sxd"), world.give("stc")
    at = moment("2025-11-03 09:00")
    commands.withdraw(code=ended.code, reason="Trùng.", actor=world.actor("cvp", at), at=at)
    found = urge_many(
        codes=[open_task.code, ended.code, "KHONG-CO", open_task.code], text="Nhắc", actor=world.actor("cvp", AT), at=AT
    )
    assert [(one.code, one.urging_id is not None) for one in found] == [
        (open_task.code, True),
        (ended.code, False),
        ("KHONG-CO", False),
    ]
    assert all(one.refused for one in found[1:])
    assert Urging.objects.count() == 1


def test_bad_input_of_many(world: World) -> None:
    actor = world.actor("cvp", AT)
    with pytest.raises(NobodyToUrge):
        urge_many(codes=["", ""], text="", actor=actor, at=AT)
    with pytest.raises(UrgingTooMany):
        urge_many(codes=[str(n) for n in range(MOST + 1)], text="", actor=actor, at=AT)
    with pytest.raises(UrgingTooLong):
        urge_many(codes=["x"], text="a" * 501, actor=actor, at=AT)
    assert not Urging.objects.exists()


@pytest.mark.parametrize(
    ("more", "at", "rung"),
    [
        pytest.param({}, "2025-12-10 08:00", None, id="three working days before: not yet"),
        pytest.param({"urgency": "urgent"}, "2025-12-10 08:00", "before", id="an urgent one is reminded of earlier"),
        pytest.param({"starred": True}, "2025-12-08 08:00", "before", id="a starred one a week before"),
        pytest.param({}, "2025-12-16 08:00", "after1", id="the day after: its chiefs"),
        pytest.param(
            {"urgency": "very_urgent"}, "2025-12-16 08:00", "after2", id="a very urgent one: the next chief at once"
        ),
    ],
)
def test_the_ladder_depends_on_the_kind_of_task(world: World, more: dict, at: str, rung: str | None) -> None:
    task = world.give("sxd", due_on=date(2025, 12, 15), **more)
    assert urge_due(now=moment(at)).failed == []
    found = Urging.objects.filter(item_id=task.obligation_id).first()
    assert (found.rung if found else None) == rung
    assert urge_due(now=moment(at)).sent == 0


def test_the_nearest_rule_holds(world: World) -> None:
    task = world.give("sxd")
    assert ladder_of_task(task.pk, AT) == DEFAULTS["normal"]
    UrgingRule.objects.create(unit=None, kind="normal", before_days=7, next_chief_days=5)
    assert ladder_of_task(task.pk, AT).before == 7
    UrgingRule.objects.create(unit=world.units["tinh"], kind="normal", before_days=1, next_chief_days=9)
    assert ladder_of_task(task.pk, AT).before == 1
    UrgingRule.objects.create(unit=world.units["stc"], kind="normal", before_days=4, next_chief_days=4)
    assert ladder_of_task(task.pk, AT).next_chief_after == 9


def test_the_console_sorts_the_worst_first_and_says_why(world: World) -> None:
    fine = world.give("sxd", due_on=date(2025, 12, 31))
    reported(world, fine, 60, "2025-11-19 09:00")
    silent = world.give("stc", due_on=date(2025, 12, 31))
    overdue = world.give("snv", due_on=date(2025, 11, 10))
    found = watched(actor=world.actor("cvp", AT), now=AT)
    assert [row.code for row in found.rows] == [overdue.code, silent.code, fine.code]
    assert found.rows[0].codes >= {"overdue", "silent"}
    assert (found.count("overdue"), found.count("silent"), found.whole) == (1, 2, True)
    assert found.rows[2].signal.level == "on_track"


def test_reported_fine_and_returned_twice_is_seen(world: World) -> None:
    task = world.give("sxd", due_on=date(2025, 12, 31))
    for claimed, answered in (("2025-11-05", "2025-11-06"), ("2025-11-10", "2025-11-11")):
        world.claim(task, moment(f"{claimed} 09:00"))
        at = moment(f"{answered} 09:00")
        commands.send_back(code=task.code, reason="Thiếu.", actor=world.actor("cvp", at), at=at)
    reported(world, task, 80, "2025-11-18 09:00")
    found = watched(actor=world.actor("cvp", AT), now=AT)
    assert [row.code for row in found.of("fine_but_bad")] == [task.code]


def test_units_that_do_not_report_are_seen_as_of_any_day(world: World) -> None:
    heard, silent = world.give("sxd"), world.give("sxd")
    world.give("stc")
    reported(world, heard, 20, "2025-11-18 09:00")
    office = world.actor("cvp", AT)
    rates = {
        row.unit_id: (row.ratio.numerator, row.ratio.denominator) for row in update_rates(actor=office, on=day_of(AT))
    }
    assert rates == {world.unit("sxd"): (1, 2), world.unit("stc"): (0, 1)}
    week_of_giving = update_rates(actor=office, on=date(2025, 10, 31))
    assert {row.ratio.exact for row in week_of_giving} == {1}
    world.claim(silent, moment("2025-11-20 08:00"))
    assert {row.unit_id: row.ratio.numerator for row in update_rates(actor=office, on=day_of(AT))}[
        world.unit("sxd")
    ] == 2


def test_the_weekly_list_of_each_unit(world: World) -> None:
    soon = world.give("sxd", due_on=date(2025, 11, 25))
    late = world.give("sxd", due_on=date(2025, 11, 3))
    far = world.give("stc", due_on=date(2026, 3, 1))
    reported(world, far, 90, "2025-11-19 09:00", by="gd_stc")
    (week,) = weekly_list(actor=world.actor("cvp", AT), now=AT)
    assert (week.unit, [row.code for row in week.overdue], [row.code for row in week.due]) == (
        "Sở Xây dựng",
        [late.code],
        [soon.code],
    )


def test_nobody_watches_what_he_cannot_see(world: World) -> None:
    own, other = world.give("sxd"), world.give("stc")
    codes = {row.code for row in watched(actor=world.actor("gd_sxd", AT), now=AT).rows}
    assert codes == {own.code}
    assert other.code not in codes
    assert watched(actor=Actor.clock(), now=AT).count("x") == 2


def test_queries_do_not_grow_with_the_tasks(world: World, django_assert_max_num_queries) -> None:
    for _n in range(3):
        world.give("sxd")
    actor = world.actor("cvp", AT)
    with django_assert_max_num_queries(15):
        watched(actor=actor, now=AT)
    for _n in range(12):
        world.give("stc")
    with django_assert_max_num_queries(15):
        assert len(watched(actor=actor, now=AT).rows) == 15


def test_the_weekly_list_reaches_each_unit_once_a_week(world: World) -> None:
    world.give("sxd", due_on=date(2025, 11, 3))
    monday = moment("2025-11-24 07:15")
    report = send_weekly_lists(now=monday)
    assert (report.units, report.told, report.failed) == (1, 1, [])
    told = Notice.objects.get(kind="task.weekly_list")
    assert (told.person_id, told.body["overdue"]) == (world.people["gd_sxd"].pk, 1)
    assert send_weekly_lists(now=monday).told == 0
    assert send_weekly_lists(now=moment("2025-12-01 07:15")).told == 1
