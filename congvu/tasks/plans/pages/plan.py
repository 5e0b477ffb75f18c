"""The page of a plan: figures, the tree with progress in every branch, versions, what a version changed in words."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from congvu.core.numbers import Rounding
from congvu.core.ratio import rate
from congvu.faces import words
from congvu.faces.lists import ListState
from congvu.faces.parts import (
    Action,
    Code,
    Column,
    Crumb,
    EmptyState,
    Figure,
    Link,
    MatterHead,
    Row,
    RowGroup,
    StatusBadge,
    Table,
    Timeline,
    TimelineEntry,
    Tip,
    View,
)
from congvu.tasks.plans.difference import Change, Kind
from congvu.tasks.plans.forms import FIELDS
from congvu.tasks.plans.models import ItemState, PlanState, PlanVersion
from congvu.tasks.plans.pages.listing import TONE
from congvu.tasks.plans.selectors.plan import Differences, Node, PlanView

ITEM_TONE = {
    ItemState.HEADING: ("", ""),
    ItemState.PLANNED: ("", "pencil"),
    ItemState.OPEN: ("primary", "progress-check"),
    ItemState.CLAIMED: ("wait", "hourglass"),
    ItemState.ACCEPTED: ("ok", "check"),
    ItemState.WITHDRAWN: ("", "x"),
}


@dataclass(frozen=True, slots=True)
class VersionRow:
    label: str
    note: str
    url: str
    diff_url: str
    current: bool


@dataclass(frozen=True, slots=True)
class PlanPage:
    head: MatterHead
    tips: tuple[Tip, ...]
    figures: tuple[Figure, ...]
    truncated: str
    table: Table
    versions: tuple[VersionRow, ...]
    timeline: Timeline
    draft_url: str


def badge(state: ItemState) -> StatusBadge:
    tone, icon = ITEM_TONE[state]
    return StatusBadge(str(state.label), tone, icon)  # type: ignore[arg-type]


def plan_page(v: PlanView, state: ListState) -> PlanPage:
    return PlanPage(
        head=_head(v),
        tips=tuple(_tips(v)),
        figures=_figures(v),
        truncated=_truncated(v),
        table=_tree(v, state),
        versions=_versions(v),
        timeline=_timeline(v),
        draft_url=f"{reverse('plans:detail', args=[v.plan.code])}?ban={v.draft.number}"
        if v.draft and v.may_draft
        else "",
    )


def _head(v: PlanView) -> MatterHead:
    plan, tone = v.plan, TONE[PlanState(v.plan.state)]
    code = plan.code
    meta = [v.owner, _("năm %(year)s") % {"year": plan.year}]
    if v.shown.document_no:
        day = words.day(v.shown.document_date) if v.shown.document_date else ""
        meta.append(_("số %(no)s ngày %(day)s") % {"no": v.shown.document_no, "day": day})
    if v.steward:
        meta.append(_("theo dõi: %(unit)s") % {"unit": v.steward})
    others = []
    primary = None
    cover = Action(_("Ma trận phủ kế hoạch"), reverse("plans:coverage", args=[code]), "table")
    if v.draft and v.may_approve:
        primary = Action(_("Ban hành"), icon="rubber-stamp", target="d-approve")
    elif v.plan.state == PlanState.APPROVED:
        primary = cover
    if v.draft and v.may_draft:
        others.append(Action(_("Thêm mục vào dự thảo"), reverse("plans:line-new", args=[code]), "plus"))
    elif v.may_draft:
        others.append(Action(_("Điều chỉnh"), icon="pencil", target="d-amend"))
    if primary is not cover and v.plan.state == PlanState.APPROVED:
        others.append(cover)
    return MatterHead(
        title=plan.title,
        code=code,
        status=StatusBadge(str(PlanState(plan.state).label), *tone),  # type: ignore[arg-type]
        crumbs=(Crumb(_("Kế hoạch"), reverse("plans:list")), Crumb(code)),
        meta=tuple(meta),
        primary=primary,
        others=tuple(others),
    )


def _tips(v: PlanView) -> list[Tip]:
    found = []
    if v.draft and v.plan.state == PlanState.APPROVED and v.shown.pk == v.draft.pk:
        found.append(Tip(v.draft.reason, title=_("Đang xem dự thảo bản %(n)s.") % {"n": v.draft.number}, tone="wait"))
    if v.plan.upper_id and v.plan.upper:
        found.append(
            Tip(
                v.plan.upper.title,
                title=_("Thực hiện kế hoạch cấp trên:"),
                url=reverse("plans:detail", args=[v.plan.upper.code]),
                link_label=v.plan.upper.code,
            )
        )
    outside = [node.code for node in v.nodes if node.line.due_on and node.line.due_on.year != v.plan.year]
    if outside:
        text = _("Hạn nằm ngoài năm %(year)s: mục %(codes)s.") % {"year": v.plan.year, "codes": ", ".join(outside[:12])}
        found.append(Tip(text, tone="wait"))
    return found


def _figures(v: PlanView) -> tuple[Figure, ...]:
    here, code = reverse("plans:detail", args=[v.plan.code]), v.plan.code
    figures = [
        Figure(_("Hoàn thành"), f"{here}?tt=accepted", _("mục"), numerator=v.done, denominator=v.items),
        Figure(_("Chờ chấp nhận"), f"{here}?tt=claimed", _("mục đã báo xong"), value=v.claimed),
        Figure(_("Đang quá hạn"), f"{here}?tt=overdue", _("mục"), value=v.count("overdue")),
    ]
    if v.named:
        url = reverse("plans:coverage", args=[code])
        figures.append(
            Figure(_("Đơn vị đã ban hành kế hoạch"), url, _("đơn vị"), numerator=v.issued, denominator=v.named)
        )
    return tuple(figures)


def _truncated(v: PlanView) -> str:
    """Said only where cutting off gives another figure than rounding."""
    if not v.items:
        return ""
    cut = rate(v.done, v.items, rounding=Rounding.TRUNCATED)
    return (
        ""
        if cut.value == rate(v.done, v.items).value
        else _("Cắt bớt, không làm tròn: %(value)s") % {"value": cut.text("en" if words.english() else "vi")}
    )


def _holds(node: Node, chosen: str) -> bool:
    if chosen == "overdue":
        return node.deadline is not None and node.deadline.kind == "overdue"
    return not chosen or node.state == chosen


def _tree(v: PlanView, state: ListState) -> Table:
    chosen = state.get("tt") if state.get("tt") in ("overdue", *ItemState.values) else ""
    asked = state.get("q")
    from congvu.core.text import query_grams

    grams = set(query_grams(asked)) if asked.strip() else set()
    groups: list[RowGroup] = []
    rows: list[Row] = []
    head: Node | None = None

    def close() -> None:
        if rows:
            label = f"{head.code}. {head.line.title}" if head else _("Mục")
            note = ""
            if head and head.items:
                note = _("hoàn thành %(done)s/%(items)s (%(rate)s)") % {
                    "done": head.done,
                    "items": head.items,
                    "rate": words.percent(head.done, head.items),
                }
            groups.append(RowGroup(label, tuple(rows), note=note))
            rows.clear()

    for node in v.nodes:
        is_head = node.depth == 0 and (node.has_below or node.state is ItemState.HEADING)
        if is_head or (node.depth == 0 and head is not None):
            close()
            head = node if is_head else None
        if is_head and not node.line.is_owed:
            continue
        if _holds(node, chosen) and grams <= set(node.line.grams):
            rows.append(_row(v, node))
    close()
    here = state.url(tt=None)
    views = [View(_("Tất cả"), here, v.items, current=not chosen)]
    counts = {
        "open": sum(node.state is ItemState.OPEN for node in v.nodes),
        "claimed": v.claimed,
        "accepted": v.done,
    }
    views += [
        View(str(ItemState(key).label), state.url(tt=key), counts[key], current=chosen == key)
        for key in ("open", "claimed", "accepted")
    ]
    views.append(View(_("Quá hạn"), state.url(tt="overdue"), v.count("overdue"), current=chosen == "overdue"))
    shown = sum(len(group.rows) for group in groups)
    return Table(
        key="plan-tree",
        caption=_("Các mục của kế hoạch"),
        noun=_("mục"),
        groups=tuple(groups),
        count=shown,
        columns=(
            Column("code", _("Mã"), phone="code", fixed=True),
            Column("title", _("Nhiệm vụ, sản phẩm"), phone="title", fixed=True),
            Column("lead", _("Chủ trì"), width="l", phone="meta"),
            Column("state", _("Trạng thái"), width="l", phone="meta"),
            Column("figure", _("Số liệu"), figures=True, width="m", phone="meta"),
            Column("criterion", _("Tiêu chí"), width="m", phone="hide", hidden_at_first=True),
            Column("budget", _("Kinh phí"), unit=_("đồng"), figures=True, phone="hide", hidden_at_first=True),
            Column("due", _("Hạn"), unit=_("số ngày làm việc"), width="xl", phone="side"),
        ),
        views=tuple(views),
        filters=(state.typed("q", _("Tìm trong kế hoạch")),),
        shown=state.columns,
        exports=(Action(_("CSV (mở bằng bảng tính)"), state.url(tai="csv"), "file-spreadsheet"),),
        empty=EmptyState(_("Không có mục nào khớp."), _("Thêm mục vào dự thảo, hoặc nạp kế hoạch từ tệp.")),
        back_url=state.url(),
    )


def _row(v: PlanView, node: Node) -> Row:
    line = node.line
    is_draft = v.shown.state == PlanVersion.State.DRAFT and v.may_draft
    name = "plans:line" if is_draft else "plans:item"
    indent = "\u2003" * max(node.depth - 1, 0)
    below = _("nhánh: %(done)s/%(items)s") % {"done": node.done, "items": node.items} if node.has_below else ""
    return Row(
        node.code,
        f"{node.code} {line.title}",
        {
            "code": Code(node.code),
            "title": Link(indent + line.title, reverse(name, args=[v.plan.code, node.code]), below or line.product),
            "lead": node.lead,
            "state": badge(node.state) if node.state is not ItemState.HEADING else None,
            "figure": figure_of(line.item.value, line.target, line.measure),
            "criterion": criterion_of(line.criterion_code, line.points),
            "budget": words.number(line.budget_vnd) if line.budget_vnd is not None else "",
            "due": node.deadline or line.due_on,
        },
    )


def figure_of(value: Decimal | None, target: Decimal | None, measure: str) -> str:
    """“92,5 / 95 %”: what was reached, what is asked."""
    if value is None and target is None:
        return ""
    reached = words.number(value.normalize()) if value is not None else "–"
    asked = f" / {words.number(target.normalize())}" if target is not None else ""
    return f"{reached}{asked} {measure}".strip()


def criterion_of(code: str, points: Decimal | None) -> str:
    if not code:
        return ""
    if points is None:
        return code
    return _("%(code)s · %(points)s điểm") % {"code": code, "points": words.number(points.normalize())}


def _versions(v: PlanView) -> tuple[VersionRow, ...]:
    here = reverse("plans:detail", args=[v.plan.code])
    rows = []
    for one in reversed(v.versions):
        said = [str(one.get_state_display())]
        if one.document_no:
            said.append(one.document_no)
        if one.approved_at:
            said.append(words.day(one.document_date or one.approved_at))
        who = v.persons.get(one.approved_by_id or 0, "")
        before = [other for other in v.versions if other.number < one.number]
        rows.append(
            VersionRow(
                _("Bản %(n)s") % {"n": one.number},
                " · ".join([*said, *([who] if who else [])]),
                f"{here}?ban={one.number}",
                reverse("plans:difference", args=[v.plan.code, before[-1].number, one.number]) if before else "",
                one.pk == v.shown.pk,
            )
        )
    return tuple(rows)


def _timeline(v: PlanView) -> Timeline:
    icons = {"plan.approved": "rubber-stamp", "plan.units_named": "users-group", "plan.loaded": "file-import"}
    return Timeline(
        tuple(
            TimelineEntry(
                row.sentence,
                row.at,
                " · ".join(part for part in (row.person, row.unit) if part),
                icon=icons.get(row.kind, "pencil"),
            )
            for row in reversed(v.events)
        )
    )


# --- what a version changed, in words ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ChangeRow:
    code: str
    title: str
    badge: StatusBadge
    sentences: tuple[str, ...]


def names_of_fields() -> dict[str, str]:
    return {
        "parent": _("mục cha"),
        "goal": _("mục tiêu"),
        "task": _("nhiệm vụ"),
        "product": _("sản phẩm"),
        "lead_unit": _("đơn vị chủ trì"),
        "coordinating": _("đơn vị phối hợp"),
        "due_on": _("hạn"),
        "budget_vnd": _("kinh phí"),
        "field": _("lĩnh vực"),
        "criterion_code": _("tiêu chí"),
        "points": _("điểm"),
        "measure": _("đơn vị tính"),
        "target": _("chỉ tiêu"),
        "needs_evidence": _("yêu cầu minh chứng"),
        "to_all": _("mọi đơn vị phải thực hiện"),
        "carries_out": _("thực hiện mục cấp trên"),
    }


def change_rows(found: Differences) -> tuple[ChangeRow, ...]:
    badges = {
        Kind.ADDED: StatusBadge(_("thêm"), "ok", "plus"),
        Kind.REMOVED: StatusBadge(_("bỏ"), "no", "minus"),
        Kind.CHANGED: StatusBadge(_("sửa"), "wait", "pencil"),
    }
    by_code: dict[str, list[Change]] = {}
    for change in found.found:
        by_code.setdefault(change.code, []).append(change)
    return tuple(
        ChangeRow(
            code, of[0].title, badges[of[0].kind], tuple(sentence(change, found.units) for change in of if change.field)
        )
        for code, of in by_code.items()
    )


def sentence(change: Change, units: dict[int, str]) -> str:
    """“hạn: lùi từ 30/06/2026 sang 30/09/2026”."""
    name = names_of_fields()[change.field]
    before, after = _shown(change.field, change.before, units), _shown(change.field, change.after, units)
    if change.field == "due_on" and isinstance(change.before, date) and isinstance(change.after, date):
        later = change.after > change.before
        days = abs((change.after - change.before).days)
        moved = _("hạn lùi từ %(before)s sang %(after)s") if later else _("hạn sớm lên từ %(before)s thành %(after)s")
        count = ngettext("%(days)s ngày", "%(days)s ngày", days) % {"days": days}
        return f"{moved % {'before': before, 'after': after}} ({count})"
    if not before:
        return _("%(name)s: thêm “%(after)s”") % {"name": name, "after": after}
    if not after:
        return _("%(name)s: bỏ “%(before)s”") % {"name": name, "before": before}
    return _("%(name)s: từ “%(before)s” thành “%(after)s”") % {"name": name, "before": before, "after": after}


def _shown(field: str, value: object, units: dict[int, str]) -> str:
    if value is None or value == "" or value == ():
        return ""
    if field == "lead_unit" and isinstance(value, int):
        return units.get(value, str(value))
    if field == "coordinating" and isinstance(value, tuple):
        return ", ".join(units.get(one, str(one)) for one in value)
    if isinstance(value, bool):
        return _("có") if value else _("không")
    if isinstance(value, date):
        return words.day(value)
    if isinstance(value, int | Decimal):
        return words.number(value)
    if field == "field":
        return str(dict(FIELDS).get(str(value), value))
    return str(value)
