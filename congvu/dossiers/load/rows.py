"""A row of an older system's list of dossiers, read and checked for shape. Columns: docs/contracts.md §5. Pure."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from congvu.core.clock import MomentUnreadable, local, moment_from
from congvu.core.errors import N_, DomainError, Said
from congvu.core.numbering import issued_code, parse_procedure_code

COLUMNS = ("code", "procedure_code", "unit_code", "applicant", "channel", "received_at", "status")
STATES = {
    1: "in_progress", 2: "in_progress", 3: "not_accepted", 4: "in_progress", 5: "waiting_supplement",
    6: "waiting_duty", 7: "withdrawn", 8: "stopped", 9: "to_return", 10: "returned",
}  # fmt: skip
ENDED = ("not_accepted", "withdrawn", "stopped", "returned")
CHANNELS = {"direct": "direct", "online": "online", "post": "post", "1": "direct", "2": "online", "3": "post"}


class CellUnreadable(DomainError):
    code = "cell_unreadable"
    sentence = N_("Cột %(column)s ghi “%(text)s”, không đọc được; hãy ghi %(example)s.")
    status = 422


class TimesReversed(DomainError):
    code = "times_reversed"
    sentence = N_("%(later)s (%(column)s) sớm hơn lúc tiếp nhận %(received)s; hãy sửa một trong hai.")
    status = 422


class EndWithoutTime(DomainError):
    code = "end_without_time"
    sentence = N_("Trạng thái %(status)s là đã có kết quả nhưng cột finished_at và returned_at đều trống.")
    status = 422


@dataclass(frozen=True, slots=True)
class PastDossier:
    code: str
    procedure: str
    unit: str
    applicant: str
    channel: str
    received_at: datetime
    due_on: date | None
    due_at: datetime | None
    finished_at: datetime | None
    returned_at: datetime | None
    status: int

    @property
    def state(self) -> str:
        return STATES[self.status]

    @property
    def has_result(self) -> bool:
        return self.status in (3, 7, 8, 9, 10)

    @property
    def ended_at(self) -> datetime | None:
        return self.finished_at or self.returned_at

    @property
    def digest(self) -> str:
        said = "\0".join(str(getattr(self, name)) for name in self.__slots__)
        return hashlib.sha256(said.encode()).hexdigest()


def read(cells: Mapping[str, str]) -> PastDossier:
    """Raises CellUnreadable, TimesReversed, EndWithoutTime, UnreadableCode."""
    for column in COLUMNS:
        if not cells.get(column, "").strip():
            raise _unreadable(cells, column, N_("một giá trị; cột này không được trống"))
    status = cells["status"].strip()
    if not status.isdecimal() or int(status) not in STATES:
        raise _unreadable(cells, "status", N_("một số từ 1 đến 10"))
    channel = CHANNELS.get(cells["channel"].strip().lower())
    if channel is None:
        raise _unreadable(cells, "channel", N_("direct, online hoặc post"))
    received_at = _moment(cells, "received_at")
    assert received_at is not None
    due_at = _moment(cells, "due_at")
    past = PastDossier(
        code=issued_code(cells["code"], field="code"),
        procedure=parse_procedure_code(cells["procedure_code"], field="procedure_code").national,
        unit=cells["unit_code"].strip(), applicant=" ".join(cells["applicant"].split()), channel=channel,
        received_at=received_at, due_on=local(due_at).date() if due_at else None, due_at=due_at,
        finished_at=_moment(cells, "finished_at"), returned_at=_moment(cells, "returned_at"), status=int(status),
    )  # fmt: skip
    for column in ("finished_at", "returned_at"):
        later = getattr(past, column)
        if later is not None and later < received_at:
            raise TimesReversed(field=column, column=column, later=_shown(later), received=_shown(received_at))
    if past.has_result and past.ended_at is None:
        raise EndWithoutTime(field="finished_at", status=past.status)
    return past


def _moment(cells: Mapping[str, str], column: str) -> datetime | None:
    text = cells.get(column, "").strip()
    if not text:
        return None
    try:
        return moment_from(text)
    except (MomentUnreadable, ValueError):
        raise _unreadable(cells, column, N_("thời điểm như 2025-12-23T14:20")) from None


def _shown(moment: datetime) -> str:
    return f"{local(moment):%H:%M %d/%m/%Y}"


def _unreadable(cells: Mapping[str, str], column: str, example: str) -> CellUnreadable:
    return CellUnreadable(field=column, column=column, text=cells.get(column, "").strip(), example=Said(example))
