"""Sending: at once after a command, and every five minutes for what has to be tried again; old rows go every night."""

from datetime import UTC, datetime

from django.utils import timezone
from procrastinate.contrib.django import app

from congvu.notices import retention, sending
from congvu.orgs.doors import door


@app.task
@door(kind="job", room="notices", audience="console")
def send_due_mail() -> None:
    sending.send_due(timezone.now)


@app.periodic(cron="*/5 * * * *")
@app.task(queueing_lock="notices.mail")
@door(kind="job", room="notices", audience="console")
def look_after_mail(timestamp: int) -> None:
    sending.name_the_stuck(datetime.fromtimestamp(timestamp, UTC))
    sending.send_due(timezone.now)


@app.periodic(cron="50 18 * * *")  # 01:50 in Vietnam
@app.task(queueing_lock="notices.forget")
@door(kind="job", room="notices", audience="console")
def forget_old(timestamp: int) -> None:
    retention.forget_old(datetime.fromtimestamp(timestamp, UTC))
