"""What the live boards show, as values."""

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.core.ratio import Ratio
from congvu.faces.lists import ListState
from congvu.faces.parts import Code, Column, EmptyState, Link, Num, Rate, Row, StatusBadge, Table, View
from congvu.indexes.pages.desk import name_words
from congvu.indexes.pages.points import points
from congvu.indexes.selectors.boards import LiveBoard, LiveRow
from congvu.metrics import registry


def board_table(b: LiveBoard, request: Any) -> Table:
    state = ListState.of(request, key=f"live-{b.criteria_set.kind}")
    shown = [c for c in b.criteria if c.code in b.known]
    return Table(
        key=f"live-{b.criteria_set.kind}", caption=b.criteria_set.name, noun=_("đơn vị"),
        columns=(
            Column("unit", _("Đơn vị"), phone="title", fixed=True),
            *(Column(f"c{c.code}", c.code, phone="meta") for c in shown),
            Column("points", _("Điểm tính được"), figures=True, phone="meta"),
            Column("index", _("Chỉ số"), unit="%", figures=True, phone="side", fixed=True),
        ),
        rows=[_row(b, row, [c.code for c in shown]) for row in b.rows], count=len(b.rows), shown=state.columns,
        views=(
            View(_("Tất cả"), state.url(khoi=None), current=not state.get("khoi")),
            View(_("Sở, ban, ngành"), state.url(khoi="so"), current=state.get("khoi") == "so"),
            View(_("Xã, phường, đặc khu"), state.url(khoi="xa"), current=state.get("khoi") == "xa"),
        ),
        empty=EmptyState(_("Không có đơn vị nào trong phạm vi bạn xem."), _("Chọn khối khác.")),
    )  # fmt: skip


def _row(b: LiveBoard, row: LiveRow, codes: list[str]) -> Row:
    cells: dict[str, Any] = {
        "unit": Link(row.name, reverse("orgs:unit", args=[row.unit_id])),
        "points": _counted(row),
        "index": Num(row.percent, places=2),
    }  # fmt: skip
    for code in codes:
        cells[f"c{code}"] = _cell(b, row, code)
    return Row(str(row.unit_id), row.name, cells)


def _counted(row: LiveRow) -> str:
    """Points of what could be counted, of how many: 18,40 / 20,00."""
    known = [one.scored for one in row.proposals.values() if one.points is not None]
    if not known:
        return "–"
    reached = sum((one.points for one in known if one.points is not None), Decimal(0))
    return f"{points(reached)} / {points(sum((one.out_of for one in known), Decimal(0)))}"


def _cell(b: LiveBoard, row: LiveRow, code: str) -> Any:
    """The rate behind the points with its fraction, leading to its rows."""
    found = row.proposals.get(code)
    if found is None:
        return "–"
    ratios = [(name, value) for name, value in found.inputs.items() if isinstance(value, Ratio)]
    if len(ratios) == 1 and len(found.inputs) == 1 and ratios[0][1].denominator:
        name, ratio = ratios[0]
        return Rate(ratio.numerator, ratio.denominator, rows_url(name, b, row.code))
    return Num(found.points, places=2)


def rows_url(name: str, b: LiveBoard, unit_code: str) -> str:
    """The rows that a figure of the catalogue counts."""
    if name not in {one.code for one in registry.all_metrics()}:
        return ""
    return f"{reverse('metrics:rows', args=[name])}?ky={b.period.code}&dv={unit_code}"


def criteria_table(b: LiveBoard) -> Table:
    """Each criterion with its figure and whether the system knows it."""
    rows = []
    for c in b.criteria:
        rule = next((p for row in b.rows for code, p in row.proposals.items() if code == c.code), None)
        names = ", ".join(name_words(name) for name in rule.inputs) if rule else ""
        rows.append(
            Row(
                c.code, c.name,
                {
                    "code": Code(c.code), "name": c.name, "max": Num(c.maximum or Decimal(0), places=2),
                    "how": c.scoring_rule, "figure": names,
                    "state": StatusBadge(_("tự tính"), "ok", "check") if c.code in b.known
                    else StatusBadge(_("chưa có số liệu"), "wait", "help"),
                },
            )
        )  # fmt: skip
    return Table(
        key=f"live-criteria-{b.criteria_set.kind}", caption=_("Chỉ tiêu, công thức"), noun=_("chỉ tiêu"),
        columns=(
            Column("code", _("Mã"), width="s", phone="code", fixed=True),
            Column("name", _("Chỉ tiêu"), phone="title", fixed=True),
            Column("max", _("Tối đa"), figures=True, phone="meta"),
            Column("how", _("Cách tính"), width="xxl", phone="hide"),
            Column("figure", _("Số liệu dùng"), width="xl", phone="meta"),
            Column("state", _("Hệ thống"), width="m", phone="side"),
        ),
        rows=rows, count=len(rows), chooses_columns=False, keys_help=False,
    )  # fmt: skip
