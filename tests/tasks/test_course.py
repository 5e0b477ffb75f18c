"""From the directive to the acceptance: three axes, the clock, who may."""

from datetime import date

import pytest

from congvu.core.clock import day_of, end_of
from congvu.core.tasks import (
    AssignedBeforeDirective,
    CircularSplit,
    CoordinatingIsLead,
    DueBeforeAssigned,
    PartDueLater,
    PartGiven,
    PartTwice,
    SecretNotHere,
)
from congvu.core.timeliness import status_at
from congvu.ledger.selectors import timeline
from congvu.obligations.deadlines import clocked
from congvu.obligations.errors import TooLateToExtend
from congvu.obligations.models import Obligation, ObligationStretch
from congvu.obligations.selectors import inbox
from congvu.orgs.policy import NotAllowed, NotInSight
from congvu.tasks import commands
from congvu.tasks.commands.claiming import ChildrenOpen
from congvu.tasks.commands.evidence import EvidenceMissing, EvidenceStands
from congvu.tasks.commands.extending import ExtensionsUsedUp, ExtensionTooLate
from congvu.tasks.commands.moving import MovedOn
from congvu.tasks.commands.receiving import ReceivedBefore
from congvu.tasks.commands.steering import OpenChildren
from congvu.tasks.models import PartState, Task, TaskRules, TaskState
from congvu.tasks.policy import OwnClaim
from congvu.tasks.units import NotBelow, UnitEnded
from tests.tasks.world import GIVEN_AT, World, moment

DUE = date(2025, 12, 15)
CLAIMED_AT, DECIDED_AT = moment("2025-12-12 16:20"), moment("2025-12-17 09:00")


def item_of(task: Task) -> Obligation:
    task.refresh_from_db()
    return Obligation.objects.get(pk=task.obligation_id)


def test_a_task_is_owed_by_its_lead_until_it_is_accepted(world: World) -> None:
    task = world.give(coordinating=(PartGiven(world.unit("stc"), "ý kiến về dự toán", date(2025, 12, 1)),))
    item = item_of(task)
    assert (item.unit_id, day_of(item.due_at), item.closed_at) == (world.unit("sxd"), DUE, None)
    part = task.parts.get(role="coordinating")
    own = Obligation.objects.get(pk=part.obligation_id)
    assert (own.unit_id, day_of(own.due_at), own.part_of_id) == (world.unit("stc"), date(2025, 12, 1), item.pk)
    world.claim(task, CLAIMED_AT)
    assert item_of(task).closed_at is None
    world.accept(task, DECIDED_AT)
    item = item_of(task)
    assert (task.state, task.done_on) == (TaskState.ACCEPTED, day_of(CLAIMED_AT))
    assert item.closed_at == CLAIMED_AT
    assert status_at(clocked(item), end_of(day_of(DECIDED_AT))) == "done_early"
    assert not Obligation.objects.filter(part_of=item, closed_at=None).exists()


def test_a_returned_claim_never_happened_for_the_clock(world: World) -> None:
    task = world.give()
    world.claim(task, CLAIMED_AT)
    commands.send_back(code=task.code, reason="Chưa có dự toán.", actor=world.actor("cvp", DECIDED_AT), at=DECIDED_AT)
    item = item_of(task)
    assert (task.state, task.returns, item.closed_at, day_of(item.due_at)) == (TaskState.RETURNED, 1, None, DUE)
    assert status_at(clocked(item), DECIDED_AT) == "overdue"
    world.claim(task, moment("2025-12-18 10:00"))
    world.accept(task, moment("2025-12-19 10:00"))
    assert status_at(clocked(item_of(task)), moment("2025-12-20 10:00")) == "done_late"
    assert [claim.accepted for claim in task.claims.order_by("number")] == [False, True]


def test_claiming_needs_evidence_and_children_accepted(world: World) -> None:
    task = world.give()
    with pytest.raises(EvidenceMissing):
        commands.claim_done(
            code=task.code, text="Xong", evidence=[], actor=world.actor("gd_sxd", CLAIMED_AT), at=CLAIMED_AT
        )
    (child,) = commands.split(
        code=task.code, actor=world.actor("gd_sxd", GIVEN_AT), at=GIVEN_AT,
        tasks=[commands.TaskGiven("Soạn đề án", world.unit("qlxd"), date(2025, 12, 1))],
    )  # fmt: skip
    with pytest.raises(ChildrenOpen):
        world.claim(task, CLAIMED_AT)
    world.claim(child, CLAIMED_AT, by="tp_qlxd")
    world.accept(child, CLAIMED_AT, by="gd_sxd")
    world.claim(task, CLAIMED_AT)
    assert Task.objects.get(pk=task.pk).state == TaskState.CLAIMED


def test_nobody_accepts_his_own_claim(world: World) -> None:
    task = world.give("vpub", by="pct")
    world.claim(task, CLAIMED_AT, by="cvp")
    with pytest.raises(OwnClaim):
        world.accept(task, DECIDED_AT, by="cvp")
    world.accept(task, DECIDED_AT, by="cvp2")


def test_the_lead_does_not_accept(world: World) -> None:
    task = world.give()
    world.claim(task, CLAIMED_AT, by="vt_sxd")
    with pytest.raises(NotAllowed):
        world.accept(task, DECIDED_AT, by="gd_sxd")


def test_who_has_no_part_does_not_see_it(world: World) -> None:
    task = world.give()
    for stranger in ("gd_stc", "ct_xa", "ld_thue", "quan_tri"):
        with pytest.raises(NotInSight):
            commands.receive(code=task.code, actor=world.actor(stranger, GIVEN_AT), at=GIVEN_AT)
    for inside in ("pct", "cvp", "gd_sxd", "vt_sxd"):
        assert Task.objects.visible_to(world.actor(inside, GIVEN_AT)).filter(pk=task.pk).exists()


def test_a_vertical_agency_takes_part_without_being_below(world: World) -> None:
    assert world.give("thue").lead_unit_id == world.unit("thue")
    with pytest.raises(NotBelow):
        commands.give_tasks(
            tasks=[commands.TaskGiven("Phối hợp", world.unit("stc"))],
            actor=world.actor("gd_sxd", GIVEN_AT),
            at=GIVEN_AT,
        )


@pytest.mark.parametrize(
    ("more", "refusal"),
    [
        pytest.param({"due_on": date(2025, 10, 1)}, DueBeforeAssigned, id="due before it was given"),
        pytest.param({"confidentiality": "mật"}, SecretNotHere, id="a secret task"),
        pytest.param({"coordinating": ("sxd",)}, CoordinatingIsLead, id="the lead coordinates with itself"),
        pytest.param({"coordinating": ("stc", "stc")}, PartTwice, id="a coordinating unit twice"),
        pytest.param({"coordinating": ("stc@2026-01-05",)}, PartDueLater, id="a part due after the whole"),
    ],
)  # fmt: skip
def test_unsound_tasks_are_refused_and_nothing_is_written(world: World, more: dict, refusal: type) -> None:
    given = dict(more)
    if "coordinating" in given:
        parts = [text.partition("@") for text in given["coordinating"]]
        given["coordinating"] = tuple(
            PartGiven(world.unit(code), due_on=date.fromisoformat(day) if day else None) for code, _at, day in parts
        )
    with pytest.raises(refusal):
        world.give(**given)
    assert not Task.objects.exists()
    assert not Obligation.objects.exists()


def test_assigned_before_its_directive_is_refused(world: World) -> None:
    directive = world.directive()
    with pytest.raises(AssignedBeforeDirective):
        commands.give_tasks(
            tasks=[commands.TaskGiven("Sớm quá", world.unit("sxd"))], directive_id=directive.pk,
            assigned_on=date(2025, 10, 20), actor=world.actor("cvp", GIVEN_AT), at=GIVEN_AT,
        )  # fmt: skip


def test_entry_is_measured_in_working_days_from_the_document(world: World) -> None:
    directive = world.directive()
    assert world.give(directive=directive).entry_days == 1
    monday = moment("2025-11-03 08:00")
    assert world.give(directive=directive, at=monday).entry_days == 4


def test_extension_keeps_the_old_day_and_follows_the_rules(world: World) -> None:
    TaskRules.objects.create(unit=world.units["tinh"], extension_lead_days=2, extension_most=1)
    task = world.give()
    asked_at = moment("2025-12-10 09:00")
    extension = commands.ask_extension(
        code=task.code,
        until_on=date(2026, 1, 12),
        why="Chờ dự toán",
        actor=world.actor("gd_sxd", asked_at),
        at=asked_at,
    )
    waiting = Obligation.objects.get(kind="task_extension", subject_id=extension)
    assert (waiting.unit_id, waiting.person_id) == (world.unit("tinh"), world.people["cvp"].pk)
    with pytest.raises(NotAllowed):
        commands.decide_extension(
            code=task.code, extension_id=extension, granted=True, actor=world.actor("vt_sxd", asked_at), at=asked_at
        )
    commands.decide_extension(
        code=task.code, extension_id=extension, granted=True, actor=world.actor("pct", DECIDED_AT), at=asked_at
    )
    item = item_of(task)
    assert (day_of(item.due_at), task.due_on, task.extensions) == (date(2026, 1, 12), DUE, 1)
    assert day_of(ObligationStretch.objects.get(item=item, cause="extended").due_at) == DUE
    with pytest.raises(ExtensionsUsedUp):
        commands.ask_extension(
            code=task.code, until_on=date(2026, 2, 1), why="Nữa", actor=world.actor("gd_sxd", asked_at), at=asked_at
        )


def test_extension_too_near_or_after_due_is_refused(world: World) -> None:
    TaskRules.objects.create(unit=None, extension_lead_days=2)
    task = world.give()
    for at, refusal in (
        (moment("2025-12-12 09:00"), ExtensionTooLate),
        (moment("2025-12-16 09:00"), TooLateToExtend),
    ):
        with pytest.raises(refusal):
            commands.ask_extension(
                code=task.code, until_on=date(2026, 1, 12), why="Chờ", actor=world.actor("gd_sxd", at), at=at
            )


def test_two_at_once_the_second_is_told_who_was_quicker(world: World) -> None:
    task = world.give()
    world.claim(task, CLAIMED_AT)
    world.accept(task, DECIDED_AT, by="pct")
    with pytest.raises(MovedOn) as refused:
        world.accept(task, DECIDED_AT, by="cvp")
    assert refused.value.data["who"] == "Trần Quốc Bảo"
    assert refused.value.status == 409
    with pytest.raises(MovedOn):
        commands.send_back(code=task.code, reason="Thiếu", actor=world.actor("cvp", DECIDED_AT), at=DECIDED_AT)


def test_evidence_stays_listed_and_stands_after_the_acceptance(world: World) -> None:
    task = world.give()
    world.claim(task, CLAIMED_AT)
    evidence = task.evidence.get()
    commands.withdraw_evidence(
        code=task.code,
        evidence_id=evidence.pk,
        reason="Nhầm tệp",
        actor=world.actor("gd_sxd", CLAIMED_AT),
        at=CLAIMED_AT,
    )
    assert task.evidence.get().withdrawn_because == "Nhầm tệp"
    commands.send_back(code=task.code, reason="Không có gì.", actor=world.actor("cvp", DECIDED_AT), at=DECIDED_AT)
    world.claim(task, DECIDED_AT)
    world.accept(task, DECIDED_AT)
    standing = task.evidence.get(withdrawn_at=None)
    with pytest.raises(EvidenceStands):
        commands.withdraw_evidence(
            code=task.code,
            evidence_id=standing.pk,
            reason="Rút",
            actor=world.actor("gd_sxd", DECIDED_AT),
            at=DECIDED_AT,
        )
    assert task.evidence.count() == 2


def test_a_split_does_not_go_back_to_who_gave_it(world: World) -> None:
    task = world.give()
    (child,) = commands.split(
        code=task.code, actor=world.actor("gd_sxd", GIVEN_AT), at=GIVEN_AT,
        tasks=[commands.TaskGiven("Soạn", world.unit("qlxd"), date(2025, 12, 1))],
    )  # fmt: skip
    assert (child.parent_id, child.assigner_unit_id) == (task.pk, world.unit("sxd"))
    assert Task.objects.visible_to(world.actor("cvp", GIVEN_AT)).filter(pk=child.pk).exists()
    for back_to in ("sxd", "tinh", "qlxd"):
        with pytest.raises(CircularSplit):
            commands.split(
                code=child.code, actor=world.actor("tp_qlxd", GIVEN_AT), at=GIVEN_AT,
                tasks=[commands.TaskGiven("Trả lại", world.unit(back_to), date(2025, 12, 1))],
            )  # fmt: skip
    (officer,) = commands.split(
        code=child.code, actor=world.actor("tp_qlxd", GIVEN_AT), at=GIVEN_AT,
        tasks=[
            commands.TaskGiven("Viết", world.unit("qlxd"), date(2025, 11, 20), person_id=world.people["cv_qlxd"].pk)
        ],
    )  # fmt: skip
    rows = inbox(world.actor("cv_qlxd", GIVEN_AT), GIVEN_AT)
    assert officer.code in {row.subject.code for row in rows.rows}


def test_receiving_twice_and_refusing(world: World) -> None:
    task = world.give()
    leader = world.actor("gd_sxd", GIVEN_AT)
    commands.receive(code=task.code, actor=leader, at=GIVEN_AT)
    with pytest.raises(ReceivedBefore):
        commands.receive(code=task.code, actor=leader, at=GIVEN_AT)
    objection = commands.object_to(
        code=task.code, reason="Việc của Sở Nội vụ", to_unit_id=world.unit("snv"), actor=leader, at=GIVEN_AT
    )
    assert item_of(task).unit_id == world.unit("sxd")
    commands.decide_objection(
        code=task.code,
        objection_id=objection.pk,
        agreed=True,
        answer="",
        actor=world.actor("cvp", GIVEN_AT),
        at=GIVEN_AT,
    )
    assert (item_of(task).unit_id, task.lead_unit_id, task.state) == (world.unit("snv"),) * 2 + (TaskState.ASSIGNED,)
    assert Task.objects.visible_to(world.actor("gd_snv", GIVEN_AT)).filter(pk=task.pk).exists()
    other = world.give()
    refusal = commands.object_to(code=other.code, reason="Đã làm rồi", actor=leader, at=GIVEN_AT)
    commands.decide_objection(
        code=other.code,
        objection_id=refusal.pk,
        agreed=True,
        answer="",
        actor=world.actor("cvp", GIVEN_AT),
        at=GIVEN_AT,
    )
    assert (item_of(other).outcome, other.state) == ("withdrawn", TaskState.WITHDRAWN)


def test_a_block_has_a_clock_of_its_own(world: World) -> None:
    task = world.give()
    leader, at = world.actor("gd_sxd", GIVEN_AT), moment("2025-11-10 09:00")
    block = commands.report_block(
        code=task.code, by_unit_id=world.unit("stc"), needs="Ý kiến dự toán", needed_on=date(2025, 11, 14),
        actor=leader, at=at,
    )  # fmt: skip
    own = Obligation.objects.get(kind="task_block", subject_id=block.pk)
    assert (own.unit_id, day_of(own.due_at)) == (world.unit("stc"), date(2025, 11, 14))
    commands.resolve_block(
        code=task.code, block_id=block.pk, answer="Đã có ý kiến 88/STC-NS", actor=world.actor("gd_stc", at),
        at=moment("2025-11-18 09:00"),
    )  # fmt: skip
    own.refresh_from_db()
    assert own.closed_at == moment("2025-11-18 09:00")
    assert item_of(task).closed_at is None


def test_withdrawal_takes_what_was_split_with_it(world: World) -> None:
    task = world.give()
    (child,) = commands.split(
        code=task.code, actor=world.actor("gd_sxd", GIVEN_AT), at=GIVEN_AT,
        tasks=[commands.TaskGiven("Soạn", world.unit("qlxd"), date(2025, 12, 1))],
    )  # fmt: skip
    office = world.actor("cvp", GIVEN_AT)
    with pytest.raises(OpenChildren):
        commands.withdraw(code=task.code, reason="Thôi", actor=office, at=GIVEN_AT)
    commands.withdraw(code=task.code, reason="Thôi", with_children=True, actor=office, at=GIVEN_AT)
    assert {item_of(task).outcome, item_of(child).outcome} == {"withdrawn"}
    assert not Obligation.objects.filter(closed_at=None).exists()


def test_a_part_of_a_coordinating_unit_is_its_own_axis(world: World) -> None:
    task = world.give(coordinating=(PartGiven(world.unit("stc"), "ý kiến", date(2025, 12, 1)),))
    at = moment("2025-12-03 10:00")
    part = commands.finish_part(code=task.code, text="Đã gửi 88/STC-NS", actor=world.actor("gd_stc", at), at=at)
    item = Obligation.objects.get(pk=part.obligation_id)
    assert (part.state, status_at(clocked(item), at)) == (PartState.DONE, "done_late")
    assert item_of(task).closed_at is None


def test_the_story_of_a_task_is_in_its_chain(world: World) -> None:
    task = world.give(coordinating=(PartGiven(world.unit("stc")),))
    commands.report_progress(
        code=task.code, percent=30, text="Xong dự thảo 1", actor=world.actor("gd_sxd", GIVEN_AT), at=GIVEN_AT
    )
    world.claim(task, CLAIMED_AT)
    kinds = [row.kind for row in timeline("task", task.pk)]
    assert kinds == ["task.given", "task.progress_reported", "task.claimed", "task.evidence_added"]


def test_a_dissolved_unit_is_named_with_its_heir(world: World) -> None:
    from psycopg.types.range import DateRange

    from congvu.orgs.models import Succession, Unit

    task = world.give("xa2")
    on = date(2025, 11, 1)
    Unit.objects.filter(pk=world.unit("xa2")).update(during=DateRange(None, on))
    Succession.objects.create(source=world.units["xa2"], target=world.units["xa"], on=on, kind="merge", principal=True)
    later = moment("2025-11-03 08:00")
    with pytest.raises(UnitEnded) as refused:
        world.give("xa2", at=later)
    assert refused.value.data["heir"] == "Ủy ban nhân dân xã Bến Lức"
    assert commands.follow_successions(now=later) == 1
    assert commands.follow_successions(now=later) == 0
    item = item_of(task)
    assert (item.unit_id, task.lead_unit_id, day_of(item.due_at)) == (world.unit("xa"), world.unit("xa"), DUE)
