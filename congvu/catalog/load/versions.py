"""Days of validity of versions: the one in force ends where the next begins."""

from datetime import date
from typing import Protocol

from psycopg.types.range import DateRange

from congvu.core.errors import N_, DomainError


class LaterVersionExists(DomainError):
    """A version that begins later is known already; history is not put in between unseen."""

    code = "later_version_exists"
    sentence = N_("Đã có phiên bản hiệu lực từ %(later)s; ngày hiệu lực %(day)s phải sau ngày đó.")
    status = 422


class Versioned(Protocol):
    during: DateRange | None

    def save(self, *, update_fields: list[str]) -> None: ...


def succeed(present: Versioned | None, *, effective_from: date | None, today: date) -> DateRange:
    """End `present` where the new version begins and give the days of the new one.

    The first version without a day of its own has always held. A version replaced on its first day held on no day.
    """
    if present is None or present.during is None:
        return DateRange(effective_from, None)
    begins, since = effective_from or today, present.during.lower
    if since is not None and begins < since:
        raise LaterVersionExists(field="effective_from", later=f"{since:%d/%m/%Y}", day=f"{begins:%d/%m/%Y}")
    present.during = DateRange(empty=True) if begins == since else DateRange(since, begins)
    present.save(update_fields=["during"])
    return DateRange(begins, None)
