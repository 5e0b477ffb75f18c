"""The list of dossiers as a table."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from congvu.catalog.models.procedures import Channel
from congvu.catalog.selectors import fields
from congvu.core.clock import local
from congvu.dossiers.models import State
from congvu.dossiers.pages.matter import TONE
from congvu.dossiers.selectors.listing import OPEN, DossierPage
from congvu.dossiers.selectors.unclaimed import URL_VALUE
from congvu.faces.lists import ListState
from congvu.faces.parts import Action, Bulk, Code, Column, EmptyState, Link, Press, Row, StatusBadge, Table, View

TIMELINESS = (
    ("overdue", gettext_lazy("Quá hạn")), ("near", gettext_lazy("Sắp đến hạn")),
    ("paused", gettext_lazy("Đang tạm dừng")),
    ("late", gettext_lazy("Đã xong trễ hạn")),
)  # fmt: skip

SHORT = {State.TO_RETURN: gettext_lazy("Chờ trả kết quả")}


def dossier_table(page: DossierPage, state: ListState, request: Any) -> Table:
    takes = state.get("cua") == URL_VALUE
    rows = [
        Row(
            row.code,
            f"{row.code} {row.applicant}",
            {
                "code": Code(row.code),
                "procedure": Link(row.procedure, reverse("dossiers:detail", args=[row.code]), row.summary),
                "applicant": row.applicant,
                "state": StatusBadge(SHORT.get(State(row.state), row.state_label), *TONE[State(row.state)]),  # type: ignore[arg-type]
                "step": row.step,
                "holder": row.person or row.unit,
                "due": row.deadline,
                "received": local(row.accepted_at).date(),
                "channel": row.channel,
                "desk": row.received_unit,
                "take": Press(_("Nhận xử lý"), reverse("dossiers:claims", args=[row.code]), "user-check")
                if takes
                else None,
            },
        )
        for row in page.rows
    ]
    may_receive = request.actor.may("dossiers.receive")
    how = _("Hồ sơ hiện ở đây ngay khi được tiếp nhận tại quầy.")
    action = Action(_("Tiếp nhận hồ sơ"), reverse("dossiers:intake"), "receipt") if may_receive else None
    return Table(
        saved=state.saved,
        key="dossiers", caption=_("Hồ sơ một cửa"), noun=_("hồ sơ"),
        columns=(
            Column("code", _("Mã hồ sơ"), width="xl", phone="code", fixed=True),
            Column("procedure", _("Thủ tục"), phone="title", fixed=True),
            Column("applicant", _("Người nộp"), width="l", phone="meta"),
            *(() if takes else (Column("state", _("Trạng thái"), width="l", phone="meta"),)),
            Column("step", _("Bước"), width="l", phone="hide", hidden_at_first=not takes),
            *(() if takes else (Column("holder", _("Đang giữ"), width="m", phone="meta"),)),
            Column("due", _("Hẹn trả"), unit=_("số ngày làm việc"), sort="han", width="xl", phone="side"),
            Column("received", _("Nhận"), sort="nhan", width="m", phone="hide"),
            Column("channel", _("Cách nộp"), width="m", phone="hide", hidden_at_first=True),
            Column("desk", _("Nơi nhận"), width="l", phone="hide", hidden_at_first=True),
            *((Column("take", "", phone="meta", fixed=True),) if takes else ()),
        ),
        rows=rows, count=page.count, total=page.total, sort=state.sort, sort_url=state.sort_url, shown=state.columns,
        views=_views(state),
        filters=(
            state.choice("tt", _("Trạng thái"), [(OPEN, _("Đang giải quyết")), *State.choices]),
            state.choice("han", _("Hạn"), TIMELINESS),
            state.choice("lv", _("Lĩnh vực"), [(field, field) for field in fields(day=request.today)]),
            state.choice("kenh", _("Cách nộp"), Channel.choices),
            state.typed("tu", _("Nhận từ ngày"), input="date"),
            state.typed("den", _("Nhận đến ngày"), input="date"),
        ),
        bulk=_bulk() if takes else None,
        paging=state.paging(page.next_key),
        exports=(Action(_("CSV (mở bằng bảng tính)"), _export_url(state), "file-spreadsheet"),),
        empty=EmptyState(_("Không có hồ sơ nào khớp."), how, action),
        back_url=request.get_full_path(),
    )  # fmt: skip


def _take(code: str) -> Press:
    return Press(_("Nhận xử lý"), reverse("dossiers:claims", args=[code]), "user-check")


def _bulk() -> Bulk:
    return Bulk((Action(_("Nhận xử lý"), reverse("dossiers:claim-many"), "user-check", "post"),), _("hồ sơ"))


def _views(state: ListState) -> tuple[View, ...]:
    now = (state.get("tt"), state.get("han"), state.get("cua"))
    return (
        View(_("Tất cả"), state.url(tt=None, han=None, cua=None), current=now == ("", "", "")),
        View(_("Đang giải quyết"), state.url(tt=OPEN, han=None, cua=None, xep="han"), current=now == (OPEN, "", "")),
        View(_("Tôi đang giữ"), state.url(tt=None, han=None, cua="toi"), current=now == ("", "", "toi")),
        View(
            _("Chờ nhận ở đơn vị"),
            state.url(tt=None, han=None, cua=URL_VALUE, xep="han"),
            current=now == ("", "", URL_VALUE),
        ),
        View(_("Quá hạn"), state.url(tt=None, han="overdue", cua=None), current=now == ("", "overdue", "")),
        View(
            _("Chờ trả"), state.url(tt=State.TO_RETURN.value, han=None, cua=None), current=now == ("to_return", "", "")
        ),
    )


def _export_url(state: ListState) -> str:
    query = state.url().partition("?")[2]
    return f"{reverse('dossiers:export')}?{query}" if query else reverse("dossiers:export")
