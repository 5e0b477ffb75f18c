"""What the catalogue's pages show, as values."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.db.models import Count
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congvu.catalog import selectors
from congvu.catalog.commands import default_process_value
from congvu.catalog.drawing import Box, boxes
from congvu.catalog.models import Component, Procedure, ProcedureVersion
from congvu.catalog.models.procedures import Channel
from congvu.catalog.selectors import CompetenceRow, Doubtful, ProcedurePage, ProcessRow, VersionRow
from congvu.core.announcing import announce_by
from congvu.core.clock import CalendarMissing
from congvu.core.process import Finding, Severity, soundness, time_needed
from congvu.core.process import Process as ProcessValue
from congvu.faces import words
from congvu.faces.errors import filled
from congvu.faces.lists import ListState
from congvu.faces.parts import Action, Code, Column, EmptyState, Fact, Facts, Link, Row, StatusBadge, Step, Steps, Table
from congvu.orgs.calendars.selectors import official

LEVELS = (("tỉnh", gettext_lazy("Cấp tỉnh")), ("xã", gettext_lazy("Cấp xã")))
ONLY = (
    ("process", gettext_lazy("Có quy trình nội bộ")),
    ("default", gettext_lazy("Dùng quy trình mặc định")),
    ("doubt", gettext_lazy("Còn điều phải soát")),
)
ABOUT = (
    ("limit", gettext_lazy("Thời hạn")),
    ("component", gettext_lazy("Thành phần hồ sơ")),
    ("result", gettext_lazy("Kết quả")),
    ("fee", gettext_lazy("Phí, lệ phí")),
    ("source", gettext_lazy("Nguồn")),
    ("basis", gettext_lazy("Căn cứ pháp lý")),
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
    number: int = 0


@dataclass(frozen=True, slots=True)
class PaperRow:
    name: str
    originals: int
    copies: int
    conditional: bool
    condition: str
    form_no: str
    form_url: str
    reuse_code: str


@dataclass(frozen=True, slots=True)
class BasisRow:
    document_id: int
    number: str
    name: str
    part: str
    article: str
    repealed_on: date | None


@dataclass(frozen=True, slots=True)
class ResultRow:
    """`used_by`: how many procedures take this result instead of a paper."""

    name: str
    code: str
    used_by: int


@dataclass(frozen=True, slots=True)
class FeeLine:
    """An amount in words: where, by which way in, for whom, from–until."""

    id: int
    amount: str
    channel: str
    unit: str
    reduction: str
    days: str
    document: str
    ended: bool


@dataclass(frozen=True, slots=True)
class ProcedureView:
    code: str
    name: str
    facts: Facts
    limits: list[tuple[str, str, bool, bool]]
    papers: list[PaperRow]
    processes: list[ProcessBox]
    doubts: list[Doubtful]
    results: list[ResultRow]
    bases: list[BasisRow]
    fees: list[FeeLine]
    competences: list[CompetenceRow]
    versions: list[VersionRow]
    process_links: list[ProcessRow]
    has_draft: bool
    announced: str
    actions: list[Action]
    may_manage: bool


def fee_lines(procedure: Procedure, day: date, *, past: bool = False) -> list[FeeLine]:
    made = []
    for row in selectors.fees_of(procedure, day=day, past=past):
        since, until = (words.day(one) if one else "…" for one in (row.since, row.until))
        days = _("từ %(since)s") % {"since": since} if row.until is None else f"{since} – {until}"
        amount = _("%(amount)s đồng") % {"amount": words.number(row.amount_vnd)} if row.amount_vnd else _("miễn phí")
        made.append(
            FeeLine(
                row.id, amount, row.channel_label or _("mọi cách nộp"), row.unit or _("toàn tỉnh"),
                row.reduction, "" if row.since is None and row.until is None else days, row.document,
                bool(row.until and row.until < day),
            )
        )  # fmt: skip
    return made


def procedure_page(code: str, *, day: date, actor: Any) -> ProcedureView:
    """One procedure as it is on that day. Raises ProcedureNotFound."""
    version = selectors.version_on(code, day)
    may_manage = actor.may("catalog.manage")
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
            Fact(_("Mức trực tuyến"), str(version.get_online_level_display()) if version.online_level else ""),
            Fact(_("Hồ sơ giấy"), _("không nhận") if version.no_paper else ""),
            Fact(_("Mã kết quả"), version.result_code),
            Fact(_("Cơ quan có thẩm quyền"), version.agency, wide=True),
            Fact(_("Quyết định công bố"), version.decision_no),
            Fact(_("Ngày quyết định"), words.day(version.decided_on) if version.decided_on else ""),
            Fact(_("Nguồn"), _("Cổng dịch vụ công quốc gia") if version.source_url else "", url=version.source_url),
            Fact(_("Ghi chú của nguồn"), version.note, wide=True),
        )
    )
    papers = [
        PaperRow(
            p.name, p.originals, p.copies, p.conditional, p.condition, p.form_no,
            p.form_url if p.form_url.startswith(("https://", "http://")) else "", p.reuse_code,
        ) for p in selectors.papers(version)
    ]  # fmt: skip
    doubts = selectors.review_queue(day=day, procedure=code)[0]
    processes = _processes(version.procedure, day)
    versions = selectors.version_rows(version.procedure)
    has_draft = any(row.is_draft for row in versions)
    return ProcedureView(
        code=code, name=version.name, facts=facts, limits=limits, papers=papers, processes=processes, doubts=doubts,
        results=_results(version), bases=_bases(version), fees=fee_lines(version.procedure, day),
        competences=selectors.competences(version.procedure, day=day), versions=versions,
        process_links=selectors.process_rows(version.procedure), has_draft=has_draft, announced=_announced(version),
        actions=_actions(code, actor, has_draft), may_manage=may_manage,
    )  # fmt: skip


def _results(version: ProcedureVersion) -> list[ResultRow]:
    rows = list(version.results.order_by("position"))
    codes = [row.code for row in rows if row.code]
    taking = Component.objects.filter(reuse_code__in=codes, version__during__upper_inf=True)
    used = dict(taking.order_by().values_list("reuse_code").annotate(Count("version__procedure", distinct=True)))
    return [ResultRow(row.name, row.code, used.get(row.code, 0)) for row in rows]


def _bases(version: ProcedureVersion) -> list[BasisRow]:
    return [
        BasisRow(
            b.document_id, b.document.number, b.document.name, str(b.get_part_display()), b.article,
            b.document.repealed_on,
        ) for b in version.legal_bases.select_related("document").order_by("position")
    ]  # fmt: skip


def _announced(version: ProcedureVersion) -> str:
    """Whether it was made public in time, where the three days are known (QĐ 766/QĐ-TTg, 1.1 and 1.2)."""
    since = version.during.lower if version.during and not version.during.isempty else None
    if since is None or version.decided_on is None or version.announced_on is None:
        return ""
    try:
        by = announce_by(decided_on=version.decided_on, effective_on=since, calendar=official().calendar)
    except CalendarMissing:
        return ""
    on = words.day(version.announced_on)
    late = [
        sentence % {"on": on, "by": words.day(last)}
        for sentence, last in (
            (_("công khai %(on)s, muộn hơn %(by)s (5 ngày làm việc trước hiệu lực)"), by.before_effect),
            (_("công khai %(on)s, muộn hơn %(by)s (5 ngày làm việc từ ngày quyết định)"), by.after_decision),
        )
        if version.announced_on > last
    ]
    return "; ".join(late) if late else _("công khai %(on)s, đúng hạn") % {"on": on}


def _actions(code: str, actor: Any, has_draft: bool) -> list[Action]:
    found = [Action(_("So sánh phiên bản"), reverse("catalog:comparison", args=[code]), "versions")]
    if actor.may("catalog.manage"):
        found += [
            Action(_("Sửa tiếp dự thảo"), reverse("catalog:draft", args=[code]), "edit")
            if has_draft
            else Action(_("Soạn phiên bản mới"), reverse("catalog:new-draft", args=[code]), "file-plus", "post"),
            Action(_("Soạn quy trình"), reverse("catalog:new-process", args=[code]), "binary-tree-2", "post"),
            Action(_("Phí, thẩm quyền"), reverse("catalog:fees", args=[code]), "coin"),
        ]
    if actor.may("catalog.simplify"):
        found.append(Action(_("Đề xuất đơn giản hóa"), reverse("catalog:propose", args=[code]), "bulb"))
    return found


def _processes(procedure: Procedure, day: date) -> list[ProcessBox]:
    found = []
    published = selectors.process_on(procedure, day)
    if published:
        view = selectors.process_view(published)
        title = _("Quy trình nội bộ, bản %(number)s") % {"number": view.number}
        found.append(process_box(title, view.source, view.value, view.findings, number=view.number))
    else:
        value = default_process_value()
        note = _("Chưa có quy trình nội bộ được phê duyệt; hồ sơ đi theo bốn bước chung.")
        found.append(process_box(_("Quy trình mặc định"), note, value, tuple(soundness(value)), is_default=True))
    draft = selectors.latest_draft(procedure)
    if draft:
        view = selectors.process_view(draft)
        title = _("Dự thảo bản %(number)s, chưa công bố") % {"number": view.number}
        found.append(process_box(title, view.source, view.value, view.findings, is_draft=True, number=view.number))
    return found


def process_box(
    title: str,
    note: str,
    value: ProcessValue,
    findings: Sequence[Finding],
    *,
    is_draft: bool = False,
    is_default: bool = False,
    number: int = 0,
) -> ProcessBox:
    drawn = boxes(value)
    said = [(finding.severity, filled(finding.sentence, finding.data)) for finding in findings]
    return ProcessBox(
        title=title, note=note, boxes=drawn, steps=_steps(drawn),
        errors=[sentence for severity, sentence in said if severity is Severity.ERROR],
        warnings=[sentence for severity, sentence in said if severity is Severity.WARNING],
        total=_total(value), is_draft=is_draft, is_default=is_default, number=number,
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
