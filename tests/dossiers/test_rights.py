"""What one position lets see, another does not lend it: rights hold at a unit and for a procedure."""

from datetime import datetime
from typing import Any

import pytest
from django.utils import timezone

from congvu.catalog.models import Procedure
from congvu.dossiers import commands
from congvu.dossiers.selectors.desk import desk_view
from congvu.ledger.models import Event
from congvu.orgs.actor import Actor
from congvu.orgs.models import Person, Position, PositionCategory, Role
from congvu.orgs.policy import NotAllowed, NotInSight
from congvu.orgs.ranges import days
from tests.dossiers.test_pages_walk import client_of
from tests.dossiers.world import World, moment

LAND, BIRTH = "1.012784", "1.001193"
AT = moment("2026-01-07 09:00")


@pytest.fixture(autouse=True)
def clock(monkeypatch: pytest.MonkeyPatch) -> datetime:
    monkeypatch.setattr(timezone, "now", lambda: AT)
    return AT


def seated(world: World, name: str, *seats: tuple[str, str, str]) -> Person:
    """Each seat: unit, role, and the procedure it is cut to ("" for all)."""
    person = world.people[name] = Person.objects.create(username=name, full_name=name)
    for unit, role, procedure in seats:
        position = Position.objects.create(
            person=person, unit=world.units[unit], role=Role.objects.get(code=role), during=days(None)
        )
        if procedure:
            category = Procedure.objects.get(code=procedure).category_id
            PositionCategory.objects.create(position=position, category_id=category)
    return person


def test_who_only_sees_reveals_nothing_by_a_position_elsewhere(world: World) -> None:
    dossier = world.receive(LAND, AT)
    seated(world, "hai_ghe", ("tinh", "inspector", ""), ("kt", "specialist", ""))
    client = client_of(world.people["hai_ghe"])
    page = client.get(f"/ho-so/{dossier.code}/").content.decode()
    assert dossier.code in page
    assert "d-reveal" not in page
    assert "d-attach" not in page
    assert client.post(f"/ho-so/{dossier.code}/hien-so/", {"what": "identifier"}).status_code == 403
    assert not Event.objects.filter(kind="dossier.identifier_revealed").exists()


def test_the_receipt_is_printed_by_the_counter_that_received(world: World) -> None:
    dossier = world.receive(LAND, AT)
    url = f"/ho-so/{dossier.code}/"
    looking: Any = client_of(world.people["ubnd"])
    assert dossier.code in looking.get(url).content.decode()
    refused = looking.get(f"{url}giay-hen/")
    assert refused.status_code == 403
    for kept in (dossier.receipt_secret, "0912 345 678"):
        assert kept not in refused.content.decode()
    assert "giay-hen" not in looking.get(url).content.decode()
    counter = client_of(world.people["dung"])
    assert "giay-hen" in counter.get(url).content.decode()
    assert dossier.receipt_secret in counter.get(f"{url}giay-hen/").content.decode()
    assert client_of(world.people["dung2"]).get(f"{url}giay-hen/").status_code == 404


def test_a_counter_for_some_procedures_receives_only_those(world: World) -> None:
    seated(world, "khai_sinh", ("quay", "receiving_officer", BIRTH))
    assert world.receive(BIRTH, AT, by="khai_sinh").accepted_by_id == world.people["khai_sinh"].pk
    with pytest.raises(NotAllowed):
        world.receive(LAND, AT, by="khai_sinh")
    land = world.receive(LAND, AT)
    with pytest.raises(NotInSight):
        commands.withdraw(code=land.code, reason="x", actor=world.actor("khai_sinh", AT), at=AT)


def test_the_desk_names_only_dossiers_in_sight(world: World) -> None:
    """Sitting at the counter by a position cut to births; the right to receive comes from another commune."""
    world.receive(LAND, AT)
    birth = world.receive(BIRTH, AT)
    person = seated(world, "muon", ("quay", "specialist", BIRTH), ("quay2", "receiving_officer", ""))
    actor = Actor(person.pk, world.units["quay"].pk, AT.date())
    view = desk_view(actor=actor, officer="", at=AT, today=AT.date())
    assert [row.code for row in view.today] == [birth.code]
    assert view.today_count == 1


def test_a_step_is_done_only_for_the_procedures_of_the_position(world: World) -> None:
    """He sees land dossiers as an inspector and receives births only: the counter's step on land is not his."""
    dossier = world.receive(LAND, AT)
    seated(world, "nua", ("quay", "inspector", ""), ("quay", "receiving_officer", BIRTH))
    with pytest.raises(NotAllowed):
        commands.complete_step(code=dossier.code, run=1, actor=world.actor("nua", AT), at=AT)


def test_a_slip_is_shown_for_the_procedures_of_the_position(world: World) -> None:
    from tests.dossiers.test_pages_walk import intake_form

    form = intake_form(LAND, paper_2="missing", outcome="supplement")
    made: Any = client_of(world.people["dung"]).post("/tiep-nhan/", form)
    assert client_of(world.people["dung"]).get(made.url).status_code == 200
    other = seated(world, "khai_sinh", ("quay", "receiving_officer", BIRTH))
    assert client_of(other).get(made.url).status_code == 404
