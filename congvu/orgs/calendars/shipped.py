"""The official calendar that travels with the program: an installation has one from its first migration on."""

from datetime import datetime
from importlib.resources import files

from django.db import connection, transaction
from django.utils import timezone

from congvu.core.loading import Row, rows_of
from congvu.orgs.actor import Actor
from congvu.orgs.calendars import commands
from congvu.orgs.calendars.content import Content, Named
from congvu.orgs.calendars.files import days_from
from congvu.orgs.models.calendar import OFFICIAL, Calendar, CalendarChange

FILE = "holidays-official.csv"
SOURCE = "Lịch nghỉ lễ chính thức kèm theo phần mềm"


def rows() -> list[Row]:
    return rows_of((files("congvu.data") / "calendar" / FILE).read_bytes(), name=FILE)


@transaction.atomic
def load(*, at: datetime) -> bool:
    """Make it version 1; False when there is an official calendar already, which is never touched.

    No event: nothing has happened yet in a house that is new.
    """
    if Calendar.objects.filter(code=OFFICIAL).exists():
        return False
    days = tuple(days_from(rows()))
    change = commands.propose([Named(None, Content(days))], source=SOURCE, actor=Actor.clock(), at=at)
    commands.hold(list(change.versions.order_by("id")), at=at)
    change.state, change.applied_at, change.finished_at = CalendarChange.State.DONE, at, at
    change.save(update_fields=["state", "applied_at", "finished_at"])
    return True


def after_migrate(**_: object) -> None:
    """Django calls this when tables were made, and when tests emptied them."""
    if {"work_day", "event"} <= set(connection.introspection.table_names()):
        load(at=timezone.now())
