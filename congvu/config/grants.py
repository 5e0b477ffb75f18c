"""What the running role may do: everything with rows, nothing with tables, only add to what is append-only."""

from django.db import connection
from psycopg import sql

from congvu.config import databases, embedded, environment

APPEND_ONLY = ("event", "seal", "seal_leaf", "obligation_stretch")


def runner_role() -> str:
    if databases.uses_embedded():
        return embedded.RUNNER
    return databases.parse_url(environment.value("DATABASE_URL"))[0]["USER"]


def apply() -> None:
    """Grant the running role its rights on every table of the schema. Does nothing where one role does both."""
    role = runner_role()
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        row = cursor.fetchone()
        if row is None or row[0] == role:
            return
        for statement in _statements(role, connection.introspection.table_names(cursor)):
            cursor.execute(statement)


def _statements(role: str, tables: list[str]) -> list[sql.Composed]:
    name = sql.Identifier(role)
    statements = [
        sql.SQL("GRANT USAGE ON SCHEMA public TO {}").format(name),
        sql.SQL("GRANT SELECT, INSERT, UPDATE, DELETE ON ALL TABLES IN SCHEMA public TO {}").format(name),
        sql.SQL("GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}").format(name),
        sql.SQL("GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {}").format(name),
    ]
    statements += [
        sql.SQL("REVOKE UPDATE, DELETE, TRUNCATE ON {} FROM {}").format(sql.Identifier(table), name)
        for table in APPEND_ONLY
        if table in tables
    ]
    return statements
