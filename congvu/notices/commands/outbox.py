"""Mails that did not go out, and citizens who are told by an official."""

from collections.abc import Collection
from datetime import datetime

from django.db import transaction

from congvu.core.errors import N_, DomainError
from congvu.ledger.record import Entry, record, record_many
from congvu.notices import events
from congvu.notices.models import CitizenNotice, MailState, OutgoingMail
from congvu.orgs.actor import Actor
from congvu.orgs.policy import require

MANAGE_MAIL = "notices.manage_mail"
NOT_GONE = (MailState.FAILED, MailState.UNSURE)


class AlreadyTold(DomainError):
    """Noted before, or told by mail."""

    code = "citizen_already_told"
    sentence = N_("Thông báo này đã ghi nhận là đã báo cho công dân, hoặc được gửi qua thư điện tử.")


@transaction.atomic
def send_again(*, mail_ids: Collection[int], actor: Actor, at: datetime) -> int:
    """Queue mails anew that failed, or of which nobody knows whether they went out; how many."""
    from congvu.notices import jobs

    require(actor, MANAGE_MAIL)
    mails = OutgoingMail.objects.filter(pk__in=mail_ids, state__in=NOT_GONE)
    again = list(mails.select_for_update(of=("self",)).order_by("pk").values_list("pk", flat=True))
    count = OutgoingMail.objects.filter(pk__in=again).update(state=MailState.QUEUED, next_at=at, attempts=0, error="")
    record_many([Entry(events.MailSentAgain(pk), ("outgoing_mail", pk), at) for pk in again], actor=actor)
    if count:
        jobs.send_due_mail.defer()
    return count


@transaction.atomic
def note_told(*, notice_id: int, actor: Actor, at: datetime) -> CitizenNotice:
    """An official has told the citizen (by phone, at the desk). The room has checked that the dossier is in sight.

    Raises AlreadyTold.
    """
    notice = CitizenNotice.objects.select_for_update().get(pk=notice_id)
    if notice.mail_id or notice.told_at:
        raise AlreadyTold
    notice.told_at, notice.told_by_id = at, actor.person_id
    notice.save(update_fields=["told_at", "told_by"])
    record(events.CitizenTold(notice.pk), about=("citizen_notice", notice.pk), actor=actor, at=at)
    return notice
