"""From the clock's explanation of a date to the strip that shows it."""

from collections.abc import Sequence
from datetime import date
from typing import Final

from django.utils.translation import gettext as _

from congvu.core.clock import DayReason, Explanation, Why, why_sentence
from congvu.faces import words
from congvu.faces.parts import Strip, StripDay, StripLine, marks_of
from congvu.faces.parts.strip import Kind
from congvu.faces.words import Words

_KIND: Final[dict[Why, Kind]] = {
    Why.RECEIVED: "received",
    Why.RECEIVED_AFTER_CUT_OFF: "received",
    Why.RECEIVED_AFTER_HOURS: "received",
    Why.RESTARTED: "pause",
    Why.MAKE_UP_DAY: "swap-work",
    Why.WEEKEND: "off",
    Why.CLOSED: "off",
    Why.MOVED_TO_WORKING_DAY: "off",
    Why.HOLIDAY: "holiday",
    Why.COMPENSATORY: "holiday",
    Why.SWAP_OFF: "swap-off",
    Why.PAUSED: "pause",
}


def strip_of(
    explanation: Explanation,
    *,
    today: date,
    lines: Sequence[StripLine] = (),
    note: Words = "",
    title: Words = "",
    anchor: str = "why",
) -> Strip | None:
    """The strip of a date. `lines` is the story of the date (first promised, what moved it), known by the room.

    While the clock stands still there is no due day: the strip then ends with the last day told and says so.
    """
    if not explanation.days:
        return None
    days = tuple(_day(reason) for reason in explanation.days)
    due_on = explanation.due.due_on
    heading = title or ("" if due_on else _("Đồng hồ đang dừng, hạn chưa có"))
    return Strip(
        days=days,
        due_on=due_on or date.max,
        today=today,
        lines=tuple(lines),
        marks=marks_of(days, due_on=due_on or date.max, today=today, received=_received(explanation.days[0])),
        title=heading,
        note=note,
        provisional=any(reason.provisional for reason in explanation.days),
        anchor=anchor,
    )


def _day(reason: DayReason) -> StripDay:
    kind = _KIND.get(reason.why, "counted") if not reason.counts or reason.why is Why.MAKE_UP_DAY else "counted"
    return StripDay(reason.day, kind, reason.number, why_sentence(reason, _))


def _received(reason: DayReason) -> str:
    if reason.counts:
        return ""
    return _("Ngày nhận %(day)s, không tính") % {"day": words.day_month(reason.day)}
