"""What the catalogue's pages show, as values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congvu.catalog import selectors
from congvu.catalog.commands import default_process_value
from congvu.catalog.drawing import Box, boxes
from congvu.catalog.models import Procedure
from congvu.catalog.models.procedures import Channel
from congvu.catalog.selectors import Doubtful, ProcedurePage
from congvu.core.process import Finding, Severity, soundness, time_needed
from congvu.core.process import Process as ProcessValue
from congvu.faces import words
from congvu.faces.errors import filled
from congvu.faces.lists import ListState
from congvu.faces.parts import Code, Column, EmptyState, Fact, Facts, Link, Row, StatusBadge, Step, Steps, Table

LEVELS = (("tỉnh", gettext_lazy("Cấp tỉnh")), ("xã", gettext_lazy("Cấp xã")))
ONLY = (
    ("process", gettext_lazy("Có quy trình nội bộ")),
    ("default", gettext_lazy("Dùng quy trình mặc định")),
    ("doubt", gettext_lazy("Còn điều phải soát")),
)
ABOUT = (
    ("limit", gettext_lazy("Thời hạn")),
    ("component", gettext_lazy("Thành phần hồ sơ")),
    ("process", gettext_lazy("Quy trình nội bộ")),
)


def procedure_table(page: ProcedurePage, state: ListState, *, fields: Sequence[str]) -> Table:
    rows = [
        Row(
            row.code,
            row.name,
            {
                "code": Code(row.code),
                "name": Link(row.name, reverse("catalog:detail", args=[row.code])),
                "field": row.field,
                "level": row.level,
                "limit": words.limit(row.limit) or StatusBadge(_("chưa ghi"), "wait", "alert-triangle"),
                "process": StatusBadge(_("đã công bố"), "ok", "check")
                if row.has_process
                else StatusBadge(_("mặc định")),
                "doubts": StatusBadge(_("%(count)s điều phải soát") % {"count": row.doubts}, "wait", "alert-triangle")
                if row.doubts
                else "",
            },
        )
        for row in page.rows
    ]
    return Table(
        saved=state.saved,
        key="procedures", caption=_("Danh mục thủ tục hành chính"), noun=_("thủ tục"),
        columns=(
            Column("code", _("Mã"), sort="ma", width="m", phone="code", fixed=True),
            Column("name", _("Thủ tục"), phone="title", fixed=True),
            Column("field", _("Lĩnh vực"), width="l", phone="meta"),
            Column("level", _("Cấp"), width="m", phone="hide"),
            Column("limit", _("Thời hạn"), width="l", phone="side"),
            Column("process", _("Quy trình"), width="m", phone="meta"),
            Column("doubts", _("Cần soát"), width="l", phone="meta"),
        ),
        rows=rows, count=page.count, total=page.total, sort=state.sort, sort_url=state.sort_url, shown=state.columns,
        filters=(
            state.choice("lv", _("Lĩnh vực"), [(field, field) for field in fields]),
            state.choice("cap", _("Cấp"), LEVELS),
            state.choice("loc", _("Chỉ xem"), ONLY),
        ),
        paging=state.paging(page.next_key),
        empty=EmptyState(
            _("Không có thủ tục nào khớp."),
            _("Bỏ bớt điều kiện, hoặc nạp danh mục bằng lệnh “congvu load procedures”."),
        ),
    )  # fmt: skip


def _process_badge(has_process: bool) -> StatusBadge:
    return StatusBadge(_("đã công bố"), "ok", "check") if has_process else StatusBadge(_("mặc định"))


@dataclass(frozen=True, slots=True)
class ProcessBox:
    """A process on the page: its table, picture, findings, and the sum of its times."""

    title: str
    note: str
    boxes: list[Box]
    steps: Steps
    errors: list[str]
    warnings: list[str]
    total: str
    is_draft: bool
    is_default: bool


@dataclass(frozen=True, slots=True)
class PaperRow:
    name: str
    originals: int
    copies: int
    conditional: bool


@dataclass(frozen=True, slots=True)
class ProcedureView:
    code: str
    name: str
    facts: Facts
    limits: list[tuple[str, str, bool, bool]]
    papers: list[PaperRow]
    processes: list[ProcessBox]
    doubts: list[Doubtful]
    may_manage: bool


def procedure_page(code: str, *, day: date, may_manage: bool) -> ProcedureView:
    """One procedure as it is on that day. Raises ProcedureNotFound."""
    version = selectors.version_on(code, day)
    limits = [
        (str(Channel(row.channel).label), words.limit(row.text), row.for_difficult_area, bool(row.limit))
        for row in version.channel_limits.order_by("position")
    ]
    facts = Facts(
        (
            Fact(_("Lĩnh vực"), version.field),
            Fact(_("Cấp thực hiện"), version.level),
            Fact(_("Thời hạn giải quyết"), words.limit(version.limit) or _("chưa ghi được, đang chờ soát")),
            Fact(_("Phí, lệ phí"), version.fee),
            Fact(_("Kết quả"), version.result, wide=True),
            Fact(_("Mã kết quả"), version.result_code),
            Fact(_("Cơ quan có thẩm quyền"), version.agency, wide=True),
            Fact(_("Quyết định công bố"), version.decision_no),
            Fact(_("Nguồn"), _("Cổng dịch vụ công quốc gia") if version.source_url else "", url=version.source_url),
            Fact(_("Ghi chú của nguồn"), version.note, wide=True),
        )
    )
    papers = [PaperRow(p.name, p.originals, p.copies, p.conditional) for p in selectors.papers(version)]
    doubts = selectors.review_queue(day=day, procedure=code)[0]
    processes = _processes(version.procedure, day)
    return ProcedureView(code, version.name, facts, limits, papers, processes, doubts, may_manage)


def _processes(procedure: Procedure, day: date) -> list[ProcessBox]:
    found = []
    published = selectors.process_on(procedure, day)
    if published:
        view = selectors.process_view(published)
        title = _("Quy trình nội bộ, bản %(number)s") % {"number": view.number}
        found.append(_process_box(title, view.source, view.value, view.findings))
    else:
        value = default_process_value()
        note = _("Chưa có quy trình nội bộ được phê duyệt; hồ sơ đi theo bốn bước chung.")
        found.append(_process_box(_("Quy trình mặc định"), note, value, tuple(soundness(value)), is_default=True))
    draft = selectors.latest_draft(procedure)
    if draft:
        view = selectors.process_view(draft)
        title = _("Dự thảo bản %(number)s, chưa công bố được") % {"number": view.number}
        found.append(_process_box(title, view.source, view.value, view.findings, is_draft=True))
    return found


def _process_box(
    title: str,
    note: str,
    value: ProcessValue,
    findings: Sequence[Finding],
    *,
    is_draft: bool = False,
    is_default: bool = False,
) -> ProcessBox:
    drawn = boxes(value)
    said = [(finding.severity, filled(finding.sentence, finding.data)) for finding in findings]
    return ProcessBox(
        title=title, note=note, boxes=drawn, steps=_steps(drawn),
        errors=[sentence for severity, sentence in said if severity is Severity.ERROR],
        warnings=[sentence for severity, sentence in said if severity is Severity.WARNING],
        total=_total(value), is_draft=is_draft, is_default=is_default,
    )  # fmt: skip


def _steps(drawn: Sequence[Box]) -> Steps:
    """The picture: one stop after the other, waits between the stages."""
    return Steps(tuple(Step(box.name, "next", _lines(box)) for box in drawn))


def _lines(box: Box) -> tuple[str, ...]:
    who = _("đồng hồ dừng") if box.is_wait else _(box.role)
    return (who, words.limit(box.time)) if box.time else (who,)


def _total(value: ProcessValue) -> str:
    from congvu.core.process.times import UnitsDiffer

    try:
        total = time_needed(value)
    except UnitsDiffer:
        return ""
    return words.limit(total.text) if total else ""
