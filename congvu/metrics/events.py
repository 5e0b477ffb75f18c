"""What can have happened to figures."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from congvu.ledger.events import event


@event("figures.closed")
@dataclass(frozen=True, slots=True)
class FiguresClosed:
    """`sha256` seals the figures, the period, the signer and the document."""

    subject: str
    first_on: str
    last_on: str
    as_of: str
    unit_id: int | None
    sha256: str
    replaces: int | None = None

    def sentence(self) -> str:
        return _("Chốt lại số liệu của kỳ") if self.replaces else _("Chốt số liệu của kỳ")
