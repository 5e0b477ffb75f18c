"""Files of opening hours: unit, weekday, opens, closes, valid_from, valid_until (the last day included).

The rows of one unit, weekday and `valid_from` belong together and replace those known for the same three. Without a
unit they are the usual hours of the official calendar. Without times the weekday is closed.
"""

from collections.abc import Sequence
from datetime import date, time, timedelta
from itertools import pairwise

from django.utils.translation import gettext as _

from congvu.core.clock import OpeningHours
from congvu.core.loading import LoadReport, Row
from congvu.core.text import fold
from congvu.orgs.calendars.content import Content, Named
from congvu.orgs.calendars.files import (
    EARLIEST_YEAR,
    LATEST_YEAR,
    REFUSED,
    WEEKDAYS,
    FindUnit,
    Read,
    known_content,
    refuse_what_does_not_build,
    unit_of,
    weekday_name,
)

_Group = tuple[int, date | None]


def read_hours(rows: Sequence[Row], *, find_unit: FindUnit) -> Read:
    """Rows of kind `hours`. Nothing is written."""
    read = Read(LoadReport("hours"))
    by_unit: dict[int | None, dict[_Group, dict[OpeningHours, int]]] = {}
    for row in rows:
        unit_id = unit_of(row, find_unit, read.report)
        hours = _hours(row, read.report)
        if hours is not None and unit_id != REFUSED:
            group = by_unit.setdefault(unit_id, {}).setdefault((hours.weekday, hours.valid_from), {})
            if hours in group:
                read.report.warn(row.line, "", _("Dòng này lặp lại dòng %(line)s.") % {"line": group[hours]})
                read.report.unchanged += 1
            else:
                group[hours] = row.line
    for unit_id, groups in by_unit.items():
        for group in groups.values():
            _require_apart(group, read.report)
        content = known_content(unit_id)
        named = Named(unit_id, Content(content.days, tuple(_merged(content.hours, groups, read.report))))
        if read.report.is_good:
            refuse_what_does_not_build(named, min(min(group.values()) for group in groups.values()), read.report)
        read.contents.append(named)
    return read


def _hours(row: Row, report: LoadReport) -> OpeningHours | None:
    before = len(report.errors)
    weekday = _weekday(row, report)
    opens, closes = _time(row, "opens", report), _time(row, "closes", report)
    valid_from, valid_until = _day(row, "valid_from", report), _day(row, "valid_until", report)
    if len(report.errors) > before or weekday is None:
        return None
    if (opens is None) is not (closes is None):
        missing = "opens" if opens is None else "closes"
        report.refuse(row.line, missing, _("Ghi cả giờ mở cửa và giờ đóng cửa, hoặc để trống cả hai nếu không làm."))
        return None
    if opens is not None and closes is not None and closes != time() and closes <= opens:
        report.refuse(
            row.line, "closes", _("Giờ đóng cửa %(closes)s phải sau giờ mở cửa %(opens)s.")
            % {"opens": f"{opens:%H:%M}", "closes": f"{closes:%H:%M}"},
        )  # fmt: skip
        return None
    if valid_from and valid_until and valid_until < valid_from:
        report.refuse(row.line, "valid_until", _("Ngày cuối phải bằng hoặc sau ngày đầu."))
        return None
    exclusive = valid_until + timedelta(days=1) if valid_until else None
    return OpeningHours(weekday, opens, closes, valid_from, exclusive)


def _weekday(row: Row, report: LoadReport) -> int | None:
    text = row.get("weekday")
    number = WEEKDAYS.get(fold(text))
    if number is None:
        report.refuse(
            row.line, "weekday", _("Không đọc được thứ “%(text)s”; hãy ghi “Thứ Hai” … “Thứ Bảy”, “Chủ nhật”.")
            % {"text": text},
        )  # fmt: skip
    return number


def _time(row: Row, column: str, report: LoadReport) -> time | None:
    text = row.get(column).lower().replace("h", ":").replace("g", ":").rstrip(":")
    if not text:
        return None
    if text in ("24:00", "24:00:00", "24"):
        return time()
    parts = text.split(":")
    try:
        hour, minute, second = (int(part) for part in [*parts, "0", "0"][:3])
        found = time(hour, minute) if second == 0 and len(parts) <= 3 else None
    except ValueError:
        found = None
    if found is None:
        report.refuse(
            row.line,
            column,
            _("Không đọc được giờ “%(text)s”; hãy ghi giờ:phút, ví dụ 07:30.") % {"text": row.get(column)},
        )
        return None
    return found


def _day(row: Row, column: str, report: LoadReport) -> date | None:
    text = row.get(column)
    if not text:
        return None
    try:
        found = date.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or not EARLIEST_YEAR <= found.year <= LATEST_YEAR:
        report.refuse(
            row.line, column, _("Không đọc được ngày “%(text)s”; hãy ghi năm-tháng-ngày, ví dụ 2026-01-02.")
            % {"text": text},
        )  # fmt: skip
        return None
    return found


def _require_apart(group: dict[OpeningHours, int], report: LoadReport) -> None:
    spans = sorted((row for row in group if row.opens is not None), key=lambda row: row.opens or time())
    for one, other in pairwise(spans):
        if one.closes == time() or (one.closes and other.opens and other.opens < one.closes):
            report.refuse(
                group[other], "opens", _("%(weekday)s: giờ này chồng lên dòng %(line)s; các buổi phải tách rời nhau.")
                % {"weekday": weekday_name(one.weekday), "line": group[one]},
            )  # fmt: skip
    closed = [row for row in group if row.opens is None]
    if closed and spans:
        report.refuse(
            group[closed[0]], "opens", _("%(weekday)s vừa ghi nghỉ vừa ghi có giờ làm; hãy giữ một cách.")
            % {"weekday": weekday_name(closed[0].weekday)},
        )  # fmt: skip


def _merged(
    known: Sequence[OpeningHours], groups: dict[_Group, dict[OpeningHours, int]], report: LoadReport
) -> list[OpeningHours]:
    kept = [row for row in known if (row.weekday, row.valid_from) not in groups]
    for key, group in groups.items():
        before = {row for row in known if (row.weekday, row.valid_from) == key}
        for row in group:
            if row in before:
                report.unchanged += 1
            elif before:
                report.changed += 1
            else:
                report.new += 1
        for row in before - set(group):
            shown = f"{row.opens:%H:%M}–{row.closes:%H:%M}" if row.opens and row.closes else _("nghỉ")
            report.warn(
                min(group.values()), "", _("%(weekday)s: %(hours)s không có trong tệp nữa: sẽ bỏ.")
                % {"weekday": weekday_name(row.weekday), "hours": shown},
            )  # fmt: skip
        kept += group
    return kept
