"""Two people at once, and a session that dies: real threads, real commits, one truth afterwards."""

from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
from django.db import OperationalError, connection, connections, transaction

from congvu.ledger.models import Event
from congvu.ledger.verify import verify
from congvu.obligations.models import Obligation
from congvu.tasks import commands
from congvu.tasks.commands.moving import MovedOn
from congvu.tasks.models import Claim, Task, TaskState
from tests.dossiers.test_races import at_once
from tests.tasks.world import GIVEN_AT, World, build, moment

CLAIMED_AT, DECIDED_AT = moment("2025-12-12 16:20"), moment("2025-12-15 09:00")


def test_two_accept_at_once_and_the_second_hears_who_was_first(live_database: str) -> None:
    world = build()
    task = world.give()
    world.claim(task, CLAIMED_AT)
    answers = at_once([
        lambda: commands.accept(code=task.code, actor=world.actor("cvp", DECIDED_AT), at=DECIDED_AT),
        lambda: commands.send_back(
            code=task.code, reason="Thiếu", actor=world.actor("pct", DECIDED_AT), at=DECIDED_AT
        ),
    ])  # fmt: skip
    refused = [answer for answer in answers if isinstance(answer, tuple)]
    assert len(refused) == 1
    error, sentence = refused[0]
    assert isinstance(error, MovedOn)
    assert error.status == 409
    assert any(name in sentence for name in ("Lâm Hoàng Phúc", "Trần Quốc Bảo"))
    assert Claim.objects.filter(task=task, decided_at__isnull=False).count() == 1
    assert Event.objects.filter(subject_kind="task", kind__in=("task.accepted", "task.returned")).count() == 1
    item = Obligation.objects.get(pk=Task.objects.get(pk=task.pk).obligation_id)
    state = Task.objects.get(pk=task.pk).state
    assert (state == TaskState.ACCEPTED) == (item.closed_at == CLAIMED_AT)
    assert not verify().breaks


def test_two_give_at_once_and_numbers_have_no_gap(live_database: str) -> None:
    world = build()
    at_once([lambda: world.give() for _n in range(4)])
    codes = sorted(Task.objects.values_list("code", flat=True))
    assert codes == [f"NV-2025-{n:04}" for n in range(1, 5)]
    assert sorted(Task.objects.values_list("number", flat=True)) == [1, 2, 3, 4]


def _terminate(pid: int) -> None:
    """From a connection of its own."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_terminate_backend(%s)", [pid])
    connections.close_all()


def test_a_command_whose_session_dies_leaves_nothing(live_database: str) -> None:
    world = build()
    task = world.give()
    before = Obligation.objects.count(), Event.objects.count()
    with pytest.raises(OperationalError), transaction.atomic():  # noqa: PT012  (the session dies before the commit)
        commands.split(
            code=task.code, actor=world.actor("gd_sxd", GIVEN_AT), at=GIVEN_AT,
            tasks=[commands.TaskGiven("Soạn", world.unit("qlxd"), date(2025, 12, 1))],
        )  # fmt: skip
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            pid = cursor.fetchone()[0]
        with ThreadPoolExecutor(1) as other:
            other.submit(_terminate, pid).result()
        Task.objects.count()
    connection.close()
    assert (Obligation.objects.count(), Event.objects.count()) == before
    assert Task.objects.count() == 1
    again = commands.split(
        code=task.code, actor=world.actor("gd_sxd", GIVEN_AT), at=GIVEN_AT,
        tasks=[commands.TaskGiven("Soạn", world.unit("qlxd"), date(2025, 12, 1))],
    )  # fmt: skip
    assert again[0].code == "NV-2025-0002"


def test_a_recurring_task_is_given_once_however_often_the_job_runs(world: World) -> None:
    at = moment("2026-01-31 09:00")
    commands.make_template(
        name="Báo cáo tháng", unit_id=world.unit("tinh"), working_days=10, every="month", first_on=date(2026, 1, 31),
        task=commands.TaskGiven("Báo cáo tháng", world.unit("snv")), actor=world.actor("cvp", at), at=at,
    )  # fmt: skip
    later = moment("2026-04-02 01:00")
    assert commands.give_recurring(now=later) == 3
    assert commands.give_recurring(now=later) == 0
    days = list(Task.objects.order_by("occurrence_on").values_list("occurrence_on", flat=True))
    assert days == [date(2026, 1, 31), date(2026, 2, 28), date(2026, 3, 31)]
