"""The second implementation: slow, walking day by day and minute by minute, sharing no code with the first.

It reads the official file by itself and works in naive local time. Only for the tests.
"""

import csv
from datetime import date, datetime, timedelta
from fractions import Fraction

ONE_DAY, ONE_MINUTE = timedelta(days=1), timedelta(minutes=1)

Span = tuple[datetime, datetime | None]
Hours = dict[int, list[tuple[str, str]]]

USUAL: Hours = {weekday: [("07:30", "11:30"), ("13:00", "17:00")] for weekday in range(5)}


class Walker:
    """A calendar as a set of open minutes; `limit` as (number, one of D = working days, N = calendar days, H, T)."""

    def __init__(self, file: str, hours: Hours, extra_off: frozenset[date] = frozenset()) -> None:
        rows = list(csv.DictReader(file.splitlines()))
        self.off = {date.fromisoformat(r["date"]) for r in rows if r["kind"] != "swap-work"} | extra_off
        self.pairs = {
            date.fromisoformat(r["date"]): date.fromisoformat(r["swap_pair"]) for r in rows if r["kind"] == "swap-work"
        }
        self.hours = hours

    def stretches(self, day: date) -> list[tuple[datetime, datetime]]:
        fixed = day.year > 2026 and (day.day, day.month) in {(1, 1), (30, 4), (1, 5), (2, 9)}
        if day in self.off or fixed:
            return []
        weekday = self.pairs.get(day, day).weekday()
        rows = self.hours.get(weekday, [])
        return [(datetime.fromisoformat(f"{day} {a}"), datetime.fromisoformat(f"{day} {b}")) for a, b in rows]

    def due(
        self,
        received: datetime,
        amount: Fraction,
        unit: str,
        *,
        pauses: list[Span],
        cut_off: str = "15:00",
        step: bool = False,
    ) -> datetime | None:
        """The due moment; None under an open pause."""
        if unit == "T":
            return self._same_day(received, pauses, cut_off)
        if unit == "H":
            return self._minute_by_minute(received, amount * 60, pauses, by_day=False)
        if step or amount.denominator != 1:
            return self._minute_by_minute(received, amount, pauses, by_day=True)
        return self._day_by_day(received.date(), int(amount), pauses, only_working=unit == "D")

    def _day_by_day(self, day: date, left: int, pauses: list[Span], *, only_working: bool) -> datetime | None:
        while left:
            day += ONE_DAY
            if self._held(day, pauses):
                if self._for_ever(day, pauses):
                    return None
            elif not only_working or self.stretches(day):
                left -= 1
        while not self.stretches(day) or self._held(day, pauses):
            if self._for_ever(day, pauses):
                return None
            day += ONE_DAY
        return self.stretches(day)[-1][1]

    def _same_day(self, received: datetime, pauses: list[Span], cut_off: str) -> datetime | None:
        day = received.date()
        open_today = self.stretches(day)
        in_time = received <= datetime.fromisoformat(f"{day} {cut_off}")
        if not open_today or not in_time or received > open_today[-1][1]:
            day += ONE_DAY
        while not self.stretches(day) or self._held(day, pauses):
            if self._for_ever(day, pauses):
                return None
            day += ONE_DAY
        return self.stretches(day)[-1][1]

    def _minute_by_minute(self, now: datetime, left: Fraction, pauses: list[Span], *, by_day: bool) -> datetime | None:
        """Each open minute that is not paused uses up a minute, or its share of the day."""
        day = now.date()
        while True:
            minutes = [m for a, b in self.stretches(day) for m in _minutes(a, b)]
            worth = Fraction(1, len(minutes)) if by_day and minutes else Fraction(1)
            for minute in minutes:
                if minute < now:
                    continue
                holding = [p for p in pauses if p[0] <= minute and (p[1] is None or minute < p[1])]
                if holding and holding[0][1] is None:
                    return None
                if not holding:
                    if left <= worth:
                        return minute + timedelta(microseconds=int(left / worth * 60_000_000))
                    left -= worth
            day += ONE_DAY

    @staticmethod
    def _held(day: date, pauses: list[Span]) -> bool:
        return any(since.date() <= day and (until is None or day < until.date()) for since, until in pauses)

    @staticmethod
    def _for_ever(day: date, pauses: list[Span]) -> bool:
        return any(since.date() <= day and until is None for since, until in pauses)


def _minutes(opens: datetime, closes: datetime) -> list[datetime]:
    return [opens + n * ONE_MINUTE for n in range(int((closes - opens) / ONE_MINUTE))]
