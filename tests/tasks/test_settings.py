"""Rules, reminders and recurring tasks are set by who may, written in the ledger, and hold for what follows."""

from datetime import date
from typing import Any

import pytest

from congvu.ledger.selectors import timeline
from congvu.orgs.policy import NotAllowed, NotInSight
from congvu.tasks import commands
from congvu.tasks.commands import settings
from congvu.tasks.commands.extending import ExtensionTooLate
from congvu.tasks.models import Task, TaskRules, Template
from congvu.tasks.urging_rules import ladder_of_task
from tests.tasks.world import GIVEN_AT, World, moment

RULES: dict[str, Any] = {
    "entry_days": 1, "update_days": 7, "decision_days": 3, "extension_lead_days": 2, "extension_most": 1,
    "extension_approver": "leader",
}  # fmt: skip


def set_rules(world: World, by: str, **more: Any) -> TaskRules:
    given = {**RULES, **more}
    return settings.set_rules(unit_id=world.unit("tinh"), **given, actor=world.actor(by, GIVEN_AT), at=GIVEN_AT)


def test_rules_hold_for_tasks_of_the_unit_and_are_written_down(world: World) -> None:
    task = world.give(due_on=date(2025, 12, 15))
    set_rules(world, "cvp")
    asked = moment("2025-12-12 09:00")
    with pytest.raises(ExtensionTooLate):
        commands.ask_extension(
            code=task.code, until_on=date(2025, 12, 30), why="Chờ", actor=world.actor("gd_sxd", asked), at=asked
        )
    set_rules(world, "pct", extension_lead_days=0)
    commands.ask_extension(
        code=task.code, until_on=date(2025, 12, 30), why="Chờ", actor=world.actor("gd_sxd", asked), at=asked
    )
    assert TaskRules.objects.count() == 1
    events = [row.kind for row in timeline("unit", world.unit("tinh"))]
    assert events.count("task.rules_set") == 2


@pytest.mark.parametrize("name", [*settings.NUMBERS, "extension_approver"])
def test_unsound_rules_are_refused_at_their_field(world: World, name: str) -> None:
    bad = "nobody" if name == "extension_approver" else 999
    with pytest.raises((settings.RulesOutOfRange, settings.NoSuchChoice)) as refused:
        set_rules(world, "cvp", **{name: bad})
    assert refused.value.field == name
    assert not TaskRules.objects.exists()


@pytest.mark.parametrize("by", ["gd_sxd", "tp_qlxd", "quan_tri"])
def test_others_set_nothing_for_the_unit(world: World, by: str) -> None:
    with pytest.raises(NotAllowed):
        set_rules(world, by)


def test_reminders_of_a_kind(world: World) -> None:
    task = world.give(urgency="urgent")
    for before, after in ((4, 2), (6, 1)):
        settings.set_urging_rule(
            unit_id=world.unit("tinh"), kind="urgent", before_days=before, next_chief_days=after,
            actor=world.actor("cvp", GIVEN_AT), at=GIVEN_AT,
        )  # fmt: skip
    ladder = ladder_of_task(task.pk, GIVEN_AT)
    assert (ladder.before, ladder.next_chief_after) == (6, 1)


def test_a_paused_task_is_not_given_and_goes_on_from_the_day_it_is_resumed(world: World) -> None:
    actor = world.actor("cvp", GIVEN_AT)
    template = commands.make_template(
        name="Báo cáo tháng", task=commands.TaskGiven(content="Báo cáo", lead_unit_id=world.unit("sxd")),
        working_days=5, every="month", first_on=date(2025, 10, 31), unit_id=world.unit("tinh"), actor=actor,
        at=GIVEN_AT,
    )  # fmt: skip
    settings.pause_template(template_id=template.pk, actor=actor, at=GIVEN_AT)
    assert commands.give_recurring(now=moment("2025-12-01 00:40")) == 0
    with pytest.raises(NotInSight):
        settings.resume_template(template_id=template.pk, actor=world.actor("gd_stc", GIVEN_AT), at=GIVEN_AT)
    at = moment("2025-12-05 09:00")
    settings.resume_template(template_id=template.pk, actor=world.actor("cvp", at), at=at)
    assert Template.objects.get().next_on == date(2025, 12, 31)
    assert commands.give_recurring(now=moment("2025-12-31 00:40")) == 1
    assert Task.objects.get().assigned_on == date(2025, 12, 31)
