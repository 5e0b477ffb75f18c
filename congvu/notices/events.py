"""What can have happened to messages that somebody acted on. What was sent by itself stands in the rows."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from congvu.ledger.events import event


@event("notices.citizen_told")
@dataclass(frozen=True, slots=True)
class CitizenTold:
    """About the notice: an official told the citizen by phone or at the desk."""

    notice_id: int

    def sentence(self) -> str:
        return _("Đã báo cho người nộp")


@event("notices.mail_sent_again")
@dataclass(frozen=True, slots=True)
class MailSentAgain:
    """About the mail: queued anew after it failed."""

    mail_id: int

    def sentence(self) -> str:
        return _("Xếp hàng gửi lại thư")
