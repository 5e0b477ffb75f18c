"""A person has read what he was told."""

from collections.abc import Iterable
from datetime import datetime

from congvu.core.errors import N_, DomainError
from congvu.notices.models import Notice
from congvu.orgs.actor import Actor


class NoSuchNotice(DomainError):
    """Nobody's, or somebody else's."""

    code = "no_such_notice"
    sentence = N_("Không có thông báo này trong hộp thông báo của bạn.")
    status = 404


def open_notice(*, notice_id: int, actor: Actor, at: datetime) -> Notice:
    """Mark one notice of one's own as read; the notice. Raises NoSuchNotice."""
    notice = Notice.objects.filter(pk=notice_id, person_id=actor.person_id or 0).first()
    if notice is None:
        raise NoSuchNotice
    Notice.objects.filter(pk=notice_id, read_at=None).update(read_at=at)
    return notice


def mark_read(
    *, person_id: int, at: datetime, notice_ids: Iterable[int] | None = None, up_to_id: int | None = None
) -> int:
    """The person has read these notices, or those up to the newest on his page, or all; how many were new."""
    unread = Notice.objects.filter(person_id=person_id, read_at=None)
    if notice_ids is not None:
        unread = unread.filter(pk__in=list(notice_ids))
    if up_to_id is not None:
        unread = unread.filter(pk__lte=up_to_id)
    return unread.update(read_at=at)
