"""Filling the database of the model province: the ground by loaders, the dossiers by COPY in batches."""

import random
import time
from collections.abc import Callable, Iterable
from datetime import date
from itertools import islice
from typing import Any

from django.db import connection, transaction
from psycopg import sql

from congvu.catalog.models import ProcedureVersion
from congvu.cli.province import SIZES, ground
from congvu.cli.province.bare import bare
from congvu.cli.province.history import COLUMNS, OBLIGATIONS_EACH, Drawer, Offer, Rows
from congvu.core.clock import AllowanceUnit, parse_allowance, start_of
from congvu.core.errors import DomainError
from congvu.orgs.calendars.selectors import official

SEED = 260701
UNTIL = date(2026, 11, 24)  # the province is always as of this day, so that it is always the same
BATCH = 5_000


def is_made() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT EXISTS (SELECT FROM obligation)")
        return bool(cursor.fetchone()[0])


def make(size: str, tell: Callable[[str], None]) -> None:
    """All of it, in one transaction: a province is whole or not there."""
    dossiers = SIZES[size] // OBLIGATIONS_EACH
    begun = time.monotonic()
    with transaction.atomic():
        communes = ground.lay(start_of(UNTIL))
        calendar = official()
        drawer = Drawer(
            communes, _offers(), calendar.calendar, calendar.calendar_id, calendar.version, UNTIL, random.Random(SEED)
        )
        rows = drawer.dossiers(dossiers)
        done = 0
        with bare(COLUMNS):
            while batch := list(islice(rows, BATCH)):
                _copy(batch)
                done += len(batch)
                tell(f"{done:,} of {dossiers:,} dossiers, {time.monotonic() - begun:.0f} s")
            tell(f"indexes and foreign keys of {dossiers:,} dossiers …")
        _advance_sequences()
    with connection.cursor() as cursor:
        cursor.execute("ANALYZE")


def _offers() -> list[Offer]:
    """Procedures whose limit is in days, so that all on one day share a due date."""
    offers = []
    for version in ProcedureVersion.objects.select_related("procedure").order_by("procedure__code", "id"):
        text = getattr(version, "limit", "") or ""
        try:
            allowance = parse_allowance(text)
        except DomainError:  # no limit, or one that needs a person
            continue
        if allowance.is_whole and allowance.unit in {AllowanceUnit.WORKING_DAYS, AllowanceUnit.CALENDAR_DAYS}:
            offers.append(Offer(version.pk, version.procedure.category_id, version.name, text, allowance))
    return offers


def _copy(batch: list[Rows]) -> None:
    by_table: dict[str, Iterable[tuple[Any, ...]]] = {
        "obligation": (row for rows in batch for row in rows.obligations),
        "dossier": (rows.dossier for rows in batch),
        "dossier_applicant": (rows.applicant for rows in batch),
        "dossier_step": (row for rows in batch for row in rows.steps),
        "part": (row for rows in batch for row in rows.parts),
    }
    with connection.cursor() as cursor:
        for table, rows in by_table.items():
            names = sql.SQL(", ").join(sql.SQL(name) for name in COLUMNS[table])
            statement = sql.SQL("COPY {} ({}) FROM STDIN").format(sql.Identifier(table), names)
            with cursor.copy(statement) as copy:
                for row in rows:
                    copy.write_row(row)


def _advance_sequences() -> None:
    with connection.cursor() as cursor:
        for table in ("obligation", "dossier", "dossier_step"):
            name = sql.Identifier(table)
            cursor.execute(
                sql.SQL("SELECT setval(pg_get_serial_sequence({}, 'id'), (SELECT max(id) FROM {}))").format(
                    sql.Literal(table), name
                )
            )
