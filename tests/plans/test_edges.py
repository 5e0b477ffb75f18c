"""What files and amendments do at the edges: nothing is begun twice, lost, or judged by the day of the file."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from congvu.core.loading import LoadReport
from congvu.obligations.models import Obligation
from congvu.tasks.models import Task
from congvu.tasks.plans import commands, errors
from congvu.tasks.plans.difference import Said
from congvu.tasks.plans.models import ItemState, Plan, PlanClaim, PlanItem, PlanVersion
from congvu.tasks.plans.tree import PlanCycle
from tests.dossiers.world import World, moment
from tests.plans.conftest import NOW

Load = Callable[..., LoadReport]


def item(code: str, **cells: str) -> dict[str, str]:
    return {"code": code, "task": f"Nhiệm vụ {code}", "lead_unit": "so", "due_on": "2026-06-30", **cells}


def amend(plan: str, world: World, *, at: str = "2026-08-03 09:00") -> None:
    """An amendment of one word."""
    chief = world.actor("ubnd", moment(at))
    commands.begin_amendment(code=plan, reason="Thêm mục", actor=chief, at=moment(at))
    said = Said(task="Mục thêm", lead_unit=world.units["so"].pk, due_on=date(2026, 12, 1))
    commands.write_line(code=plan, item_code="9", said=said, actor=chief, at=moment(at))
    commands.approve_plan(code=plan, document_no="1", document_date=date(2026, 8, 3), actor=chief, at=moment(at))


def test_a_later_file_may_add_items_done_before_it(world: World, load: Load) -> None:
    load(item("1"), at="2026-03-02 09:00")
    report = load(item("1"), item("2", status="done", done_on="2026-05-04"), at="2026-07-24 09:00")
    assert (report.new, report.unchanged, report.errors) == (1, 1, [])
    owed = Obligation.objects.get(subject_kind="plan_item", subject_id=PlanItem.objects.get(code="2").pk)
    assert owed.closed_at is not None
    assert owed.closed_at.date() == date(2026, 5, 4), "judged by the day it was done, not by the day of the file"


def test_what_a_file_took_out_is_not_begun_by_an_amendment(world: World, load: Load) -> None:
    load(item("1"), item("2", status="withdrawn", done_on="2026-05-04"), at="2026-07-24 09:00")
    amend(Plan.objects.get().code, world)
    gone = PlanItem.objects.get(code="2")
    assert gone.state == ItemState.WITHDRAWN
    assert not Obligation.objects.filter(subject_kind="plan_item", subject_id=gone.pk, closed_at=None).exists()


def test_a_file_does_not_pass_by_a_draft(world: World, load: Load) -> None:
    load(item("1"), at="2026-03-02 09:00")
    chief = world.actor("ubnd", NOW)
    commands.begin_amendment(code=Plan.objects.get().code, reason="Lùi hạn", actor=chief, at=NOW)
    report = load(item("1", due_on="2026-07-31"), at="2026-03-03 09:00")
    assert [(one.line, one.field) for one in report.errors] == [(2, "plan")]
    assert PlanVersion.objects.count() == 2


def test_a_claim_is_settled_by_the_file(world: World, load: Load) -> None:
    load(item("1", needs_evidence="0"), at="2026-03-02 09:00")
    plan = Plan.objects.get().code
    chief = world.actor("cv", moment("2026-03-04 09:00")) if "cv" in world.people else None
    chief = chief or next(
        world.actor(name, moment("2026-03-04 09:00"))
        for name in world.people
        if world.actor(name, moment("2026-03-04 09:00")).may("plans.report", world.units["so"].pk)
    )
    commands.claim_done(plan=plan, code="1", text="Xong", actor=chief, at=moment("2026-03-04 09:00"))
    report = load(item("1", needs_evidence="0", status="done", done_on="2026-03-04"), at="2026-03-05 09:00")
    assert (report.changed, report.errors) == (1, [])
    assert PlanClaim.objects.get().accepted is True
    assert not Obligation.objects.filter(kind="plan_claim", closed_at=None).exists()


def test_long_names_load_and_what_is_too_long_is_named(world: World, load: Load) -> None:
    long = "Kế hoạch cải cách hành chính nhà nước của Ủy ban nhân dân tỉnh năm 2026 và những năm tiếp theo"
    assert load(item("1", plan=long)).errors == []
    assert load(item("1", plan=long)).unchanged == 1
    report = load(item("1" * 41), item("2", criterion_code="x" * 41), item("3/4"))
    assert [(one.line, one.field) for one in report.errors] == [(2, "code"), (3, "criterion_code"), (4, "code")]


def test_numbers_are_kept_as_they_are_compared(world: World, load: Load) -> None:
    rows = [item("1", points="1.255", target="0.123456", measure="%")]
    assert len(load(*rows).warnings) == 2
    assert load(*rows).unchanged == 1
    assert PlanVersion.objects.count() == 1


@pytest.mark.parametrize("code", ["1/2", "..", " "])
def test_a_code_must_stand_in_an_address(world: World, approved: str, code: str) -> None:
    chief = world.actor("ubnd", NOW)
    commands.begin_amendment(code=approved, reason="Thêm", actor=chief, at=NOW)
    with pytest.raises(errors.CodeOdd):
        commands.write_line(code=approved, item_code=code, said=Said(goal="Mục tiêu"), actor=chief, at=NOW)


def test_an_item_is_not_its_own_parent(world: World, approved: str) -> None:
    chief = world.actor("ubnd", NOW)
    commands.begin_amendment(code=approved, reason="Thêm", actor=chief, at=NOW)
    with pytest.raises(PlanCycle):
        commands.write_line(code=approved, item_code="1", said=Said(parent="1", goal="A"), actor=chief, at=NOW)


def test_a_task_that_becomes_a_heading_is_owed_no_more(world: World, approved: str) -> None:
    chief = world.actor("ubnd", NOW)
    commands.begin_amendment(code=approved, reason="Gộp", actor=chief, at=NOW)
    said = Said(parent="1", goal="Nâng tỷ lệ hồ sơ trực tuyến")
    commands.write_line(code=approved, item_code="1.2", said=said, actor=chief, at=NOW)
    commands.approve_plan(code=approved, document_no="2", document_date=date(2026, 3, 2), actor=chief, at=NOW)
    found = PlanItem.objects.get(code="1.2")
    assert found.state == ItemState.HEADING
    assert not Obligation.objects.filter(subject_kind="plan_item", subject_id=found.pk, closed_at=None).exists()


def test_the_value_is_that_of_the_latest_day(world: World, approved: str) -> None:
    at = moment("2026-05-04 09:00")
    so = world.units["so"].pk
    reporter = next(a for name in world.people if (a := world.actor(name, at)).may("plans.report", so))
    for value, on in ((60, date(2026, 5, 1)), (40, date(2026, 4, 1))):
        commands.report_value(plan=approved, code="1.2", value=Decimal(value), on=on, actor=reporter, at=at)
    assert PlanItem.objects.get(code="1.2").value == 60


def test_tasks_are_given_from_an_item_and_shown_on_it(world: World, approved: str, client: Client) -> None:
    client.force_login(world.people["ubnd"])
    page = client.get(f"/ke-hoach/{approved}/muc/1.1/").content.decode()
    link = f"/nhiem-vu/giao/?muc={approved}%2F1.1"
    assert link in page
    form = client.get(link).content.decode()
    assert "Rà soát thủ tục hành chính" in form
    assert f'value="{approved}/1.1"' in form
    answer = client.post("/nhiem-vu/giao/", {
        "plan_item": f"{approved}/1.1", "form-TOTAL_FORMS": "1", "form-INITIAL_FORMS": "0", "kind": "dispatch",
        "confidentiality": "normal", "form-0-content": "Rà soát nhóm đất đai", "form-0-lead_unit": "so",
        "request_key": "k1",
    })  # fmt: skip
    assert answer.status_code == 302, answer.content.decode()
    assert answer["Location"] == f"/ke-hoach/{approved}/muc/1.1/"
    task = Task.objects.get(content="Rà soát nhóm đất đai")
    assert task.plan_item_id == PlanItem.objects.get(code="1.1").pk
    with CaptureQueriesContext(
        connection,
    ) as queries:
        page = client.get(f"/ke-hoach/{approved}/muc/1.1/").content.decode()
    assert f'href="/nhiem-vu/{task.code}/"' in page
    assert len(queries) <= 30
