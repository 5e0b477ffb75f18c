"""Files of days and of opening hours (docs/contracts.md §5): read, checked against what is known, made into contents.

What cannot be read, or says two things at once, is an error with line, column and remedy. What is only odd is a
warning. Years that a file holds whole are replaced by it; single days are added to what is known.
"""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from congvu.core.clock import DayKind, DayNote, loaded_years, note_from_row
from congvu.core.errors import DomainError
from congvu.core.loading import LoadReport, Row
from congvu.core.text import fold
from congvu.faces import words
from congvu.orgs.calendars.content import Content, Named, content_of, value_from
from congvu.orgs.models.calendar import CalendarVersion

EARLIEST_YEAR, LATEST_YEAR = 2000, 2100
WEEKDAYS: dict[str, int] = {
    word: number
    for number, words in enumerate(
        (
            ("thu hai", "thu 2", "t2", "hai", "monday", "mon"),
            ("thu ba", "thu 3", "t3", "ba", "tuesday", "tue"),
            ("thu tu", "thu 4", "t4", "tu", "wednesday", "wed"),
            ("thu nam", "thu 5", "t5", "nam", "thursday", "thu"),
            ("thu sau", "thu 6", "t6", "sau", "friday", "fri"),
            ("thu bay", "thu 7", "t7", "bay", "saturday", "sat"),
            ("chu nhat", "cn", "sunday", "sun"),
        )
    )
    for word in words
}

FindUnit = Callable[[str], int | None]
"""Id of the unit with that code, None for none."""


def weekday_name(number: int) -> str:
    """Thứ Hai · Monday, of 0 for Monday to 6 for Sunday."""
    name = words.weekday(date(2024, 1, 1 + number))
    return name[0].upper() + name[1:]


@dataclass(slots=True)
class Read:
    """The contents that a file leads to, only for calendars that it speaks of, and the report about its rows."""

    report: LoadReport
    contents: list[Named] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Line:
    line: int
    note: DayNote


def days_from(rows: Iterable[Row]) -> Iterator[DayNote]:
    """The days of a file that is known to be good."""
    for row in rows:
        yield note_from_row(row.cells)


def read_days(rows: Sequence[Row], *, find_unit: FindUnit) -> Read:
    """Rows of kind `calendar`. Nothing is written."""
    read = Read(LoadReport("calendar"))
    by_unit: dict[int | None, list[_Line]] = {}
    for row in rows:
        unit_id = unit_of(row, find_unit, read.report)
        note = _note(row, read.report)
        if note is not None and unit_id is not REFUSED:
            by_unit.setdefault(unit_id, []).append(_Line(row.line, note))
    for unit_id, lines in by_unit.items():
        kept = _without_twins(lines, read.report)
        content = known_content(unit_id)
        days = _merged(content, kept, read.report)
        _check_days(unit_id, content, days, kept, read.report)
        read.contents.append(Named(unit_id, Content(tuple(days), content.hours)))
        read.sources += [line.note.source for line in kept if line.note.source and line.note not in content.days]
    return read


REFUSED = -1


def unit_of(row: Row, find_unit: FindUnit, report: LoadReport) -> int | None:
    code = row.get("unit")
    if not code:
        return None
    found = find_unit(code)
    if found is None:
        report.refuse(
            row.line, "unit", _("Không có đơn vị mang mã “%(code)s”; hãy ghi mã đơn vị, hoặc HỆ:MÃ khi trùng mã.")
            % {"code": code},
        )  # fmt: skip
        return REFUSED
    return found


def _note(row: Row, report: LoadReport) -> DayNote | None:
    try:
        note = note_from_row(row.cells)
    except DomainError as error:
        report.refuse(row.line, error.field or "", _(error.sentence) % error.data)
        return None
    for name, day in (("date", note.day), ("swap_pair", note.swap_pair)):
        if day is not None and not EARLIEST_YEAR <= day.year <= LATEST_YEAR:
            report.refuse(row.line, name, _("Năm %(year)s không hợp lý; hãy kiểm tra lại ngày.") % {"year": day.year})
            return None
    if not note.name:
        report.refuse(row.line, "name", _("Thiếu tên ngày nghỉ; hãy ghi như “Tết Nguyên đán” hay “Làm bù dịp 30/4”."))
        return None
    return note if _weekday_agrees(row, note.day, report) and _pair_makes_sense(row, note, report) else None


def _weekday_agrees(row: Row, day: date, report: LoadReport) -> bool:
    written = row.get("weekday")
    number = WEEKDAYS.get(fold(written))
    if written and number is None:
        report.warn(row.line, "weekday", _("Không đọc được thứ “%(text)s”; đã bỏ qua.") % {"text": written})
    elif number is not None and number != day.weekday():
        report.refuse(
            row.line, "weekday", _("Ngày %(day)s là %(right)s, tệp ghi “%(text)s”; hãy sửa ngày hoặc thứ cho khớp.")
            % {"day": f"{day:%d/%m/%Y}", "right": weekday_name(day.weekday()), "text": written},
        )  # fmt: skip
        return False
    return True


def _pair_makes_sense(row: Row, note: DayNote, report: LoadReport) -> bool:
    if note.swap_pair == note.day:
        report.refuse(row.line, "swap_pair", _("Một ngày không hoán đổi với chính nó; hãy ghi ngày kia của cặp."))
        return False
    if note.swap_pair and note.kind in (DayKind.HOLIDAY, DayKind.COMPENSATORY):
        report.refuse(
            row.line, "swap_pair", _("Chỉ ngày hoán đổi (swap-off, swap-work) mới có ngày kia của cặp; hãy bỏ ô này.")
        )
        return False
    if note.kind is DayKind.SWAP_WORK and note.swap_pair is None:
        report.warn(
            row.line, "swap_pair", _("Ngày làm bù không ghi bù cho ngày nào; giờ làm lấy theo ngày liền trước.")
        )
    return True


def _without_twins(lines: list[_Line], report: LoadReport) -> list[_Line]:
    """Refuse one day with two meanings; a row written twice is kept once."""
    kept: dict[tuple[date, str], _Line] = {}
    off: dict[date, _Line] = {}
    for line in lines:
        note = line.note
        other = kept.setdefault((note.day, note.name), line)
        first = off.setdefault(note.day, line)
        if other is not line and other.note != note:
            report.refuse(
                line.line, "date", _("Ngày %(day)s ghi hai lần, khác nhau (dòng %(line)s); hãy giữ một dòng đúng.")
                % {"day": f"{note.day:%d/%m/%Y}", "line": other.line},
            )  # fmt: skip
        elif other is not line:
            report.warn(line.line, "date", _("Dòng này lặp lại dòng %(line)s.") % {"line": other.line})
            report.unchanged += 1
        elif (first.note.kind is DayKind.SWAP_WORK) is not (note.kind is DayKind.SWAP_WORK):
            report.refuse(
                line.line, "kind",
                _("Ngày %(day)s vừa ghi nghỉ vừa ghi làm bù (dòng %(line)s); hãy giữ một dòng đúng theo văn bản.")
                % {"day": f"{note.day:%d/%m/%Y}", "line": first.line},
            )  # fmt: skip
    return list(kept.values())


def known_content(unit_id: int | None) -> Content:
    found = CalendarVersion.objects.filter(calendar__unit=unit_id, in_force=True).order_by("id").first()
    return content_of(found.pk) if found else Content()


def _merged(known: Content, lines: Sequence[_Line], report: LoadReport) -> list[DayNote]:
    whole = set(loaded_years(line.note for line in lines))
    told = {(line.note.day, line.note.name): line for line in lines}
    told_days = {line.note.day for line in lines}
    before = {(note.day, note.name): note for note in known.days}
    kept = [
        note
        for note in known.days
        if (note.day, note.name) not in told and note.day.year not in whole and note.day not in told_days
    ]
    for note in known.days:
        if (note.day, note.name) not in told and note.day.year in whole and note.day not in told_days:
            first = min(line.line for line in lines if line.note.day.year == note.day.year)
            report.warn(
                first, "date", _("Ngày %(day)s (%(name)s) có trong lịch đang dùng nhưng không có trong tệp: sẽ bỏ.")
                % {"day": f"{note.day:%d/%m/%Y}", "name": note.name},
            )  # fmt: skip
    for key, line in told.items():
        if before.get(key) == line.note:
            report.unchanged += 1
        elif key in before or any(note.day == line.note.day for note in known.days):
            report.changed += 1
        else:
            report.new += 1
    return sorted([*kept, *(line.note for line in told.values())], key=lambda note: (note.day, note.name))


def _check_days(
    unit_id: int | None, known: Content, days: Sequence[DayNote], lines: Sequence[_Line], report: LoadReport
) -> None:
    by_day = {note.day: note for note in days}
    opposite = {DayKind.SWAP_OFF: DayKind.SWAP_WORK, DayKind.SWAP_WORK: DayKind.SWAP_OFF}
    for line in lines:
        note, pair = line.note, by_day.get(line.note.swap_pair) if line.note.swap_pair else None
        if note.swap_pair is None or note.kind not in opposite:
            continue
        shown = {"day": f"{note.swap_pair:%d/%m/%Y}"}
        if pair is None:
            report.warn(line.line, "swap_pair", _("Chưa có dòng cho ngày kia của cặp hoán đổi, %(day)s.") % shown)
        elif pair.kind is not opposite[note.kind] or pair.swap_pair not in (None, note.day):
            report.refuse(
                line.line, "swap_pair",
                _("Cặp hoán đổi không khớp với ngày %(day)s; một ngày phải nghỉ, ngày kia phải làm bù và trỏ lại.")
                % shown,
            )  # fmt: skip
    if report.errors or unit_id is not None:
        return
    _check_years(known, days, lines, report)


def _check_years(known: Content, days: Sequence[DayNote], lines: Sequence[_Line], report: LoadReport) -> None:
    """No gap after what was loaded; say which years stay provisional."""
    before, after = loaded_years(known.days), loaded_years(days)
    if not after:
        report.refuse(
            lines[0].line, "date",
            _("Tệp chưa đủ năm nào: mỗi năm phải có 1/1, Tết Nguyên đán, Giỗ Tổ Hùng Vương, 30/4, 1/5 và 2/9."),
        )  # fmt: skip
        return
    lost = sorted(set(before) - set(after))
    gaps = [year for year in range(before[-1] + 1, after[-1]) if year not in after] if before else []
    first = {line.note.day.year: line.line for line in reversed(lines)}
    for year in lost:
        report.refuse(
            first.get(year, lines[0].line), "date", _("Sau khi nạp, năm %(year)s không còn đủ ngày lễ; hãy bổ sung.")
            % {"year": year},
        )  # fmt: skip
    for year in gaps:
        report.refuse(
            first.get(after[-1], lines[0].line), "date",
            _("Chưa có lịch năm %(year)s; hãy nạp năm đó trước hoặc cùng lúc.")
            % {"year": year},
        )  # fmt: skip
    for year in sorted(year for year in first if year > after[-1]):
        report.warn(first[year], "date", _("Năm %(year)s chưa đủ ngày lễ nên vẫn là tạm tính.") % {"year": year})


def refuse_what_does_not_build(named: Named, line: int, report: LoadReport) -> None:
    """Hours that overlap, days that contradict each other across files: said with the sentence of the clock."""
    official = None if named.unit_id is None else known_content(None)
    try:
        value_from(named.content, official)
    except DomainError as error:
        report.refuse(line, error.field or "", _(error.sentence) % error.data)
