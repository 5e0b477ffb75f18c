"""When something is owed, as directives say it: a day, a month, a quarter, so many days, every month.

Every reading keeps the words it was read from. What has two readings is read the usual way and said so.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal

from congvu.core.clock import Allowance, AllowanceUnit, WorkCalendar, day_of, due, start_of
from congvu.core.directive.words import Doubt, Quote, quote
from congvu.core.errors import N_

_DAY = (
    r"(?P<d>\d{1,2})(?:\s*[/.\-]\s*|\s+tháng\s+)(?P<m>\d{1,2})(?:(?:\s*[/.\-]\s*|\s*,?\s+năm\s+)(?P<y>\d{4}))?(?![\d/])"
)
_YEAR = r"(?:\s*[/\-]\s*|\s*,?\s+năm\s+)(?P<y>\d{4})"
_BEFORE = r"(?P<how>trước|chậm nhất|muộn nhất|hạn cuối|thời hạn|thời gian|hoàn thành|xong|đến hết|hết|đến|vào)"
_FILL = r"(?:[^.;\n\d]{0,18}?)"
_CLOCK = r"(?:\d{1,2}\s*(?:h|giờ|g)\s*\d{0,2}\s*(?:phút)?\s*,?\s*)?"
_IGNORE = re.IGNORECASE


def _pattern(text: str) -> re.Pattern[str]:
    return re.compile(text, _IGNORE)


ON_A_DAY = _pattern(rf"\b{_BEFORE}{_FILL}\s*{_CLOCK}(?:ngày\s+)?{_DAY}")
_SPAN = r"\b(?:trước|trong|hết|cuối|xong|hoàn thành)\s+(?:trong\s+|cuối\s+|trước\s+)?"
IN_A_MONTH = _pattern(rf"{_SPAN}tháng\s+(?P<m>\d{{1,2}})(?:{_YEAR})?")
IN_A_QUARTER = _pattern(rf"{_SPAN}quý\s+(?P<q>IV|I{{1,3}}|[1-4])\b(?:{_YEAR})?")
IN_A_HALF = _pattern(r"\b(?:trong|hết|hoàn thành)?\s*(?:06|6|sáu)\s+tháng\s+(?P<h>đầu|cuối)\s+năm(?:\s+(?P<y>\d{4}))?")
IN_A_YEAR = _pattern(r"\b(?:trong|hết|cuối|hoàn thành(?: trong)?)\s+năm\s+(?P<y>\d{4})")
WITHIN = _pattern(
    r"\btrong\s+(?:thời\s+hạn\s+|thời\s+gian\s+|vòng\s+)?(?P<n>\d{1,3})\s*(?:\([^)]*\)\s*)?"
    r"(?P<unit>ngày\s+làm\s+việc|ngày|tuần|giờ)\b"
)
MONTHLY = _pattern(
    r"\b(?:trước|vào|chậm nhất)?\s*(?:ngày\s+)?(?P<d>\d{1,2})\s+(?:hằng|hàng|mỗi)\s+(?P<every>tháng|quý|năm)"
)
LAST_MONTH = _pattern(r"\bngày\s+(?P<d>\d{1,2})\s+(?:của\s+)?tháng\s+cuối\s+(?:của\s+)?(?:mỗi\s+|hằng\s+|hàng\s+)?quý")
EVERY = _pattern(r"\b(?:định\s+kỳ\s+)?(?:hằng|hàng|mỗi)\s+(?P<every>ngày|tuần|tháng|quý|năm|6\s+tháng|sáu\s+tháng)\b")
STANDING = _pattern(r"\b(?:thường\s+xuyên|liên\s+tục)\b")

_QUARTERS = {"I": 1, "II": 2, "III": 3, "IV": 4}
_EVERY = {"ngày": "day", "tuần": "week", "tháng": "month", "quý": "quarter", "năm": "year"}


@dataclass(frozen=True, slots=True)
class Recurring:
    """Owed again and again. `day` of the month (the last one of a quarter); None where the text names none."""

    every: str
    day: int | None = None


@dataclass(frozen=True, slots=True)
class Deadline:
    """One of: a last day, an allowance counted from the document, a recurrence; none of them: *thường xuyên*."""

    quote: Quote
    due_on: date | None = None
    allowance: Allowance | None = None
    recurring: Recurring | None = None
    doubts: tuple[Doubt, ...] = ()

    @property
    def standing(self) -> bool:
        return self.due_on is None and self.allowance is None and self.recurring is None and not self.doubts


def deadlines_in(
    text: str, start: int, end: int, *, written_on: date, calendar: WorkCalendar | None = None
) -> tuple[Deadline, ...]:
    """Every deadline between two places of the text, in its order; what is part of a longer one is not said twice.

    `written_on`, the day of the document, gives the year where the text has none, and is day zero of “trong 10 ngày”,
    counted on `calendar`.
    """
    found = sorted(_all(text, start, end, written_on, calendar), key=lambda one: (one.quote.start, -one.quote.end))
    kept: list[Deadline] = []
    for one in found:
        if not kept or one.quote.start >= kept[-1].quote.end:
            kept.append(one)
    return tuple(kept)


def _all(text: str, start: int, end: int, written_on: date, calendar: WorkCalendar | None) -> Iterator[Deadline]:
    for match in MONTHLY.finditer(text, start, end):
        yield _again(_found(text, match), Recurring(_EVERY[match["every"].lower()], int(match["d"])), written_on)
    for match in LAST_MONTH.finditer(text, start, end):
        yield _again(_found(text, match), Recurring("quarter", int(match["d"])), written_on)
    for match in EVERY.finditer(text, start, end):
        yield _again(_found(text, match), Recurring(_EVERY.get(match["every"].lower(), "half")), written_on)
    for match in STANDING.finditer(text, start, end):
        yield _found(text, match)
    for match in WITHIN.finditer(text, start, end):
        yield _counted(_within(text, match), written_on, calendar)
    for pattern, read in _IN_A_SPAN:
        for match in pattern.finditer(text, start, end):
            yield read(_found(text, match), match, written_on)


def _found(text: str, match: re.Match[str], **read: object) -> Deadline:
    return Deadline(quote(text, match.start(), match.end()), **read)  # type: ignore[arg-type]


def _within(text: str, match: re.Match[str]) -> Deadline:
    unit = " ".join(match["unit"].lower().split())
    amount = Decimal(match["n"])
    if unit == "tuần":
        amount, unit = amount * 7, "ngày"
    units = {
        "ngày làm việc": AllowanceUnit.WORKING_DAYS,
        "ngày": AllowanceUnit.CALENDAR_DAYS,
        "giờ": AllowanceUnit.WORKING_HOURS,
    }
    return _found(text, match, allowance=Allowance(amount, units[unit]))


def _counted(one: Deadline, written_on: date, calendar: WorkCalendar | None) -> Deadline:
    """The day it comes to, the day of the document being day zero; hours cannot be counted from a day."""
    assert one.allowance is not None
    if calendar is None or one.allowance.unit is AllowanceUnit.WORKING_HOURS:
        return replace(one, doubts=(Doubt("not_counted", True, _NOT_COUNTED, {"text": one.quote.text}),))
    found = due(start_of(written_on), one.allowance, calendar)
    if found is None or found.due_at is None:
        return one
    due_on = day_of(found.due_at)
    said = {"text": one.quote.text, "document": _written(written_on), "day": _written(due_on)}
    return replace(one, due_on=due_on, doubts=(Doubt("counted", False, _COUNTED, said),))


def _again(one: Deadline, recurring: Recurring, written_on: date) -> Deadline:
    """The first time it falls due; without a day of the month, the end of the month, quarter, half or year."""
    first = first_of(recurring, written_on)
    doubt = Doubt("recurring", False, _RECURRING, {"text": one.quote.text, "day": _written(first) if first else "–"})
    return replace(one, due_on=first, recurring=recurring, doubts=(doubt,))


_MONTHS = {"month": 1, "quarter": 3, "half": 6, "year": 12}


def first_of(recurring: Recurring, after: date) -> date | None:
    """The first day it falls due, after a day; daily and weekly ones have no day of their own.

    >>> first_of(Recurring("month", 25), date(2026, 5, 28)), first_of(Recurring("quarter", 20), date(2026, 5, 15))
    (datetime.date(2026, 6, 25), datetime.date(2026, 6, 20))
    """
    months = _MONTHS.get(recurring.every)
    if months is None:
        return None
    year, month = after.year, -(-after.month // months) * months
    for _turn in range(2):
        last = _end(year, month)
        day = last if recurring.day is None else last.replace(day=min(recurring.day, last.day))
        if day > after:
            return day
        year, month = year + (month + months - 1) // 12, (month + months - 1) % 12 + 1
    return None


def _on_a_day(one: Deadline, match: re.Match[str], written_on: date) -> Deadline:
    day, month = int(match["d"]), int(match["m"])
    years = [int(match["y"])] if match["y"] else [written_on.year, written_on.year + 1]
    try:
        days = [date(year, month, day) for year in years]
    except ValueError:
        return replace(one, doubts=(Doubt("no_such_day", True, _NO_SUCH_DAY, {"text": one.quote.text}),))
    due_on = next((each for each in days if each >= written_on), days[0])
    doubts = []
    if not match["y"]:
        doubts.append(Doubt("year_added", False, _YEAR_ADDED, {"day": _written(due_on)}))
    if "trước" in match[0].lower():
        before = {"day": _written(due_on), "before": _written(due_on - timedelta(days=1))}
        doubts.append(Doubt("before_the_day", False, _BEFORE_THE_DAY, before))
    return _checked(replace(one, due_on=due_on, doubts=tuple(doubts)), written_on)


def _in_a_month(one: Deadline, match: re.Match[str], written_on: date) -> Deadline:
    month = int(match["m"])
    if not 1 <= month <= 12:
        return replace(one, doubts=(Doubt("no_such_day", True, _NO_SUCH_DAY, {"text": one.quote.text}),))
    return _last_day(one, match, month, month, written_on)


def _in_a_quarter(one: Deadline, match: re.Match[str], written_on: date) -> Deadline:
    said = match["q"].upper()
    number = int(said) if said.isdigit() else _QUARTERS[said]
    return _last_day(one, match, 3 * number, 3 * number - 2, written_on)


def _in_a_half(one: Deadline, match: re.Match[str], written_on: date) -> Deadline:
    return _last_day(one, match, 6 if match["h"].lower() == "đầu" else 12, 1, written_on)


def _in_a_year(one: Deadline, match: re.Match[str], written_on: date) -> Deadline:
    return _last_day(one, match, 12, 1, written_on)


def _last_day(one: Deadline, match: re.Match[str], last_month: int, first_month: int, written_on: date) -> Deadline:
    """The last day of a span; “trước” a span is the day before its first."""
    groups = match.groupdict()
    year = int(groups["y"] or written_on.year)
    before = "trước" in match[0].lower()
    due_on = _end(year, last_month)
    if not groups["y"] and due_on < written_on:
        year += 1
        due_on = _end(year, last_month)
    if before:
        due_on = date(year, first_month, 1) - timedelta(days=1)
    added = () if groups["y"] else (Doubt("year_added", False, _YEAR_ADDED, {"day": _written(due_on)}),)
    return _checked(replace(one, due_on=due_on, doubts=added), written_on)


def _end(year: int, month: int) -> date:
    return (date(year + month // 12, month % 12 + 1, 1)) - timedelta(days=1)


def _checked(one: Deadline, written_on: date) -> Deadline:
    assert one.due_on is not None
    if one.due_on >= written_on:
        return one
    past = Doubt("before_document", True, _PAST, {"day": _written(one.due_on), "document": _written(written_on)})
    return replace(one, doubts=(*one.doubts, past))


def _written(day: date) -> str:
    return day.strftime("%d/%m/%Y")


_IN_A_SPAN = (
    (ON_A_DAY, _on_a_day),
    (IN_A_MONTH, _in_a_month),
    (IN_A_QUARTER, _in_a_quarter),
    (IN_A_HALF, _in_a_half),
    (IN_A_YEAR, _in_a_year),
)
_NOT_COUNTED = N_("“%(text)s”: chưa tính được ngày. Hãy ghi hạn.")
_COUNTED = N_("“%(text)s” tính từ ngày văn bản %(document)s, đến hết ngày %(day)s.")
_RECURRING = N_("Định kỳ (%(text)s): hạn lần đầu %(day)s. Những lần sau hãy lập mẫu nhiệm vụ định kỳ.")
_NO_SUCH_DAY = N_("“%(text)s”: không có ngày này trong lịch. Hãy ghi hạn đúng.")
_YEAR_ADDED = N_("Văn bản không ghi năm; đọc là %(day)s.")
_BEFORE_THE_DAY = N_("Văn bản ghi “trước ngày”: đọc là hết ngày %(day)s. Nếu hiểu là %(before)s, hãy sửa.")
_PAST = N_("Hạn %(day)s sớm hơn ngày văn bản %(document)s. Hãy ghi hạn đúng.")
