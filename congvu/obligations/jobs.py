"""Every hour of the working day: the reminders that are due."""

import logging
from datetime import UTC, datetime

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from congvu.obligations.commands import urge_due
from congvu.obligations.recompute import jobs as recompute_jobs  # noqa: F401  (makes its jobs known)
from congvu.orgs.doors import door

log = logging.getLogger(__name__)


@app.periodic(cron="5 0-10 * * *")  # 07:05–17:05 in Vietnam
@app.task(queueing_lock="obligations.urge", retry=RetryStrategy(max_attempts=5, exponential_wait=10))
@door(kind="job", room="obligations", audience="console")
def urge(timestamp: int) -> None:
    report = urge_due(now=datetime.fromtimestamp(timestamp, UTC))
    log.info("urging done", extra={"looked_at": report.looked_at, "sent": report.sent, "failed": len(report.failed)})
