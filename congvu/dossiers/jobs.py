"""Long work on dossiers, a batch at a time."""

import logging

from django.utils import timezone
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from congvu.dossiers.commands.process_move import move_some
from congvu.orgs.doors import door

log = logging.getLogger(__name__)


@app.task(retry=RetryStrategy(max_attempts=5, exponential_wait=5))
@door(kind="job", room="dossiers", audience="console")
def carry_on(move_id: int) -> None:
    """Dossiers of one operation, batch by batch, until each has its answer."""
    while move_some(move_id, at=timezone.now()):
        log.info("process move goes on", extra={"move_id": move_id})
