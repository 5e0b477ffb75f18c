"""Emptying the outbox. A mail is claimed (and that committed) before it is handed to the server, so that no crash makes
it go out twice; where it cannot be known whether it went out, it says so and a person decides.
"""

import contextlib
import hashlib
import re
import smtplib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum, auto

from django.conf import settings
from django.core.mail import EmailMessage, get_connection
from django.core.mail.backends.base import BaseEmailBackend
from django.db import transaction

from congvu.core.errors import DomainError
from congvu.files import secrets
from congvu.notices.models import MailState, OutgoingMail

DELAYS = tuple(timedelta(minutes=minutes) for minutes in (5, 15, 60, 180, 360, 720, 1440))
PATIENCE = timedelta(minutes=15)  # longer than any conversation with a mail server
_ADDRESS = re.compile(r"\S+@\S+")
Clock = Callable[[], datetime]


class Ending(Enum):
    SENT = auto()
    AGAIN = auto()
    NEVER = auto()
    UNSURE = auto()


@dataclass(frozen=True, slots=True)
class Outcome:
    ending: Ending
    error: str = ""
    server_is_away: bool = False


def send_due(clock: Clock) -> int:
    """Send what is due, oldest first; how many went out. A bad one never stops the others; a server that is away ends
    the round (every mail stays queued)."""
    sent = 0
    server = get_connection()
    try:
        while (mail := claim(clock())) is not None:
            outcome = _hand_over(server, mail)
            settle(mail, outcome, clock())
            sent += outcome.ending is Ending.SENT
            if outcome.server_is_away:
                break
            if outcome.ending is not Ending.SENT:
                _close(server)
                server = get_connection()
    finally:
        _close(server)
    return sent


@transaction.atomic
def claim(now: datetime) -> OutgoingMail | None:
    """The oldest mail that is due, now ours alone. None when nothing is due."""
    mail = (
        OutgoingMail.objects.select_for_update(skip_locked=True, of=("self",))
        .filter(state=MailState.QUEUED, next_at__lte=now)
        .order_by("next_at", "id")
        .first()
    )
    if mail is None:
        return None
    mail.state, mail.next_at, mail.claimed_at, mail.attempts = MailState.SENDING, None, now, mail.attempts + 1
    mail.save(update_fields=["state", "next_at", "claimed_at", "attempts"])
    return mail


@transaction.atomic
def settle(claimed: OutgoingMail, outcome: Outcome, now: datetime) -> None:
    """Write down how it ended, if it is still ours."""
    mail = OutgoingMail.objects.select_for_update().get(pk=claimed.pk)
    if mail.state != MailState.SENDING or mail.attempts != claimed.attempts:
        return
    mail.error = outcome.error[:300]
    mail.state = {Ending.SENT: MailState.SENT, Ending.UNSURE: MailState.UNSURE}.get(outcome.ending, MailState.FAILED)
    if mail.state == MailState.SENT:
        mail.sent_at = now
    elif outcome.ending is Ending.AGAIN and (outcome.server_is_away or mail.attempts <= len(DELAYS)):
        mail.state = MailState.QUEUED
        mail.next_at = now + DELAYS[min(mail.attempts, len(DELAYS)) - 1]
    mail.save(update_fields=["state", "error", "sent_at", "next_at"])


def name_the_stuck(now: datetime) -> int:
    """Mails that were claimed and never settled (the process died): nobody knows whether they went out."""
    return OutgoingMail.objects.filter(state=MailState.SENDING, claimed_at__lt=now - PATIENCE).update(
        state=MailState.UNSURE, error="the process ended while sending"
    )


def message_of(mail: OutgoingMail) -> EmailMessage:
    """Raises KeysDoNotFit, EncryptedTextDamaged. The Message-ID follows from the key: receivers see a double."""
    name = hashlib.sha256(mail.key.encode()).hexdigest()[:32]
    host = settings.DEFAULT_FROM_EMAIL.rpartition("@")[2].strip("> ") or "localhost"
    headers = {"Message-ID": f"<{name}@{host}>", "Auto-Submitted": "auto-generated"}
    return EmailMessage(mail.subject, mail.body, None, [secrets.decrypt(mail.address)], headers=headers)


def _hand_over(server: BaseEmailBackend, mail: OutgoingMail) -> Outcome:
    try:
        message = message_of(mail)
        message.message()
    except (DomainError, ValueError, UnicodeError) as error:
        return Outcome(Ending.NEVER, describe(error))
    try:
        server.open()
    except OSError as error:
        return Outcome(Ending.AGAIN, describe(error), server_is_away=True)
    try:
        server.send_messages([message])
    except Exception as error:  # whatever it is, it belongs to this mail and is written down there
        return Outcome(_ending_of(error), describe(error))
    return Outcome(Ending.SENT)


def _ending_of(error: Exception) -> Ending:
    """Refused in so many words: not sent. A line that broke: unknown."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _said in error.recipients.values()]
        return Ending.NEVER if codes and min(codes) >= 500 else Ending.AGAIN
    if isinstance(error, smtplib.SMTPResponseException):
        return Ending.NEVER if error.smtp_code >= 500 else Ending.AGAIN
    if isinstance(error, smtplib.SMTPServerDisconnected | TimeoutError | ConnectionError):
        return Ending.UNSURE
    return Ending.AGAIN if isinstance(error, OSError) else Ending.NEVER


def describe(error: Exception) -> str:
    """What went wrong, without anybody's address: what the server said, or what we know."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        said = "; ".join(f"{code} {_text(text)}" for code, text in error.recipients.values())
    elif isinstance(error, smtplib.SMTPResponseException):
        said = f"{error.smtp_code} {_text(error.smtp_error)}"
    else:
        said = f"{type(error).__name__}: {error.code if isinstance(error, DomainError) else error}"
    return _ADDRESS.sub("…", said)[:300]


def _text(said: bytes | str) -> str:
    return said.decode("utf-8", "replace") if isinstance(said, bytes) else said


def _close(server: BaseEmailBackend) -> None:
    with contextlib.suppress(OSError):
        server.close()
