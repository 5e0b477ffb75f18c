"""What the pages of results show, as values: rankings by group, charts, a unit's report."""

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.core.numbers import round_to
from congvu.faces import words
from congvu.faces.parts import (
    Column,
    DotPlot,
    DotRow,
    Link,
    Num,
    Row,
    ScoreBar,
    ScoreBars,
    SlopeChart,
    SlopeLine,
    Table,
)
from congvu.indexes.pages.points import points
from congvu.indexes.selectors.ranking import Group, RankedRow, Ranking
from congvu.indexes.standing import ties_of

HUNDRED = Decimal(100)


@dataclass(frozen=True, slots=True)
class GroupPage:
    label: str
    table: Table
    bars: ScoreBars
    dots: DotPlot
    slope: SlopeChart | None


@dataclass(frozen=True, slots=True)
class RankingPage:
    groups: tuple[GroupPage, ...]
    tie_rule: str
    maximum: str


def ranking_page(r: Ranking) -> RankingPage:
    maximum = r.core.base_maximum
    return RankingPage(
        tuple(_group(r, group, maximum) for group in r.groups), _(ties_of(r.round.tie_rule).label), points(maximum)
    )  # fmt: skip


def _group(r: Ranking, group: Group, maximum: Decimal) -> GroupPage:
    label = group.label or _("Tất cả đơn vị")
    return GroupPage(label, _table(r, group, label), _bars(r, group, label), _dots(r, group), _slope(r, group))


def _url(r: Ranking, row: RankedRow) -> str:
    """The report, for whoever may see that unit."""
    if row.standing.unit_id not in r.in_sight:
        return ""
    return reverse("indexes:unit-report", args=[r.round.code, row.standing.round_unit_id])


def _table(r: Ranking, group: Group, label: str) -> Table:
    return Table(
        key=f"ranking-{group.code or 'all'}", caption=label, noun=_("đơn vị"),
        columns=(
            Column("rank", _("Hạng"), figures=True, phone="side"),
            Column("unit", _("Đơn vị"), phone="title", fixed=True),
            *(Column(f"f{n}", code, phone="hide", figures=True)
              for n, code in enumerate(r.fields)),
            Column("total", _("Tổng điểm"), figures=True, phone="meta", fixed=True),
            Column("index", _("Chỉ số"), unit="%", figures=True, phone="meta", fixed=True),
            Column("before", _("So đợt trước"), unit=_("điểm %"), figures=True, phone="meta"),
            Column("class", _("Xếp loại"), phone="meta"),
        ),
        rows=[_row(r, row) for row in group.rows], count=len(group.rows), keys_help=False, chooses_columns=False,
    )  # fmt: skip


def _row(r: Ranking, row: RankedRow) -> Row:
    one, url = row.standing, _url(r, row)
    note = _("chấm, không xếp hạng") if not one.ranked else ""
    if row.from_units:
        note = _("từ %(units)s") % {"units": row.from_units}
    cells: dict[str, object] = {
        "rank": Num(one.rank),
        "unit": Link(row.name, url, note) if url else (f"{row.name} ({note})" if note else row.name),
        "total": Num(one.total.points, places=2), "index": Num(row.index, places=2),
        "before": _change(row), "class": one.class_name,
    }  # fmt: skip
    for n, code in enumerate(r.fields):
        part = one.total.parts.get(code)
        cells[f"f{n}"] = "–" if part is None or part.excluded else Num(part.points, places=2)
    return Row(one.unit_code, row.name, cells)  # type: ignore[arg-type]


def _change(row: RankedRow) -> str:
    if row.movement is None or row.movement.index_change is None:
        return "–"
    return words.signed(row.movement.index_change, 2)


def _bars(r: Ranking, group: Group, label: str) -> ScoreBars:
    return ScoreBars(
        caption=_("Chỉ số của từng đơn vị, %(group)s") % {"group": label}, out_of=HUNDRED, name_head=_("Đơn vị"),
        value_head=_("Chỉ số, %"), mean=group.mean,
        mean_label=_("Trung bình của %(count)s đơn vị") % {"count": group.mean_of} if group.mean is not None else "",
        bars=[
            ScoreBar(row.name, row.index, str(row.standing.rank or "–"), _url(r, row), row.standing.class_name)
            for row in group.rows
        ],
    )  # fmt: skip


def _dots(r: Ranking, group: Group, own: int | None = None) -> DotPlot:
    rows = []
    for code in r.fields:
        values = [(row.standing.unit_id, _percent(row, code)) for row in group.rows]
        known = [value for _unit, value in values if value is not None]
        mine = next((value for unit, value in values if unit == own), None)
        rows.append(DotRow(f"{code}. {r.field_name(code)}", known, mine))
    sentence = _("Chỉ số thành phần theo lĩnh vực: mỗi vòng tròn là một đơn vị, vạch đứng là trung bình.")
    return DotPlot(sentence, rows, _("Lĩnh vực"), _("đơn vị này"))


def _percent(row: RankedRow, code: str) -> Decimal | None:
    part = row.standing.total.parts.get(code)
    if part is None or part.excluded or part.out_of <= 0:
        return None
    return round_to(Fraction(part.points) / Fraction(part.out_of) * 100, 2)


def _slope(r: Ranking, group: Group) -> SlopeChart | None:
    lines = [
        SlopeLine(row.name, row.before, row.index, _url(r, row))
        for row in group.rows if row.before is not None and row.index is not None
    ]  # fmt: skip
    if r.before is None or not lines:
        return None
    sentence = _("Chỉ số từng đơn vị, %(before)s và %(after)s; nét đứt là giảm.") % {
        "before": r.before.period, "after": r.round.period,
    }  # fmt: skip
    return SlopeChart(sentence, r.before.period, r.round.period, lines, _("Đơn vị"))


def own_dots(r: Ranking, unit_id: int) -> DotPlot | None:
    """The unit against its group, field by field."""
    group = next((g for g in r.groups if any(row.standing.unit_id == unit_id for row in g.rows)), None)
    return _dots(r, group, unit_id) if group else None
