"""The four steps that serve where no process is approved."""

from dataclasses import replace

from django.db import connection
from django.utils.translation import gettext as _
from psycopg.types.range import DateRange

from congvu.catalog.models import Process
from congvu.catalog.processes import store_process
from congvu.core.process import Process as ProcessValue
from congvu.core.process import default_process


def default_process_value() -> ProcessValue:
    """The same as a value, in the reader's language, for pages that only show it."""
    value = default_process()
    steps = tuple(replace(step, name=_(step.name), role_unit=_(step.role_unit)) for step in value.steps)
    return replace(value, name=_(value.name), steps=steps)


def default_process_row() -> Process:
    """The four steps that serve where no process is approved; stored the first time they are needed.

    Within a transaction: two counters that need it at once wait for one another.
    """
    if process := _stored_default():
        return process
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('catalog.default_process'))")
    if process := _stored_default():
        return process
    process = store_process(default_process(), procedure=None, number=1)
    process.state, process.during = Process.State.PUBLISHED, DateRange(None, None)
    process.save(update_fields=["state", "during"])
    return process


def _stored_default() -> Process | None:
    return Process.objects.filter(procedure=None, state=Process.State.PUBLISHED).order_by("number").first()
