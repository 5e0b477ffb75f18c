"""Where a step goes: only to units with somebody whose position covers the procedure."""

from datetime import date

import pytest

from congvu.core.process import Role
from congvu.dossiers import desks
from congvu.dossiers.commands.moving import value_of
from congvu.orgs.models import Category, Position, PositionCategory
from tests.dossiers.walking import forward
from tests.dossiers.world import build, moment

pytestmark = pytest.mark.django_db


def test_a_unit_whose_people_cover_other_fields_is_no_desk() -> None:
    world = build("1.012784")
    dossier = world.receive("1.012784", moment("2026-01-07 09:00"))
    step = next(s for s in value_of(dossier).steps if s.role is Role.SPECIALIST and not s.waits_for)

    def offered() -> dict[int, int]:
        found = desks.desks_for(
            step, dossier.competent_unit_id, date(2026, 1, 7), received_unit_id=dossier.received_unit_id,
            category_id=dossier.category_id,
        )  # fmt: skip
        return {desk.unit_id: desk.people for desk in found}

    branch = world.units["cn"].pk
    assert offered()[branch] == 1
    births = Category.objects.create(kind="field", code="Hộ tịch khác", name="Hộ tịch khác")
    held = Position.objects.get(person=world.people["cv_cn"])
    only = PositionCategory.objects.create(position=held, category=births)
    assert branch not in offered()
    field = Category.objects.get(pk=dossier.category_id).parent
    assert field is not None
    PositionCategory.objects.create(position=held, category=field)
    assert offered()[branch] == 1, "what lies below the field is covered"
    only.delete()
    forward(dossier, moment("2026-01-07 10:00"))
