"""What need not be kept: read notices after a year, sent mails to staff after ninety days.

What citizens were told belongs to the dossier and stays as long as it does.
"""

from datetime import datetime, timedelta

from congvu.notices.models import MailState, Notice, OutgoingMail

KEEP_NOTICES = timedelta(days=365)
KEEP_MAIL = timedelta(days=90)


def forget_old(now: datetime) -> tuple[int, int]:
    """How many notices and mails went."""
    notices, _by_table = Notice.objects.filter(read_at__lt=now - KEEP_NOTICES).delete()
    old = OutgoingMail.objects.filter(state=MailState.SENT, sent_at__lt=now - KEEP_MAIL, citizen_notice=None)
    mails, _by_table = old.delete()
    return notices, mails
