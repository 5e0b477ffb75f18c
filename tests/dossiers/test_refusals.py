"""What is refused, and the sentence that says what to do; what stops and starts the clocks."""

from datetime import timedelta

import pytest

from congvu.core.clock import VIETNAM
from congvu.core.errors import DomainError
from congvu.dossiers import commands
from congvu.dossiers.intake import ApplicantFacts, Checked, WayIn
from congvu.dossiers.models import Applicant, Dossier, Slip, State, StepRun
from congvu.faces.errors import sentence_of
from congvu.files import secrets
from congvu.ledger.selectors import timeline
from congvu.obligations.models import Obligation
from tests.dossiers.walking import forward, open_run, to_the_end
from tests.dossiers.world import World, all_handed_in, moment

START = moment("2026-01-07 08:15")
NEXT = moment("2026-01-08 09:00")


@pytest.fixture
def at_specialist(world: World) -> Dossier:
    """A land dossier that the specialist of the branch has claimed."""
    dossier = world.receive("1.012784", START)
    forward(dossier, moment("2026-01-07 09:00"))
    commands.claim(code=dossier.code, actor=world.actor("cv_cn", NEXT), at=NEXT)
    return dossier


def refused(act: object, /, **given: object) -> DomainError:
    with pytest.raises(DomainError) as caught:
        act(**given)  # type: ignore[operator]
    return caught.value


def test_incomplete_papers_are_not_accepted(world: World) -> None:
    actor, who = world.actor("dung", START), ApplicantFacts("Lê An")
    papers = all_handed_in("1.012784", paper_2=Checked.MISSING)
    error = refused(commands.receive, procedure="1.012784", applicant=who, papers=papers, actor=actor, at=START)
    assert (error.code, error.field) == ("papers_missing", "paper_2")
    error = refused(commands.receive, procedure="1.012784", applicant=who, papers=papers[1:], actor=actor, at=START)
    assert (error.code, error.field) == ("papers_not_checked", "paper_1")
    assert not Dossier.objects.exists()


def test_a_slip_says_what_is_missing_and_is_numbered(world: World) -> None:
    actor, who = world.actor("dung", START), ApplicantFacts("Lê An")
    papers = all_handed_in("1.012784", paper_2=Checked.MISSING)
    given = {"procedure": "1.012784", "applicant": who, "actor": actor, "at": START}
    slips = [commands.give_slip(kind="supplement", papers=papers, **given) for _n in range(2)]  # type: ignore[arg-type]
    assert [slip.number for slip in slips] == [1, 2]
    assert len(slips[0].missing) == 1
    error = refused(commands.give_slip, kind="refusal", **given)
    assert error.code == "slip_says_nothing"
    assert Slip.objects.count() == 2


def test_only_a_receiving_officer_receives(world: World) -> None:
    at = START
    for name in ("cv_cn", "ld_xa", "thanh_tra", "quan_tri"):
        error = refused(
            commands.receive, procedure="1.012784", applicant=ApplicantFacts("Lê An"),
            papers=all_handed_in("1.012784"), actor=world.actor(name, at), at=at,
        )  # fmt: skip
        assert error.code == "not_allowed", name


def test_numbers_are_stored_only_encrypted_and_found_by_index(world: World) -> None:
    dossier = world.receive("1.012784", START)
    stored = Applicant.objects.values().get(dossier=dossier)
    assert "080199123417" not in str(stored)
    assert "912345678" not in str(stored)
    assert stored["identifier_index"] == secrets.blind_index("080199123417", "identifier")
    assert stored["identifier_mask"] == "080 ••• ••• 417"


def test_seeing_the_number_is_written_down(world: World, at_specialist: Dossier) -> None:
    actor = world.actor("cv_cn", NEXT)
    assert commands.reveal(code=at_specialist.code, what="identifier", actor=actor, at=NEXT) == "080199123417"
    latest = timeline("dossier", at_specialist.pk)[-1]
    assert (latest.kind, latest.person) == ("dossier.identifier_revealed", "Chuyên viên cn")
    assert "080199123417" not in str(latest.body)
    error = refused(
        commands.reveal, code=at_specialist.code, what="identifier", actor=world.actor("thanh_tra", NEXT), at=NEXT
    )
    assert error.code == "not_allowed"


def test_the_second_of_two_is_told_who_did_what_when(world: World, at_specialist: Dossier) -> None:
    actor = world.actor("cv_cn", NEXT)
    run = open_run(at_specialist).number
    commands.complete_step(code=at_specialist.code, run=run, actor=actor, at=NEXT)
    error = refused(commands.complete_step, code=at_specialist.code, run=run, actor=actor, at=NEXT)
    assert (error.code, error.status) == ("already_done", 409)
    said = sentence_of(error)
    for part in ("Chuyên viên cn", "Thẩm định hồ sơ", "09:00 08/01/2026", "Phê duyệt"):
        assert part in said, said
    assert StepRun.objects.filter(dossier=at_specialist, step="s3").count() == 1


def test_a_held_step_is_nobody_elses(world: World, at_specialist: Dossier) -> None:
    error = refused(commands.complete_step, code=at_specialist.code, actor=world.actor("bi", NEXT), at=NEXT)
    assert (error.code, "Chuyên viên cn" in sentence_of(error)) == ("held_by_somebody_else", True)


def test_another_commune_does_not_even_see_it(world: World, at_specialist: Dossier) -> None:
    error = refused(commands.claim, code=at_specialist.code, actor=world.actor("dung2", NEXT), at=NEXT)
    assert (error.code, error.status) == ("not_in_sight", 404)


def test_a_supplement_stops_the_clocks_and_moves_the_day(world: World, at_specialist: Dossier) -> None:
    actor = world.actor("cv_cn", NEXT)
    assert (
        refused(commands.request_supplement, code=at_specialist.code, missing=" ", actor=actor, at=NEXT).field
        == "missing"
    )
    before = Obligation.objects.get(kind="dossier").due_at
    commands.request_supplement(code=at_specialist.code, missing="Bản vẽ chưa có kích thước", actor=actor, at=NEXT)
    assert set(Obligation.objects.filter(closed_at=None).values_list("paused", "due_at")) == {(True, None)}
    error = refused(commands.complete_step, code=at_specialist.code, actor=actor, at=NEXT)
    assert error.code == "waiting_for_supplement"
    back = moment("2026-01-12 09:00")  # 8, 9 and the make-up Saturday 10/1 do not count
    commands.accept_supplement(code=at_specialist.code, actor=world.actor("dung", back), at=back)
    after = Obligation.objects.get(kind="dossier").due_at
    assert before is not None
    assert after is not None
    assert (before.astimezone(VIETNAM).date().isoformat(), after.astimezone(VIETNAM).date().isoformat()) == (
        "2026-01-22", "2026-01-27",
    )  # fmt: skip
    error = refused(commands.request_supplement, code=at_specialist.code, missing="Nữa", actor=actor, at=back)
    assert (error.code, error.field) == ("supplement_again", "again_because")
    commands.request_supplement(
        code=at_specialist.code, missing="Nữa", again_because="Bổ sung chưa đúng", actor=actor, at=back
    )


def test_sent_back_with_a_reason_to_whoever_did_it(world: World, at_specialist: Dossier) -> None:
    at = NEXT + timedelta(hours=1)
    commands.complete_step(code=at_specialist.code, actor=world.actor("cv_cn", at), at=at)
    leader = world.actor("ld_cn", at)
    error = refused(commands.return_to_step, code=at_specialist.code, target="s2", reason=" ", actor=leader, at=at)
    assert (error.code, error.field) == ("reason_missing", "reason")
    commands.return_to_step(code=at_specialist.code, target="s2", reason="Thiếu tờ trình", actor=leader, at=at)
    run = open_run(at_specialist)
    assert (run.step, run.person_id) == ("s2", world.people["cv_cn"].pk)
    _end, passed = to_the_end(at_specialist, at + timedelta(hours=1))
    assert passed[:2] == ["Thẩm định hồ sơ", "Phê duyệt"]


def test_refused_at_the_counter_ends_it_later_it_is_handed_over(world: World, at_specialist: Dossier) -> None:
    at = NEXT + timedelta(hours=1)
    early = world.receive("1.012784", at)
    commands.refuse(code=early.code, reason="Không thuộc thẩm quyền", actor=world.actor("dung", at), at=at)
    early.refresh_from_db()
    assert (early.state, early.result.outcome) == (State.NOT_ACCEPTED, "not_accepted")
    commands.refuse(code=at_specialist.code, reason="Đất có tranh chấp", actor=world.actor("cv_cn", at), at=at)
    at_specialist.refresh_from_db()
    assert (at_specialist.state, open_run(at_specialist).name) == (State.TO_RETURN, "Trả kết quả")
    to_the_end(at_specialist, at)
    assert (at_specialist.result.outcome, at_specialist.result.reason) == ("refused", "Đất có tranh chấp")


def test_withdrawn_until_there_is_a_result(world: World, at_specialist: Dossier) -> None:
    desk = world.actor("dung", NEXT)
    commands.withdraw(code=at_specialist.code, reason="Đổi ý", actor=desk, at=NEXT)
    assert not Obligation.objects.filter(closed_at=None).exists()
    other = world.receive("1.012784", NEXT)
    at = NEXT
    while other.state != State.TO_RETURN:
        at = forward(other, at)
        other.refresh_from_db()
    error = refused(commands.withdraw, code=other.code, reason="Đổi ý", actor=world.actor("dung", at), at=at)
    assert error.code == "already_decided"


def test_who_proposed_does_not_approve(world: World, at_specialist: Dossier) -> None:
    from congvu.orgs.models import Position, Role
    from congvu.orgs.ranges import days

    leader = Role.objects.get(code="leader")
    Position.objects.create(person=world.people["cv_cn"], unit=world.units["cn"], role=leader, during=days(None))
    at = NEXT + timedelta(hours=1)
    commands.complete_step(code=at_specialist.code, actor=world.actor("cv_cn", at), at=at)
    error = refused(commands.complete_step, code=at_specialist.code, actor=world.actor("cv_cn", at), at=at)
    assert error.code == "approver_is_proposer"


def test_who_proposed_does_not_approve_even_when_another_proposed_again(world: World, at_specialist: Dossier) -> None:
    from congvu.orgs.models import Position, Role
    from congvu.orgs.ranges import days

    cn, code = world.units["cn"], at_specialist.code
    leader, specialist = (Role.objects.get(code=role) for role in ("leader", "specialist"))
    Position.objects.create(person=world.people["cv_cn"], unit=cn, role=leader, during=days(None))
    Position.objects.create(person=world.people["bi"], unit=cn, role=specialist, during=days(None))
    at = NEXT + timedelta(hours=1)
    commands.complete_step(code=code, actor=world.actor("cv_cn", at), at=at)
    commands.return_to_step(code=code, target="s2", reason="Xem lại", actor=world.actor("ld_cn", at), at=at)
    commands.assign(
        code=code, run=open_run(at_specialist).number, person_id=world.people["bi"].pk,
        actor=world.actor("ld_cn", at), at=at,
    )  # fmt: skip
    commands.complete_step(code=code, actor=world.actor("bi", at), at=at)
    error = refused(commands.complete_step, code=code, actor=world.actor("cv_cn", at), at=at)
    assert error.code == "approver_is_proposer"
    commands.complete_step(code=code, actor=world.actor("ld_cn", at), at=at)


def test_a_dossier_is_handed_only_to_who_can_do_the_step(world: World, at_specialist: Dossier) -> None:
    at = NEXT + timedelta(hours=1)
    given = {"code": at_specialist.code, "actor": world.actor("cv_cn", at), "at": at}
    for stranger in (world.people["dung2"].pk, world.people["cv_cn"].pk, 10**9):
        error = refused(commands.complete_step, to_person_id=stranger, **given)
        assert (error.code, error.field, error.status) == ("not_a_holder", "to_person", 422)
    assert not Dossier.objects.visible_to(world.actor("dung2", at)).exists()
    commands.complete_step(to_person_id=world.people["ld_cn"].pk, **given)
    assert open_run(at_specialist).person_id == world.people["ld_cn"].pk


def test_sent_back_to_somebody_who_has_left_it_waits_for_his_unit(world: World, at_specialist: Dossier) -> None:
    from congvu.orgs.models import Position

    at = NEXT + timedelta(hours=1)
    commands.complete_step(code=at_specialist.code, actor=world.actor("cv_cn", at), at=at)
    Position.objects.filter(person=world.people["bi"]).update(unit=world.units["cn"])
    Position.objects.filter(person=world.people["cv_cn"]).update(unit=world.units["kt"])
    leader = world.actor("ld_cn", at)
    commands.return_to_step(code=at_specialist.code, target="s2", reason="Thiếu tờ trình", actor=leader, at=at)
    run = open_run(at_specialist)
    assert (run.unit_id, run.person_id) == (world.units["cn"].pk, None)


def test_sent_back_to_a_unit_without_people_it_goes_where_it_belongs_now(world: World, at_specialist: Dossier) -> None:
    from congvu.orgs.models import Position

    at = NEXT + timedelta(hours=1)
    commands.complete_step(code=at_specialist.code, actor=world.actor("cv_cn", at), at=at)
    Position.objects.filter(person=world.people["cv_cn"]).update(unit=world.units["kt"])
    leader = world.actor("ld_cn", at)
    commands.return_to_step(code=at_specialist.code, target="s2", reason="Thiếu tờ trình", actor=leader, at=at)
    run = open_run(at_specialist)
    assert run.unit_id != world.units["cn"].pk
    assert run.person_id is None


def test_who_has_left_the_unit_still_sees_his_matter_and_does_nothing_there(
    world: World, at_specialist: Dossier
) -> None:
    from congvu.orgs.models import Position

    at, code = NEXT + timedelta(hours=1), at_specialist.code
    commands.request_supplement(code=code, missing="Trích lục", actor=world.actor("cv_cn", at), at=at)
    Position.objects.filter(person=world.people["cv_cn"]).update(unit=world.units["kt"])
    actor, number = world.actor("cv_cn", at), open_run(at_specialist).number
    for act, more in (
        (commands.accept_supplement, {}),
        (commands.assign, {"person_id": world.people["cv_cn"].pk, "run": number}),
        (commands.reveal, {"what": "phone"}),
        (commands.attach, {"stream": None, "name": "a.pdf", "declared_type": "", "position": None}),
    ):
        assert refused(act, code=code, actor=actor, at=at, **more).code == "not_allowed", act


def test_rights_of_another_field_do_not_count(world: World, at_specialist: Dossier) -> None:
    """Seen as inspector of everything, processed only in one's own field."""
    from congvu.orgs.models import Category, Position, PositionCategory, Role
    from congvu.orgs.ranges import days

    cn, code, at = world.units["cn"], at_specialist.code, NEXT + timedelta(hours=1)
    position = Position.objects.get(person=world.people["cv_cn"])
    Position.objects.create(
        person=world.people["cv_cn"], unit=cn, role=Role.objects.get(code="inspector"), during=days(None)
    )
    other = Category.objects.create(code="other", kind="field", name="Lĩnh vực khác")
    cut = PositionCategory.objects.create(position=position, category=other)
    given = {"code": code, "actor": world.actor("cv_cn", at), "at": at}
    assert refused(commands.complete_step, **given).code == "not_allowed"
    assert refused(commands.reveal, what="phone", **given).code == "not_allowed"
    assign = {"code": code, "person_id": world.people["cv_cn"].pk, "actor": world.actor("ld_cn", at), "at": at}
    assert refused(commands.assign, run=open_run(at_specialist).number, **assign).code == "not_a_holder"
    cut.category = at_specialist.category
    cut.save()
    commands.complete_step(code=code, actor=world.actor("cv_cn", at), at=at)


def test_refused_while_waiting_for_the_citizen_the_clock_runs_again(world: World, at_specialist: Dossier) -> None:
    at = NEXT + timedelta(hours=1)
    actor = world.actor("cv_cn", at)
    commands.request_supplement(code=at_specialist.code, missing="Trích lục", actor=actor, at=at)
    later = at + timedelta(days=4)
    commands.refuse(code=at_specialist.code, reason="Không bổ sung", actor=world.actor("cv_cn", later), at=later)
    legal = Obligation.objects.get(kind="dossier", subject_id=at_specialist.pk)
    assert not legal.paused
    assert legal.due_at is not None


def test_moments_and_units_from_outside_must_be_possible(world: World) -> None:
    given = {
        "procedure": "1.012784", "applicant": ApplicantFacts("Lê An"), "papers": all_handed_in("1.012784"),
        "actor": world.actor("dung", START), "at": START,
    }  # fmt: skip
    hour = timedelta(hours=1)
    for way in (
        WayIn(acknowledged_at=START + hour), WayIn(submitted_at=START - hour, acknowledged_at=START - 2 * hour),
    ):  # fmt: skip
        assert refused(commands.receive, way=way, **given).code == "acknowledged_outside"
    assert refused(commands.receive, competent_unit_id=10**9, **given).code == "no_such_competent_unit"
    assert not Dossier.objects.exists()


def test_two_stages_wait_for_the_duty_and_the_clock_stands_still(world: World) -> None:
    dossier = world.receive("1.012787", START)
    at = START
    while dossier.state == State.IN_PROGRESS:
        at = forward(dossier, at + timedelta(minutes=30))
        dossier.refresh_from_db()
    assert dossier.state == State.WAITING_DUTY
    assert Obligation.objects.get(kind="dossier", subject_id=dossier.pk).paused
    error = refused(commands.resume, code=dossier.code, actor=world.actor("cv_vpdk", at), at=at)
    assert error.code == "not_allowed"
    commands.resume(code=dossier.code, actor=world.actor("dung", at), at=at + timedelta(days=5))
    dossier.refresh_from_db()
    assert dossier.state == State.IN_PROGRESS
    assert not Obligation.objects.get(kind="dossier", subject_id=dossier.pk).paused
