"""Two chiefs press “Ban hành” at the same moment: one version comes into force, the other is told."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier

import pytest
from django.db import connections

from congvu.core.errors import DomainError
from congvu.tasks.plans import commands
from congvu.tasks.plans.difference import Said
from congvu.tasks.plans.models import PlanVersion
from tests.dossiers.world import build
from tests.plans.conftest import NOW


@pytest.mark.slow
def test_two_approvals_at_once(live_database: str, django_db_blocker: pytest.FixtureRequest) -> None:
    with django_db_blocker.unblock():  # type: ignore[attr-defined]
        world = build()
        chief = world.actor("ubnd", NOW)
        plan = commands.draft_plan(
            ref="KH", year=2026, title="KH", owner_unit_id=world.units["tinh"].pk, actor=chief, at=NOW
        )
        said = Said(task="Việc", lead_unit=world.units["so"].pk)
        commands.write_line(code=plan.code, item_code="1", said=said, actor=chief, at=NOW)
        start = Barrier(2)

        def approve(number: int) -> str:
            try:
                actor = world.actor("ubnd", NOW)
                start.wait()
                commands.approve_plan(
                    code=plan.code, document_no=str(number), document_date=date(2026, 3, 2), actor=actor, at=NOW
                )
                return "approved"
            except DomainError as refused:
                return refused.code
            finally:
                connections.close_all()

        with ThreadPoolExecutor(2) as pool:
            answers = sorted(pool.map(approve, (1, 2)))
        assert answers == ["approved", "plan_no_draft"]
        assert PlanVersion.objects.filter(state="approved").count() == 1
