"""The review queue follows the load: a new doubt is raised once, one that no longer holds is settled by the load."""

from collections.abc import Sequence
from datetime import datetime

from django.utils.translation import gettext as _

from congvu.catalog.load.reading import Doubt
from congvu.catalog.models import Procedure, ReviewItem


def raise_doubts(procedure: Procedure, about: Sequence[str], doubts: Sequence[Doubt], *, at: datetime) -> None:
    """Make the open items of these subjects equal to `doubts`; what a person has settled stays settled."""
    known = {
        (item.about, item.code, item.message): item
        for item in ReviewItem.objects.filter(procedure=procedure, about__in=about).order_by("id")
    }
    wanted = {(doubt.about, doubt.code, message_of(doubt)) for doubt in doubts}
    for key in sorted(wanted - known.keys()):
        ReviewItem.objects.create(procedure=procedure, about=key[0], code=key[1], message=key[2], raised_at=at)
    for key, item in known.items():
        if key not in wanted and item.settled_at is None:
            item.settled_at, item.settlement = at, _("Lần nạp sau không còn nghi vấn này.")
            item.decision = ReviewItem.Decision.RELOADED
            item.save(update_fields=["settled_at", "settlement", "decision"])


def message_of(doubt: Doubt) -> str:
    return _(doubt.sentence) % doubt.data
