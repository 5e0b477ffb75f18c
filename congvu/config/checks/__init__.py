"""Is the installation fit? One function per question; each finding says what was seen and, if need be, what to do.

`congvu doctor` asks them all, `/readyz` those that decide whether this process may take requests.
"""

from congvu.config.checks.database import answers, ledger_refuses, migrated, sealed
from congvu.config.checks.finding import Check, Finding, State, run
from congvu.config.checks.machine import clocks, disk, files, keys
from congvu.config.checks.papers import outbox, stored_files
from congvu.config.checks.work import calendars, queue, workers

ALL: tuple[Check, ...] = (
    answers,
    migrated,
    ledger_refuses,
    sealed,
    files,
    stored_files,
    keys,
    disk,
    clocks,
    queue,
    workers,
    outbox,
    calendars,
)
READY: tuple[Check, ...] = (answers, migrated, queue, calendars, disk)

__all__ = ["ALL", "READY", "Check", "Finding", "State", "run"]
