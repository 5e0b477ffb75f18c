"""Nightly: bytes without a row go; every Sunday every file is read and compared with its hash."""

import logging
from datetime import UTC, datetime

from procrastinate.contrib.django import app

from congvu.files import sweep, verify

log = logging.getLogger(__name__)


class FilesAreNotWhole(Exception):
    """The weekly reading found files that are missing or not as they were; the failed job stands in the queue."""


@app.periodic(cron="20 18 * * *")  # 01:20 in Vietnam
@app.task(queueing_lock="files.sweep")
def sweep_orphans(timestamp: int) -> None:
    sweep.sweep(datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="0 19 * * 6")  # Sunday 02:00 in Vietnam
@app.task(queueing_lock="files.verify")
def verify_files(timestamp: int) -> None:
    del timestamp
    report = verify.verify()
    if not report.whole:
        raise FilesAreNotWhole(f"{len(report.wrong)} of {report.files} files: run `congvu files verify`")
