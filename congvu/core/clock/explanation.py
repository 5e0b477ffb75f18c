"""“Vì sao là ngày này?”: every day from start to due, counted or not, with the rule or document that says so."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from congvu.core.clock.allowance import Allowance, AllowanceUnit
from congvu.core.clock.calendar import MINUTE, WorkCalendar
from congvu.core.clock.days import DayKind, DayNote
from congvu.core.clock.deadline import DEFAULT_RULE, ClockRule, Due, Waiting, due, is_in_days, restarted
from congvu.core.clock.moments import day_of, local, start_of
from congvu.core.clock.pauses import Pause
from congvu.core.errors import N_


class Why(StrEnum):
    RECEIVED = "received"
    RECEIVED_AFTER_CUT_OFF = "received_after_cut_off"
    RECEIVED_AFTER_HOURS = "received_after_hours"
    RESTARTED = "restarted"
    WORKING_DAY = "working_day"
    MAKE_UP_DAY = "make_up_day"
    CALENDAR_DAY = "calendar_day"
    SAME_DAY = "same_day"
    WORKING_TIME = "working_time"
    MOVED_TO_WORKING_DAY = "moved_to_working_day"
    WEEKEND = "weekend"
    CLOSED = "closed"
    HOLIDAY = "holiday"
    COMPENSATORY = "compensatory"
    SWAP_OFF = "swap_off"
    PAUSED = "paused"


@dataclass(frozen=True, slots=True)
class DayReason:
    """One day of the story. `number` runs over the counted days; `worked` is the time used of a limit in working time.

    `note`: the exceptional day (name, pair of a swap, source document); `pause`: which pause, from 1.
    """

    day: date
    counts: bool
    why: Why
    number: int | None = None
    worked: timedelta | None = None
    note: DayNote | None = None
    pause: int | None = None
    is_due: bool = False
    provisional: bool = False


@dataclass(frozen=True, slots=True)
class Explanation:
    due: Due
    days: tuple[DayReason, ...]


def explain(
    received_at: datetime,
    allowance: Allowance,
    calendar: WorkCalendar,
    *,
    pauses: Sequence[Pause] = (),
    rule: ClockRule = DEFAULT_RULE,
    until: date | None = None,
) -> Explanation:
    """The same answer as `due`, and each day from `received_at` to it.

    Under an open pause the days go up to `until` (a day, included), at least to the first day of the pause.
    """
    answer = due(received_at, allowance, calendar, pauses=pauses, rule=rule)
    start, waits = received_at, tuple(pauses)
    if rule.waiting is Waiting.RUNS_ON:
        waits = ()
    elif rule.waiting is Waiting.RESTARTS and pauses:
        start, waits = restarted(received_at, allowance, calendar, pauses, rule)
    final = answer.due_on or max(until or date.min, day_of(waits[-1].since), day_of(start))
    story = _Story(local(start), allowance, calendar, waits, rule, answer)
    calendar.require(local(received_at).toordinal(), final.toordinal())
    before = [
        DayReason(day, counts=False, why=Why.RESTARTED, note=calendar.note_on(day))
        for day in _days(day_of(received_at), day_of(start) - _DAY)
    ]
    return Explanation(answer, (*before, *story.days(final)))


_DAY = timedelta(days=1)


def _days(earliest: date, latest: date) -> list[date]:
    return [earliest + timedelta(days=n) for n in range((latest - earliest).days + 1)]


@dataclass(frozen=True, slots=True)
class _Story:
    start: datetime
    allowance: Allowance
    calendar: WorkCalendar
    pauses: Sequence[Pause]
    rule: ClockRule
    due: Due

    def days(self, final: date) -> list[DayReason]:
        if not is_in_days(self.allowance, self.rule.clock):
            found = [self._of_working_time(day) for day in _days(self.start.date(), final)]
        else:
            number, found = 0, []
            for day in _days(self.start.date(), final):
                reason = self._of_day(day, number)
                number = reason.number or number
                found.append(reason)
        return [
            replace(reason, is_due=reason.day == self.due.due_on, provisional=self.calendar.is_provisional(reason.day))
            for reason in found
        ]

    def _of_day(self, day: date, number: int) -> DayReason:
        """A limit in days: day zero, then counted, paused or off."""
        note = self.calendar.note_on(day)
        unit = self.allowance.unit
        if day == self.start.date() and unit is not AllowanceUnit.SAME_DAY:
            return DayReason(day, counts=False, why=Why.RECEIVED, note=note)
        if pause := self._pause_of(day):
            return DayReason(day, counts=False, why=Why.PAUSED, note=note, pause=pause)
        if unit is AllowanceUnit.CALENDAR_DAYS and number < self.allowance.amount:
            return DayReason(day, counts=True, why=Why.CALENDAR_DAY, number=number + 1, note=note)
        if not self.calendar.is_working(day):
            return self._off(day)
        if unit is AllowanceUnit.CALENDAR_DAYS:
            return DayReason(day, counts=False, why=Why.MOVED_TO_WORKING_DAY, note=note)
        if unit is AllowanceUnit.SAME_DAY:
            if day == self.start.date() < self.due.clock_from_at.date():
                return DayReason(day, counts=False, why=Why.RECEIVED_AFTER_CUT_OFF, note=note)
            return DayReason(day, counts=True, why=Why.SAME_DAY, number=1, note=note)
        made_up = note is not None and note.kind is DayKind.SWAP_WORK
        why = Why.MAKE_UP_DAY if made_up else Why.WORKING_DAY
        return DayReason(day, counts=True, why=why, number=number + 1, note=note)

    def _of_working_time(self, day: date) -> DayReason:
        """A limit in working time: how much of it each day used."""
        if not self.calendar.is_working(day):
            return self._off(day)
        note = self.calendar.note_on(day)
        begin = max(start_of(day), self.start)
        end = start_of(day + _DAY)
        end = end if self.due.due_at is None else min(end, self.due.due_at)
        worked, pause = self._time(begin, end), None
        for number, one in enumerate(self.pauses, 1):
            since, until = max(local(one.since), begin), end if one.until is None else min(local(one.until), end)
            if since < until:
                worked, pause = worked - self._time(since, until), number
        if worked:
            return DayReason(day, counts=True, why=Why.WORKING_TIME, worked=worked, note=note, pause=pause)
        if pause:
            return DayReason(day, counts=False, why=Why.PAUSED, note=note, pause=pause)
        return DayReason(day, counts=False, why=Why.RECEIVED_AFTER_HOURS, note=note)

    def _time(self, begin: datetime, end: datetime) -> timedelta:
        """Opening time between two moments of one day; `end` may be its 24:00."""
        index = self.calendar.index(begin.toordinal())
        whole = end.date() > begin.date()
        until = self.calendar.minutes[index] * MINUTE if whole else self.calendar.worked(index, end)
        return timedelta(microseconds=until - self.calendar.worked(index, begin))

    def _pause_of(self, day: date) -> int | None:
        for number, pause in enumerate(self.pauses, 1):
            if day_of(pause.since) <= day and (pause.until is None or day < day_of(pause.until)):
                return number
        return None

    def _off(self, day: date) -> DayReason:
        note = self.calendar.note_on(day)
        if note is not None and note.kind is not DayKind.SWAP_WORK:
            return DayReason(day, counts=False, why=_OFF[note.kind], note=note)
        return DayReason(day, counts=False, why=Why.WEEKEND if day.weekday() >= 5 else Why.CLOSED)


_OFF = {
    DayKind.HOLIDAY: Why.HOLIDAY,
    DayKind.COMPENSATORY: Why.COMPENSATORY,
    DayKind.SWAP_OFF: Why.SWAP_OFF,
}

SENTENCES = {
    Why.RECEIVED: N_("Ngày tiếp nhận, không tính; bắt đầu tính từ ngày kế tiếp."),
    Why.RECEIVED_AFTER_CUT_OFF: N_("Tiếp nhận sau giờ chốt, tính từ ngày làm việc kế tiếp."),
    Why.RECEIVED_AFTER_HOURS: N_("Tiếp nhận sau giờ làm việc, tính từ ngày làm việc kế tiếp."),
    Why.RESTARTED: N_("Trước lần bổ sung, không tính; thời hạn tính lại từ đầu."),
    Why.WORKING_DAY: N_("Ngày làm việc thứ %(number)s."),
    Why.MAKE_UP_DAY: N_("Ngày làm việc thứ %(number)s (làm bù cho ngày %(pair)s)."),
    Why.CALENDAR_DAY: N_("Ngày thứ %(number)s."),
    Why.SAME_DAY: N_("Trả kết quả trong ngày này."),
    Why.WORKING_TIME: N_("Tính %(worked)s làm việc."),
    Why.MOVED_TO_WORKING_DAY: N_("Ngày cuối trùng ngày nghỉ nên hạn là ngày làm việc kế tiếp này."),
    Why.WEEKEND: N_("Nghỉ hằng tuần, không tính."),
    Why.CLOSED: N_("Đơn vị không làm việc ngày này, không tính."),
    Why.HOLIDAY: N_("Nghỉ lễ: %(name)s; không tính."),
    Why.COMPENSATORY: N_("Nghỉ: %(name)s; không tính."),
    Why.SWAP_OFF: N_("Nghỉ: %(name)s, làm bù ngày %(pair)s; không tính."),
    Why.PAUSED: N_("Tạm dừng lần %(pause)s, không tính."),
}
PROVISIONAL = N_("Tạm tính – chưa có lịch năm %(year)s.")
HOURS_AND_MINUTES = N_("%(hours)s giờ %(minutes)s phút")
WHOLE_HOURS = N_("%(hours)s giờ")


def why_sentence(reason: DayReason, translate: Callable[[str], str] = str) -> str:
    """One sentence (two for a provisional day) about the day; `translate` is gettext where it is shown."""
    pair = reason.note.swap_pair if reason.note else None
    text = translate(SENTENCES[reason.why]) % {
        "number": reason.number,
        "pause": reason.pause,
        "name": reason.note.name if reason.note else "",
        "pair": pair.strftime("%d/%m/%Y") if pair else "…",
        "worked": _worked(reason.worked, translate) if reason.worked else "",
    }
    if reason.provisional:
        text += " " + translate(PROVISIONAL) % {"year": reason.day.year}
    return text


def _worked(worked: timedelta, translate: Callable[[str], str]) -> str:
    hours, minutes = divmod(round(worked.total_seconds() / 60), 60)
    return translate(HOURS_AND_MINUTES if minutes else WHOLE_HOURS) % {"hours": hours, "minutes": minutes}
