"""Tables that people send: CSV or XLSX to rows of text, and the report every loader gives.

Formats: docs/contracts.md §5. A file that cannot be read is refused with line, field and remedy; nothing is guessed.
"""

import csv
import io
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time, timedelta
from pathlib import Path

from congvu.core.errors import N_, DomainError

MOST_BYTES = 200 * 1024 * 1024


class TableUnreadable(DomainError):
    """What every refusal of a file has in common; `line` is where it went wrong."""

    code = "table_unreadable"
    sentence = N_("%(name)s: không đọc được tệp. Hãy lưu lại dạng CSV UTF-8 hoặc XLSX.")
    status = 422

    @property
    def line(self) -> int:
        found = self.data.get("line", 1)
        return found if isinstance(found, int) else 1


class TableEmpty(TableUnreadable):
    code = "table_empty"
    sentence = N_("%(name)s: tệp trống. Dòng đầu phải là tên cột, mỗi dòng sau là một bản ghi.")


class TableWithoutRows(TableUnreadable):
    code = "table_without_rows"
    sentence = N_("%(name)s: chỉ có dòng tên cột, chưa có bản ghi nào. Hãy thêm ít nhất một dòng.")


class TableTooBig(TableUnreadable):
    code = "table_too_big"
    sentence = N_("%(name)s: tệp lớn hơn 200 MB. Hãy chia thành nhiều tệp.")


class TableNotText(TableUnreadable):
    code = "table_not_text"
    sentence = N_("%(name)s: tệp không phải là bảng CSV hay XLSX. Hãy mở bằng bảng tính và lưu lại dạng CSV UTF-8.")


class TableWronglyEncoded(TableUnreadable):
    code = "table_wrongly_encoded"
    sentence = N_(
        "%(name)s, dòng %(line)s, cột %(column)s: chữ không phải mã UTF-8. "
        "Hãy mở tệp bằng bảng tính và lưu lại dạng “CSV UTF-8”."
    )


class TableUnbalanced(TableUnreadable):
    code = "table_unbalanced"
    sentence = N_("%(name)s, dòng %(line)s: dấu nháy kép mở mà không đóng. Hãy sửa dấu nháy ở dòng này.")


class HeadUnclear(TableUnreadable):
    code = "table_head_unclear"
    sentence = N_("%(name)s, dòng 1: tên cột “%(column)s” để trống hoặc ghi hai lần. Mỗi cột phải có một tên riêng.")


class RowTooLong(TableUnreadable):
    code = "table_row_too_long"
    sentence = N_(
        "%(name)s, dòng %(line)s: có %(found)s ô nhưng chỉ có %(expected)s cột. Ô có dấu phẩy phải đặt trong nháy kép."
    )


class ColumnsMissing(TableUnreadable):
    code = "table_columns_missing"
    sentence = N_("%(name)s, dòng 1: thiếu cột %(columns)s. Hãy thêm cột này vào dòng đầu.")


@dataclass(frozen=True, slots=True)
class Row:
    """One record: `line` as an editor counts it, `cells` by column name, trimmed, NFC, never None."""

    line: int
    cells: dict[str, str]

    def get(self, column: str) -> str:
        """The cell, or "" where the file has no such column."""
        return self.cells.get(column, "")


@dataclass(frozen=True, slots=True)
class Note:
    """A warning or an error about one cell (`field` "" for the whole row). `message` says what would be right."""

    line: int
    field: str
    message: str


@dataclass(slots=True)
class LoadReport:
    """What a loader did, or would do. With errors nothing was written."""

    kind: str
    new: int = 0
    changed: int = 0
    unchanged: int = 0
    warnings: list[Note] = field(default_factory=list)
    errors: list[Note] = field(default_factory=list)

    def warn(self, line: int, column: str, message: str) -> None:
        self.warnings.append(Note(line, column, message))

    def refuse(self, line: int, column: str, message: str) -> None:
        self.errors.append(Note(line, column, message))

    @property
    def is_good(self) -> bool:
        return not self.errors

    def as_json(self) -> dict[str, object]:
        notes = {
            name: [{"line": note.line, "field": note.field, "message": note.message} for note in found]
            for name, found in (("warnings", self.warnings), ("errors", self.errors))
        }
        return {"kind": self.kind, "new": self.new, "changed": self.changed, "unchanged": self.unchanged, **notes}


def read_rows(path: Path | str) -> list[Row]:
    """The records of a CSV (UTF-8, with or without BOM; comma, semicolon or tab) or of an XLSX's first sheet.

    Column names are trimmed and lower case. Blank lines are skipped. Raises TableUnreadable or one of its kinds.
    """
    path = Path(path)
    if path.stat().st_size > MOST_BYTES:
        raise TableTooBig(name=path.name)
    return rows_of(path.read_bytes(), name=path.name)


def rows_of(content: bytes, *, name: str) -> list[Row]:
    """The same from bytes that are already here: an upload, a part of the package."""
    if not content.strip():
        raise TableEmpty(name=name)
    if content.startswith(b"PK\x03\x04"):
        return _rows(_sheet(content, name), name)
    return _rows(_records(_text(content, name), name), name)


def require_columns(rows: Sequence[Row], columns: Iterable[str], *, name: str) -> None:
    """Refuse a table that lacks one of the columns. Raises ColumnsMissing."""
    missing = [column for column in columns if rows and column not in rows[0].cells]
    if missing:
        raise ColumnsMissing(name=name, columns=", ".join(missing), field=missing[0])


def _text(content: bytes, name: str) -> str:
    if content.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise TableWronglyEncoded(name=name, line=1, column=1)
    if b"\0" in content or content.startswith((b"%PDF", b"\xd0\xcf\x11\xe0", b"\x89PNG", b"\xff\xd8\xff")):
        raise TableNotText(name=name)
    try:
        return content.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        before = content[: error.start]
        line_start = before.rfind(b"\n") + 1
        column = len(before[line_start:].decode("utf-8", "replace")) + 1
        raise TableWronglyEncoded(name=name, line=before.count(b"\n") + 1, column=column) from None


_Records = list[tuple[int, list[str]]]


def _records(text: str, name: str) -> _Records:
    head = text.split("\n", 1)[0]
    delimiter = max(",;\t", key=head.count) if any(mark in head for mark in ",;\t") else ","
    csv.field_size_limit(10_000_000)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    found: _Records = []
    line = 1
    try:
        for cells in reader:
            found.append((line, cells))
            line = reader.line_num + 1
    except csv.Error:
        raise TableUnbalanced(name=name, line=line) from None
    return found


def _sheet(content: bytes, name: str) -> _Records:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        sheet = CalamineWorkbook.from_filelike(io.BytesIO(content)).get_sheet_by_index(0)
        values = sheet.to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, IndexError):
        raise TableNotText(name=name) from None
    return [(line, [_shown(value) for value in cells]) for line, cells in enumerate(values, 1)]


def _shown(value: object) -> str:
    """A cell of a sheet as it would stand in a CSV: whole numbers without a point, moments in ISO form."""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, float):
        return str(int(value)) if value.is_integer() and abs(value) < 1e15 else repr(value)
    if isinstance(value, datetime):
        return value.date().isoformat() if value.time() == time() else value.isoformat(timespec="seconds")
    if isinstance(value, (date, time)):
        return value.isoformat()
    if isinstance(value, timedelta):
        return (datetime(2000, 1, 1) + value).time().isoformat(timespec="minutes")  # noqa: DTZ001
    return "" if value is None else str(value)


def _rows(records: _Records, name: str) -> list[Row]:
    filled = [(line, cells) for line, cells in records if any(cell.strip() for cell in cells)]
    if not filled:
        raise TableEmpty(name=name)
    head = _head(filled[0][1], name)
    rows = []
    for line, cells in filled[1:]:
        if any(cell.strip() for cell in cells[len(head) :]):
            raise RowTooLong(name=name, line=line, found=len(cells), expected=len(head))
        filled_up = [*cells[: len(head)], *[""] * (len(head) - len(cells))]
        rows.append(Row(line, {column: _clean(cell) for column, cell in zip(head, filled_up, strict=True)}))
    if not rows:
        raise TableWithoutRows(name=name)
    return rows


def _head(cells: list[str], name: str) -> list[str]:
    head = [_clean(cell).lower() for cell in cells]
    while head and not head[-1]:
        head.pop()
    for column in head:
        if not column or head.count(column) > 1:
            raise HeadUnclear(name=name, column=column)
    return head


def _clean(cell: str) -> str:
    return unicodedata.normalize("NFC", cell.replace("\u00a0", " ").strip())
