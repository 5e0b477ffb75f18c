"""The deadline, everywhere the same: date · icon · word · colour. Never one without the others."""

from dataclasses import dataclass
from datetime import date, time
from typing import Final

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from congvu.core.timeliness import NEAR_WORKING_DAYS, Status
from congvu.faces import words

_YEAR_FROM: Final = 40
"""Working days away from which the year is written too."""


# kind → (css, icon)
_LOOK: Final = {
    "done_early": ("done", "circle-check"),
    "done_on_time": ("done", "circle-check"),
    "done_no_due": ("done", "circle-check"),
    "done_late": ("late", "clock-exclamation"),
    "running": ("open", "calendar-event"),
    "near": ("near", "clock"),
    "overdue": ("over", "alert-triangle"),
    "paused": ("pause", "player-pause"),
    "no_due": ("none", "minus"),
    "not_yet": ("none", "minus"),
}


@dataclass(frozen=True, slots=True)
class Deadline:
    """`kind` is a value of Status (or its string, as the obligations store it).

    `on`: the due day; while paused, the day the pause began. `days`: whole working days left (open), late (done late,
    overdue) or stood still (paused); None when not known. `at`: closing time, said instead of “0 ngày” on the day
    itself. `provisional`: no official calendar reaches this day yet.
    `long` says “ngày làm việc” in full, for matter pages.
    `why_url` leads to the explanation of the date.
    """

    kind: str
    on: date | None = None
    days: int | None = None
    at: time | None = None
    provisional: bool = False
    long: bool = False
    why_url: str = ""

    @property
    def is_near(self) -> bool:
        return self.kind == Status.RUNNING and self.days is not None and self.days <= NEAR_WORKING_DAYS

    @property
    def css(self) -> str:
        return _LOOK["near" if self.is_near else self.kind][0]

    @property
    def icon(self) -> str:
        return _LOOK["near" if self.is_near else self.kind][1]

    @property
    def date_text(self) -> str:
        if self.on is None:
            return ""
        if self.kind == Status.PAUSED:
            return _("từ %(day)s") % {"day": words.day_month(self.on)}
        return words.day(self.on) if (self.days or 0) >= _YEAR_FROM else words.day_short(self.on)

    @property
    def date_title(self) -> str:
        return words.day_full(self.on) if self.on else ""

    @property
    def word(self) -> str:
        match self.kind:
            case Status.DONE_EARLY:
                return _("xong trước hạn")
            case Status.DONE_ON_TIME:
                return _("xong đúng hạn")
            case Status.DONE_NO_DUE:
                return _("đã xong")
            case Status.DONE_LATE:
                return self._count(_("xong trễ hạn"), _late_words())
            case Status.OVERDUE:
                return self._count(_("quá hạn"), _overdue_words())
            case Status.PAUSED:
                return self._count(_("tạm dừng"), _paused_words())
            case Status.NO_DUE:
                return _("không có hạn")
            case Status.NOT_YET:
                return _("chưa bắt đầu")
        return self._open_word()

    def _open_word(self) -> str:
        if self.days is None:
            return _("trong hạn")
        if self.days > 0:
            return self._count("", _left_words())
        return _("trước %(hour)s") % {"hour": words.hour(self.at)} if self.at else _("hết hôm nay")

    def _count(self, without: str, forms: tuple[str, str, str, str]) -> str:
        if not self.days:
            return without
        one, many, one_long, many_long = forms
        single = self.days == 1
        form = (one_long if single else many_long) if self.long else (one if single else many)
        return form % {"count": words.number(self.days)}


def _left_words() -> tuple[str, str, str, str]:
    return (
        ngettext("còn %(count)s ngày", "còn %(count)s ngày", 1),
        ngettext("còn %(count)s ngày", "còn %(count)s ngày", 2),
        ngettext("còn %(count)s ngày làm việc", "còn %(count)s ngày làm việc", 1),
        ngettext("còn %(count)s ngày làm việc", "còn %(count)s ngày làm việc", 2),
    )


def _overdue_words() -> tuple[str, str, str, str]:
    return (
        ngettext("quá %(count)s ngày", "quá %(count)s ngày", 1),
        ngettext("quá %(count)s ngày", "quá %(count)s ngày", 2),
        ngettext("quá hạn %(count)s ngày làm việc", "quá hạn %(count)s ngày làm việc", 1),
        ngettext("quá hạn %(count)s ngày làm việc", "quá hạn %(count)s ngày làm việc", 2),
    )


def _late_words() -> tuple[str, str, str, str]:
    return (
        ngettext("xong, trễ %(count)s ngày", "xong, trễ %(count)s ngày", 1),
        ngettext("xong, trễ %(count)s ngày", "xong, trễ %(count)s ngày", 2),
        ngettext("xong, trễ %(count)s ngày làm việc", "xong, trễ %(count)s ngày làm việc", 1),
        ngettext("xong, trễ %(count)s ngày làm việc", "xong, trễ %(count)s ngày làm việc", 2),
    )


def _paused_words() -> tuple[str, str, str, str]:
    return (
        ngettext("đã dừng %(count)s ngày", "đã dừng %(count)s ngày", 1),
        ngettext("đã dừng %(count)s ngày", "đã dừng %(count)s ngày", 2),
        ngettext("đã dừng %(count)s ngày làm việc", "đã dừng %(count)s ngày làm việc", 1),
        ngettext("đã dừng %(count)s ngày làm việc", "đã dừng %(count)s ngày làm việc", 2),
    )
