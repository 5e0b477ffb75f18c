"""A cursor for statements whose text never changes: values travel beside the text, so it is parsed and planned once.

The ORM, and whatever the planner must see the values of (lists within reach, where a step may go: planned blindly that
one takes eight times as long), keeps Django's own cursor.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg
from django.db import connection
from django.db.backends.utils import CursorWrapper


@contextmanager
def prepared_cursor() -> Iterator[CursorWrapper]:
    """On Django's connection, in its transaction, seen by its wrappers (counts of statements, logs)."""
    connection.ensure_connection()
    plain: Any = psycopg.Cursor(connection.connection)
    wrapped = connection.make_debug_cursor if connection.queries_logged else connection.make_cursor
    with wrapped(plain) as cursor:
        yield cursor
