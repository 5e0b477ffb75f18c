from collections.abc import Callable
from datetime import date

import pytest

from congvu.core.loading import LoadReport, Row
from congvu.orgs.actor import Actor
from congvu.tasks.plans import commands
from congvu.tasks.plans.difference import Said
from congvu.tasks.plans.load import load_plans
from tests.dossiers.world import World, build, moment

NOW = moment("2026-03-02 09:00")


@pytest.fixture
def world(db: None) -> World:
    return build()


@pytest.fixture
def load() -> Callable[..., LoadReport]:
    """Rows as dictionaries, with the columns that the contract names."""

    def run(*rows: dict[str, str], at: str = "2026-03-02 09:00", dry_run: bool = False) -> LoadReport:
        whole = [
            Row(line, {"plan": "KH-CCHC", "year": "2026", "unit": "tinh", **cells})
            for line, cells in enumerate(rows, 2)
        ]
        return load_plans(whole, actor=Actor.clock(), at=moment(at), dry_run=dry_run)

    return run


@pytest.fixture
def approved(world: World) -> str:
    """A plan of the province in force: a heading with two items, one led by the department, one for all."""
    chief = world.actor("ubnd", NOW)
    plan = commands.draft_plan(
        ref="KH-CCHC", year=2026, title="Kế hoạch cải cách hành chính năm 2026", owner_unit_id=world.units["tinh"].pk,
        actor=chief, at=NOW,
    )  # fmt: skip
    said = {
        "1": Said(goal="Thủ tục hành chính"),
        "1.1": Said(
            parent="1", task="Rà soát thủ tục hành chính", product="Báo cáo", lead_unit=world.units["so"].pk,
            due_on=date(2026, 6, 30), criterion_code="3.1.1",
        ),
        "1.2": Said(
            parent="1", task="Nâng tỷ lệ hồ sơ trực tuyến", lead_unit=world.units["so"].pk, to_all=True,
            due_on=date(2026, 9, 30), measure="%", target=80, needs_evidence=False,
        ),
    }  # fmt: skip
    for code, what in said.items():
        commands.write_line(code=plan.code, item_code=code, said=what, actor=chief, at=NOW)
    commands.approve_plan(
        code=plan.code, document_no="12/KH-UBND", document_date=date(2026, 3, 2), issue_due_on=date(2026, 3, 31),
        actor=chief, at=NOW,
    )  # fmt: skip
    return plan.code
