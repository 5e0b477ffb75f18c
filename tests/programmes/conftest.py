from collections.abc import Callable

import pytest

from congvu.core.loading import LoadReport, Row
from congvu.orgs.actor import Actor
from congvu.orgs.models import Person, Position, Role
from congvu.orgs.models.people import search_of
from congvu.orgs.ranges import days
from congvu.tasks.programmes import commands
from congvu.tasks.programmes.load import load_programme
from tests.dossiers.world import World, build, moment

NOW = moment("2025-11-10 09:00")


@pytest.fixture
def world(db: None) -> World:
    """With a chief of the province's office."""
    world = build()
    person = world.people["cvp"] = Person.objects.create(
        username="cvp", full_name="Lâm Hoàng Phúc", search=search_of("Lâm Hoàng Phúc", "cvp")
    )
    role = Role.objects.get(code="chief_of_office")
    Position.objects.create(person=person, unit=world.units["tinh"], role=role, title="Chánh VP", during=days(None))
    return world


@pytest.fixture
def programme(world: World) -> str:
    """Of the province for 2026, with one item of the department in March."""
    chief = world.actor("cvp", NOW)
    made = commands.open_programme(
        year=2026, title="Chương trình công tác năm 2026", owner_unit_id=world.units["tinh"].pk, actor=chief, at=NOW
    )
    commands.register_item(
        programme=made.code, code="DA-01", name="Đề án chuyển đổi số", kind="scheme", level="council", month=3,
        lead_unit_id=world.units["so"].pk, actor=chief, at=NOW,
    )  # fmt: skip
    return made.code


@pytest.fixture
def load() -> Callable[..., LoadReport]:
    def run(*rows: dict[str, str], at: str = "2026-03-02 09:00", dry_run: bool = False) -> LoadReport:
        whole = [Row(line, {"year": "2025", "lead_unit": "so", **cells}) for line, cells in enumerate(rows, 2)]
        return load_programme(whole, actor=Actor.clock(), at=moment(at), dry_run=dry_run)

    return run
