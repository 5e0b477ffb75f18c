"""The search page and the work that waits to be taken: only what the reader may see and do."""

from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from congvu.core.process import Role
from congvu.dossiers.models import Dossier
from congvu.dossiers.selectors.unclaimed import unclaimed
from tests.dossiers.test_pages_walk import client_of
from tests.dossiers.walking import forward, open_run
from tests.dossiers.world import World, moment

LAND, BIRTH = "1.012784", "1.001193"
TAKE = "/ho-so/?cua=cho-nhan"


@pytest.fixture
def now(monkeypatch: pytest.MonkeyPatch) -> datetime:
    at = moment("2026-01-07 09:15")
    monkeypatch.setattr(timezone, "now", lambda: at)
    return at


def found(world: World, who: str, text: str) -> Any:
    return client_of(world.people[who]).get("/tim/", {"q": text})


def at_a_specialist(world: World, at: datetime) -> Dossier:
    dossier = world.receive(LAND, at)
    while open_run(dossier).role != Role.SPECIALIST:
        at = forward(dossier, at)
    return dossier


def holder_unit(world: World, dossier: Dossier) -> str:
    unit_id = open_run(dossier).unit_id
    return next(code for code, unit in world.units.items() if unit.pk == unit_id)


def test_a_dossier_is_found_by_a_name_without_diacritics(world: World, now: datetime) -> None:
    dossier = world.receive(BIRTH, now)
    assert dossier.code in found(world, "dung", "nguyen thi lan").content.decode()


def test_a_dossier_of_another_commune_is_not_found(world: World, now: datetime) -> None:
    dossier = world.receive(BIRTH, now)
    page = found(world, "dung2", "nguyen thi lan").content.decode()
    assert dossier.code not in page
    assert "Không tìm thấy gì" in page
    assert found(world, "dung2", dossier.code).status_code == 200


def test_a_whole_code_opens_its_dossier(world: World, now: datetime) -> None:
    dossier = world.receive(BIRTH, now)
    assert found(world, "dung", f" {dossier.code.lower()} ").url == f"/ho-so/{dossier.code}/"


def test_units_and_procedures_are_found_by_who_is_signed_in(world: World, now: datetime) -> None:
    page = found(world, "dung", "ben luc").content.decode()
    assert "Ủy ban nhân dân xã Bến Lức" in page
    assert BIRTH in found(world, "dung", "dang ky khai sinh").content.decode()


def test_people_are_found_only_by_who_may_see_them(world: World, now: datetime) -> None:
    assert "Phạm Thị Dung" in found(world, "quan_tri", "pham thi dung").content.decode()
    assert "Không tìm thấy gì" in found(world, "thanh_tra", "pham thi dung").content.decode()


def test_what_was_typed_cannot_break_the_page(world: World, now: datetime) -> None:
    assert found(world, "dung", '"><b>\0%_' + "x" * 500).status_code == 200
    assert found(world, "dung", "   ").status_code == 200


def test_untaken_work_is_offered_to_who_could_take_it_and_taken_at_one_press(world: World, now: datetime) -> None:
    dossier = at_a_specialist(world, moment("2026-01-06 08:00"))
    unit = holder_unit(world, dossier)
    client = client_of(world.people[f"cv_{unit}"])
    assert "Chờ nhận ở đơn vị" in client.get("/").content.decode()
    page = client.get(TAKE).content.decode()
    assert f'formaction="/ho-so/{dossier.code}/nhan-xu-ly/"' in page
    client.post("/ho-so/nhan-xu-ly/", {"rows": [dossier.code]})
    assert open_run(dossier).person_id == world.people[f"cv_{unit}"].pk
    assert "Chờ nhận ở đơn vị" not in client.get("/").content.decode()
    assert dossier.code in client.get("/").content.decode()


def test_untaken_work_is_offered_to_nobody_else(world: World, now: datetime) -> None:
    dossier = at_a_specialist(world, moment("2026-01-06 08:00"))
    unit = holder_unit(world, dossier)
    others = [name for name in world.people if name not in (f"cv_{unit}",)]
    assert {name: unclaimed(world.actor(name, now)).count() for name in others} == dict.fromkeys(others, 0)
    client_of(world.people["dung"]).post("/ho-so/nhan-xu-ly/", {"rows": [dossier.code, "H53.1-260107-9999"]})
    assert open_run(dossier).person_id is None
