"""How the inbox is laid out: columns, groups, filters, tabs."""

import csv
import io
from collections.abc import Sequence

from django.http import HttpResponse
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from congvu.core.clock import day_of, local
from congvu.core.text import spreadsheet_safe
from congvu.core.timeliness import Status
from congvu.faces import words
from congvu.faces.lists import ListState
from congvu.faces.parts import (
    Action,
    Bulk,
    Code,
    Column,
    Deadline,
    EmptyState,
    Kind,
    Link,
    Row,
    RowGroup,
    Table,
    View,
)  # fmt: skip
from congvu.faces.parts.lists import CellValue
from congvu.obligations import subjects
from congvu.obligations.selectors.inbox import GROUPS, InboxFilters, InboxPage, InboxRow, Scope

TITLES = {
    Scope.MINE: gettext_noop("Việc của tôi"),
    Scope.WAITING: gettext_noop("Chờ người khác"),
    Scope.UNIT: gettext_noop("Việc của đơn vị"),
}
_URLS = {Scope.MINE: "obligations:inbox", Scope.WAITING: "obligations:waiting", Scope.UNIT: "obligations:unit"}


def group_words() -> dict[str, tuple[str, str]]:
    """Group → (label, note)."""
    return {
        "overdue": (_("Quá hạn"), _("báo lý do hoặc làm ngay")),
        "today": (_("Hôm nay"), ""),
        "soon": (_("Trong 3 ngày làm việc"), ""),
        "later": (_("Sau đó"), ""),
        "no_due": (_("Không có hạn"), ""),
        "paused": (_("Tạm dừng"), _("đồng hồ đứng yên, không tính vào hạn")),
    }


def inbox_table(
    state: ListState,
    page: InboxPage,
    filters: InboxFilters,
    *,
    may_assign: bool,
    offers: Sequence[subjects.Offer] = (),
) -> Table:
    kinds = {kind.kind: str(kind.label) for kind in subjects.kinds() if kind.kind in page.by_kind}
    labels = {group: label for group, (label, _note) in group_words().items()}
    return Table(
        saved=state.saved,
        key=f"viec-{filters.scope}",
        caption=_("%(count)s việc đang mở") % {"count": page.count},
        noun=_("việc"),
        count=page.count,
        total=page.total,
        total_of=_("việc đang mở"),
        columns=_columns(filters.scope),
        groups=_groups(page, state),
        shown=state.columns,
        views=(
            *_views(state, page, filters, kinds),
            *(View(offer.label, offer.url, offer.count, icon="user-check") for offer in offers),
        ),
        filters=(
            state.choice("nhom", _("Trạng thái"), tuple(labels.items())),
            state.choice("loai", _("Loại việc"), tuple(kinds.items())),
            state.typed(
                "den", _("Hạn đến"), input="date", value_label=words.day(filters.due_until) if filters.due_until else ""
            ),
            state.typed("q", _("Mã hoặc tên")),
        ),
        paging=state.paging(page.next_key),
        exports=(Action(_("CSV"), state.url(tai="csv"), "table-export"),),
        bulk=_bulk(may_assign) if filters.scope is not Scope.WAITING else None,
        empty=_empty(filters),
        back_url=state.url(),
    )


def deadline_of(row: InboxRow, *, long: bool = False, why_url: str = "") -> Deadline:
    """The one deadline part, from a row."""
    if row.status is Status.PAUSED:
        since = row.paused_since and day_of(row.paused_since)
        return Deadline(row.status, since, row.days, long=long, why_url=why_url)
    at = local(row.due_at).time() if row.due_at else None
    return Deadline(row.status, row.due_on, row.days, at, row.provisional, long=long, why_url=why_url)


def csv_of(rows: Sequence[InboxRow], name: str) -> HttpResponse:
    """A file that spreadsheets open with its letters right, and no cell becomes a formula."""
    out = io.StringIO()
    writer = csv.writer(out)
    head = (
        _("Loại"), _("Mã"), _("Việc"), _("Cần làm"), _("Của ai"), _("Đơn vị giữ"), _("Người giữ"), _("Hạn"),
        _("Trạng thái"),
    )  # fmt: skip
    writer.writerow(head)
    labels = group_words()
    for row in rows:
        cells = (
            row.kind_label, row.subject.code, row.subject.title, row.subject.need, row.subject.of_whom, row.unit,
            row.person, local(row.due_at).strftime("%Y-%m-%d %H:%M") if row.due_at else "", labels[row.group][0],
        )  # fmt: skip
        writer.writerow([spreadsheet_safe(cell) for cell in cells])
    response = HttpResponse("\ufeff" + out.getvalue(), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}.csv"'
    return response


def _columns(scope: Scope) -> tuple[Column, ...]:
    return (
        Column("kind", _("Loại"), width="s", phone="kind"),
        Column("code", _("Mã"), width="l", phone="code", fixed=True),
        Column("title", _("Việc"), phone="title", fixed=True),
        Column("todo", _("Cần làm"), width="l", phone="todo"),
        Column("who", _("Của ai"), width="m", phone="hide"),
        Column("holder", _("Ai giữ"), width="m", phone="meta", hidden_at_first=scope is Scope.MINE),
        Column("due", _("Hạn"), unit=_("số ngày làm việc"), width="xl", phone="side", fixed=True),
        Column("opened", _("Nhận ngày"), width="s", phone="hide", hidden_at_first=True),
    )


def _groups(page: InboxPage, state: ListState) -> tuple[RowGroup, ...]:
    named = group_words()
    groups = []
    for group in GROUPS:
        rows = [_row(row) for row in page.rows if row.group == group]
        label, note = named[group]
        more = state.url(nhom=group) if not state.get("nhom") and page.counts[group] > len(rows) else ""
        groups.append(RowGroup(label, rows, page.counts[group], note, more))
    return tuple(groups)


def _row(row: InboxRow) -> Row:
    url = row.subject.url or reverse("obligations:detail", args=[row.id])
    cells: dict[str, CellValue] = {
        "kind": Kind(row.kind_label, row.icon),
        "code": Code(row.subject.code),
        "title": Link(row.subject.title, url, row.subject.detail),
        "todo": row.subject.need,
        "who": row.subject.of_whom,
        "holder": row.person or row.unit,
        "due": deadline_of(row, why_url=reverse("obligations:detail", args=[row.id]) + "#why"),
        "opened": day_of(row.opened_at),
    }
    return Row(str(row.id), f"{row.subject.code}, {row.subject.title}", cells)


def _views(state: ListState, page: InboxPage, filters: InboxFilters, kinds: dict[str, str]) -> tuple[View, ...]:
    here = reverse(_URLS[filters.scope])
    views = [View(_("Cần lo trước"), here, page.total, current=not filters.kind)]
    views += [
        View(label, f"{here}?loai={kind}", page.by_kind[kind], current=filters.kind == kind)
        for kind, label in kinds.items()
        if len(kinds) > 1
    ]
    return tuple(views)


def _bulk(may_assign: bool) -> Bulk:
    actions = [
        Action(str(label), reverse(url_name), icon, "post")
        for kind in subjects.kinds()
        for label, url_name, icon in kind.bulk
    ]
    if may_assign:
        actions.append(Action(_("Chuyển người xử lý"), reverse("obligations:reassign-many"), "user-check", "post"))
    actions.append(Action(_("Tải các việc đã chọn"), reverse("obligations:export-chosen"), "table-export", "post"))
    return Bulk(tuple(actions), _("việc"))


def _empty(filters: InboxFilters) -> EmptyState:
    if filters.search or filters.kind or filters.group or filters.due_until:
        return EmptyState(_("Không có việc nào khớp điều kiện."), _("Bỏ bớt điều kiện ở trên để thấy thêm."))
    if filters.scope is Scope.WAITING:
        return EmptyState(
            _("Bạn không chờ ai."), _("Việc bạn chuyển đi chưa được nhận, gia hạn chưa trả lời sẽ hiện ở đây.")
        )
    return EmptyState(
        _("Không còn việc nào đang mở."), _("Hồ sơ, nhiệm vụ, văn bản giao cho bạn sẽ hiện ở đây, việc gấp xếp trước.")
    )
