"""Notices of a reader, the outbox for who looks after it, and what citizens were told about a dossier."""

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Count

from congvu.core.text import mask_phone
from congvu.files import secrets
from congvu.notices import kinds
from congvu.notices.models import Channel, CitizenNotice, MailState, Notice, OutgoingMail
from congvu.orgs.actor import Actor

PAGE = 30


@dataclass(frozen=True, slots=True)
class NoticeRow:
    """`url` is "" where there is nothing to open."""

    id: int
    sentence: str
    icon: str
    url: str
    made_at: datetime
    is_unread: bool


@dataclass(frozen=True, slots=True)
class NoticePage:
    """`next_id`: where the next page begins, None at the end."""

    rows: tuple[NoticeRow, ...]
    unread: int
    total: int
    next_id: int | None

    @property
    def newest_id(self) -> int:
        return max((row.id for row in self.rows), default=0)


@dataclass(frozen=True, slots=True)
class MailRow:
    """`to`: the person's name, or that it went to a citizen; never the address."""

    id: int
    subject: str
    to: str
    state: MailState
    attempts: int
    queued_at: datetime
    next_at: datetime | None
    sent_at: datetime | None
    error: str


@dataclass(frozen=True, slots=True)
class MailPage:
    rows: tuple[MailRow, ...]
    counts: dict[str, int]
    next_id: int | None


@dataclass(frozen=True, slots=True)
class CitizenRow:
    """`state`: the mail's state, or `to_tell` / `told` where an official tells. `address` is masked."""

    id: int
    kind: str
    text: str
    channel: Channel
    address: str
    state: str
    made_at: datetime
    done_at: datetime | None


def unread_count(actor: Actor) -> int:
    return Notice.objects.filter(person_id=actor.person_id or 0, read_at=None).count()


def notices_of(actor: Actor, *, unread_only: bool = False, before_id: int | None = None) -> NoticePage:
    """Newest first. Three queries."""
    mine = Notice.objects.filter(person_id=actor.person_id or 0)
    wanted = mine.filter(read_at=None) if unread_only else mine
    if before_id is not None:
        wanted = wanted.filter(pk__lt=before_id)
    found = list(wanted.order_by("-id")[: PAGE + 1])
    rows = tuple(_notice_row(notice) for notice in found[:PAGE])
    return NoticePage(rows, unread_count(actor), mine.count(), found[PAGE - 1].pk if len(found) > PAGE else None)


def outgoing_mail(*, state: MailState | None, before_id: int | None = None) -> MailPage:
    """Newest first; `counts` by state. For those with `notices.manage_mail` (the door sees to that). Two queries."""
    mails = OutgoingMail.objects.select_related("person")
    if state is not None:
        mails = mails.filter(state=state)
    if before_id is not None:
        mails = mails.filter(pk__lt=before_id)
    found = list(mails.order_by("-id")[: PAGE + 1])
    counted = OutgoingMail.objects.order_by("state").values_list("state").annotate(count=Count("id"))
    next_id = found[PAGE - 1].pk if len(found) > PAGE else None
    return MailPage(tuple(_mail_row(mail) for mail in found[:PAGE]), dict(counted), next_id)


def citizen_notices(dossier_code: str) -> list[CitizenRow]:
    """What the citizen was told about a dossier, oldest first. The room has checked that the dossier is in sight."""
    found = CitizenNotice.objects.filter(dossier_code=dossier_code).select_related("mail").order_by("id")
    return [_citizen_row(notice) for notice in found]


def mails_about(kind: str, subject_id: int) -> list[MailRow]:
    """Mails about a matter, oldest first. The room has checked that the matter is in sight."""
    found = OutgoingMail.objects.filter(about_kind=kind, about_id=subject_id).select_related("person").order_by("id")
    return [_mail_row(mail) for mail in found]


def masked_address(channel: Channel, address: str) -> str:
    """`l…@gmail.com`, or the phone with its middle hidden."""
    if channel == Channel.EMAIL:
        name, _at, host = address.partition("@")
        return f"{name[:1]}…@{host}"
    return mask_phone(address) if address else ""


def _notice_row(notice: Notice) -> NoticeRow:
    said = kinds.said(notice.kind, notice.body)
    return NoticeRow(notice.pk, said.sentence, said.icon, said.url, notice.made_at, notice.read_at is None)


def _mail_row(mail: OutgoingMail) -> MailRow:
    to = mail.person.full_name if mail.person else ""
    return MailRow(mail.pk, mail.subject, to, MailState(mail.state), mail.attempts, mail.queued_at, mail.next_at,
                   mail.sent_at, mail.error)  # fmt: skip


def _citizen_row(notice: CitizenNotice) -> CitizenRow:
    channel = Channel(notice.channel)
    address = masked_address(channel, secrets.decrypt(notice.address)) if notice.address else ""
    if notice.mail is not None:
        state, done_at = notice.mail.state, notice.mail.sent_at
    else:
        state, done_at = ("told" if notice.told_at else "to_tell"), notice.told_at
    return CitizenRow(notice.pk, notice.kind, notice.text, channel, address, state, notice.made_at, done_at)
