"""Every real step table, from the counter to the returned result, by people of each role."""

import pytest

from congvu.core.clock import VIETNAM
from congvu.core.process import Role
from congvu.dossiers.models import Dossier, State, StepRun
from congvu.ledger.selectors import timeline
from congvu.obligations.models import Obligation
from tests.catalog.conftest import step_rows
from tests.dossiers.walking import later, to_the_end
from tests.dossiers.world import build, moment

TABLES = sorted({row.cells["procedure_code"] for row in step_rows()})


def names_of(procedure: str) -> list[str]:
    rows = [row for row in step_rows() if row.cells["procedure_code"] == procedure]
    rows.sort(key=lambda row: int(row.cells["step_no"]))
    return [row.cells["step_name"].split(" (nguồn")[0] for row in rows]


@pytest.mark.parametrize("procedure", TABLES)
def test_the_whole_table_is_walked_by_commands(db: None, procedure: str) -> None:
    world = build(procedure)
    at = moment("2026-01-07 08:15")
    dossier = world.receive(procedure, at)
    end, passed = to_the_end(dossier, later(at))
    assert [name for name in passed if not name.startswith("Chờ")] == names_of(procedure)
    assert dossier.state == State.RETURNED
    assert dossier.returned_at is not None
    assert dossier.returned_at <= end
    assert not StepRun.objects.filter(dossier=dossier, closed_at=None).exists()
    assert not Obligation.objects.filter(closed_at=None).exists()
    assert dossier.result.outcome == "granted"
    kinds = [row.kind for row in timeline("dossier", dossier.pk)]
    assert kinds[0] == "dossier.accepted"
    assert kinds[-1] == "dossier.result_returned"
    completed = len(names_of(procedure)) - 1
    assert kinds.count("dossier.step_completed") == completed
    roles = {Role(run.role) for run in StepRun.objects.filter(dossier=dossier, waits_for="")}
    assert {Role.RECEIVING, Role.RETURNING} <= roles
    for run in StepRun.objects.filter(dossier=dossier, waits_for=""):
        assert run.closed_by_id is not None


def test_who_approves_is_who_signed(db: None) -> None:
    world = build("1.012784")
    dossier = world.receive("1.012784", moment("2026-01-07 08:15"))
    to_the_end(dossier, moment("2026-01-07 09:00"))
    assert dossier.result.decided_by_id == world.people["ld_cn"].pk
    runs = StepRun.objects.filter(dossier=dossier).order_by("number")
    holders = list(runs.values_list("closed_by__username", flat=True))
    assert holders == ["dung", "cv_cn", "ld_cn", "cv_cn", "dung"]


def test_the_promised_day_is_counted_on_the_calendar_of_the_counter(db: None) -> None:
    world = build("1.012784")
    dossier = world.receive("1.012784", moment("2025-12-23 14:20"))
    promised = dossier.promised_at
    assert promised is not None
    # 12 working days from 24/12; 1/1 and 2/1 are off, 10/1 is made up for 2/1.
    assert promised.astimezone(VIETNAM).strftime("%d/%m/%Y %H:%M") == "10/01/2026 17:00"
    legal = Obligation.objects.get(kind="dossier")
    assert (legal.subject_id, legal.due_at) == (dossier.pk, promised)
    assert legal.unit_id == world.units["cn"].pk  # the land branch taking part at the commune decides
    step = Obligation.objects.get(kind="dossier_step")
    assert step.unit_id == world.units["quay"].pk
    assert step.person_id == world.people["dung"].pk
    assert step.due_at is not None
    assert step.due_at.astimezone(VIETNAM).strftime("%d/%m %H:%M") == "24/12 08:50"  # 160 minutes that day, 80 the next


def test_codes_are_gapless_by_unit_and_day(db: None) -> None:
    world = build("1.001193")
    codes = [world.receive("1.001193", moment(f"2026-01-07 08:{m:02}")).code for m in (1, 2, 3)]
    agency = codes[0].split("-")[0]
    assert codes == [f"{agency}-260107-000{n}" for n in (1, 2, 3)]
    next_day = world.receive("1.001193", moment("2026-01-08 08:00")).code
    assert next_day == f"{agency}-260108-0001"
    other = world.receive("1.001193", moment("2026-01-07 09:00"), by="dung2").code
    assert other.endswith("-260107-0001")
    assert other not in codes


@pytest.mark.parametrize(
    ("at", "due"),
    [
        pytest.param("2026-01-07 15:00", "07/01/2026", id="up to and including 15:00 the same day"),
        pytest.param("2026-01-07 15:01", "08/01/2026", id="after 15:00 the next working day"),
        pytest.param("2026-01-09 15:01", "10/01/2026", id="Friday afternoon: Saturday 10/1 is a make-up day"),
    ],
)
def test_received_after_three_in_the_afternoon(db: None, at: str, due: str) -> None:
    world = build("1.001193")
    dossier = world.receive("1.001193", moment(at))
    assert dossier.promised_at is not None
    assert dossier.promised_at.astimezone(VIETNAM).strftime("%d/%m/%Y") == due


def test_the_default_process_serves_where_none_is_approved(db: None) -> None:
    world = build("1.001193")
    dossier = world.receive("1.001193", moment("2026-01-07 08:00"))
    _end, passed = to_the_end(dossier, moment("2026-01-07 08:30"))
    assert passed == ["Tiếp nhận hồ sơ", "Thẩm định hồ sơ", "Phê duyệt kết quả", "Trả kết quả"]


def test_four_moments_are_kept(db: None) -> None:
    from congvu.dossiers import commands
    from congvu.dossiers.intake import ApplicantFacts, WayIn
    from tests.dossiers.world import all_handed_in

    world = build("1.012784")
    at = moment("2026-01-07 09:00")
    way = WayIn("online", submitted_at=moment("2026-01-06 21:10"), acknowledged_at=moment("2026-01-06 21:11"))
    dossier = commands.receive(
        procedure="1.012784", applicant=ApplicantFacts("Lê An"), papers=all_handed_in("1.012784"), way=way,
        actor=world.actor("dung", at), at=at,
    )  # fmt: skip
    to_the_end(dossier, moment("2026-01-07 10:00"))
    kept = Dossier.objects.get(pk=dossier.pk)
    assert kept.received_by_competent_at is not None
    assert (
        kept.submitted_at < kept.acknowledged_at < kept.accepted_at == at < kept.received_by_competent_at  # type: ignore[operator]
    )
