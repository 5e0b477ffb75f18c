"""The recomputation in the background, and whoever goes on where a killed worker stopped."""

from datetime import UTC, datetime

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from congvu.obligations.recompute.run import finish
from congvu.orgs.doors import door
from congvu.orgs.models import CalendarChange


@app.task(retry=RetryStrategy(max_attempts=10, exponential_wait=5))
@door(kind="job", room="calendars", audience="console")
def recompute(change_id: int) -> None:
    finish(change_id, at=timezone.now())


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="obligations.go_on_recomputing")
@door(kind="job", room="calendars", audience="console")
def go_on_recomputing(timestamp: int) -> None:
    """A worker that was killed leaves its change half done; every batch it finished is kept."""
    unfinished = CalendarChange.objects.filter(state=CalendarChange.State.APPLYING).order_by("id")
    for change_id in unfinished.values_list("pk", flat=True):
        finish(change_id, at=datetime.fromtimestamp(timestamp, UTC))
