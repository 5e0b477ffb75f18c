"""What `congvu doctor` finds, each with what to do about it."""

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.utils import timezone

from congvu.config import checks
from congvu.config.checks import database, machine, work
from congvu.ledger.record import record
from congvu.ledger.seals import seal
from congvu.orgs.actor import Actor
from congvu.orgs.calendars import selectors

pytestmark = pytest.mark.django_db
NOVEMBER, MAY = datetime(2026, 11, 24, 3, tzinfo=UTC), datetime(2026, 5, 5, 3, tzinfo=UTC)


def one(findings: list[checks.Finding]) -> checks.Finding:
    (finding,) = findings
    assert bool(finding.remedy) == (finding.state is not checks.State.OK)
    return finding


@pytest.mark.parametrize(
    ("now", "loaded", "state", "said"),
    [
        pytest.param(MAY, (2025, 2026), checks.State.OK, "2026", id="in May this year is enough"),
        pytest.param(NOVEMBER, (2025, 2026), checks.State.WARNING, "2027", id="from October next year's is missed"),
        pytest.param(NOVEMBER, (2026, 2027), checks.State.OK, "2027", id="both are there"),
        pytest.param(datetime(2026, 9, 30, 16, 59, tzinfo=UTC), (2026,), checks.State.OK, "2026", id="still September"),
        pytest.param(datetime(2026, 9, 30, 17, tzinfo=UTC), (2026,), checks.State.WARNING, "2027", id="October here"),
        pytest.param(MAY, (2025,), checks.State.WARNING, "2026", id="this year's is missing"),
        pytest.param(MAY, (), checks.State.BAD, "no date", id="nothing is loaded"),
    ],
)
def test_calendars(
    monkeypatch: pytest.MonkeyPatch, now: datetime, loaded: tuple[int, ...], state: checks.State, said: str
) -> None:
    monkeypatch.setattr(selectors, "loaded_years", lambda: loaded)
    finding = one(work.calendars(now))
    assert finding.state is state
    assert said in finding.seen


def test_a_job_that_waits_too_long_is_bad() -> None:
    now = timezone.now()
    assert one(work.queue(now)).state is checks.State.OK
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, scheduled_at) VALUES ('default', 'x', %s)",
            [now - timedelta(minutes=11)],
        )
    finding = one(work.queue(now))
    assert finding.state is checks.State.BAD
    assert "11 minutes" in finding.seen
    assert one(work.queue(now - timedelta(minutes=2))).state is checks.State.OK


def test_a_job_that_waits_for_its_hour_is_fine() -> None:
    now = timezone.now()
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, scheduled_at) VALUES ('default', 'x', %s)",
            [now + timedelta(days=1)],
        )
    assert one(work.queue(now)).state is checks.State.OK


def test_a_job_without_its_worker_is_named() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, status) VALUES ('default', 'x', 'doing')"
        )
    assert "1 jobs lost" in one(work.queue(timezone.now())).seen


def test_no_worker_is_a_warning_and_a_live_one_is_counted() -> None:
    assert one(work.workers(timezone.now())).state is checks.State.WARNING
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    assert one(work.workers(timezone.now())).state is checks.State.OK


def test_the_ledger_refuses_and_an_owner_is_told_to_give_that_up() -> None:
    finding = one(database.ledger_refuses(timezone.now()))
    assert finding.state is checks.State.WARNING, "the role of the tests owns the tables"
    assert "owns the tables" in finding.seen


@pytest.mark.parametrize("trigger", ["UPDATE", "DELETE", "TRUNCATE"])
def test_a_ledger_that_lets_itself_be_changed_is_bad(trigger: str) -> None:
    from tests.config.happening import Happened

    record(Happened(1), about=("test", 1), actor=Actor.clock(), at=NOVEMBER)
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgname FROM pg_trigger WHERE tgrelid = 'event'::regclass AND NOT tgisinternal"
            " AND pg_get_triggerdef(oid) LIKE %s",
            [f"%{trigger}%"],
        )
        for (name,) in cursor.fetchall():
            cursor.execute(f'ALTER TABLE event DISABLE TRIGGER "{name}"')
    finding = one(database.ledger_refuses(timezone.now()))
    assert finding.state is checks.State.BAD
    assert "event" in finding.seen


def test_yesterdays_seal_is_missed() -> None:
    from tests.config.happening import Happened

    now = timezone.now()
    assert one(database.sealed(now)).state is checks.State.OK
    record(Happened(1), about=("test", 1), actor=Actor.clock(), at=now)
    assert one(database.sealed(now + timedelta(hours=1))).state is checks.State.OK
    assert one(database.sealed(now + timedelta(hours=27))).state is checks.State.BAD
    seal(now)
    assert one(database.sealed(now + timedelta(hours=1))).state is checks.State.OK
    assert one(database.sealed(now + timedelta(hours=27))).state is checks.State.BAD


def test_a_folder_that_cannot_be_written_is_bad(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "files").write_text("a file where the folder should be")
    monkeypatch.setenv("FILES_URL", (tmp_path / "files").as_uri())
    finding = one(machine.files(timezone.now()))
    assert finding.state is checks.State.BAD
    monkeypatch.setenv("FILES_URL", (tmp_path / "other").as_uri())
    assert one(machine.files(timezone.now())).state is checks.State.OK
    assert list((tmp_path / "other").iterdir()) == []


def test_made_up_keys_are_bad_in_production_and_private_elsewhere(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in ("SECRET_KEY", "CONGVU_KEYS"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("CONGVU_VAR", str(tmp_path))
    keys = tmp_path / "keys"
    keys.mkdir()
    for name in ("secret_key", "congvu_keys"):
        (keys / name).touch(mode=0o600)
    assert one(machine.keys(timezone.now())).state is checks.State.OK
    (keys / "congvu_keys").chmod(0o644)
    assert "chmod 600" in one(machine.keys(timezone.now())).remedy
    monkeypatch.setenv("CONGVU_ENV", "production")
    assert [finding.state for finding in machine.keys(timezone.now())] == [checks.State.BAD] * 2


@pytest.mark.parametrize(("free", "state"), [(100, "ok"), (1, "warning"), (0.1, "bad")])
def test_disk(monkeypatch: pytest.MonkeyPatch, free: float, state: str) -> None:
    usage = type("Usage", (), {"free": int(free * 1024**3), "total": 200 * 1024**3})
    monkeypatch.setattr("shutil.disk_usage", lambda place: usage)
    assert {finding.state.value for finding in machine.disk(timezone.now())} == {state}


def test_clocks_that_differ_are_bad(monkeypatch: pytest.MonkeyPatch) -> None:
    import time

    true = time.time
    assert one(machine.clocks(timezone.now())).state is checks.State.OK
    monkeypatch.setattr("time.time", lambda: true() + 60)
    assert "60 s" in one(machine.clocks(timezone.now())).seen


def test_a_question_that_cannot_be_asked_hides_no_other(monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(now: datetime) -> list[checks.Finding]:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM no_such_table")
        return []

    from django.db import transaction

    with transaction.atomic():
        findings = checks.run((broken,), timezone.now())
        transaction.set_rollback(True)
    assert [(finding.code, finding.state) for finding in findings] == [("broken", checks.State.BAD)]
