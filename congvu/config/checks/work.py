"""The work: jobs are done, somebody does them, the years to come have their calendar."""

from datetime import datetime, timedelta

from django.db import connection
from django.utils import timezone

from congvu.config.checks.finding import Finding, bad, ok, warning

LOAD = "Load it as soon as it is announced: congvu load calendar FILE.csv"
PATIENCE = timedelta(minutes=10)


def queue(now: datetime) -> list[Finding]:
    waiting = _waiting_since()
    if waiting is not None and now - waiting > PATIENCE:
        minutes = int((now - waiting).total_seconds() // 60)
        return bad("queue", f"a job has waited for {minutes} minutes", "Start a worker: `congvu worker`.")
    stalled = _number(
        "SELECT count(*) FROM procrastinate_jobs j LEFT JOIN procrastinate_workers w ON w.id = j.worker_id"
        " WHERE j.status = 'doing' AND (w.id IS NULL OR w.last_heartbeat < now() - interval '2 minutes')"
    )
    if stalled:
        return warning("queue", f"{stalled} jobs lost their worker", "A running worker begins them anew by itself.")
    failed = _number(
        "SELECT count(DISTINCT j.id) FROM procrastinate_jobs j JOIN procrastinate_events e ON e.job_id = j.id"
        " WHERE j.status = 'failed' AND e.type = 'failed' AND e.at > now() - interval '1 day'"
    )
    if failed:
        return warning("queue", f"{failed} jobs failed since yesterday", "Look for `fault` in the worker's log.")
    return ok("queue", "no job waits that could run")


def workers(now: datetime) -> list[Finding]:
    del now
    alive = _number("SELECT count(*) FROM procrastinate_workers WHERE last_heartbeat > now() - interval '2 minutes'")
    if not alive:
        return warning(
            "workers", "no worker runs", "Start one (`congvu worker`); until then nothing is sent or sealed."
        )
    return ok("workers", f"{alive} worker{'s' if alive > 1 else ''} alive")


def calendars(now: datetime) -> list[Finding]:
    """This year's calendar should be there, from October next year's too; without them dates are provisional."""
    from congvu.orgs.calendars.selectors import loaded_years

    today, loaded = timezone.localtime(now).date(), loaded_years()
    if not loaded:
        return bad("calendars", "no official calendar is loaded: no date can be computed", LOAD)
    wanted = [today.year] + [today.year + 1] * (today.month >= 10)
    missing = [str(year) for year in wanted if year not in loaded]
    if missing:
        years = " and ".join(missing)
        return warning("calendars", f"the official calendar of {years} is not loaded; dates are provisional", LOAD)
    return ok("calendars", f"calendars loaded: {', '.join(map(str, sorted(loaded)))}")


def _waiting_since() -> datetime | None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT min(coalesce(j.scheduled_at, (SELECT min(e.at) FROM procrastinate_events e WHERE e.job_id = j.id)))"
            " FROM procrastinate_jobs j WHERE j.status = 'todo' AND coalesce(j.scheduled_at, now()) <= now()"
        )
        row = cursor.fetchone()
    return row[0] if row else None


def _number(statement: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        row = cursor.fetchone()
    return int(row[0]) if row else 0
