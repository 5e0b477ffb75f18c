"""What a command needs before it runs: the settings, a server that answers, tables."""

import os
import subprocess
import sys

from congvu.cli.errors import CannotNow
from congvu.config import databases, embedded, environment, translations


def settings() -> None:
    import django

    refuse_unsafe_production()
    translations.compile_stale()
    django.setup()


def database() -> None:
    """Start the embedded server when it is ours, migrate an empty database. Raises CannotNow."""
    server()
    if not _has_tables():
        migrate()


def server() -> None:
    if not databases.uses_embedded():
        return
    where = databases.embedded_server()
    try:
        embedded.start(where, folder=environment.var_folder() / "database")
        embedded.ensure_database(where, databases.name())
    except (OSError, subprocess.CalledProcessError) as reason:
        log = where.data / "server.log"
        raise CannotNow(f"The embedded PostgreSQL does not start ({reason}). Its own words are in {log}.") from reason


def migrate() -> None:
    """Bring the tables up to date as their owner, then say what the running role may do with them."""
    command = [sys.executable, "-m", "congvu.cli.migrate_as_owner"]
    done = subprocess.run(command, check=False, env={**os.environ, "CONGVU_DATABASE_ROLE": "owner"})
    if done.returncode:
        raise CannotNow("The migrations did not finish; nothing after the named one was applied.")


def refuse_unsafe_production() -> None:
    if not environment.is_production() or environment.value("UNSAFE_PRODUCTION") == "yes":
        return
    missing = [
        name for name in ("DATABASE_URL", "SECRET_KEY", "CONGVU_KEYS", "BASE_URL") if not environment.value(name)
    ]
    if missing:
        raise CannotNow(f"CONGVU_ENV=production needs {', '.join(missing)} (see `congvu config`).")


def _has_tables() -> bool:
    from django.db import connection, utils

    try:
        return "django_migrations" in connection.introspection.table_names()
    except utils.OperationalError as reason:
        raise CannotNow(f"The database does not answer: {reason}") from reason
