"""Notices about an obligation: what happened, its code and title, and the way to it."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from congvu.notices.defer import notify
from congvu.notices.kinds import notice
from congvu.obligations import subjects
from congvu.obligations.models import Obligation

WORDS = {
    "extension_asked": gettext_noop("Đề nghị gia hạn, chờ trả lời"),
    "extension_granted": gettext_noop("Được gia hạn"),
    "extension_refused": gettext_noop("Không được gia hạn"),
    "handover_sent": gettext_noop("Việc được chuyển đến, chờ nhận"),
    "handover_received": gettext_noop("Việc đã chuyển được nhận"),
    "handover_refused": gettext_noop("Việc đã chuyển không được nhận, vẫn của nơi gửi"),
    "assigned": gettext_noop("Được giao việc"),
    "system_time_claimed": gettext_noop("Báo thời gian mất do hệ thống, chờ công nhận"),
    "system_time_granted": gettext_noop("Được công nhận thời gian mất do hệ thống"),
    "system_time_refused": gettext_noop("Không được công nhận thời gian mất do hệ thống"),
    "urged_before": gettext_noop("Sắp đến hạn"),
    "urged_at": gettext_noop("Hôm nay đến hạn"),
    "urged_after1": gettext_noop("Đã quá hạn"),
    "urged_after2": gettext_noop("Đã quá hạn, báo cấp trên"),
    "urged_hand": gettext_noop("Được đôn đốc"),
}


@notice("obligation.notice", mails=True, icon="checklist")
@dataclass(frozen=True, slots=True)
class ObligationNotice:
    """`said`: what a person added in his own words."""

    what: str
    obligation_id: int
    code: str
    title: str
    said: str = ""

    def sentence(self) -> str:
        text = f"{_(WORDS[self.what])}: {self.code} – {self.title}" if self.code else _(WORDS[self.what])
        return f"{text} ({self.said})" if self.said else text

    def url(self) -> str:
        return reverse("obligations:detail", args=[self.obligation_id])


def tell(
    item: Obligation, persons: Iterable[int | None], what: str, *, event: int, at: datetime, said: str = ""
) -> None:
    """Under the bells of these people, and by mail; once for the event."""
    people = sorted({person for person in persons if person is not None})
    if people:
        named = subjects.describe([(item.kind, item.subject_id)]).get((item.kind, item.subject_id))
        code, title = (named.code, named.title) if named else ("", "")
        message = ObligationNotice(what, item.pk, code, title, said)
        send(people, message, about=(item.subject_kind, item.subject_id), key=f"event:{event}", at=at)


def send(people: list[int], message: ObligationNotice, *, about: tuple[str, int], key: str, at: datetime) -> None:
    notify(people, message, about=about, key=key, at=at)
