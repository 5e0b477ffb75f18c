"""What comes between: changes after the claim, refusals that are agreed to, units that merge, trees of tasks."""

from datetime import date

import pytest
from psycopg.types.range import DateRange

from congvu.core import periods
from congvu.core.tasks import ChildDueLater, PartGiven
from congvu.metrics.questions import Question
from congvu.metrics.stats import stats
from congvu.obligations.errors import AskedBySame
from congvu.obligations.models import Extension, Obligation
from congvu.orgs.actor import Actor
from congvu.orgs.models import Succession, Unit
from congvu.orgs.policy import NotAllowed, NotInSight
from congvu.tasks import commands
from congvu.tasks.commands.evidence import EvidenceGiven, EvidenceGone, NothingProves
from congvu.tasks.commands.moving import MovedOn
from congvu.tasks.models import Block, Evidence, PartState, Progress, Task, TaskState
from congvu.tasks.selectors.listing import TaskFilter, task_rows
from congvu.tasks.selectors.matter import matter
from congvu.tasks.units import UnitEnded
from tests.tasks.world import GIVEN_AT, World, moment

CLAIMED_AT, BETWEEN_AT, DECIDED_AT = (
    moment("2025-12-12 16:20"), moment("2025-12-17 09:00"), moment("2025-12-19 09:00"),
)  # fmt: skip
FOURTH = Question(periods.period_from("2025Q4"), date(2025, 12, 31))


def cells() -> dict[str, int]:
    return dict(stats("tasks", FOURTH, by=None, actor=Actor.clock())["total"]["cells"])


def dissolve(world: World, gone: str, heir: str, on: date) -> None:
    Unit.objects.filter(pk=world.unit(gone)).update(during=DateRange(None, on))
    Succession.objects.create(source=world.units[gone], target=world.units[heir], on=on, kind="merge", principal=True)


def test_a_person_named_after_the_claim_does_not_make_it_late(world: World) -> None:
    task = world.give()
    world.claim(task, CLAIMED_AT)
    commands.assign_person(
        code=task.code, person_id=world.people["vt_sxd"].pk, actor=world.actor("gd_sxd", BETWEEN_AT), at=BETWEEN_AT
    )
    world.accept(task, DECIDED_AT)
    task.refresh_from_db()
    assert task.done_on == date(2025, 12, 12)
    assert (cells()["done_on_time"], cells()["done_late"]) == (1, 0)
    office = world.actor("cvp", DECIDED_AT)
    late = task_rows(actor=office, filters=TaskFilter(timeliness="late"), now=DECIDED_AT)
    assert late.rows == []
    (row,) = task_rows(actor=office, filters=TaskFilter(), now=DECIDED_AT).rows
    assert row.deadline is not None
    assert row.deadline.kind == "done_early"
    item = matter(task.code, actor=office, at=DECIDED_AT).item
    assert item is not None
    assert item.closed_at is not None
    assert item.late_at is not None
    assert item.closed_at < item.late_at


def test_a_part_that_is_not_of_this_task_names_nobody(world: World) -> None:
    task, other = world.give(), world.give("stc")
    with pytest.raises(NotInSight):
        commands.assign_person(
            code=task.code, person_id=world.people["vt_sxd"].pk, part_id=other.parts.get().pk,
            actor=world.actor("gd_sxd", GIVEN_AT), at=GIVEN_AT,
        )  # fmt: skip
    assert task.parts.get().person_id is None


def test_an_agreed_refusal_ends_everything_that_hangs_on_it(world: World) -> None:
    task = world.give(coordinating=(PartGiven(world.unit("stc")),))
    leader, office = world.actor("gd_sxd", GIVEN_AT), world.actor("cvp", GIVEN_AT)
    commands.report_block(
        code=task.code, by_unit_id=world.unit("snv"), needs="Số liệu biên chế", actor=leader, at=GIVEN_AT
    )
    (piece,) = commands.split(
        code=task.code, actor=leader, at=GIVEN_AT,
        tasks=[commands.TaskGiven("Soạn", world.unit("qlxd"), date(2025, 12, 1))],
    )  # fmt: skip
    commands.ask_extension(code=task.code, until_on=date(2026, 1, 12), why="Chờ", actor=leader, at=GIVEN_AT)
    objection = commands.object_to(code=task.code, reason="Không thuộc thẩm quyền", actor=leader, at=GIVEN_AT)
    commands.decide_objection(
        code=task.code, objection_id=objection.pk, agreed=True, answer="", actor=office, at=GIVEN_AT
    )
    task.refresh_from_db()
    piece.refresh_from_db()
    assert (task.state, piece.state) == (TaskState.WITHDRAWN, TaskState.WITHDRAWN)
    assert set(task.parts.values_list("state", flat=True)) == {PartState.RELEASED}
    assert not Block.objects.filter(until_at=None).exists()
    assert not Extension.objects.filter(decided_at=None).exists()
    assert not Obligation.objects.filter(closed_at=None).exists()


def test_a_withdrawal_answers_the_question_for_more_time(world: World) -> None:
    task = world.give()
    commands.ask_extension(
        code=task.code, until_on=date(2026, 1, 12), why="Chờ", actor=world.actor("gd_sxd", GIVEN_AT), at=GIVEN_AT
    )
    commands.withdraw(code=task.code, reason="Trùng", actor=world.actor("cvp", GIVEN_AT), at=GIVEN_AT)
    assert Extension.objects.get().granted is False


def test_nobody_answers_his_own_objection(world: World) -> None:
    task = world.give("vpub", by="pct")
    chief = world.actor("cvp", GIVEN_AT)
    objection = commands.object_to(code=task.code, reason="Việc của Sở", actor=chief, at=GIVEN_AT)
    with pytest.raises(AskedBySame):
        commands.decide_objection(
            code=task.code, objection_id=objection.pk, agreed=True, answer="", actor=chief, at=GIVEN_AT
        )
    assert Task.objects.get(pk=task.pk).state == TaskState.ASSIGNED


def test_a_claim_whose_evidence_was_all_withdrawn_is_not_accepted(world: World) -> None:
    task = world.give()
    world.claim(task, CLAIMED_AT)
    commands.withdraw_evidence(
        code=task.code, evidence_id=task.evidence.get().pk, reason="Nhầm tệp",
        actor=world.actor("gd_sxd", CLAIMED_AT), at=CLAIMED_AT,
    )  # fmt: skip
    with pytest.raises(NothingProves):
        world.accept(task, DECIDED_AT)
    with pytest.raises(EvidenceGone):
        commands.withdraw_evidence(
            code=task.code, evidence_id=task.evidence.get().pk, reason="Nữa",
            actor=world.actor("gd_sxd", CLAIMED_AT), at=CLAIMED_AT,
        )  # fmt: skip


def test_a_released_unit_may_coordinate_again_or_lead(world: World) -> None:
    task = world.give(coordinating=(PartGiven(world.unit("stc")), PartGiven(world.unit("snv"))))
    office, leader = world.actor("cvp", GIVEN_AT), world.actor("gd_sxd", GIVEN_AT)
    commands.report_progress(
        code=task.code, percent=40, text="Đã có dự toán", actor=world.actor("gd_stc", GIVEN_AT), at=GIVEN_AT
    )
    parts = {part.unit_id: part for part in task.parts.order_by("id")}
    released = [parts[world.unit(code)].pk for code in ("stc", "snv")]
    commands.change_parts(code=task.code, release=released, actor=office, at=GIVEN_AT)
    commands.change_parts(
        code=task.code, add=[PartGiven(world.unit("snv"), "góp ý", date(2025, 12, 1))], actor=office, at=GIVEN_AT
    )
    again = task.parts.get(unit_id=world.unit("snv"))
    assert (again.state, again.work, again.due_on) == (PartState.WAITING, "góp ý", date(2025, 12, 1))
    assert Obligation.objects.filter(kind="task_part", subject_id=again.pk, closed_at=None).count() == 1
    objection = commands.object_to(
        code=task.code, reason="Việc của tài chính", to_unit_id=world.unit("stc"), actor=leader, at=GIVEN_AT
    )
    commands.decide_objection(
        code=task.code, objection_id=objection.pk, agreed=True, answer="", actor=office, at=GIVEN_AT
    )
    task.refresh_from_db()
    assert task.lead_unit_id == world.unit("stc")
    assert Progress.objects.get().percent == 40


def test_a_unit_that_is_gone_does_not_coordinate(world: World) -> None:
    task = world.give()
    dissolve(world, "xa2", "xa", date(2025, 11, 1))
    later = moment("2025-11-03 08:00")
    with pytest.raises(UnitEnded):
        commands.change_parts(
            code=task.code, add=[PartGiven(world.unit("xa2"))], actor=world.actor("cvp", later), at=later
        )


def test_what_a_coordinating_unit_reported_survives_its_becoming_the_lead(world: World) -> None:
    task = world.give("xa2", coordinating=(PartGiven(world.unit("xa")),))
    commands.report_progress(
        code=task.code, percent=40, text="Đã rà soát", evidence=[EvidenceGiven("12/BC-UBND")],
        actor=world.actor("ct_xa", GIVEN_AT), at=GIVEN_AT,
    )  # fmt: skip
    commands.report_block(
        code=task.code, by_unit_id=world.unit("stc"), needs="Ý kiến", actor=world.actor("ct_xa", GIVEN_AT), at=GIVEN_AT
    )
    dissolve(world, "xa2", "xa", date(2025, 11, 1))
    assert commands.follow_successions(now=moment("2025-11-03 08:00")) == 1
    assert Progress.objects.get().text == "Đã rà soát"
    assert Evidence.objects.count() == Block.objects.count() == 1
    assert task.parts.get().unit_id == world.unit("xa")


def test_one_template_that_cannot_be_given_stops_no_other(world: World) -> None:
    at = moment("2025-10-01 09:00")
    for name, lead in (("a", "xa2"), ("b", "stc"), ("c", "snv")):
        commands.make_template(
            name=name, unit_id=world.unit("tinh"), working_days=10, every="month", first_on=date(2025, 11, 5),
            task=commands.TaskGiven(name, world.unit(lead)), actor=world.actor("cvp", at), at=at,
        )  # fmt: skip
    dissolve(world, "xa2", "xa", date(2025, 11, 1))
    Unit.objects.filter(pk=world.unit("stc")).update(during=DateRange(None, date(2025, 11, 1)))
    assert commands.give_recurring(now=moment("2025-11-06 00:40")) == 2
    assert set(Task.objects.values_list("lead_unit_id", flat=True)) == {world.unit("xa"), world.unit("snv")}


def test_a_task_hangs_only_under_what_its_giver_answers_for(world: World) -> None:
    whole, other = world.give(), world.give("stc", coordinating=(PartGiven(world.unit("sxd")),))
    (piece,) = commands.give_tasks(
        tasks=[commands.TaskGiven("Soạn", world.unit("qlxd"), date(2025, 12, 1))],
        actor=world.actor("gd_sxd", GIVEN_AT), at=GIVEN_AT,
    )  # fmt: skip
    (longer,) = commands.give_tasks(
        tasks=[commands.TaskGiven("Dài", world.unit("qlxd"), date(2026, 2, 1))],
        actor=world.actor("gd_sxd", GIVEN_AT), at=GIVEN_AT,
    )  # fmt: skip
    leader = {"actor": world.actor("gd_sxd", GIVEN_AT), "at": GIVEN_AT}
    with pytest.raises(NotAllowed):
        commands.place_under(code=piece.code, parent_code=other.code, **leader)
    with pytest.raises(ChildDueLater):
        commands.place_under(code=longer.code, parent_code=whole.code, **leader)
    assert commands.place_under(code=piece.code, parent_code=whole.code, **leader).parent_id == whole.pk
    with pytest.raises(ChildDueLater):
        commands.ask_extension(
            code=piece.code, until_on=date(2026, 1, 12), why="Chờ", actor=world.actor("tp_qlxd", GIVEN_AT), at=GIVEN_AT
        )
    commands.withdraw(code=other.code, reason="Thôi", actor=world.actor("cvp", GIVEN_AT), at=GIVEN_AT)
    with pytest.raises(MovedOn):
        commands.place_under(code=whole.code, parent_code=other.code, actor=world.actor("cvp", GIVEN_AT), at=GIVEN_AT)
