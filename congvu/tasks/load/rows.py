"""A row of an older system's list of tasks, read and checked for shape. Columns: docs/contracts.md §5."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from congvu.core.errors import N_, DomainError, Said
from congvu.core.tasks import SECRET, SecretNotHere, require_due_order
from congvu.core.text import fold

COLUMNS = ("number", "content", "lead_unit", "assigned_on", "status")
LONGEST = {"number": 120, "document_no": 80, "assigner": 200, "field": 200}
STATUSES = ("open", "done", "accepted", "returned", "withdrawn")
URGENCIES = {
    "": "normal", "normal": "normal", "thuong": "normal", "urgent": "urgent", "khan": "urgent",
    "very_urgent": "very_urgent", "thuong khan": "very_urgent", "hoa toc": "very_urgent", "high": "urgent",
}  # fmt: skip
_FORMS = ("%Y-%m-%d", "%d/%m/%Y", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%d %H:%M:%S", "%Y-%m-%dT%H:%M")


class CellUnreadable(DomainError):
    code = "task_cell_unreadable"
    sentence = N_("Cột %(column)s ghi “%(text)s”, không đọc được; hãy ghi %(example)s.")
    status = 422


class CellTooLong(DomainError):
    code = "task_cell_too_long"
    sentence = N_("Cột %(column)s dài %(length)s ký tự, tối đa %(most)s; hãy rút gọn.")
    status = 422


class NotYet(DomainError):
    code = "task_day_in_future"
    sentence = N_("%(column)s (%(day)s) chưa đến ngày nạp %(today)s; hãy kiểm tra năm.")
    status = 422


class DaysReversed(DomainError):
    code = "task_days_reversed"
    sentence = N_("%(column)s (%(day)s) trước ngày giao %(assigned)s; hãy sửa một trong hai.")
    status = 422


class DoneWithoutDay(DomainError):
    code = "task_done_without_day"
    sentence = N_("Trạng thái %(status)s phải có ngày hoàn thành ở cột done_on.")
    status = 422


class PaperWithoutDay(DomainError):
    code = "task_paper_without_day"
    sentence = N_("Có số văn bản %(number)s nhưng cột document_date trống; hãy ghi ngày văn bản.")
    status = 422


@dataclass(frozen=True, slots=True)
class PastTask:
    """Units still as the file names them."""

    number: str
    document_no: str
    document_date: date | None
    clause: str
    content: str
    assigner: str
    lead_unit: str
    coordinating_units: str
    assigned_on: date
    due_on: date | None
    product: str
    urgency: str
    field: str
    status: str
    done_on: date | None
    accepted_on: date | None
    note: str

    @property
    def digest(self) -> str:
        said = "\0".join(str(getattr(self, name)) for name in self.__slots__)
        return hashlib.sha256(said.encode()).hexdigest()


def read(cells: Mapping[str, str], today: date) -> PastTask:
    """Raises CellUnreadable, CellTooLong, NotYet, DueBeforeAssigned, DaysReversed, DoneWithoutDay, PaperWithoutDay,
    SecretNotHere.
    """
    for column in COLUMNS:
        if not cells.get(column, "").strip():
            raise _unreadable(cells, column, N_("một giá trị; cột này không được trống"))
    for column, most in LONGEST.items():
        if (length := len(_text(cells, column))) > most:
            raise CellTooLong(field=column, column=column, length=length, most=most)
    if level := SECRET.get(cells.get("confidentiality", "").strip().lower()):
        raise SecretNotHere(field="confidentiality", level=Said(level))
    status = cells["status"].strip().lower()
    if status not in STATUSES:
        raise _unreadable(cells, "status", N_("open, done, accepted, returned hoặc withdrawn"))
    urgency = URGENCIES.get(fold(cells.get("urgency", "")))
    if urgency is None:
        raise _unreadable(cells, "urgency", N_("normal, urgent hoặc very_urgent"))
    assigned_on = _day(cells, "assigned_on")
    assert assigned_on is not None
    due_on, done_on, accepted_on = _day(cells, "due_on"), _day(cells, "done_on"), _day(cells, "accepted_on")
    require_due_order(assigned_on=assigned_on, due_on=due_on, parts=())
    for column, day in (("done_on", done_on), ("accepted_on", accepted_on)):
        if day is not None and day < assigned_on:
            raise DaysReversed(field=column, column=column, day=_shown(day), assigned=_shown(assigned_on))
    for column, day in (("assigned_on", assigned_on), ("done_on", done_on), ("accepted_on", accepted_on)):
        if day is not None and day > today:
            raise NotYet(field=column, column=column, day=_shown(day), today=_shown(today))
    if status in ("done", "accepted") and done_on is None:
        raise DoneWithoutDay(field="done_on", status=status)
    if done_on and accepted_on and accepted_on < done_on:
        raise DaysReversed(field="accepted_on", column="accepted_on", day=_shown(accepted_on), assigned=_shown(done_on))
    document_no, document_date = _text(cells, "document_no"), _day(cells, "document_date")
    if document_no and document_date is None:
        raise PaperWithoutDay(field="document_date", number=document_no)
    return PastTask(
        number=_text(cells, "number"), document_no=document_no, document_date=document_date,
        clause=_text(cells, "clause"), content=_text(cells, "content"), assigner=_text(cells, "assigner"),
        lead_unit=_text(cells, "lead_unit"), coordinating_units=_text(cells, "coordinating_units"),
        assigned_on=assigned_on, due_on=due_on, product=_text(cells, "product"), urgency=urgency,
        field=_text(cells, "field"), status=status, done_on=done_on, accepted_on=accepted_on, note=_text(cells, "note"),
    )  # fmt: skip


def _text(cells: Mapping[str, str], column: str) -> str:
    return " ".join(cells.get(column, "").split())


def _day(cells: Mapping[str, str], column: str) -> date | None:
    text = cells.get(column, "").strip()
    if not text:
        return None
    for form in _FORMS:
        try:
            return datetime.strptime(text, form).date()  # noqa: DTZ007
        except ValueError:
            continue
    raise _unreadable(cells, column, N_("ngày như 2025-12-23 hoặc 23/12/2025"))


def _shown(day: date) -> str:
    return f"{day:%d/%m/%Y}"


def _unreadable(cells: Mapping[str, str], column: str, example: str) -> CellUnreadable:
    return CellUnreadable(field=column, column=column, text=cells.get(column, "").strip(), example=Said(example))
