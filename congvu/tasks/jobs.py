"""Every night: tasks that come again are given, and parts of units that are gone go to their successors."""

import logging
from datetime import UTC, datetime

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from congvu.orgs.doors import door
from congvu.tasks import weekly_job  # noqa: F401  (makes its job known)
from congvu.tasks.commands import follow_successions, give_recurring

log = logging.getLogger(__name__)


@app.periodic(cron="40 17 * * *")  # 00:40 in Vietnam
@app.task(queueing_lock="tasks.nightly", retry=RetryStrategy(max_attempts=5, exponential_wait=10))
@door(kind="job", room="tasks", audience="console")
def nightly(timestamp: int) -> None:
    now = datetime.fromtimestamp(timestamp, UTC)
    given, moved = give_recurring(now=now), follow_successions(now=now)
    log.info("tasks: nightly run done", extra={"given": given, "moved": moved})
