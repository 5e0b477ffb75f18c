"""Moments and days in Vietnam: one offset, no clock is read here."""

from datetime import date, datetime, time, timedelta, timezone

from congvu.core.errors import N_, DomainError

VIETNAM = timezone(timedelta(hours=7), "+07")
"""Asia/Ho_Chi_Minh: UTC+7 without change since 13/6/1975."""

_MICROSECOND = timedelta(microseconds=1)


class MomentUnreadable(DomainError):
    """The text is not an ISO 8601 moment."""

    code = "moment_unreadable"
    sentence = N_("Không đọc được thời điểm “%(text)s”; hãy ghi như 2026-01-08 hoặc 2026-01-08T14:30.")
    status = 422


def local(moment: datetime) -> datetime:
    """The moment on the clocks of Vietnam. A moment without an offset is a fault of the caller."""
    if moment.tzinfo is VIETNAM:
        return moment
    if moment.tzinfo is None:
        raise ValueError(f"a moment needs an offset: {moment!r}")
    return moment.astimezone(VIETNAM)


def day_of(moment: datetime) -> date:
    """The day in Vietnam on which the moment lies."""
    return local(moment).date()


def start_of(day: date) -> datetime:
    """00:00 of the day in Vietnam."""
    return datetime.combine(day, time(), VIETNAM)


def end_of(day: date) -> datetime:
    """The last moment before 24:00 of the day in Vietnam (23:59:59.999999)."""
    return start_of(day) + timedelta(days=1) - _MICROSECOND


def moment_from(text: str) -> datetime:
    """Read ISO 8601; without an offset the moment is Vietnamese, a bare day is its 00:00.

    >>> moment_from("2026-01-08T14:30").isoformat()
    '2026-01-08T14:30:00+07:00'
    """
    try:
        moment = datetime.fromisoformat(text.strip())
        return moment.replace(tzinfo=VIETNAM) if moment.tzinfo is None else local(moment)
    except (ValueError, OverflowError):
        raise MomentUnreadable(text=text) from None
