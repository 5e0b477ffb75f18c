"""The colour of a task, computed from what can be proved and never from what is declared (docs/rules/task-signals.md).

Each rule gives at most one reason, weak or strong. One strong reason, or two weak ones, put a task at risk.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from fractions import Fraction

from congvu.core.clock import WorkCalendar, day_of, working_days_between
from congvu.core.errors import N_
from congvu.core.ratio import Explanation


class Level(StrEnum):
    """From good to bad. Shown as a word and an icon, the colour beside them."""

    DONE = "done"
    ON_TRACK = "on_track"
    WATCH = "watch"
    AT_RISK = "at_risk"
    OVERDUE = "overdue"

    @property
    def label(self) -> str:
        return _LEVELS[self]


_LEVELS = {
    Level.DONE: N_("Đã xong"),
    Level.ON_TRACK: N_("Ổn"),
    Level.WATCH: N_("Cần theo dõi"),
    Level.AT_RISK: N_("Có nguy cơ trễ"),
    Level.OVERDUE: N_("Quá hạn"),
}
WORST_FIRST = tuple(reversed(Level))


@dataclass(frozen=True, slots=True)
class Settings:
    """The numbers of the rule; a sentence that explains a colour takes them from here."""

    update_days: int = 7
    near_days: int = 2
    near_percent: int = 80
    behind_points: int = 20
    slope_after_percent: int = 25
    blocked_days: int = 5


DEFAULT = Settings()


@dataclass(frozen=True, slots=True)
class Report:
    """What the unit said of its own progress. It counts as a report, its percentage only where it gives bad news."""

    at: datetime
    percent: int


@dataclass(frozen=True, slots=True)
class Signs:
    """The facts of one open or ended task at an instant. `reports` oldest first.

    `claimed`: reported as done, the answer is the assigner's. `blocked_since`: waits for other units since these
    moments. `parts_overdue`: parts of other units that are overdue.
    """

    assigned_at: datetime
    due_at: datetime | None = None
    late_at: datetime | None = None
    ended: bool = False
    claimed: bool = False
    reports: tuple[Report, ...] = ()
    returns: int = 0
    extensions: int = 0
    blocked_since: tuple[datetime, ...] = ()
    parts_overdue: int = 0


@dataclass(frozen=True, slots=True)
class Reason:
    """Why, in words. `strong` reasons are enough alone."""

    code: str
    strong: bool
    text: Explanation


@dataclass(frozen=True, slots=True)
class Signal:
    """`reported_fine`: by its own words the task is on time; with a bad level the chief should look himself."""

    level: Level
    reasons: tuple[Reason, ...]
    reported_fine: bool

    @property
    def fine_but_bad(self) -> bool:
        return self.reported_fine and self.level in (Level.AT_RISK, Level.OVERDUE)


def signal_at(signs: Signs, at: datetime, calendar: WorkCalendar, settings: Settings = DEFAULT) -> Signal:
    """The level at an instant with every reason for it, the strongest first."""
    if signs.ended:
        return Signal(Level.DONE, (), reported_fine=True)
    seen = _Seen(signs, at, calendar, settings)
    reasons = tuple(sorted(_reasons(seen), key=lambda reason: not reason.strong))
    return Signal(_level(seen, reasons), reasons, seen.reported_fine)


@dataclass(frozen=True, slots=True)
class _Seen:
    """The facts with what follows from them: days, shares of the term."""

    signs: Signs
    at: datetime
    calendar: WorkCalendar
    settings: Settings

    def working_days(self, earlier: datetime, later: datetime) -> int:
        return working_days_between(day_of(earlier), day_of(later), self.calendar)

    @property
    def reports(self) -> tuple[Report, ...]:
        return tuple(report for report in self.signs.reports if report.at <= self.at)

    @property
    def percent(self) -> int:
        return self.reports[-1].percent if self.reports else 0

    @property
    def overdue(self) -> bool:
        return self.signs.late_at is not None and self.at > self.signs.late_at

    @property
    def term(self) -> int | None:
        """Working days from the assignment to the due day; at least one."""
        due_at = self.signs.due_at
        return None if due_at is None else max(1, self.working_days(self.signs.assigned_at, due_at))

    @property
    def used(self) -> int:
        return max(0, self.working_days(self.signs.assigned_at, self.at))

    @property
    def time_share(self) -> Fraction | None:
        """Per cent of the term that has passed, at most all of it."""
        return None if self.term is None else min(Fraction(100), Fraction(100 * self.used, self.term))

    @property
    def reported_fine(self) -> bool:
        """The unit says it is done, or as far as the time is, and does not say that it waits for others."""
        if self.signs.claimed:
            return True
        if not self.reports or self.signs.blocked_since:
            return False
        share = self.time_share
        return share is None or self.percent >= share


def _level(seen: _Seen, reasons: tuple[Reason, ...]) -> Level:
    if seen.overdue:
        return Level.OVERDUE
    if any(reason.strong for reason in reasons) or len(reasons) >= 2:
        return Level.AT_RISK
    return Level.WATCH if reasons else Level.ON_TRACK


def _reasons(seen: _Seen) -> Iterator[Reason]:
    for rule in (_overdue, _slope, _near, _behind, _returned, _silent, _blocked, _parts, _backwards, _extended):
        reason = rule(seen)
        if reason is not None:
            yield reason


def _overdue(seen: _Seen) -> Reason | None:
    if not seen.overdue or seen.signs.due_at is None:
        return None
    late = seen.working_days(seen.signs.due_at, seen.at)
    return _reason("overdue", True, N_("Quá hạn %(days)s ngày làm việc."), days=late)


def _slope(seen: _Seen) -> Reason | None:
    """At the speed reported so far it ends after the due day."""
    used, term, percent = seen.used, seen.term, seen.percent
    if seen.signs.claimed or seen.overdue or term is None or not seen.reports or percent >= 100:
        return None
    if used * 100 < term * seen.settings.slope_after_percent or not used:
        return None
    if not percent:
        return _reason(
            "slope", True, N_("Đã dùng %(used)s/%(term)s ngày làm việc mà tiến độ vẫn là 0 %%."), used=used, term=term
        )
    needed = -(-used * 100 // percent)
    if needed <= term:
        return None
    sentence = N_("Theo tốc độ đến nay cần %(needed)s ngày làm việc, thời hạn chỉ có %(term)s.")
    return _reason("slope", True, sentence, needed=needed, term=term)


def _near(seen: _Seen) -> Reason | None:
    due_at = seen.signs.due_at
    if seen.signs.claimed or seen.overdue or due_at is None:
        return None
    left = seen.working_days(seen.at, due_at)
    if left > seen.settings.near_days or seen.percent >= seen.settings.near_percent:
        return None
    sentence = N_("Còn %(left)s ngày làm việc mà tiến độ mới %(percent)s %%.")
    return _reason("near", True, sentence, left=left, percent=seen.percent)


def _behind(seen: _Seen) -> Reason | None:
    share = seen.time_share
    if seen.signs.claimed or seen.overdue or share is None or not seen.reports:
        return None
    if share - seen.percent < seen.settings.behind_points:
        return None
    sentence = N_("Tiến độ %(percent)s %%, thời gian đã qua %(share)s %%.")
    return _reason("behind", False, sentence, percent=seen.percent, share=int(share))


def _returned(seen: _Seen) -> Reason | None:
    if not seen.signs.returns:
        return None
    return _reason("returned", seen.signs.returns > 1, N_("Đã bị trả lại %(times)s lần."), times=seen.signs.returns)


def _silent(seen: _Seen) -> Reason | None:
    """Nobody has said anything for longer than the rule of the house allows."""
    if seen.signs.claimed:
        return None
    last = seen.reports[-1].at if seen.reports else seen.signs.assigned_at
    days = (day_of(seen.at) - day_of(last)).days
    if days <= seen.settings.update_days:
        return None
    sentence = N_("Đã %(days)s ngày không cập nhật; quy định là %(rule)s ngày một lần.")
    strong = days > 2 * seen.settings.update_days
    return _reason("silent", strong, sentence, days=days, rule=seen.settings.update_days)


def _blocked(seen: _Seen) -> Reason | None:
    since = [moment for moment in seen.signs.blocked_since if moment <= seen.at]
    if not since:
        return None
    days = seen.working_days(min(since), seen.at)
    strong = days > seen.settings.blocked_days
    sentence = N_("Đang vướng, chờ đơn vị khác từ %(day)s (%(days)s ngày làm việc).")
    return _reason("blocked", strong, sentence, day=_written(day_of(min(since))), days=days)


def _parts(seen: _Seen) -> Reason | None:
    if not seen.signs.parts_overdue:
        return None
    return _reason("parts", False, N_("%(parts)s phần của đơn vị khác đã quá hạn."), parts=seen.signs.parts_overdue)


def _backwards(seen: _Seen) -> Reason | None:
    percents = [report.percent for report in seen.reports]
    if len(percents) < 2 or percents[-1] >= percents[-2]:
        return None
    sentence = N_("Tiến độ báo lùi từ %(before)s %% xuống %(after)s %%.")
    return _reason("backwards", False, sentence, before=percents[-2], after=percents[-1])


def _extended(seen: _Seen) -> Reason | None:
    if seen.signs.extensions < 2:
        return None
    return _reason("extended", False, N_("Đã gia hạn %(times)s lần."), times=seen.signs.extensions)


def _reason(code: str, strong: bool, sentence: str, **data: object) -> Reason:
    return Reason(code, strong, Explanation(sentence, {name: str(value) for name, value in data.items()}))


def _written(day: date) -> str:
    return day.strftime("%d/%m/%Y")
