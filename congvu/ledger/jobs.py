"""Daily: seal the ledger, take the root out of the house, forget old request keys."""

from datetime import UTC, datetime
from pathlib import Path

from django.conf import settings
from django.core.mail import send_mail
from django.utils.translation import gettext as _
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from congvu.ledger import requests, seals


def book_path() -> Path:
    """The book of roots; put it on a disk that the database server cannot write to."""
    return Path(settings.SEALS_BOOK)


@app.periodic(cron="10 17 * * *")  # 00:10 in Vietnam
@app.task(queueing_lock="ledger.seal", retry=RetryStrategy(max_attempts=10, exponential_wait=5))
def seal_daily(timestamp: int) -> None:
    seal_and_tell(datetime.fromtimestamp(timestamp, UTC))


@app.periodic(cron="40 17 * * *")
@app.task(queueing_lock="ledger.forget_requests")
def forget_requests(timestamp: int) -> None:
    requests.forget_old(datetime.fromtimestamp(timestamp, UTC))


def seal_and_tell(at: datetime) -> seals.Root | None:
    """Seal, write every root that the book lacks into it, and mail the newest one."""
    root = seals.seal(at)
    for missing in seals.not_in(book_path()):
        seals.write_down(missing, book_path())
    if root is not None and settings.SEALS_MAIL:
        subject = _("Dấu niêm sổ sự kiện số %(number)s") % {"number": root.seal_id}
        send_mail(subject, root.line(), settings.DEFAULT_FROM_EMAIL, [settings.SEALS_MAIL])
    return root
