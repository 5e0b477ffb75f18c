"""`congvu load calendar` and `congvu load hours`: the file, the new versions, and the due dates that follow."""

from collections.abc import Callable, Sequence
from datetime import date, datetime

from django.db import transaction

from congvu.core.clock import day_of
from congvu.core.errors import DomainError
from congvu.core.loading import LoadReport, Row, require_columns
from congvu.obligations.recompute import run
from congvu.orgs.actor import Actor
from congvu.orgs.calendars import commands
from congvu.orgs.calendars.files import Read, read_days
from congvu.orgs.calendars.hours_files import read_hours
from congvu.orgs.models import CalendarChange
from congvu.orgs.units import unit_by_code

READERS: dict[str, tuple[Callable[..., Read], tuple[str, ...]]] = {
    "calendar": (read_days, ("date", "name", "kind")),
    "hours": (read_hours, ("weekday", "opens", "closes")),
}
AT_ONCE = 10_000
"""So many due dates are computed again while the command runs; more are left to the worker."""


def load_calendar(rows: Sequence[Row], *, actor: Actor, at: datetime, dry_run: bool = False) -> LoadReport:
    """Days off and make-up days come into force as the file says."""
    return _load("calendar", rows, actor, at, dry_run)


def load_hours(rows: Sequence[Row], *, actor: Actor, at: datetime, dry_run: bool = False) -> LoadReport:
    """Opening hours come into force as the file says."""
    return _load("hours", rows, actor, at, dry_run)


@transaction.atomic
def propose_file(
    kind: str, rows: Sequence[Row], *, actor: Actor, at: datetime, source: str = ""
) -> tuple[LoadReport, CalendarChange | None]:
    """Read and propose; nothing when there are errors, or when every row is as it is known already."""
    read, columns = READERS[kind]
    require_columns(rows, columns, name=kind)
    found = read(rows, find_unit=_finder(day_of(at)))
    report = found.report
    if report.errors:
        return report, None
    named = source or "; ".join(dict.fromkeys(found.sources))
    try:
        return report, commands.propose(found.contents, source=named, actor=actor, at=at)
    except commands.NothingChanges:
        return report, None


@transaction.atomic
def _load(kind: str, rows: Sequence[Row], actor: Actor, at: datetime, dry_run: bool) -> LoadReport:
    report, change = propose_file(kind, rows, actor=actor, at=at)
    if change is not None:
        applied = run.apply(change_id=change.pk, digest=None, actor=actor, at=at)
        if applied.total <= AT_ONCE and not dry_run:
            run.finish(change.pk, at=at)
    if dry_run:
        transaction.set_rollback(True)
    return report


def _finder(on: date) -> Callable[[str], int | None]:
    known: dict[str, int | None] = {}

    def find(code: str) -> int | None:
        if code not in known:
            try:
                known[code] = unit_by_code(code, on).pk
            except DomainError:
                known[code] = None
        return known[code]

    return find
