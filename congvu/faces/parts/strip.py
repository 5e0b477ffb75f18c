"""“Vì sao là ngày này?”: one cell a day with its running number, brackets, then the story of the date line by line."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import groupby
from typing import Final, Literal

from django.utils.translation import gettext as _

from congvu.faces import words
from congvu.faces.words import Words

Kind = Literal["received", "counted", "off", "holiday", "swap-off", "swap-work", "pause"]
ONE_ROW: Final = 31
"""Up to so many days stand in one row on a wide screen; more fold into calendar weeks there too."""
FOLD_FROM: Final = 70
"""Past so many days the middle of the strip is folded into one sentence."""

_CSS: Final = {"received": "rcv", "off": "off", "holiday": "hol", "swap-off": "hol swap", "pause": "pau"}
_ICON: Final = {"received": "door", "holiday": "flag", "swap-off": "arrows-exchange", "pause": "player-pause"}


@dataclass(frozen=True, slots=True)
class StripDay:
    """`number` is the running number of a day that counts (kinds `counted`, `swap-work`), else None.

    `sentence` says in words what this day is: “Ngày làm việc thứ 3”, “Nghỉ Tết Dương lịch, không tính”."""

    date: date
    kind: Kind
    number: int | None
    sentence: Words


@dataclass(frozen=True, slots=True)
class StripMark:
    """A bracket under the days `first`…`last`. tone: "", "near" (calendar), "pause", "today", "due"."""

    first: date
    last: date
    text: Words
    tone: str = ""
    drawn: tuple[date, date] | None = None
    """Days over which the bracket is drawn when its words need more room than its own days give."""

    @property
    def range_text(self) -> str:
        one = words.day_month(self.last)
        return one if self.first == self.last else f"{words.day_month(self.first)} – {one}"


@dataclass(frozen=True, slots=True)
class StripLine:
    """One line of the story: the date as it stood, what changed it, why, and the paper that says so."""

    date_text: Words
    change: Words
    story: Words
    source: Words = ""
    source_url: str = ""
    struck: bool = False


@dataclass(frozen=True, slots=True)
class Cell:
    """A day as drawn. `column` counts from 1 in the one-row form."""

    day: StripDay
    column: int
    css: str
    icon: str
    title: str
    shows_month: bool


@dataclass(frozen=True, slots=True)
class Strip:
    """`days`: every calendar day from start to due, in order.

    `note`: allowance and calendar, at the right of the head.
    """

    days: tuple[StripDay, ...]
    due_on: date
    today: date
    lines: tuple[StripLine, ...] = ()
    marks: tuple[StripMark, ...] = ()
    title: Words = ""
    note: Words = ""
    provisional: bool = False
    anchor: str = "why"

    @property
    def heading(self) -> Words:
        return self.title or _("Vì sao là ngày %(day)s?") % {"day": words.day(self.due_on)}

    @property
    def size(self) -> int:
        return len(self.days)

    @property
    def in_weeks(self) -> bool:
        return self.size > ONE_ROW

    @property
    def first_column(self) -> int:
        """Column of the first day in the form of weeks, Monday = 1."""
        return self.days[0].date.weekday() + 1 if self.days else 1

    @property
    def week_names(self) -> list[str]:
        monday = date(2026, 1, 5)
        return [words.weekday_short(monday + timedelta(days=n)) for n in range(7)]

    @property
    def head_days(self) -> list[Cell]:
        cells = self._cells()
        return cells if self.size <= FOLD_FROM else cells[: 28 - (self.first_column - 1)]

    @property
    def folded_days(self) -> list[Cell]:
        """Days behind “xem các ngày ở giữa”; empty for a strip of common length."""
        if self.size <= FOLD_FROM:
            return []
        return self._cells()[len(self.head_days) : self._tail_start()]

    @property
    def tail_days(self) -> list[Cell]:
        return [] if self.size <= FOLD_FROM else self._cells()[self._tail_start() :]

    @property
    def folded_text(self) -> str:
        counted = sum(1 for cell in self.folded_days if cell.day.number)
        return _("%(days)s ngày ở giữa, tính %(counted)s ngày làm việc") % {
            "days": words.number(len(self.folded_days)),
            "counted": words.number(counted),
        }

    @property
    def months(self) -> list[tuple[str, int, int]]:
        """(name, first column, column after the last) of each month."""
        spans = []
        for _key, cells in groupby(self._cells(), key=lambda cell: (cell.day.date.year, cell.day.date.month)):
            run = list(cells)
            spans.append((words.month(run[0].day.date), run[0].column, run[-1].column + 1))
        return spans

    @property
    def brackets(self) -> list[tuple[StripMark, int, int, bool]]:
        """(mark, first column, column after the last, at the right edge) in the order of days."""
        columns = {cell.day.date: cell.column for cell in self._cells()}
        spans = [(mark, *(mark.drawn or (mark.first, mark.last))) for mark in self.marks]
        return [
            (mark, columns[first], columns[last] + 1, columns[last] == self.size and columns[first] > 1)
            for mark, first, last in spans
            if first in columns and last in columns
        ]

    def _tail_start(self) -> int:
        """The last four weeks, from a Monday on."""
        start = self.size - 28
        while self.days[start].date.weekday():
            start -= 1
        return start

    def _cells(self) -> list[Cell]:
        return [self._cell(column, day) for column, day in enumerate(self.days, start=1)]

    def _cell(self, column: int, day: StripDay) -> Cell:
        css = _CSS.get(day.kind) or ("run" if day.date <= self.today else "left")
        if day.kind == "swap-work":
            css += " swap"
        title = str(day.sentence)
        if day.date == self.today:
            css += " today"
            title = _("%(sentence)s, hôm nay") % {"sentence": title}
        if day.date == self.due_on:
            css += " due-d"
            title = _("%(sentence)s, ngày đến hạn") % {"sentence": title}
        icon = "" if day.number else _ICON.get(day.kind, "")
        return Cell(day, column, css, icon, title, column == 1 or day.date.day == 1)


def marks_of(days: Iterable[StripDay], *, due_on: date, today: date, received: Words = "") -> tuple[StripMark, ...]:
    """Brackets for what is not plain: the day of receipt, runs of pause and holiday, make-up days, today, the due day.

    Brackets never overlap: the earlier in this list wins. Texts of holiday and pause runs are the days' own
    sentences."""
    days = tuple(days)
    if not days:
        return ()
    dates = [day.date for day in days]
    runs: list[StripMark] = []
    for kind, group in groupby(days, key=lambda day: _mark_kind(day.kind)):
        run = list(group)
        if kind == "pause":
            text = _("Dừng %(days)s") % {"days": words.days(len(run))}
            runs.append(StripMark(run[0].date, run[-1].date, text, "pause"))
        elif kind == "holiday":
            text = "; ".join(dict.fromkeys(str(day.sentence) for day in run))
            runs.append(StripMark(run[0].date, run[-1].date, text, "near"))
        elif kind == "swap-work":
            runs.append(StripMark(run[0].date, run[-1].date, _("Làm bù"), "near"))
    wanted = [StripMark(due_on, due_on, _("Đến hạn"), "due"), StripMark(today, today, _("Hôm nay"), "today"), *runs]
    if received:
        wanted.append(StripMark(dates[0], dates[0], received))
    return _without_overlap(wanted, dates)


def _mark_kind(kind: Kind) -> str:
    return "holiday" if kind in ("holiday", "swap-off") else kind


def _without_overlap(wanted: list[StripMark], dates: list[date]) -> tuple[StripMark, ...]:
    """Drop what lies outside or on taken days, then let each bracket grow over free neighbours so its words fit."""
    place = {day: index for index, day in enumerate(dates)}
    taken: dict[int, StripMark] = {}
    kept = []
    for mark in wanted:
        if mark.first not in place or mark.last not in place:
            continue
        span = range(place[mark.first], place[mark.last] + 1)
        if not any(index in taken for index in span):
            kept.append(mark)
            taken.update(dict.fromkeys(span, mark))
    grown = []
    for mark in sorted(kept, key=lambda mark: mark.first):
        first, last = place[mark.first], place[mark.last]
        while last - first + 1 < min(2 + len(str(mark.text)) // 9, 5):
            if last + 1 < len(dates) and last + 1 not in taken:
                last += 1
                taken[last] = mark
            elif first and first - 1 not in taken:
                first -= 1
                taken[first] = mark
            else:
                break
        grown.append(replace(mark, drawn=(dates[first], dates[last])))
    return tuple(grown)
