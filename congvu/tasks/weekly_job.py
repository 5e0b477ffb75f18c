"""Monday morning: the weekly lists."""

import logging
from datetime import UTC, datetime

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from congvu.orgs.doors import door
from congvu.tasks.commands.weekly import send_weekly_lists

log = logging.getLogger(__name__)


@app.periodic(cron="15 0 * * 1")  # Monday 07:15 in Vietnam
@app.task(queueing_lock="tasks.weekly", retry=RetryStrategy(max_attempts=5, exponential_wait=10))
@door(kind="job", room="tasks", audience="console")
def weekly_lists(timestamp: int) -> None:
    report = send_weekly_lists(now=datetime.fromtimestamp(timestamp, UTC))
    log.info("weekly lists sent", extra={"units": report.units, "told": report.told, "failed": len(report.failed)})
