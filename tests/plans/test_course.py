"""From draft to accepted: versions, claims, returns, amendments, and who may not."""

import io
from datetime import date
from decimal import Decimal

import pytest

from congvu.obligations.models import Obligation, ObligationStretch
from congvu.orgs.policy import NotAllowed, NotInSight
from congvu.tasks.plans import commands, errors
from congvu.tasks.plans.difference import Said
from congvu.tasks.plans.models import ItemState, Plan, PlanItem, PlanLine, PlanVersion
from congvu.tasks.plans.selectors.plan import differences, plan_view
from tests.dossiers.world import World, moment
from tests.plans.conftest import NOW

LATER = moment("2026-04-01 10:00")
PDF = b"%PDF-1.4\n1 0 obj\n<<>>\nendobj\ntrailer\n<<>>\nstartxref\n0\n%%EOF\n"


def attach(world: World, plan: str, code: str, by: str = "ld_so") -> None:
    commands.attach_evidence(
        plan=plan, code=code, stream=io.BytesIO(PDF), name="bao-cao.pdf", declared_type="application/pdf",
        actor=world.actor(by, LATER), at=LATER,
    )  # fmt: skip


def claim(world: World, plan: str, code: str = "1.1", by: str = "ld_so", **more: object) -> None:
    commands.claim_done(plan=plan, code=code, text="Đã xong", actor=world.actor(by, LATER), at=LATER, **more)  # type: ignore[arg-type]


def state(code: str) -> str:
    return PlanItem.objects.get(code=code).state


def owed(code: str) -> Obligation:
    return Obligation.objects.get(pk=PlanItem.objects.get(code=code).obligation_id)


def test_approving_makes_items_owed_and_headings_not(world: World, approved: str) -> None:
    assert (state("1"), state("1.1"), state("1.2")) == ("heading", "open", "open")
    assert owed("1.1").unit_id == world.units["so"].pk
    assert owed("1.1").fixed_due_on == date(2026, 6, 30)
    version = PlanVersion.objects.get()
    assert (version.state, version.document_no, version.approved_by_id) == (
        "approved", "12/KH-UBND", world.people["ubnd"].pk,
    )  # fmt: skip


def test_a_claim_is_accepted_by_somebody_else_and_counts_from_the_day_it_was_made(world: World, approved: str) -> None:
    attach(world, approved, "1.1")
    claim(world, approved)
    assert (state("1.1"), owed("1.1").paused) == ("claimed", True)
    answered = moment("2026-07-15 09:00")  # after the due date: the answer was late, the work was not
    commands.accept_claim(plan=approved, code="1.1", actor=world.actor("ubnd", answered), at=answered)
    item = PlanItem.objects.get(code="1.1")
    assert (item.state, item.done_on) == (ItemState.ACCEPTED, date(2026, 4, 1))
    done = owed("1.1")
    assert (done.outcome, done.closed_at, done.paused) == ("accepted", LATER, False)
    assert done.late_at is not None
    assert done.closed_at < done.late_at


def test_evidence_is_required_where_the_plan_says_so(world: World, approved: str) -> None:
    with pytest.raises(errors.EvidenceMissing):
        claim(world, approved)
    with pytest.raises(errors.ValueMissing):
        claim(world, approved, "1.2")
    claim(world, approved, "1.2", value=Decimal("81.5"))
    assert PlanItem.objects.get(code="1.2").value == Decimal("81.5")


def test_nobody_accepts_what_he_claimed(world: World, approved: str) -> None:
    """Not even who holds both powers, nor the one who stands in for him."""
    from congvu.orgs.models import Position, Role, StandIn
    from congvu.orgs.ranges import days

    Position.objects.create(
        person=world.people["ld_so"], unit=world.units["tinh"], role=Role.objects.get(code="leader"), during=days(None)
    )
    attach(world, approved, "1.1")
    claim(world, approved)
    with pytest.raises(errors.OwnClaim):
        commands.accept_claim(plan=approved, code="1.1", actor=world.actor("ld_so", LATER), at=LATER)
    StandIn.objects.create(
        person=world.people["ld_so"], deputy=world.people["ubnd"], during=days(date(2026, 3, 1), date(2026, 6, 1))
    )
    with pytest.raises(errors.OwnClaim):
        commands.accept_claim(plan=approved, code="1.1", actor=world.actor("ubnd", LATER), at=LATER)


def test_a_return_says_why_and_the_clock_runs_again(world: World, approved: str) -> None:
    attach(world, approved, "1.1")
    claim(world, approved)
    chief, at = world.actor("ubnd", LATER), moment("2026-04-03 09:00")
    with pytest.raises(errors.ReasonMissing):
        commands.return_claim(plan=approved, code="1.1", reason=" ", actor=chief, at=at)
    commands.return_claim(plan=approved, code="1.1", reason="Thiếu phụ lục", actor=chief, at=at)
    assert (state("1.1"), owed("1.1").paused, owed("1.1").closed_at) == ("open", False, None)
    assert not Obligation.objects.filter(kind="plan_claim", closed_at=None).exists()
    again, lead = moment("2026-04-06 09:00"), world.actor("ld_so", moment("2026-04-06 09:00"))
    assert commands.claim_done(plan=approved, code="1.1", text="Đã bổ sung", actor=lead, at=again).number == 2


def test_only_the_lead_unit_reports_and_only_the_owner_answers(world: World, approved: str) -> None:
    with pytest.raises((NotAllowed, NotInSight)):
        claim(world, approved, by="ld_xa")
    attach(world, approved, "1.1")
    claim(world, approved)
    with pytest.raises(NotAllowed):
        commands.accept_claim(plan=approved, code="1.1", actor=world.actor("ld_so", LATER), at=LATER)
    with pytest.raises(errors.NotOwed):
        claim(world, approved)


def amend(world: World, plan: str, **changes: Said | None) -> None:
    chief, at = world.actor("ubnd", LATER), moment("2026-05-04 09:00")
    commands.begin_amendment(code=plan, reason="Theo chỉ đạo mới", actor=chief, at=at)
    for code, said in changes.items():
        code = code.removeprefix("m").replace("_", ".")
        if said is None:
            commands.remove_line(code=plan, item_code=code, actor=chief, at=at)
        else:
            commands.write_line(code=plan, item_code=code, said=said, actor=chief, at=at)


def approve(world: World, plan: str, at: str = "2026-05-05 09:00") -> None:
    when = moment(at)
    commands.approve_plan(
        code=plan, document_no="30/KH-UBND", document_date=date(2026, 5, 5), actor=world.actor("ubnd", when), at=when
    )


def test_an_amendment_moves_the_day_the_unit_and_drops_items_but_the_old_version_stays(
    world: World, approved: str
) -> None:
    so, xa = world.units["so"].pk, world.units["xa"].pk
    amend(
        world, approved,
        m1_1=Said(
            parent="1", task="Rà soát thủ tục hành chính", product="Báo cáo", lead_unit=xa, due_on=date(2026, 8, 31),
            criterion_code="3.1.1",
        ),
        m1_2=None, m1_3=Said(parent="1", task="Tập huấn", lead_unit=so, due_on=date(2026, 10, 30)),
    )  # fmt: skip
    assert owed("1.1").fixed_due_on == date(2026, 6, 30), "a draft changes nothing for anybody"
    approve(world, approved)
    assert (owed("1.1").unit_id, owed("1.1").due_at.date()) == (xa, date(2026, 8, 31))  # type: ignore[union-attr]
    assert state("1.2") == "withdrawn"
    assert owed("1.2").outcome == "withdrawn"
    assert state("1.3") == "open"
    assert ObligationStretch.objects.filter(item=owed("1.1")).count() == 1
    first = PlanLine.objects.get(version__number=1, item__code="1.1")
    assert (first.due_on, first.lead_unit_id) == (date(2026, 6, 30), so)
    found = differences(approved, 1, 2, actor=world.actor("ubnd", LATER), now=LATER).found
    assert {(change.kind.value, change.code, change.field) for change in found} == {
        ("changed", "1.1", "lead_unit"), ("changed", "1.1", "due_on"), ("removed", "1.2", ""), ("added", "1.3", ""),
    }  # fmt: skip


def test_one_draft_at_a_time_and_none_twice_approved(world: World, approved: str) -> None:
    chief = world.actor("ubnd", LATER)
    with pytest.raises(errors.NoDraft):
        approve(world, approved)
    amend(world, approved)
    with pytest.raises(errors.DraftThere):
        commands.begin_amendment(code=approved, reason="Nữa", actor=chief, at=LATER)


def test_a_task_needs_one_lead_who_is_there(world: World, approved: str) -> None:
    from congvu.orgs.models import Unit
    from congvu.orgs.ranges import days

    amend(world, approved)
    chief, so = world.actor("ubnd", LATER), world.units["so"].pk
    with pytest.raises(errors.LeadMissing):
        commands.write_line(code=approved, item_code="2", said=Said(task="X"), actor=chief, at=LATER)
    said = Said(task="X", lead_unit=so, coordinating=(so,))
    with pytest.raises(errors.LeadCoordinates):
        commands.write_line(code=approved, item_code="2", said=said, actor=chief, at=LATER)
    Unit.objects.filter(pk=world.units["qh"].pk).update(during=days(None, date(2026, 1, 1)))
    said = Said(task="X", lead_unit=world.units["qh"].pk)
    with pytest.raises(errors.UnitGone):
        commands.write_line(code=approved, item_code="2", said=said, actor=chief, at=LATER)


def test_a_cycle_in_the_draft_is_refused(world: World, approved: str) -> None:
    from congvu.tasks.plans.tree import PlanCycle

    amend(world, approved)
    with pytest.raises(PlanCycle):
        commands.write_line(
            code=approved, item_code="1", said=Said(goal="X", parent="1.1"), actor=world.actor("ubnd", LATER), at=LATER
        )


def test_units_below_owe_a_plan_of_their_own(world: World, approved: str) -> None:
    named = {one.unit.code for one in Plan.objects.get().named.select_related("unit").order_by("id")}
    assert named == {"pvhcc", "so", "xa", "xa2"}
    at = moment("2026-03-20 09:00")
    chief = world.actor("ld_xa", at)
    lower = commands.draft_plan(
        ref="KH-CCHC", year=2026, title="Kế hoạch của xã", owner_unit_id=world.units["xa"].pk, upper_code=approved,
        actor=chief, at=at,
    )  # fmt: skip
    with pytest.raises(errors.CarriesOutNothing):
        commands.write_line(
            code=lower.code, item_code="1", said=Said(task="Trực tuyến", lead_unit=world.units["vp"].pk),
            carries_out="9.9", actor=chief, at=at,
        )  # fmt: skip
    commands.write_line(
        code=lower.code, item_code="1", said=Said(task="Trực tuyến", lead_unit=world.units["vp"].pk), carries_out="1.2",
        actor=chief, at=at,
    )  # fmt: skip
    commands.approve_plan(code=lower.code, document_no="1", document_date=date(2026, 3, 20), actor=chief, at=at)
    view = plan_view(approved, actor=world.actor("ubnd", at), now=at)
    assert (view.issued, view.named) == (1, 4)
    from congvu.tasks.plans.selectors.coverage import coverage

    found = coverage(approved, actor=world.actor("ubnd", at), now=at)
    by_item = {item.code: (item.covered, len(item.taken)) for item in found.items}
    assert by_item == {"1.1": (0, 1), "1.2": (1, 4)}
    assert [(unit.name, unit.covered) for unit in found.units if unit.issued_on] == [(found.units[-1].name, 1)]
    own = coverage(approved, actor=world.actor("ld_xa", at), now=at)
    assert not own.complete
    assert {unit.unit_id for unit in own.units} == {world.units["xa"].pk}


def test_agencies_taking_part_are_named_too(world: World) -> None:
    """The branch of the land office works at the commune without being below it."""
    at = NOW
    chief = world.actor("ld_xa", at)
    plan = commands.draft_plan(
        ref="KH", year=2026, title="Kế hoạch của xã", owner_unit_id=world.units["xa"].pk, actor=chief, at=at
    )
    said = Said(task="Trả kết quả đúng hẹn", lead_unit=world.units["quay"].pk)
    commands.write_line(code=plan.code, item_code="1", said=said, actor=chief, at=at)
    commands.approve_plan(
        code=plan.code,
        document_no="1",
        document_date=date(2026, 3, 2),
        issue_due_on=date(2026, 4, 1),
        actor=chief,
        at=at,
    )
    named = {one.unit.code: one.why for one in plan.named.select_related("unit").order_by("id")}
    assert named["cn"] == "takes_part"
    assert named["quay"] == "below"
