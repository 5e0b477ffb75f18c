"""Telling somebody, inside the command's transaction: rows now, mails by a job that exists only if it commits.

`key` names what is told (`f"event:{event_id}"` is a good one): told again under it, nothing happens.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.conf import settings
from django.db import connection, transaction
from django.utils import translation

from congvu.files import secrets
from congvu.ledger.events import body_of
from congvu.notices import kinds
from congvu.notices.models import Channel, CitizenNotice, OutgoingMail
from congvu.orgs.models import Person

LONGEST_SUBJECT = 150

_INSERT_NOTICES = """
INSERT INTO notice (person_id, kind, body, about_kind, about_id, key, made_at)
SELECT who, %s, %s::jsonb, %s, %s, %s, %s FROM unnest(%s::bigint[]) AS who
ON CONFLICT (person_id, key) DO NOTHING RETURNING person_id
"""
_INSERT_MAIL = """
INSERT INTO outgoing_mail (key, person_id, address, subject, body, about_kind, about_id, state, attempts, queued_at,
                           next_at, error)
VALUES (%(key)s, %(person_id)s, %(address)s, %(subject)s, %(body)s, %(about_kind)s, %(about_id)s, 'queued', 0, %(at)s,
        %(at)s, '')
ON CONFLICT (key) DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class NewMail:
    """A mail to be queued. `key` is unique in the house."""

    key: str
    address: str
    subject: str
    body: str
    about: tuple[str, int] | None = None
    person_id: int | None = None


@transaction.atomic
def notify(people_ids: Iterable[int], message: kinds.Message, *, about: tuple[str, int], key: str, at: datetime) -> int:
    """A line under the bell of each person, and a mail where the kind says so and there is an address.

    How many were told who had not been before. The number of statements does not depend on how many people.
    """
    kind = kinds.kind_of(message)
    with connection.cursor() as cursor:
        cursor.execute(_INSERT_NOTICES, [kind.code, body_of(message), *about, key, at, sorted(set(people_ids))])
        told = [row[0] for row in cursor.fetchall()]
    if told and kind.mails:
        _mail_too(told, message, about, key, at)
    return len(told)


def defer_mail(
    *, address: str, subject: str, body: str, key: str, at: datetime, about: tuple[str, int] | None = None
) -> int:
    """Queue one mail; its id, or the id of the one queued before under this key. `about`: whose page lists it."""
    defer_mails([NewMail(key, address, subject, body, about)], at=at)
    return OutgoingMail.objects.values_list("pk", flat=True).get(key=key)


@transaction.atomic
def defer_mails(mails: Iterable[NewMail], *, at: datetime) -> int:
    """Queue mails, with one job for all of them; how many were new."""
    from congvu.notices import jobs

    rows = [_mail_values(mail, at) for mail in mails]
    if not rows:
        return 0
    with connection.cursor() as cursor:
        cursor.executemany(_INSERT_MAIL, rows)
        made = int(cursor.rowcount)
    if made:
        jobs.send_due_mail.defer()
    return made


@transaction.atomic
def tell_citizen(
    *, dossier_code: str, kind: str, text: str, channel: Channel, address: str, subject: str, key: str, at: datetime
) -> CitizenNotice:
    """Tell a citizen about a dossier, once per key. By e-mail it goes by itself; otherwise an official tells, and
    notes it (`note_told`)."""
    mail_id = None
    if channel == Channel.EMAIL:
        mail_id = defer_mail(address=address, subject=subject, body=text, at=at, key=f"citizen:{key}")
    facts = {
        "dossier_code": dossier_code, "kind": kind, "text": text, "channel": channel, "mail_id": mail_id,
        "address": secrets.encrypt(address) if address else "", "made_at": at,
    }  # fmt: skip
    return CitizenNotice.objects.get_or_create(key=key, defaults=facts)[0]


def one_line(subject: str) -> str:
    """A subject without line breaks (they would begin another header), not too long."""
    text = " ".join(subject.split())
    return text if len(text) <= LONGEST_SUBJECT else text[: LONGEST_SUBJECT - 1].rstrip() + "…"


def _mail_too(people: list[int], message: kinds.Message, about: tuple[str, int], key: str, at: datetime) -> None:
    with translation.override(settings.LANGUAGE_CODE):
        sentence, url = message.sentence(), kinds.address_of(message)
    body = f"{sentence}\n\n{settings.BASE_URL}{url}\n" if url else f"{sentence}\n"
    rows = Person.objects.filter(pk__in=people, is_active=True).exclude(email="").order_by("pk")
    mails = [
        NewMail(f"notice:{pk}:{key}", address, sentence, body, about, pk)
        for pk, address in rows.values_list("pk", "email")
    ]
    defer_mails(mails, at=at)


def _mail_values(mail: NewMail, at: datetime) -> dict[str, str | int | datetime | None]:
    about_kind, about_id = mail.about or ("", None)
    return {
        "key": mail.key, "person_id": mail.person_id, "address": secrets.encrypt(mail.address),
        "subject": one_line(mail.subject), "body": mail.body, "about_kind": about_kind, "about_id": about_id, "at": at,
    }  # fmt: skip
