"""What the pages of lost points show, as values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.core.clock import local
from congvu.core.scoring import Cause
from congvu.faces.parts import (
    Action,
    Bulk,
    Choice,
    Code,
    Column,
    EmptyState,
    Filter,
    HeatCell,
    HeatMap,
    HeatRow,
    Link,
    Num,
    Row,
    ScoreBar,
    ScoreBars,
    StatusBadge,
    Table,
    heat_level,
)
from congvu.indexes.lost import LostRow
from congvu.indexes.models import Round
from congvu.indexes.pages.points import points
from congvu.indexes.selectors.lost import LostMap, RepairRow

MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class LostPage:
    heat: HeatMap
    causes: ScoreBars
    table: Table
    total: str
    unit: str


def lost_page(m: LostMap, query: Mapping[str, str]) -> LostPage:
    return LostPage(heat_of(m), _causes(m), _table(m, query), points(m.total), query.get("dv", ""))


def heat_of(m: LostMap) -> HeatMap:
    """Unit by field; the number stands in the cell, the shade repeats it."""
    most = max(m.cells.values(), default=Decimal(0))
    base = reverse("indexes:lost", args=[m.round.code])
    rows = [
        HeatRow(
            m.names.get(unit, ""),
            [
                _cell(m.cells.get((unit, code), Decimal(0)), most, f"{base}?dv={m.round_units[unit]}", name)
                for code, name in m.fields
            ],
            points(m.by_unit.get(unit, Decimal(0))), f"{base}?dv={m.round_units[unit]}",
        )
        for unit in m.units
    ]  # fmt: skip
    foot = [points(m.by_field.get(code, Decimal(0))) for code, _name in m.fields]
    return HeatMap(
        _("Điểm mất theo đơn vị và lĩnh vực"), _("Đơn vị"), [(code, name) for code, name in m.fields], rows, _("Cộng"),
        _("Cộng"), [*foot, points(m.total)],
    )  # fmt: skip


def _cell(lost: Decimal, most: Decimal, url: str, name: str) -> HeatCell:
    return HeatCell(points(lost), heat_level(lost, most), url, name)


def _causes(m: LostMap) -> ScoreBars:
    base = reverse("indexes:lost", args=[m.round.code])
    rows = sorted(m.causes.items(), key=lambda item: (-item[1], item[0]))
    whole = sum(m.causes.values(), Decimal(0))
    return ScoreBars(
        _("Điểm mất theo nguyên nhân"), [ScoreBar(_(c.label), p, url=f"{base}?vi={c.value}") for c, p in rows],
        max(whole, Decimal(1)), _("Nguyên nhân"), _("Điểm mất"),
    )  # fmt: skip


def _table(m: LostMap, query: Mapping[str, str]) -> Table:
    """Cheapest next points first where nobody says otherwise: most points of one criterion."""
    path, cause = reverse("indexes:lost", args=[m.round.code]), query.get("vi", "")
    kept = {"dv": query["dv"]} if query.get("dv") else {}
    off = f"{path}?{urlencode(kept)}" if kept else path
    choices = tuple(
        Choice(_(c.label), f"{path}?{urlencode({**kept, 'vi': c.value})}", c.value == cause) for c in Cause
    )  # fmt: skip
    named = {c.value: _(c.label) for c in Cause}
    return Table(
        key="lost-points", caption=_("Điểm mất theo tiêu chí"), noun=_("tiêu chí"),
        columns=(
            Column("code", _("Mã"), width="m", phone="code", fixed=True),
            Column("criterion", _("Tiêu chí"), phone="title", fixed=True),
            Column("unit", _("Đơn vị phải lo"), width="xl", phone="meta"),
            Column("lost", _("Điểm mất"), figures=True, phone="side"),
            Column("claimed", _("Tự chấm"), figures=True, phone="hide"),
            Column("given", _("Đạt"), figures=True, phone="meta"),
            Column("cause", _("Nguyên nhân"), width="l", phone="meta"),
        ),
        rows=[_row(m, one) for one in m.rows[:MOST_ROWS]], count=len(m.rows),
        filters=(Filter("vi", _("Nguyên nhân"), named.get(cause, ""), off if cause else "", choices),),
        empty=EmptyState(_("Không có điểm nào bị mất trong phạm vi này."), _("Bỏ bớt điều kiện để xem thêm.")),
        chooses_columns=False,
    )  # fmt: skip


def _row(m: LostMap, one: LostRow) -> Row:
    c, s = one.score.criterion, one.score
    url = f"{reverse('indexes:desk', args=[m.round.code, s.round_unit_id])}?tc={c.code}"
    return Row(
        str(s.pk), f"{c.code} {c.name}",
        {
            "code": Code(c.code), "criterion": Link(c.name, url), "unit": m.names.get(one.unit_id, ""),
            "lost": Num(one.points, places=2), "claimed": Num(s.self_points, places=2),
            "given": Num(s.points, places=2),
            "cause": StatusBadge(_(one.cause.label), "wait" if one.cause != Cause.RESULT else ""),
        },
    )  # fmt: skip


def repair_table(rows: Sequence[RepairRow], found: Round, *, may_give: bool) -> Table:
    return Table(
        key="index-repairs", caption=_("Kế hoạch khắc phục"), noun=_("việc"),
        columns=(
            Column("code", _("Mã"), width="m", phone="code", fixed=True),
            Column("what", _("Việc khắc phục"), phone="title", fixed=True),
            Column("unit", _("Đơn vị"), width="l", phone="meta"),
            Column("why", _("Vì sao mất"), width="xl", phone="hide"),
            Column("lost", _("Điểm mất"), figures=True, phone="meta"),
            Column("due", _("Hạn"), width="m", phone="side"),
            Column("state", _("Tình trạng"), width="m", phone="meta"),
            Column("task", _("Nhiệm vụ"), width="m", phone="meta"),
            Column("back", _("Lấy lại đợt sau"), figures=True, phone="meta"),
        ),
        rows=[_repair_row(row, found) for row in rows], count=len(rows), chooses_columns=False,
        bulk=_give(found) if may_give else None,
        empty=EmptyState(
            _("Chưa có việc khắc phục nào."),
            _("Từ bảng điểm mất hoặc bàn chấm điểm, bấm “Lập việc khắc phục” ở tiêu chí mất điểm."),
        ),
    )  # fmt: skip


def _give(found: Round) -> Bulk:
    url = reverse("indexes:repair-tasks", args=[found.code])
    return Bulk((Action(_("Giao thành nhiệm vụ"), url, "send", "post"),), _("việc"))


def _repair_row(row: RepairRow, found: Round) -> Row:
    one = row.repair
    url = f"{reverse('indexes:desk', args=[found.code, one.score.round_unit_id])}?tc={row.code}"
    done: date | None = local(one.done_at).date() if one.done_at else None
    return Row(
        str(one.pk), one.what,
        {
            "code": Code(row.code), "what": Link(one.what, url, one.outcome), "unit": row.unit, "why": one.why,
            "lost": Num(one.lost, places=2), "due": one.due_on,
            "state": StatusBadge(_("đã xong"), "ok", "check") if done else StatusBadge(_("đang làm"), "wait", "clock"),
            "back": Num(row.won_back, places=2),
            "task": Link(one.task, reverse("tasks:detail", args=[one.task])) if one.task else None,
        },
        selectable=not done and not one.task,
    )  # fmt: skip
