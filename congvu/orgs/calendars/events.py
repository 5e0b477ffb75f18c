"""What can happen to a calendar. The papers and days are in the rows of the version."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from congvu.ledger.events import event


@event("calendar.put_in_force")
@dataclass(frozen=True, slots=True)
class PutInForce:
    """`replaced`: number of the version before; None for the first."""

    version: int
    replaced: int | None
    change_id: int

    def sentence(self) -> str:
        if self.replaced is None:
            return _("Bắt đầu dùng lịch làm việc, phiên bản %(version)s") % {"version": self.version}
        return _("Dùng phiên bản %(version)s của lịch làm việc thay phiên bản %(replaced)s") % {
            "version": self.version,
            "replaced": self.replaced,
        }
