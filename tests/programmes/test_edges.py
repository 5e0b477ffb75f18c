"""Who may open a programme, what a file changes, what the search finds, how many queries weeks need."""

from collections.abc import Callable

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from congvu.core.loading import LoadReport
from congvu.obligations.models import Obligation
from congvu.orgs.policy import NotAllowed
from congvu.tasks.programmes import commands, errors
from congvu.tasks.programmes.models import ProgrammeItem, QualityGoal, Week
from congvu.tasks.programmes.selectors.programmes import found_items, programme_rows
from congvu.tasks.programmes.selectors.weeks import bodies_with_weeks
from tests.dossiers.world import World, moment
from tests.programmes.conftest import NOW

Load = Callable[..., LoadReport]


def test_a_stranger_s_office_opens_nothing_by_naming_itself(world: World) -> None:
    class Keeper:
        is_clock = False

        def may(self, permission: str, unit_id: int | None = None) -> bool:
            return unit_id == world.units["so"].pk

    from congvu.tasks.programmes import policy

    with pytest.raises(NotAllowed):
        policy.require_open(Keeper(), world.units["xa"].pk, world.units["so"].pk, on=NOW.date())  # type: ignore[arg-type]
    policy.require_open(Keeper(), world.units["tinh"].pk, world.units["so"].pk, on=NOW.date())  # type: ignore[arg-type]


def test_one_programme_a_year(world: World, programme: str) -> None:
    chief = world.actor("cvp", NOW)
    with pytest.raises(errors.YearTaken):
        commands.open_programme(year=2026, title="Nữa", owner_unit_id=world.units["tinh"].pk, actor=chief, at=NOW)


def test_found_without_diacritics(world: World, programme: str) -> None:
    chief = world.actor("cvp", NOW)
    assert programme_rows(actor=chief, now=NOW, query="chuong trinh cong tac").count == 1
    assert programme_rows(actor=chief, now=NOW, query="kế hoạch khác").count == 0
    rows, count = found_items("de an chuyen doi", actor=chief, most=5)
    assert ([one.code for one in rows], count) == (["DA-01"], 1)


def test_the_search_page_finds_programmes_and_items(world: World, programme: str, client: Client) -> None:
    client.force_login(world.people["cvp"])
    page = client.get("/tim/", {"q": "chuyen doi so"}).content.decode()
    assert f"/chuong-trinh-cong-tac/{programme}/" in page or "DA-01" in page


def test_a_file_may_name_another_lead(world: World, load: Load) -> None:
    load({"code": "A", "name": "Đề án", "month": "5"})
    report = load({"code": "A", "name": "Đề án", "month": "7", "lead_unit": "xa"})
    assert (report.changed, [one.field for one in report.warnings]) == (1, ["month"])
    item = ProgrammeItem.objects.get()
    assert (item.lead_unit_id, item.month) == (world.units["xa"].pk, 5)
    owed = Obligation.objects.filter(subject_kind="programme_item", closed_at=None).order_by("id")
    assert {one.unit_id for one in owed} == {world.units["xa"].pk}
    assert load({"code": "A", "name": "Đề án", "month": "5", "lead_unit": "xa"}).unchanged == 1


def test_pressing_met_keeps_the_note(world: World, programme: str, client: Client) -> None:
    item = ProgrammeItem.objects.get()
    QualityGoal.objects.create(programme=item.programme, code="1", text="Không văn bản trái luật", note="Theo BC 12")
    client.force_login(world.people["cvp"])
    client.post(f"/chuong-trinh-cong-tac/{programme}/muc-tieu/1/", {"met": "yes"})
    goal = QualityGoal.objects.get()
    assert (goal.met, goal.note) == (True, "Theo BC 12")


def test_codes_stand_in_an_address(world: World, programme: str) -> None:
    with pytest.raises(errors.CodeOdd):
        commands.register_item(
            programme=programme, code="12/NQ", name="Nghị quyết", kind="resolution", level="council", month=3,
            lead_unit_id=world.units["so"].pk, actor=world.actor("cvp", NOW), at=NOW,
        )  # fmt: skip


def test_an_entry_says_something(world: World) -> None:
    chief = world.actor("cvp", NOW)
    with pytest.raises(errors.EventEmpty):
        commands.write_event(
            unit_id=world.units["tinh"].pk, leader_id=world.people["ubnd"].pk, starts_at=moment("2025-11-10 08:00"),
            ends_at=moment("2025-11-10 09:00"), content="  ", actor=chief, at=NOW,
        )  # fmt: skip


def test_draft_weeks_of_many_bodies_cost_no_more(world: World) -> None:
    chief = world.actor("cvp", NOW)
    chief.may("leader_events.keep", 1)
    counts = []
    for name in list(world.units):
        Week.objects.create(unit=world.units[name], monday=moment("2025-11-10 00:00").date())
        with CaptureQueriesContext(connection) as queries:
            bodies_with_weeks(chief, NOW.date())
        counts.append(len(queries))
    assert counts[-1] <= counts[0] + 1, counts
