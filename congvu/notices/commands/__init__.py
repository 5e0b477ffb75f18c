"""Reading what one was told; deciding about mails that did not go out. Telling is in `notices.defer`."""

from congvu.notices.commands.outbox import MANAGE_MAIL, AlreadyTold, note_told, send_again
from congvu.notices.commands.reading import NoSuchNotice, mark_read, open_notice

__all__ = [
    "MANAGE_MAIL",
    "AlreadyTold",
    "NoSuchNotice",
    "mark_read",
    "note_told",
    "open_notice",
    "send_again",
]
