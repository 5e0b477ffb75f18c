"""The database: answers, is new enough, has its tables, and refuses to change what happened."""

from datetime import datetime, timedelta
from typing import Any

from django.db import Error as DatabaseError
from django.db import connection, transaction
from django.db.migrations.executor import MigrationExecutor
from psycopg import sql

from congvu.config.checks.finding import Finding, bad, ok, warning
from congvu.config.grants import APPEND_ONLY

OLDEST = 150000


def answers(now: datetime) -> list[Finding]:
    del now
    try:
        version, text = _row("SELECT current_setting('server_version_num')::int, current_setting('server_version')")
    except DatabaseError as error:
        return bad("answers", f"does not answer: {str(error).strip().splitlines()[0]}", "Start it; see DATABASE_URL.")
    if version < OLDEST:
        return bad("answers", f"PostgreSQL {text}", "Move to PostgreSQL 15 or newer.")
    return ok("answers", f"PostgreSQL {text} answers")


def migrated(now: datetime) -> list[Finding]:
    del now
    executor = MigrationExecutor(connection)
    missing = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if missing:
        return bad("migrated", f"{len(missing)} migrations are not applied", "Run `congvu migrate`.")
    return ok("migrated", "every migration is applied")


def ledger_refuses(now: datetime) -> list[Finding]:
    """Tries to change and to empty what is append-only, in a transaction that is rolled back in any case."""
    del now
    tables = [table for table in APPEND_ONLY if table in connection.introspection.table_names()]
    if not tables:
        return warning("ledger_refuses", "there is no ledger", "Run `congvu migrate`.")
    open_to = [table for table in tables if not _refuses(table)]
    if open_to:
        return bad(
            "ledger_refuses",
            f"rows of {', '.join(open_to)} could be changed or removed",
            "Run `congvu migrate`; it restores the refusal triggers' rights. Then `congvu ledger verify`.",
        )
    owned = _row("SELECT bool_or(tableowner = current_user) FROM pg_tables WHERE tablename = ANY(%s)", [tables])[0]
    if owned:
        return warning(
            "ledger_refuses",
            "the ledger refuses changes, but the running role owns the tables and could lift that",
            "Give migrations a role of their own: DATABASE_OWNER_URL (docs/operations.md).",
        )
    return ok("ledger_refuses", "what happened can be neither changed nor removed by the running role")


def _refuses(table: str) -> bool:
    name = sql.Identifier(table)
    has_rows = _row(sql.SQL("SELECT EXISTS (SELECT FROM {})").format(name))[0]
    tries = [sql.SQL("TRUNCATE {} CASCADE").format(name)]
    if has_rows:
        some = sql.SQL("ctid = (SELECT ctid FROM {} LIMIT 1)").format(name)
        tries.append(sql.SQL("DELETE FROM {} WHERE ").format(name) + some)
        column = _row("SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass AND attnum = 1", [table])[0]
        tries.append(sql.SQL("UPDATE {0} SET {1} = {1} WHERE ").format(name, sql.Identifier(column)) + some)
    return all(_is_refused(statement) for statement in tries)


def _is_refused(statement: sql.Composed) -> bool:
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '2s'")
            cursor.execute(statement)
            transaction.set_rollback(True)
    except DatabaseError as error:
        return "lock timeout" not in str(error)
    return False


def sealed(now: datetime) -> list[Finding]:
    if "seal" not in connection.introspection.table_names():
        return []
    latest, oldest = _row("SELECT (SELECT max(sealed_at) FROM seal), (SELECT min(recorded_at) FROM event)")
    day = timedelta(hours=26)
    if oldest is None or (latest is None and now - oldest < day):
        return ok("sealed", "nothing had to be sealed yet")
    if latest is None or now - latest > day:
        since = f"{latest:%Y-%m-%d %H:%M} UTC" if latest else "never"
        return bad("sealed", f"latest seal of the ledger: {since}", "Start a worker, or run `congvu ledger seal`.")
    return ok("sealed", f"the ledger was sealed at {latest:%Y-%m-%d %H:%M} UTC")


def _row(statement: str | sql.Composed, values: list[Any] | None = None) -> tuple[Any, ...]:
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
        row = cursor.fetchone()
    assert row is not None
    return tuple(row)
