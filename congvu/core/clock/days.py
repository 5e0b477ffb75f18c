"""The exceptional days of a calendar, and when a year counts as loaded."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from congvu.core.errors import N_, DomainError
from congvu.core.text import fold


class DayKind(StrEnum):
    """What makes a day exceptional; the values are those of the `kind` column of a calendar file."""

    HOLIDAY = "holiday"
    COMPENSATORY = "compensatory"
    SWAP_OFF = "swap-off"
    SWAP_WORK = "swap-work"


@dataclass(frozen=True, slots=True)
class DayNote:
    """One exceptional day. `swap_pair` is the other day of a swap; `source` the document that says so."""

    day: date
    kind: DayKind
    name: str
    swap_pair: date | None = None
    source: str = ""


class DayUnreadable(DomainError):
    """A date in a calendar file is not written YYYY-MM-DD."""

    code = "calendar_day_unreadable"
    sentence = N_("Không đọc được ngày “%(text)s”; hãy ghi năm-tháng-ngày, ví dụ 2026-01-02.")
    status = 422


class DayKindUnknown(DomainError):
    """The kind of a day is none of the four."""

    code = "calendar_day_kind_unknown"
    sentence = N_("Không có loại ngày “%(text)s”; chỉ dùng holiday, compensatory, swap-off, swap-work.")
    status = 422


class DaysInConflict(DomainError):
    """One day is said to be off and to be worked."""

    code = "calendar_days_in_conflict"
    sentence = N_("Ngày %(day)s vừa ghi nghỉ vừa ghi làm bù; hãy giữ lại một dòng đúng theo văn bản.")
    status = 422


def note_from_row(row: Mapping[str, str]) -> DayNote:
    """Read one row of a calendar file (columns date, kind, name, swap_pair, source); refusals name the field."""
    kind = (row.get("kind") or "").strip().casefold()
    if kind not in set(DayKind):
        raise DayKindUnknown(field="kind", text=kind)
    return DayNote(
        day=_day(row.get("date") or "", field="date"),
        kind=DayKind(kind),
        name=(row.get("name") or "").strip(),
        swap_pair=_day(row["swap_pair"], field="swap_pair") if (row.get("swap_pair") or "").strip() else None,
        source=(row.get("source") or "").strip(),
    )


def _day(text: str, *, field: str) -> date:
    try:
        return date.fromisoformat(text.strip())
    except ValueError:
        raise DayUnreadable(field=field, text=text) from None


def by_day(notes: Iterable[DayNote]) -> dict[date, DayNote]:
    """One note a day; two holidays on one day keep the one given first, off and worked together are refused."""
    found: dict[date, DayNote] = {}
    for note in notes:
        before = found.setdefault(note.day, note)
        if (before.kind is DayKind.SWAP_WORK) is not (note.kind is DayKind.SWAP_WORK):
            raise DaysInConflict(day=note.day.strftime("%d/%m/%Y"))
    return found


def loaded_years(notes: Iterable[DayNote]) -> tuple[int, ...]:
    """The years that hold 1/1, Tết, Giỗ Tổ Hùng Vương, 30/4, 1/5 and 2/9 as holidays, in order."""
    parts: dict[int, set[str]] = {}
    for note in notes:
        if note.kind is DayKind.HOLIDAY:
            parts.setdefault(note.day.year, set()).update(_parts_of_a_year(note))
    return tuple(sorted(year for year, held in parts.items() if held >= _WHOLE_YEAR))


_WHOLE_YEAR = {"1/1", "tet", "hung vuong", "30/4", "1/5", "2/9"}

FIXED_HOLIDAYS = {
    (1, 1): "Tết Dương lịch",
    (4, 30): "Ngày Chiến thắng",
    (5, 1): "Quốc tế Lao động",
    (9, 2): "Quốc khánh",
}
"""Month, day: the holidays of Điều 112 of the Labour Code 2019 that the law itself puts on a date of the solar year."""

LABOUR_CODE = "Bộ luật Lao động 2019, Điều 112"


def _parts_of_a_year(note: DayNote) -> Iterator[str]:
    month, day = note.day.month, note.day.day
    if (month, day) in FIXED_HOLIDAYS:
        yield f"{day}/{month}"
    name = fold(note.name)
    if "tet" in name and "duong" not in name and month <= 2:
        yield "tet"
    if "hung vuong" in name or "gio to" in name:
        yield "hung vuong"


def fixed_holidays(year: int) -> Iterator[DayNote]:
    """The four holidays of a year that need no lunar calendar and no decision of the Prime Minister."""
    for (month, day), name in FIXED_HOLIDAYS.items():
        yield DayNote(date(year, month, day), DayKind.HOLIDAY, name, source=LABOUR_CODE)
