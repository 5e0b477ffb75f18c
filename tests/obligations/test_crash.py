"""The database dies in the middle of a command: nothing lost, nothing doubled, the ledger agrees with the rows."""

import os
import signal
from pathlib import Path

import pytest
from django.db import OperationalError, connection, transaction

from congvu.config import embedded
from congvu.ledger.models import Event
from congvu.ledger.verify import verify
from congvu.obligations import commands
from congvu.obligations.models import Obligation, ObligationStretch
from tests.obligations.conftest import make_world, moment


def pause(world, at: str) -> None:
    commands.pause(about=("probe", 1), cause="supplement", actor=world.actor("an"), at=moment(at))


def agree() -> bool:
    """As many pauses in the rows as in the ledger, and the ledger whole."""
    paused = Obligation.objects.filter(paused=True).count()
    told = Event.objects.filter(kind="obligation.paused").count()
    return paused == told and verify().breaks == ()


def test_its_session_is_killed_in_the_middle_of_a_command(live_database):
    import psycopg

    world = make_world()
    world.owe(1)
    dsn = connection.get_connection_params()
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        (backend,) = cursor.fetchone()

    def killed() -> None:
        with transaction.atomic():
            pause(world, "2026-11-25 09:00")
            with psycopg.connect(
                host=dsn.get("host"), port=dsn.get("port"), user=dsn["user"], dbname=dsn["dbname"], autocommit=True
            ) as other:
                other.execute("SELECT pg_terminate_backend(%s)", [backend])
            Obligation.objects.count()

    with pytest.raises(OperationalError):
        killed()
    connection.close()
    assert (Event.objects.count(), ObligationStretch.objects.count()) == (0, 0)
    pause(world, "2026-11-25 09:00")  # asked again, it is done once
    assert agree()
    assert ObligationStretch.objects.count() == 1


@pytest.mark.slow
@pytest.mark.embedded
def test_the_whole_server_is_killed_and_comes_back(tmp_path_factory, django_db_setup, django_db_blocker):
    """kill -9 of the postmaster and all its children, on a server of the test's own that keeps what it commits."""
    from django.core.management import call_command

    folder = Path(tmp_path_factory.mktemp("crash")) / "database"
    server = embedded.server_at(folder)
    embedded.start(server, folder=folder)
    before = dict(connection.settings_dict)
    try:
        embedded.ensure_database(server, "congvu")
        with django_db_blocker.unblock():
            dsn = server.dsn("congvu")
            connection.close()
            connection.settings_dict.update(NAME="congvu", HOST=dsn["host"], PORT=str(dsn["port"]), USER=dsn["user"])
            call_command("migrate", verbosity=0, interactive=False)
            world = make_world()
            world.owe(1)
            pause(world, "2026-11-25 09:00")  # committed: must survive

            def resumed_but_killed() -> None:
                with transaction.atomic():
                    commands.resume(about=("probe", 1), actor=world.actor("an"), at=moment("2026-11-26 09:00"))
                    kill(server)
                    Obligation.objects.count()

            with pytest.raises(OperationalError):
                resumed_but_killed()
            connection.close()
            embedded.start(server, folder=folder)
            assert agree()
            assert Obligation.objects.get().paused
            commands.resume(about=("probe", 1), actor=world.actor("an"), at=moment("2026-11-26 09:00"))
            assert [event.kind for event in Event.objects.filter(subject_kind="probe").order_by("seq")] == [
                "obligation.paused", "obligation.resumed",
            ]  # fmt: skip
            assert verify().breaks == ()
    finally:
        connection.close()
        connection.settings_dict.clear()
        connection.settings_dict.update(before)
        embedded.stop(server)


def kill(server: embedded.Server) -> None:
    """The postmaster and each of its children by number, all at once, without a word."""
    postmaster = int((server.data / "postmaster.pid").read_text().split()[0])
    children = Path(f"/proc/{postmaster}/task/{postmaster}/children").read_text().split()
    for process in (postmaster, *map(int, children)):
        os.kill(process, signal.SIGKILL)
