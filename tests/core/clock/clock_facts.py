"""Calendars of the tests, and how their tables are read."""

import csv
from collections.abc import Iterator
from datetime import datetime, time
from importlib.resources import files

import pytest

from congvu.core.clock import OpeningHours, Pause, build_calendar, moment_from, note_from_row

FILE = (files("congvu.data") / "calendar" / "holidays-official.csv").read_text(encoding="utf-8")
NOTES = tuple(note_from_row(row) for row in csv.DictReader(FILE.splitlines()))
OFFICIAL = build_calendar(NOTES)

SHORT_FRIDAY_AND_SATURDAY = (
    OpeningHours(4, time(7, 30), time(11, 30)),
    OpeningHours(5, time(8), time(11, 30)),
)
UNIT_WITH_SATURDAYS = build_calendar(NOTES, hours=SHORT_FRIDAY_AND_SATURDAY)


def at(text: str) -> datetime:
    return moment_from(text)


def pauses_from(text: str) -> tuple[Pause, ...]:
    """`FROM/RESUME` pairs with a space between; nothing after the slash: open."""
    spans = (one.split("/") for one in text.split())
    return tuple(Pause(at(since), at(until) if until else None) for since, until in spans)


def cells(table: str) -> Iterator[list[str]]:
    """Cells of the lines of a table; the last cell is the commentary."""
    for line in table.strip().splitlines():
        yield [cell.strip() for cell in line.split(" | ")]


def rows(table: str) -> list:
    """The lines of a table as parameters of a test, named by their commentary."""
    return [pytest.param(*values, id=f"{values[0]}, {values[1]}: {note}") for *values, note in cells(table)]
