"""One throw-away PostgreSQL; one template database per state of the migrations; one clone of it per test process."""

import hashlib
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from hypothesis import HealthCheck, settings
from psycopg import sql

PROJECT = Path(__file__).resolve().parents[1]

# How fast the machine is today is measured by the bench; a busy one must not fail a property.
settings.register_profile("house", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("house")


@pytest.fixture(scope="session")
def django_db_setup(django_db_blocker: pytest.FixtureRequest, worker_id: str, testrun_uid: str) -> Iterator[None]:
    from django.conf import settings
    from django.db import connections

    from congvu.config import embedded

    if not settings.TEST_DATABASE_URL:
        embedded.start(settings.TEST_SERVER, folder=PROJECT / "var" / "test-database")
    connection = connections["default"]
    server = {
        "host": connection.settings_dict["HOST"],
        "port": connection.settings_dict["PORT"] or None,
        "user": connection.settings_dict["USER"],
        "password": connection.settings_dict.get("PASSWORD") or None,
        "dbname": connection.settings_dict["NAME"],
    }
    template = f"congvu_template_{_state_of_migrations()}"
    name = f"congvu_test_{testrun_uid[:8]}_{worker_id}"
    with psycopg.connect(**server, autocommit=True) as admin:
        admin.execute("SELECT pg_advisory_lock(718290)")
        _drop_left_over(admin, keep=template)
        if not admin.execute("SELECT 1 FROM pg_database WHERE datname = %s", [template]).fetchone():
            _make_template(admin, template, connection, django_db_blocker)
        admin.execute(_statement("DROP DATABASE IF EXISTS {} WITH (FORCE)", name))
        admin.execute(_statement("CREATE DATABASE {} TEMPLATE {}", name, template))
        admin.execute("SELECT pg_advisory_unlock(718290)")
    _point(connection, name)
    yield
    with django_db_blocker.unblock():
        connections.close_all()
    with psycopg.connect(**server, autocommit=True) as admin:
        admin.execute(_statement("DROP DATABASE IF EXISTS {} WITH (FORCE)", name))


@pytest.fixture
def live_database(django_db_setup: None, django_db_blocker, worker_id: str, testrun_uid: str) -> Iterator[str]:  # type: ignore[no-untyped-def]
    """A database of the test's own, where commits are real and threads see one another; dropped afterwards.

    For races, crashes and append-only tables, which no test can empty again. Threads close their own connections.
    """
    from django.db import connections

    connection = connections["default"]
    before = connection.settings_dict["NAME"]
    name = f"congvu_test_{testrun_uid[:8]}_{worker_id}_own"
    server = {
        "host": connection.settings_dict["HOST"],
        "port": connection.settings_dict["PORT"] or None,
        "user": connection.settings_dict["USER"],
        "password": connection.settings_dict.get("PASSWORD") or None,
        "dbname": "postgres",
    }
    template = f"congvu_template_{_state_of_migrations()}"
    with psycopg.connect(**server, autocommit=True) as admin:
        admin.execute(_statement("DROP DATABASE IF EXISTS {} WITH (FORCE)", name))
        admin.execute(_statement("CREATE DATABASE {} TEMPLATE {}", name, template))
    with django_db_blocker.unblock():
        _point(connection, name)
        yield name
        connections.close_all()
    _point(connection, before)
    with psycopg.connect(**server, autocommit=True) as admin:
        admin.execute(_statement("DROP DATABASE IF EXISTS {} WITH (FORCE)", name))


def _make_template(admin, template, connection, django_db_blocker) -> None:  # type: ignore[no-untyped-def]
    from django.core.management import call_command

    fresh = f"{template}_new"
    admin.execute(_statement("DROP DATABASE IF EXISTS {} WITH (FORCE)", fresh))
    admin.execute(_statement("CREATE DATABASE {}", fresh))
    _point(connection, fresh)
    with django_db_blocker.unblock():
        call_command("migrate", verbosity=0, interactive=False)
        connection.close()
    admin.execute(_statement("ALTER DATABASE {} RENAME TO {}", fresh, template))


def _drop_left_over(admin, keep: str) -> None:  # type: ignore[no-untyped-def]
    """Databases of runs that were killed, and templates of older migrations."""
    rows = admin.execute(
        "SELECT d.datname FROM pg_database d WHERE d.datname ~ '^congvu_(test|template)_' AND d.datname <> %s"
        " AND NOT EXISTS (SELECT FROM pg_stat_activity a WHERE a.datname = d.datname)"
        " AND pg_stat_file('base/' || d.oid || '/PG_VERSION', true) IS NOT NULL"
        " AND (pg_stat_file('base/' || d.oid || '/PG_VERSION')).modification < now() - interval '1 hour'"
        " ORDER BY d.datname",
        [keep],
    ).fetchall()
    for (name,) in rows:
        admin.execute(_statement("DROP DATABASE IF EXISTS {} WITH (FORCE)", name))


def _state_of_migrations() -> str:
    import procrastinate

    digest = hashlib.sha256(procrastinate.__version__.encode() if hasattr(procrastinate, "__version__") else b"")
    for path in (
        sorted((PROJECT / "congvu").glob("**/migrations/*.py"))
        + sorted((PROJECT / "congvu").glob("**/*.sql"))
        + _of_the_shipped_calendar()
    ):
        if path.is_file():
            digest.update(str(path.relative_to(PROJECT)).encode() + path.read_bytes())
    digest.update((PROJECT / "requirements.lock").read_bytes())
    return digest.hexdigest()[:12]


def _of_the_shipped_calendar() -> list[Path]:
    """What every migrated database holds from the start comes from these."""
    return sorted((PROJECT / "congvu" / "orgs" / "calendars").glob("*.py")) + sorted(
        (PROJECT / "congvu" / "data" / "calendar").glob("*.csv")
    )


def _point(connection, name: str) -> None:  # type: ignore[no-untyped-def]
    connection.close()
    connection.settings_dict["NAME"] = name


def _statement(text: str, *names: str) -> sql.Composed:
    return sql.SQL(text).format(*(sql.Identifier(name) for name in names))


@pytest.fixture(autouse=True)
def _what_a_process_keeps_is_read_anew() -> Iterator[None]:
    """A process keeps calendars and published processes by their id; in another database the same id is another."""
    yield
    from congvu.catalog.processes import published_value
    from congvu.orgs.calendars.content import value_of

    value_of.cache_clear()
    published_value.cache_clear()
