"""Pauses: stretches in which a clock stands still."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime

from congvu.core.clock.moments import local, start_of
from congvu.core.errors import N_, DomainError


class PauseReversed(DomainError):
    """A pause ends when it begins, or earlier."""

    code = "pause_reversed"
    sentence = N_("Thời gian tạm dừng %(since)s – %(until)s bị ngược; ngày tính tiếp phải sau ngày dừng.")
    status = 422


class PausesOverlap(DomainError):
    """A pause begins before the one before it has ended, or they are not in order of time."""

    code = "pauses_overlap"
    sentence = N_(
        "Lần tạm dừng thứ %(number)s bắt đầu %(since)s, khi lần trước chưa kết thúc; "
        "hãy ghi theo thứ tự, không chồng nhau."
    )
    status = 422


@dataclass(frozen=True, slots=True)
class Pause:
    """From `since` the clock stands still, from `until` it runs again; `until` None while it is open.

    A limit in days sees only the days: that of `since` is not counted, that of `until` is.
    A limit in working time sees the moments.
    """

    since: datetime
    until: datetime | None = None

    def __post_init__(self) -> None:
        if self.until is not None and self.until <= self.since:
            raise PauseReversed(since=_shown(self.since), until=_shown(self.until))

    @classmethod
    def of_days(cls, since: date, until: date | None = None) -> "Pause":
        """`since` is the first day not counted, `until` the first day counted again."""
        return cls(start_of(since), None if until is None else start_of(until))


def require_in_order(pauses: Sequence[Pause]) -> None:
    """Refuse pauses that overlap or are not in order; only the last may be open."""
    for number in range(1, len(pauses)):
        ended, begun = pauses[number - 1].until, pauses[number].since
        if ended is None or begun < ended:
            raise PausesOverlap(number=number + 1, since=_shown(begun))


def resumed(pauses: Sequence[Pause], at: datetime) -> tuple[Pause, ...]:
    """The same with an open last pause ended at that moment: the due date “if supplied today”."""
    if pauses and pauses[-1].until is None and pauses[-1].since < at:
        return (*pauses[:-1], replace(pauses[-1], until=at))
    return tuple(pauses)


def _shown(moment: datetime) -> str:
    return local(moment).strftime("%d/%m/%Y %H:%M")
