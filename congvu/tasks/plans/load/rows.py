"""One row of a file of plans, read and checked against the units there are."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _

from congvu.core.loading import LoadReport, Row
from congvu.orgs.load.cells import day_of
from congvu.orgs.models import Unit
from congvu.tasks.plans.commands.drafting import is_code
from congvu.tasks.plans.difference import Said
from congvu.tasks.plans.load.cells import Units, choice, decimal, is_true, too_long, whole

COLUMNS = ("plan", "year", "unit", "code")
STATUSES = {
    "": "open", "open": "open", "in progress": "open", "dang thuc hien": "open", "chua hoan thanh": "open",
    "chua thuc hien": "open", "done": "accepted", "accepted": "accepted", "hoan thanh": "accepted",
    "da hoan thanh": "accepted", "returned": "open", "withdrawn": "withdrawn", "rut": "withdrawn",
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class PlanRow:
    """`state` as the item shall stand: open, accepted, withdrawn. `above`: (plan, item code) it carries out."""

    line: int
    ref: str
    year: int
    unit: Unit
    code: str
    said: Said
    state: str
    done_on: date | None
    value: Decimal | None
    above: str
    cells: Row

    @property
    def key(self) -> tuple[str, int, int]:
        return self.ref, self.year, self.unit.pk

    @property
    def is_owed(self) -> bool:
        said = self.said
        return bool(said.task or said.lead_unit or said.due_on or self.cells.get("status"))


def read(row: Row, units: Units, report: LoadReport) -> PlanRow | None:
    """None when something in it cannot be read; the report says what."""
    before = len(report.errors)
    for column in COLUMNS:
        if not row.get(column):
            report.refuse(row.line, column, _("không được để trống"))
    year = whole(row, "year", report)
    if year is not None and not 2000 <= year <= 2100:
        report.refuse(row.line, "year", _("năm %(year)s nằm ngoài 2000–2100") % {"year": year})
    if len(report.errors) > before or year is None:
        return None
    first, last = date(year, 1, 1), date(year, 12, 31)
    due_on, done_on = day_of(row, "due_on", report), day_of(row, "done_on", report)
    unit = units.cell(row, "unit", first, report)
    lead = units.cell(row, "lead_unit", due_on or last, report)
    helping = units.several(row, "coordinating_units", due_on or last, report)
    state = choice(row, "status", STATUSES, report)
    said = Said(
        parent=row.get("parent_code"), goal=row.get("goal"), task=row.get("task"), product=row.get("product"),
        lead_unit=lead.pk if lead else None, coordinating=tuple(one.pk for one in helping), due_on=due_on,
        budget_vnd=whole(row, "budget_vnd", report), field=row.get("field"), criterion_code=row.get("criterion_code"),
        points=decimal(row, "points", report, most=10**5, places=2), measure=row.get("measure"),
        target=decimal(row, "target", report),
        needs_evidence=row.get("needs_evidence") == "" or is_true(row, "needs_evidence"),
        to_all=is_true(row, "to_all"),
    )  # fmt: skip
    value = decimal(row, "value", report)
    _require_shape(row, report)
    if lead is not None and lead in helping:
        report.refuse(row.line, "coordinating_units", _("đơn vị chủ trì không đồng thời là đơn vị phối hợp"))
    for one, column in [(lead, "lead_unit"), *((each, "coordinating_units") for each in helping)]:
        if one is not None and one.during.upper is not None and one.during.upper <= first:
            message = _("đơn vị %(code)s không còn từ %(day)s; hãy ghi đơn vị kế tục")
            report.refuse(row.line, column, message % {"code": one.code, "day": f"{one.during.upper:%d/%m/%Y}"})
    if len(report.errors) > before or unit is None or state is None:
        return None
    found = PlanRow(
        row.line, row.get("plan"), year, unit, row.get("code"), said, state, done_on, value, row.get("carries_out"), row
    )
    _doubts(found, report)
    return found


MOST = {
    "plan": 300, "code": 40, "parent_code": 40, "title": 300, "field": 40, "criterion_code": 40, "measure": 60,
    "document_no": 60,
}  # fmt: skip


def _require_shape(row: Row, report: LoadReport) -> None:
    too_long(row, MOST, report)
    if not is_code(row.get("code")):
        report.refuse(row.line, "code", _("mã mục không có dấu /; hãy ghi như 1.2 hoặc II.3"))


def _doubts(row: PlanRow, report: LoadReport) -> None:
    said = row.said
    if said.task and said.lead_unit is None:
        report.warn(row.line, "lead_unit", _("nhiệm vụ chưa có đơn vị chủ trì; tạm tính cho đơn vị ban hành"))
    if said.due_on and said.due_on.year != row.year:
        report.warn(row.line, "due_on", _("hạn %(day)s nằm ngoài năm %(year)s của kế hoạch") % {
            "day": f"{said.due_on:%d/%m/%Y}", "year": row.year,
        })  # fmt: skip
    if row.state == "accepted" and row.done_on is None:
        report.warn(row.line, "done_on", _("đã hoàn thành mà không ghi ngày xong; tính theo ngày nạp"))
    if row.state == "open" and row.done_on is not None:
        report.warn(row.line, "status", _("có ngày xong mà trạng thái chưa hoàn thành; tính là chưa hoàn thành"))
