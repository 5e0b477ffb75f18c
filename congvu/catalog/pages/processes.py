"""A process on a page: its table to read or to edit, its picture, what is wrong or doubtful, what changed."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass, fields
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congvu.catalog import links, selectors
from congvu.catalog.diagram import Diagram, Labels, diagram
from congvu.catalog.editing import EditColumn, EditTable, Rows, edit_table
from congvu.catalog.models import Process
from congvu.catalog.pages.procedures import ProcessBox, process_box
from congvu.catalog.processes import process_value
from congvu.core.process import Process as ProcessValue
from congvu.core.process import Role, Severity, TableRow, TimeUnit, WaitsFor, compare, rows_of, soundness
from congvu.core.process.table import add_row, move_row, remove_row
from congvu.faces import words
from congvu.faces.errors import filled
from congvu.faces.parts import Action
from congvu.orgs.ranges import last_day

UNITS = tuple((unit.value, gettext_lazy(unit.value)) for unit in TimeUnit)
COLUMNS = (
    EditColumn("name", gettext_lazy("Bước"), "area", width="l"),
    EditColumn("role_unit", gettext_lazy("Người, đơn vị thực hiện"), "area", width="l"),
    EditColumn(
        "role", gettext_lazy("Vai trò"), "select",
        (("", gettext_lazy("như tên bước")), *((role.value, gettext_lazy(role.label)) for role in Role)), "m",
    ),
    EditColumn("time", gettext_lazy("Thời gian"), "number", width="s"),
    EditColumn("unit", gettext_lazy("Đơn vị tính"), "select", UNITS, "m"),
    EditColumn("stage", gettext_lazy("Giai đoạn"), "number", width="s"),
    EditColumn("next", gettext_lazy("Tiếp theo"), width="s"),
    EditColumn("back", gettext_lazy("Trả lại"), width="s"),
    EditColumn("refuse", gettext_lazy("Từ chối"), width="s"),
    EditColumn("join", gettext_lazy("Gộp nhánh"), width="s"),
    EditColumn(
        "wait", gettext_lazy("Chờ"), "select",
        (("", gettext_lazy("không")), *((why.value, gettext_lazy(why.label)) for why in WaitsFor)), "m",
    ),
    EditColumn("output", gettext_lazy("Sản phẩm"), width="m"),
    EditColumn("note", "", "hidden"),
    EditColumn("code", "", "hidden"),
)  # fmt: skip


def typed_of(process: Process) -> Rows:
    return [asdict(row) for row in rows_of(process_value(process))]


def table_rows(rows: Rows) -> tuple[TableRow, ...]:
    known = {one.name for one in fields(TableRow)}
    return tuple(TableRow(**{name: value for name, value in row.items() if name in known}) for row in rows)


def steps_after_press(rows: Rows, what: str, row: int) -> tuple[Rows, int]:
    """Rows of steps name one another by number, so the core moves them."""
    table = table_rows(rows)
    if what == "add" and row <= len(table):
        return [asdict(one) for one in add_row(table, row)], row + 1
    if not 1 <= row <= len(table):
        return rows, 0
    if what == "remove":
        return [asdict(one) for one in remove_row(table, row)], min(row, len(table) - 1)
    by = 1 if what == "down" else -1
    return [asdict(one) for one in move_row(table, row, by)], min(max(row + by, 1), len(table))


def steps_table(rows: Rows, *, focus: int = 0, wrong: str = "") -> EditTable:
    return edit_table("steps", _("Bảng quy trình"), _("bước"), COLUMNS, rows, focus=focus, wrong=wrong)


def picture(value: ProcessValue) -> Diagram:
    labels = Labels(_("trả lại"), _("từ chối"), _("hết"), _("gộp"), _("đồng hồ dừng"))
    return diagram(value, labels, say_time=words.limit, say_role=_)


@dataclass(frozen=True, slots=True)
class ProcessPage:
    code: str
    name: str
    number: int
    is_draft: bool
    box: ProcessBox
    picture: Diagram
    changes: list[str]
    against: int
    edit: EditTable | None
    seen: str
    decision_no: str
    days: str
    can_publish: bool
    may_manage: bool
    may_publish: bool
    more: list[Action]
    others: list[selectors.ProcessRow]


def process_page(
    code: str, number: int, *, actor: Any, rows: Rows | None = None, focus: int = 0, wrong: str = ""
) -> ProcessPage:
    """`rows`: as typed and not saved. Raises ProcessNotFound."""
    process = selectors.process_numbered(code, number)
    view = selectors.process_view(process)
    is_draft, may_manage = view.is_draft, actor.may("catalog.manage")
    before = _before(process)
    typed = rows if rows is not None else typed_of(process)
    title = _("Dự thảo bản %(number)s") if is_draft else _("Quy trình nội bộ, bản %(number)s")
    return ProcessPage(
        code=code, name=process.name, number=number, is_draft=is_draft,
        box=process_box(title % {"number": number}, view.source, view.value, view.findings, is_draft=is_draft),
        picture=picture(view.value), changes=changes(before, process) if before else [],
        against=before.number if before else 0,
        edit=steps_table(typed, focus=focus, wrong=wrong) if is_draft and may_manage else None,
        seen=process.edited_at.isoformat() if process.edited_at else "", decision_no=process.decision_no,
        days=days_text(process), can_publish=is_draft and not _errors(view.value), may_manage=may_manage,
        may_publish=actor.may("catalog.publish"),
        more=[] if is_draft else links.for_process(actor, code, number),
        others=selectors.process_rows(process.procedure) if process.procedure else [],
    )  # fmt: skip


def _errors(value: ProcessValue) -> bool:
    return any(finding.severity is Severity.ERROR for finding in soundness(value))


def _before(process: Process) -> Process | None:
    """The published version before this one."""
    earlier = Process.objects.filter(
        procedure=process.procedure, number__lt=process.number, state=Process.State.PUBLISHED
    )
    return earlier.order_by("-number").first()


def changes(old: Process, new: Process) -> list[str]:
    """What changed, in sentences."""
    return [filled(one.sentence, one.data) for one in compare(process_value(old), process_value(new))]


def days_text(row: Any) -> str:
    """From when until when a version holds, in words."""
    if row.during is None:
        return _("dự thảo")
    if row.during.isempty:
        return _("bị thay ngay trong ngày đầu")
    since, until = row.during.lower, last_day(row.during)
    if until:
        return _("%(since)s đến hết %(until)s") % {
            "since": words.day(since) if since else "…",
            "until": words.day(until),
        }
    return _("từ %(since)s") % {"since": words.day(since)} if since else _("đang có hiệu lực")


def process_links(code: str, rows: Sequence[selectors.ProcessRow]) -> list[tuple[str, str, str]]:
    """(label, address, days) of each version, newest first."""
    return [
        (
            _("Bản %(number)s") % {"number": row.number}, reverse("catalog:process", args=[code, row.number]),
            _("dự thảo") if row.is_draft else words.day(row.since) if row.since else "",
        ) for row in rows
    ]  # fmt: skip
