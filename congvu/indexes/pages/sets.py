"""What the pages of criteria sets show, as values."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.faces.lists import ListState
from congvu.faces.parts import (
    Action,
    Code,
    Column,
    Confirm,
    Crumb,
    EmptyState,
    Link,
    MatterHead,
    Num,
    Row,
    StatusBadge,
    Table,
)
from congvu.indexes.checks import Doubt
from congvu.indexes.models import Counts, SourceKind
from congvu.indexes.pages.points import points
from congvu.indexes.selectors.sets import SetPage, SetRow, TreeRow


def badge(state: str, label: str) -> StatusBadge:
    return StatusBadge(label, "ok", "check") if state == "published" else StatusBadge(label, "wait", "pencil")


def set_table(rows: Sequence[SetRow], request: Any) -> Table:
    state = ListState.of(request, key="criteria-sets")
    return Table(
        key="criteria-sets", caption=_("Bộ tiêu chí"), noun=_("phiên bản"),
        columns=(
            Column("code", _("Mã"), width="m", phone="code", fixed=True),
            Column("name", _("Bộ tiêu chí"), phone="title", fixed=True),
            Column("year", _("Năm"), width="s", phone="meta"),
            Column("version", _("Phiên bản"), figures=True, phone="meta"),
            Column("criteria", _("Số dòng"), figures=True, phone="hide"),
            Column("maximum", _("Thang điểm"), figures=True, phone="meta"),
            Column("state", _("Trạng thái"), width="m", phone="side"),
            Column("decision", _("Quyết định"), width="xl", phone="hide", hidden_at_first=True),
        ),
        rows=[
            Row(
                str(row.id), row.name,
                {
                    "code": Code(row.code),
                    "name": Link(row.name, reverse("indexes:set", args=[row.id]), row.kind),
                    "year": row.year or _("mọi năm"), "version": Num(row.version), "criteria": Num(row.criteria),
                    "maximum": Num(row.maximum, places=0 if row.maximum == row.maximum.to_integral() else 2),
                    "state": badge("published" if row.published else "draft", row.state), "decision": row.decision,
                },
            )
            for row in rows
        ],
        count=len(rows), shown=state.columns,
        empty=EmptyState(
            _("Chưa có bộ tiêu chí nào."),
            _("Nạp từ tệp CSV hoặc XLSX bằng lệnh “congvu load criteria TỆP --set MÃ”."),
        ),
    )  # fmt: skip


def set_head(s: SetPage) -> MatterHead:
    row = s.row
    others = [
        Action(_("Tải về CSV"), reverse("indexes:set-file", args=[row.pk, "csv"]), "download"),
        Action(_("Tải về Excel"), reverse("indexes:set-file", args=[row.pk, "xlsx"]), "file-spreadsheet"),
    ]
    primary = None
    if s.may_manage and not row.is_published:
        primary = Action(
            _("Ban hành"), reverse("indexes:set-publish", args=[row.pk]), "check", "post",
            confirm=Confirm(
                _("Sau khi ban hành, phiên bản này không sửa được nữa."), _("Ban hành bộ tiêu chí"), _("Ban hành"),
                danger=False,
            ),
            why_not=_("Còn %(count)s điểm phải soát.") % {"count": s.waiting} if s.waiting else "",
        )  # fmt: skip
    elif s.may_manage:
        primary = Action(_("Lập đợt đánh giá"), f"{reverse('indexes:plan')}?bo={row.pk}", "plus")
        others.append(Action(_("Lập phiên bản mới"), "", "copy", target="d-version"))
    meta = [row.decision, str(row.get_kind_display()), _("năm %(year)s") % {"year": row.year} if row.year else ""]
    return MatterHead(
        row.name, f"{row.code} v{row.version}", badge(row.state, str(row.get_state_display())),
        crumbs=(Crumb(_("Bộ tiêu chí"), reverse("indexes:sets")), Crumb(row.code)),
        meta=tuple(text for text in meta if text), primary=primary, others=tuple(others),
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Line:
    """A row of the tree as the page writes it. `depth` 0 is the total."""

    code: str
    name: str
    depth: int
    is_leaf: bool
    maximum: str
    below: str
    counts: str
    source: str
    rule: str
    text: str
    evidence: str
    doubts: tuple[Doubt, ...]
    edit_url: str


def tree(s: SetPage) -> list[Line]:
    editable = s.may_manage and not s.row.is_published
    return [_line(s, row, editable) for row in s.tree]


def _line(s: SetPage, row: TreeRow, editable: bool) -> Line:
    c = row.criterion
    return Line(
        c.code, c.name, min(row.depth, 5), row.is_leaf, points(row.maximum),
        "" if row.below is None else points(row.below),
        "" if c.counts == Counts.BASE else str(c.get_counts_display()),
        str(SourceKind(c.source_kind).label) if row.is_leaf else "", row.rule, c.scoring_rule, c.evidence, row.doubts,
        reverse("indexes:criterion", args=[s.row.pk, c.code]) if editable else "",
    )  # fmt: skip
