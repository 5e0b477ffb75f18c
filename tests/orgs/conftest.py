"""A small office over time for the tests of orgs, made by the commands themselves."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.utils import translation

from congvu.orgs.actor import Actor
from congvu.orgs.commands import units as commands
from congvu.orgs.models import Unit

NOW = datetime(2026, 6, 1, 2, 0, tzinfo=UTC)
TODAY = date(2026, 6, 1)
PAPER = "Quyết định 01/QĐ-UBND ngày 01/01/2020"
CLOCK = Actor.clock()


@pytest.fixture(autouse=True)
def _vietnamese() -> Iterator[None]:
    with translation.override("vi"):
        yield


def make_unit(code: str, parent: Unit | None = None, *, on: date | None = None, kind: str = "so") -> Unit:
    new = commands.NewUnit(code=code, name=f"Đơn vị {code}", kind=kind, parent_id=parent.pk if parent else None)
    return commands.create_unit(new=new, on=on, document=PAPER, actor=CLOCK, at=NOW)


@pytest.fixture
def office(db: None) -> dict[str, Unit]:
    """tinh > (so > phong, xa1, xa2)."""
    tinh = make_unit("tinh", kind="tinh")
    so = make_unit("so", tinh)
    units = {"tinh": tinh, "so": so, "phong": make_unit("phong", so, kind="phong")}
    return {**units, "xa1": make_unit("xa1", tinh, kind="xa"), "xa2": make_unit("xa2", tinh, kind="xa")}
