"""A unit's settings on a page and over HTTP: what holds, what it sets itself, tasks that come again."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from congvu.tasks.models import TaskRules, Template, UrgingRule
from tests.tasks.world import GIVEN_AT, World, build

RULES = {
    "entry_days": "1", "update_days": "7", "decision_days": "5", "extension_lead_days": "2", "extension_most": "1",
    "extension_approver": "leader",
}  # fmt: skip
MONTHLY = {
    "name": "Báo cáo tháng", "content": "Báo cáo công tác cải cách hành chính", "lead_unit": "Sở Xây dựng",
    "every": "month", "first_on": "2025-11-25", "working_days": "5",
}  # fmt: skip


@pytest.fixture
def world(db: None, monkeypatch: pytest.MonkeyPatch) -> World:
    monkeypatch.setattr(timezone, "now", lambda: GIVEN_AT)
    return build()


def client_of(world: World, name: str) -> Client:
    client = Client()
    client.force_login(world.people[name])
    return client


def page_of(world: World, unit: str) -> str:
    return f"/nhiem-vu/thiet-lap/{world.units[unit].pk}/"


def test_the_office_sets_rules_for_its_body(world: World) -> None:
    office, page = client_of(world, "cvp"), page_of(world, "tinh")
    assert "theo cấp trên hoặc mặc định" in office.get(page).content.decode()
    assert office.post(page + "quy-tac/", RULES).status_code == 302
    kept = TaskRules.objects.get(unit=world.units["tinh"])
    assert (kept.entry_days, kept.extension_lead_days, kept.extension_approver) == (1, 2, "leader")
    assert 'value="1"' in office.get(page).content.decode()
    refused = office.post(page + "quy-tac/", {**RULES, "update_days": "0", "extension_most": "7"})
    assert refused.status_code == 422
    assert 'value="7"' in refused.content.decode()
    assert TaskRules.objects.get(unit=world.units["tinh"]).extension_most == 1


def test_a_kind_gets_its_own_reminders(world: World) -> None:
    office, page = client_of(world, "cvp"), page_of(world, "tinh")
    given = {"kind": "urgent", "before_days": "4", "next_chief_days": "2"}
    assert office.post(page + "don-doc/", given).status_code == 302
    assert UrgingRule.objects.get(unit=world.units["tinh"]).before_days == 4
    below = client_of(world, "gd_sxd").get(page_of(world, "sxd")).content.decode()
    assert '<td class="num">4</td>' in below
    assert office.post(page + "don-doc/", {**given, "next_chief_days": "0"}).status_code == 422


def test_a_task_that_comes_again_is_made_paused_and_resumed(world: World) -> None:
    office, page = client_of(world, "cvp"), page_of(world, "tinh")
    unknown = office.post(page + "mau/", {**MONTHLY, "lead_unit": "Sở Xây dựn"})
    assert unknown.status_code == 422
    assert "Sở Xây dựng" in unknown.content.decode()
    assert not Template.objects.exists()
    assert office.post(page + "mau/", MONTHLY).status_code == 302
    made = Template.objects.get()
    assert "25/11/2025" in office.get(page).content.decode()
    assert office.post(f"{page}mau/{made.pk}/tam-dung/").status_code == 302
    assert "tạm dừng" in office.get(page).content.decode()
    assert office.post(f"{page}mau/{made.pk}/chay-lai/").status_code == 302
    assert Template.objects.get().active


def test_who_gives_nothing_in_a_units_name_sees_nothing_of_it(world: World) -> None:
    assert client_of(world, "gd_stc").get(page_of(world, "sxd")).status_code == 404
    assert client_of(world, "cv_qlxd").get(page_of(world, "sxd")).status_code == 403
    assert client_of(world, "gd_stc").post(page_of(world, "sxd") + "quy-tac/", RULES).status_code == 403
    assert client_of(world, "gd_sxd").get("/nhiem-vu/thiet-lap/").headers["Location"] == page_of(world, "sxd")


def test_the_same_over_http_and_with_few_queries(world: World) -> None:
    office, page = client_of(world, "cvp"), page_of(world, "tinh")
    for number in range(4):
        office.post(page + "mau/", {**MONTHLY, "name": f"Mẫu {number}"})
    answer = office.get("/api/v1/task-settings/tinh").json()
    assert [one["kind"] for one in answer["urging"]] == ["normal", "urgent", "very_urgent", "starred"]
    assert answer["rules"]["extension_most"] == 2
    assert not answer["rules_own"]
    assert len(answer["templates"]) == 4
    with CaptureQueriesContext(connection) as seen:
        office.get(page)
    assert len(seen) <= 22
