"""Lists of tasks and directives as tables."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congvu.faces import words
from congvu.faces.lists import ListState
from congvu.faces.parts import Action, Code, Column, EmptyState, Link, Num, Row, Table, View
from congvu.tasks.categories import field_choices
from congvu.tasks.models import TaskState, Urgency
from congvu.tasks.pages.codes import badge
from congvu.tasks.selectors.directives import DirectivePage
from congvu.tasks.selectors.listing import COORDINATING, GIVEN, MINE, OF_UNIT, OPEN, TaskPage, TaskRow

TIMELINESS = (
    ("overdue", gettext_lazy("Quá hạn")), ("near", gettext_lazy("Sắp đến hạn")),
    ("late", gettext_lazy("Đã xong trễ hạn")), ("no_due", gettext_lazy("Không có hạn")),
)  # fmt: skip


def task_table(page: TaskPage, state: ListState, request: Any) -> Table:
    may_give = request.actor.may("tasks.assign")
    action = Action(_("Giao việc"), reverse("tasks:give"), "plus") if may_give else None
    return Table(
        key="tasks", caption=_("Nhiệm vụ được giao"), noun=_("nhiệm vụ"),
        columns=(
            Column("code", _("Mã"), phone="code", fixed=True),
            Column("content", _("Nhiệm vụ"), width="xxl", phone="title", fixed=True),
            Column("state", _("Trạng thái"), width="l", phone="meta"),
            Column("lead", _("Chủ trì"), width="m", phone="meta"),
            Column("percent", _("Tiến độ"), unit="%", figures=True, phone="hide"),
            Column("parts", _("Phối hợp"), unit=_("xong / tất cả"), phone="hide", hidden_at_first=True),
            Column("due", _("Hạn"), unit=_("số ngày làm việc"), sort="han", width="xl", phone="side"),
            Column("assigner", _("Người giao"), width="m", phone="hide", hidden_at_first=True),
            Column("assigned", _("Giao ngày"), sort="giao", width="m", phone="hide"),
            Column("field", _("Lĩnh vực"), width="m", phone="hide", hidden_at_first=True),
            Column("directive", _("Văn bản"), width="l", phone="hide", hidden_at_first=True),
        ),
        rows=[_row(row) for row in page.rows], count=page.count, total=page.total, sort=state.sort,
        sort_url=state.sort_url, shown=state.columns, views=_views(state),
        filters=(
            state.choice("tt", _("Trạng thái"), [(OPEN, _("Đang mở")), *TaskState.choices]),
            state.choice("han", _("Hạn"), TIMELINESS),
            state.choice("lv", _("Lĩnh vực"), field_choices()),
            state.choice("khan", _("Mức khẩn"), Urgency.choices),
            state.choice("sao", _("Gắn sao"), [("1", _("Gắn sao"))]),
            state.typed("tu", _("Giao từ ngày"), input="date"),
            state.typed("den", _("Giao đến ngày"), input="date"),
            state.typed("toi-han", _("Hạn đến ngày"), input="date"),
        ),
        paging=state.paging(page.next_key),
        exports=(
            Action(_("CSV (mở bằng bảng tính)"), _export_url(state, "csv"), "file-spreadsheet"),
            Action(_("Excel"), _export_url(state, "xlsx"), "file-spreadsheet"),
        ),
        empty=EmptyState(
            _("Không có nhiệm vụ nào khớp."), _("Nhiệm vụ hiện ở đây ngay khi được giao."), action
        ),
        back_url=request.get_full_path(),
    )  # fmt: skip


def _row(row: TaskRow) -> Row:
    star = _("gắn sao") if row.starred else ""
    urgent = str(Urgency(row.urgency).label).lower() if row.urgency != Urgency.NORMAL else ""
    note = " · ".join(part for part in (star, urgent, row.product) if part)
    done, many = row.parts
    return Row(
        row.code, f"{row.code} {row.content}",
        {
            "code": Code(row.code),
            "content": Link(row.content, reverse("tasks:detail", args=[row.code]), note),
            "state": badge(row.state),
            "lead": f"{row.lead} · {row.person}" if row.person else row.lead,
            "percent": Num(int(row.percent)),
            "parts": words.fraction(done, many) if many else "",
            "due": row.deadline,
            "assigner": row.assigner_name or row.assigner,
            "assigned": row.assigned_on,
            "field": row.field,
            "directive": f"{row.directive}, {row.clause}" if row.clause else row.directive,
        },
    )  # fmt: skip


def _views(state: ListState) -> tuple[View, ...]:
    now = (state.get("tt"), state.get("han"), state.get("cua"), state.get("sao"))

    def view(label: str, tt: str = "", han: str = "", cua: str = "", sao: str = "", xep: str = "") -> View:
        url = state.url(tt=tt or None, han=han or None, cua=cua or None, sao=sao or None, xep=xep or None)
        return View(label, url, current=now == (tt, han, cua, sao))

    return (
        view(_("Tất cả")),
        view(_("Của tôi"), tt=OPEN, cua=MINE, xep="han"),
        view(_("Của đơn vị"), tt=OPEN, cua=OF_UNIT, xep="han"),
        view(_("Phối hợp"), tt=OPEN, cua=COORDINATING, xep="han"),
        view(_("Đơn vị tôi giao"), tt=OPEN, cua=GIVEN, xep="han"),
        view(_("Chờ chấp nhận"), tt=TaskState.CLAIMED.value, cua=GIVEN),
        view(_("Quá hạn"), han="overdue"),
        view(_("Gắn sao"), tt=OPEN, sao="1"),
    )


def _export_url(state: ListState, kind: str) -> str:
    query = state.url().partition("?")[2]
    base = reverse("tasks:export", args=[kind])
    return f"{base}?{query}" if query else base


def directive_table(page: DirectivePage, state: ListState, request: Any) -> Table:
    may_give = request.actor.may("tasks.assign")
    action = Action(_("Giao việc"), reverse("tasks:give"), "plus") if may_give else None
    rows = [
        Row(
            str(row.id), row.name,
            {
                "name": Link(row.name, reverse("tasks:directive", args=[row.id]), row.title),
                "unit": row.unit, "issued": row.issued_on, "signer": row.signer,
                "total": Num(row.total), "done": Num(row.done), "overdue": Num(row.overdue, hot=row.overdue > 0),
            },
        )
        for row in page.rows
    ]  # fmt: skip
    return Table(
        key="directives", caption=_("Văn bản giao việc"), noun=_("văn bản"),
        columns=(
            Column("name", _("Văn bản"), phone="title", fixed=True),
            Column("unit", _("Nơi giao"), width="l", phone="meta"),
            Column("issued", _("Ngày"), width="m", phone="side"),
            Column("signer", _("Người ký"), width="l", phone="meta"),
            Column("total", _("Nhiệm vụ"), figures=True, phone="meta"),
            Column("done", _("Hoàn thành"), figures=True, phone="hide"),
            Column("overdue", _("Quá hạn"), figures=True, phone="hide"),
        ),
        rows=rows, count=page.count, total=page.total, shown=state.columns, paging=state.paging(page.next_key),
        empty=EmptyState(
            _("Chưa có văn bản giao việc nào trong phạm vi của bạn."), _("Nhập văn bản khi giao việc."), action
        ),
        back_url=request.get_full_path(),
    )  # fmt: skip
