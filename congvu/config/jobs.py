"""The queue's own housekeeping: jobs whose worker died begin anew, old ones go."""

from typing import Any

import structlog
from procrastinate.contrib.django import app

HEARTBEAT_SECONDS = 60
KEPT_HOURS, FAILED_KEPT_HOURS = 24 * 7, 24 * 90
log = structlog.get_logger("congvu.queue")


@app.periodic(cron="* * * * *")
@app.task(queueing_lock="queue.retry_stalled", pass_context=False)
async def retry_stalled(timestamp: int) -> None:
    """A worker that was killed leaves its jobs `doing`. Every job of ours may run twice, so they are begun anew."""
    del timestamp
    manager: Any = app.job_manager
    for job in await manager.get_stalled_jobs(seconds_since_heartbeat=HEARTBEAT_SECONDS):
        await manager.retry_job(job)
        log.warning("a job lost its worker and begins anew", job=job.task_name, job_id=job.id, attempts=job.attempts)
    await manager.prune_stalled_workers(HEARTBEAT_SECONDS)


@app.periodic(cron="20 18 * * *")  # 01:20 in Vietnam
@app.task(queueing_lock="queue.delete_old", pass_context=False)
async def delete_old(timestamp: int) -> None:
    del timestamp
    manager: Any = app.job_manager
    await manager.delete_old_jobs(nb_hours=KEPT_HOURS)
    await manager.delete_old_jobs(
        nb_hours=FAILED_KEPT_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )
