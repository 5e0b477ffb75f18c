"""The day the citizen is promised, and why that one: shown before anything is printed."""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from congvu.core.clock import (
    CUT_OFF,
    AllowanceUnit,
    Due,
    Explanation,
    Why,
    WorkCalendar,
    day_of,
    explain,
    local,
    next_opening,
    parse_allowance,
    working_days_between,
)
from congvu.faces import words
from congvu.faces.parts import Deadline
from congvu.orgs.calendars.selectors import calendar_of


@dataclass(frozen=True, slots=True)
class Promise:
    """`due` None: no limit can be read, so no day is promised. `lines` say why, most telling first."""

    limit: str
    due: Due | None
    deadline: Deadline | None
    title: str
    lines: tuple[str, ...]
    hand_over: str


def promise(*, limit: str, unit_id: int, at: datetime) -> Promise:
    """What a dossier accepted now at this unit is promised. One query."""
    calendar = calendar_of(unit_id, day_of(at)).calendar
    if not limit:
        line = _("Nguồn chưa ghi thời hạn của thủ tục này; hồ sơ vẫn nhận được, ngày trả ghi khi soát xong thời hạn.")
        return Promise("", None, None, _("Chưa hẹn được ngày"), (line,), hand_over(at, calendar))
    explanation = explain(at, parse_allowance(limit), calendar)
    due = explanation.due
    return Promise(
        limit, due, deadline_of(due, at, calendar), title_of(explanation), tuple(why_lines(explanation, limit, at)),
        hand_over(at, calendar),
    )  # fmt: skip


def deadline_of(due: Due, at: datetime, calendar: WorkCalendar) -> Deadline | None:
    if due.due_on is None or due.due_at is None:
        return None
    left = working_days_between(day_of(at), due.due_on, calendar)
    return Deadline("running", due.due_on, left, at=local(due.due_at).time(), provisional=due.provisional, long=True)


def title_of(explanation: Explanation) -> str:
    if explanation.days and explanation.days[0].why is Why.RECEIVED_AFTER_CUT_OFF:
        return _("Vì sao không phải hôm nay?")
    return _("Vì sao là ngày này?")


def why_lines(explanation: Explanation, limit: str, at: datetime) -> list[str]:
    """The date in a few sentences: how long, from when, and what did not count."""
    first = explanation.days[0]
    if first.why is Why.RECEIVED_AFTER_CUT_OFF:
        text = _("Tiếp nhận lúc %(hour)s. Việc trả trong ngày nhận sau %(cut_off)s thì trả vào ngày làm việc kế tiếp.")
        return [text % {"hour": words.hour(at), "cut_off": f"{CUT_OFF:%H:%M}"}]
    counted = [day for day in explanation.days if day.counts]
    lines = []
    if counted and parse_allowance(limit).unit is not AllowanceUnit.SAME_DAY:
        said = {"limit": words.limit(limit), "day": words.day_full(counted[0].day)}
        lines = [_("Thời hạn %(limit)s, tính từ %(day)s.") % said]
    if explanation.due.due_at and parse_allowance(limit).unit is AllowanceUnit.SAME_DAY:
        lines = [_("Nhận trước %(cut_off)s thì trả trong ngày.") % {"cut_off": f"{CUT_OFF:%H:%M}"}]
    return [*lines, *_skipped(explanation)]


def _skipped(explanation: Explanation) -> list[str]:
    lines: list[str] = []
    holidays = [d for d in explanation.days if d.why in (Why.HOLIDAY, Why.COMPENSATORY, Why.SWAP_OFF)]
    for name in dict.fromkeys(day.note.name if day.note else "" for day in holidays):
        days = [day.day for day in holidays if (day.note.name if day.note else "") == name]
        lines.append(_("Nghỉ %(name)s (%(days)s), không tính.") % {"name": name, "days": _span(days)})
    if any(day.why is Why.MAKE_UP_DAY for day in explanation.days):
        made_up = [day.day for day in explanation.days if day.why is Why.MAKE_UP_DAY]
        lines.append(_("%(days)s làm bù nên được tính.") % {"days": _span(made_up)})
    weekend = sum(day.why is Why.WEEKEND for day in explanation.days)
    if weekend:
        lines.append(_("Không tính %(count)s ngày thứ Bảy, Chủ nhật.") % {"count": weekend})
    paused = sum(day.why is Why.PAUSED for day in explanation.days)
    if paused:
        lines.append(_("Dừng %(count)s ngày trong lúc chờ, không tính.") % {"count": paused})
    if any(day.why is Why.MOVED_TO_WORKING_DAY for day in explanation.days):
        lines.append(_("Ngày cuối là ngày nghỉ nên trả vào ngày làm việc kế tiếp."))
    if explanation.due.provisional:
        year = explanation.due.due_on.year if explanation.due.due_on else ""
        lines.append(_("Tạm tính – chưa có lịch nghỉ năm %(year)s.") % {"year": year})
    return lines


def _span(days: list[date]) -> str:
    if len(days) == 1:
        return words.day_month(days[0])
    return f"{words.day_month(days[0])}–{words.day_month(days[-1])}"


def hand_over(at: datetime, calendar: WorkCalendar) -> str:
    """NĐ 61/2018, Điều 18, and NĐ 309/2026 (Điều 18 khoản 2): handed on the same day; received after 15:00, at the
    opening of the next working day.
    """
    moment = local(at)
    if calendar.is_working(moment.date()) and moment.time() <= CUT_OFF:
        return _("Chuyển hồ sơ ngay trong ngày hôm nay.")
    tomorrow = moment.replace(hour=23, minute=59, second=59)
    opening = next_opening(tomorrow, calendar)
    return _("Nhận sau %(cut_off)s: chuyển hồ sơ đầu giờ %(day)s.") % {
        "cut_off": f"{CUT_OFF:%H:%M}",
        "day": words.day_short(opening),
    }
