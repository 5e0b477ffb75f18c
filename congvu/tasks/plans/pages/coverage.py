"""The coverage matrix: by unit, by item, and as a grid where there is room for it."""

from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.faces import words
from congvu.faces.lists import ListState
from congvu.faces.parts import Action, Code, Column, EmptyState, Figure, Link, Rate, Row, StatusBadge, Table, View
from congvu.tasks.plans.selectors.coverage import Coverage, Taken, UnitCover

MOST_GAPS = 8


@dataclass(frozen=True, slots=True)
class GridCell:
    """`url` opens the item below that takes it up; "gap", "taken" or "none" where nothing is expected."""

    kind: str
    url: str
    said: str


@dataclass(frozen=True, slots=True)
class GridRow:
    name: str
    cells: tuple[GridCell, ...]


@dataclass(frozen=True, slots=True)
class CoveragePage:
    figures: tuple[Figure, ...]
    table: Table
    heads: tuple[tuple[str, str, str], ...]
    grid: tuple[GridRow, ...]
    note: str


def coverage_page(found: Coverage, state: ListState) -> CoveragePage:
    by = state.get("theo") or "don-vi"
    here = reverse("plans:coverage", args=[found.plan.code])
    figures = (
        Figure(
            _("Đơn vị đã ban hành kế hoạch"),
            f"{here}?theo=don-vi",
            _("đơn vị"),
            numerator=found.issued,
            denominator=found.must_issue,
        ),
        Figure(
            _("Mục đã được đưa vào kế hoạch cấp dưới"),
            f"{here}?theo=muc",
            _("lượt mục × đơn vị"),
            numerator=found.covered,
            denominator=found.expected,
        ),
        Figure(
            _("Còn thiếu"),
            f"{here}?theo=don-vi&con=thieu",
            _("lượt chưa đưa vào"),
            value=found.expected - found.covered,
        ),
    )
    only_gaps = state.get("con") == "thieu"
    table = _by_item(found, state, only_gaps) if by == "muc" else _by_unit(found, state, only_gaps)
    note = "" if found.complete else _("Chỉ gồm những đơn vị bạn được xem.")
    grid, heads = _grid(found) if by == "luoi" else ((), ())
    return CoveragePage(figures, table, heads, grid, note)


def _views(state: ListState, found: Coverage) -> tuple[View, ...]:
    by = state.get("theo") or "don-vi"
    return (
        View(_("Theo đơn vị"), state.url(theo=None), len(found.units), current=by == "don-vi"),
        View(_("Theo mục"), state.url(theo="muc"), len(found.items), current=by == "muc"),
        View(_("Lưới"), state.url(theo="luoi"), current=by == "luoi", icon="table"),
    )


def _gaps(gaps: tuple[Taken, ...], names: dict[int, str] | None = None) -> str:
    shown = [names.get(one.unit_id, "") if names else one.code for one in gaps[:MOST_GAPS]]
    rest = len(gaps) - len(shown)
    more = _(" và %(count)s nữa") % {"count": rest} if rest > 0 else ""
    return ", ".join(shown) + more


def _by_unit(found: Coverage, state: ListState, only_gaps: bool) -> Table:
    wanted = [unit for unit in found.units if not only_gaps or unit.gaps or (unit.must_issue and not unit.issued_on)]
    rows = [
        Row(
            str(unit.unit_id),
            unit.name,
            {
                "unit": Link(
                    unit.name,
                    reverse("plans:detail", args=[unit.plan]),
                    _("ngành dọc trên địa bàn") if unit.takes_part else "",
                )
                if unit.plan
                else unit.name + (f" ({_('ngành dọc trên địa bàn')})" if unit.takes_part else ""),
                "issued": _issued(unit),
                "taken": Rate(unit.covered, len(unit.taken)) if unit.taken else "–",
                "gaps": _gaps(unit.gaps),
            },
        )
        for unit in wanted
    ]
    return Table(
        key="coverage-units",
        caption=_("Đơn vị"),
        noun=_("đơn vị"),
        count=len(rows),
        total=len(found.units),
        columns=(
            Column("unit", _("Đơn vị"), phone="title", fixed=True),
            Column("issued", _("Kế hoạch của đơn vị"), width="l", phone="meta"),
            Column("taken", _("Đã đưa vào"), unit=_("mục"), figures=True, width="l", phone="side"),
            Column("gaps", _("Mục còn thiếu"), width="xxl", phone="meta"),
        ),
        rows=rows,
        views=_views(state, found),
        filters=(state.choice("con", _("Chỉ xem"), [("thieu", _("còn thiếu"))]),),
        empty=EmptyState(_("Không đơn vị nào còn thiếu."), _("Mọi mục đã được đưa vào kế hoạch cấp dưới.")),
        exports=(Action(_("CSV (mở bằng bảng tính)"), state.url(tai="csv"), "file-spreadsheet"),),
        chooses_columns=False,
    )


def _issued(unit: UnitCover) -> StatusBadge | str:
    if not unit.must_issue:
        return StatusBadge(_("có kế hoạch"), "ok", "check") if unit.plan else "–"
    if unit.issued_on is None:
        return StatusBadge(_("chưa ban hành"), "no", "x")
    late = unit.due_on is not None and unit.issued_on > unit.due_on
    said = _("ban hành trễ, %(day)s") if late else _("đã ban hành %(day)s")
    return StatusBadge(said % {"day": words.day_month(unit.issued_on)}, "wait" if late else "ok", "check")


def _by_item(found: Coverage, state: ListState, only_gaps: bool) -> Table:
    names = {unit.unit_id: unit.name for unit in found.units}
    rows = [
        Row(
            item.code,
            item.title,
            {
                "code": Code(item.code),
                "title": Link(
                    item.title,
                    reverse("plans:item", args=[found.plan.code, item.code]),
                    _("mọi đơn vị") if item.to_all else "",
                ),
                "taken": Rate(item.covered, len(item.taken)) if item.taken else "–",
                "gaps": _gaps(item.gaps, names),
            },
        )
        for item in found.items
        if item.gaps or not only_gaps
    ]
    return Table(
        key="coverage-items",
        caption=_("Mục"),
        noun=_("mục"),
        count=len(rows),
        total=len(found.items),
        columns=(
            Column("code", _("Mã"), phone="code", fixed=True),
            Column("title", _("Mục của kế hoạch"), phone="title", fixed=True),
            Column("taken", _("Đã đưa vào"), unit=_("đơn vị"), figures=True, width="l", phone="side"),
            Column("gaps", _("Đơn vị còn thiếu"), width="xxl", phone="meta"),
        ),
        rows=rows,
        views=_views(state, found),
        filters=(state.choice("con", _("Chỉ xem"), [("thieu", _("còn thiếu"))]),),
        empty=EmptyState(_("Không mục nào còn thiếu.")),
        exports=(Action(_("CSV (mở bằng bảng tính)"), state.url(tai="csv"), "file-spreadsheet"),),
        chooses_columns=False,
    )


def _grid(found: Coverage) -> tuple[tuple[GridRow, ...], tuple[tuple[str, str, str], ...]]:
    codes = [item for item in found.items if item.taken]
    rows = []
    for unit in found.units:
        by_code = {one.code: one for one in unit.taken}
        rows.append(GridRow(unit.name, tuple(_cell(by_code.get(item.code)) for item in codes)))
    heads = tuple((item.code, item.title, reverse("plans:item", args=[found.plan.code, item.code])) for item in codes)
    return tuple(rows), heads


def _cell(one: Taken | None) -> GridCell:
    if one is None:
        return GridCell("none", "", _("không yêu cầu"))
    if one.is_gap:
        return GridCell("gap", "", _("còn thiếu"))
    return GridCell("taken", reverse("plans:item", args=[one.plan, one.item]), _("đã đưa vào"))
