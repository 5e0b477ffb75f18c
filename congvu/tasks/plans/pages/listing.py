"""The list of plans as a table."""

from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.faces.lists import ListState
from congvu.faces.parts import Action, Code, Column, EmptyState, Link, Num, Rate, Row, StatusBadge, Table
from congvu.tasks.plans.models import PlanState
from congvu.tasks.plans.selectors.listing import PlanPage

TONE = {PlanState.DRAFT: ("wait", "pencil"), PlanState.APPROVED: ("ok", "check")}


def plan_table(page: PlanPage, state: ListState, request: Any, years: list[int]) -> Table:
    rows = []
    for row in page.rows:
        url = reverse("plans:detail", args=[row.code])
        tone, icon = TONE[PlanState(row.state)]
        rows.append(
            Row(
                row.code,
                row.title,
                {
                    "code": Code(row.code),
                    "title": Link(row.title, url, row.document_no),
                    "owner": row.owner,
                    "year": str(row.year),
                    "state": StatusBadge(row.state_label, tone, icon),  # type: ignore[arg-type]
                    "done": Rate(row.done, row.items, url, bar=True) if row.items else "–",
                    "claimed": Num(row.claimed, f"{url}?tt=claimed" if row.claimed else ""),
                    "overdue": Num(row.overdue, f"{url}?tt=overdue" if row.overdue else "", hot=bool(row.overdue)),
                },
            )
        )
    new = Action(_("Soạn kế hoạch"), reverse("plans:new"), "plus") if request.actor.may("plans.draft") else None
    return Table(
        key="plans",
        caption=_("Kế hoạch"),
        noun=_("kế hoạch"),
        columns=(
            Column("code", _("Mã"), phone="code"),
            Column("title", _("Kế hoạch"), phone="title", fixed=True),
            Column("owner", _("Đơn vị"), width="xl", phone="meta"),
            Column("year", _("Năm"), figures=True, phone="meta"),
            Column("state", _("Trạng thái"), width="m", phone="meta"),
            Column("done", _("Hoàn thành"), unit=_("mục"), figures=True, width="l", phone="side"),
            Column("claimed", _("Chờ chấp nhận"), figures=True, phone="hide"),
            Column("overdue", _("Quá hạn"), figures=True, phone="meta"),
        ),
        rows=rows,
        count=page.count,
        total=page.total,
        shown=state.columns,
        filters=(
            state.choice("nam", _("Năm"), [(str(year), str(year)) for year in years]),
            state.choice("tt", _("Trạng thái"), PlanState.choices),
            state.typed("tren", _("Thực hiện kế hoạch")),
        ),
        paging=state.paging(page.next_key),
        exports=(Action(_("CSV (mở bằng bảng tính)"), state.url(tai="csv"), "file-spreadsheet"),),
        empty=EmptyState(
            _("Không có kế hoạch nào khớp."), _("Kế hoạch hiện ở đây khi được soạn hoặc nạp từ tệp."), new
        ),
        back_url=request.get_full_path(),
    )
