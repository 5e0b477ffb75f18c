"""The catalogue, a figure and its rows as parts of a page."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.core.numbers import Rounding
from congvu.faces import parts, words
from congvu.faces.lists import ListState
from congvu.faces.parts import Action, Column, EmptyState, Fact, Filter, Link, Num, Row, SumRow, Table
from congvu.faces.parts.lists import CellValue
from congvu.metrics import wording
from congvu.metrics.asked import Asked, key_text, offered_periods
from congvu.metrics.facts import FactRow
from congvu.metrics.figures import Figure, FigureTable
from congvu.metrics.questions import By, Structure
from congvu.metrics.registry import Metric
from congvu.metrics.rows import RowsPage


def rows_url(code: str, asked: Asked, **more: str) -> str:
    """Every figure is a link to its rows."""
    query = {name: value for name, value in (asked.query() | more).items() if value}
    if "khoa" not in more:
        query.pop("theo", None)
    return f"{reverse('metrics:rows', args=[code])}?{urlencode(query)}"


def figure_url(code: str, asked: Asked, **more: str) -> str:
    return f"{reverse('metrics:figure', args=[code])}?{urlencode(asked.query() | more)}"


# --- The catalogue -------------------------------------------------------------------------------------------------


def catalogue(metrics: Sequence[Metric]) -> Table:
    groups: dict[str, list[Row]] = {}
    for made in metrics:
        name = made.facts.name_en if words.english() else made.facts.name_vi
        groups.setdefault(name, []).append(_definition_row(made))
    return Table(
        key="metrics",
        caption=_("Danh mục chỉ tiêu thống kê"),
        noun=_("chỉ tiêu"),
        count=len(metrics),
        columns=(
            Column("name", _("Chỉ tiêu"), phone="title", fixed=True, width="xxl"),
            Column("numerator", _("Tử số, hoặc số đếm"), phone="meta"),
            Column("denominator", _("Mẫu số"), phone="meta"),
            Column("source", _("Nguồn"), phone="meta"),
        ),
        groups=[parts.RowGroup(name, rows, len(rows)) for name, rows in groups.items()],
        empty=EmptyState(_("Chưa có chỉ tiêu nào."), _("Mỗi phân hệ thêm chỉ tiêu của mình khi được cài đặt.")),
        chooses_columns=False,
    )


def _definition_row(made: Metric) -> Row:
    name = wording.name_of(made)
    return Row(
        made.code,
        name,
        {
            "name": Link(name, reverse("metrics:figure", args=[made.code])),
            "numerator": wording.sum_of(made.cells()),
            "denominator": wording.sum_of(made.cells("denominator")),
            "source": made.source,
        },
    )


# --- One figure ----------------------------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Switch:
    """Then or now."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class Shown:
    """The big number: as text, because it may be cut off instead of rounded; it opens its rows."""

    name: str
    text: str
    fraction: str
    url: str
    denominator_url: str
    cut_off: bool


def shown(figure: Figure, asked: Asked) -> Shown:
    made = figure.metric
    fraction = f"{figure.fraction} {wording.of_what(made)}" if made.is_rate else str(made.unit_of_measure)
    return Shown(
        wording.name_of(made),
        figure.text,
        fraction,
        rows_url(made.code, asked),
        rows_url(made.code, asked, phan="denominator") if made.is_rate else "",
        wording.is_cut_off(made),
    )


def switches(state: ListState, asked: Asked) -> list[Switch]:
    return [
        Switch(
            words_of[:1].upper() + words_of[1:],
            state.url(cc=structure.value if structure is Structure.NOW else None),
            structure is asked.question.structure,
        )
        for structure in Structure
        for words_of in [str(structure.label)]
    ]


def filters(state: ListState, asked: Asked, cuts: tuple[By, ...], today: date) -> tuple[Filter, ...]:
    question = asked.question
    periods = [(period.code, wording.period_name(period)) for period in offered_periods(today)]
    if state.get("ky") and state.get("ky") not in dict(periods):
        periods.append((state.get("ky"), wording.period_name(question.period)))
    return (
        state.choice("ky", _("Kỳ"), periods),
        state.typed("tu", _("Từ ngày"), input="date", value_label=words.day(question.period.first_on)),
        state.typed("toi", _("Đến ngày"), input="date", value_label=words.day(question.period.last_on)),
        state.typed("den", _("Tính đến hết ngày"), input="date", value_label=words.day(question.as_of)),
        state.typed("dv", _("Mã đơn vị")),
        state.choice("theo", _("Chia theo"), [(by.value, str(by.label)) for by in cuts]),
    )


def definition(figure: Figure, unit_name: str) -> parts.Facts:
    """Everything one needs to work the figure out again."""
    made, question = figure.metric, figure.question
    return parts.Facts(
        (
            Fact(_("Kỳ"), wording.period_name(question.period)),
            Fact(_("Tính đến hết ngày"), words.day(question.as_of)),
            Fact(_("Đơn vị"), unit_name or _("Toàn bộ")),
            Fact(_("Đọc theo"), str(question.structure.label)),
            Fact(_("Tử số") if made.is_rate else _("Đếm"), wording.sum_of(made.cells()), wide=True),
            Fact(_("Mẫu số"), wording.sum_of(made.cells("denominator")), wide=True),
            Fact(_("Khi không phát sinh"), wording.when_nothing(made)),
            Fact(_("Làm tròn"), wording.rounding_of(made)),
            Fact(_("Đơn vị tính"), made.unit_of_measure),
            Fact(_("Mã chỉ tiêu"), made.code),
            Fact(_("Nguồn"), made.source, wide=True),
            Fact(_("Cách hiểu"), wording.note_of(made), wide=True),
        )
    )


def lines(table: FigureTable, asked: Asked, state: ListState) -> Table:
    """The figure line by line, with the sum row; each number opens its rows."""
    made = table.total.metric
    return Table(
        key="figure-lines",
        caption=_("%(name)s, chia theo %(by)s") % {"name": wording.name_of(made), "by": str(table.by.label).lower()},
        columns=(
            Column("name", str(table.by.label), phone="title", fixed=True),
            Column("value", wording.name_of(made), figures=True, phone="side", fixed=True, width="xxl"),
        ),
        rows=[
            Row(
                key_text(line.key),
                line.name,
                {
                    "name": Link(line.name, _line_url(made, asked, line.key), line.code if line.key else ""),
                    "value": _value(line.figure, _line_url(made, asked, line.key)),
                },
            )
            for line in table.lines
        ],
        sums=SumRow(_("Cộng"), {"value": _value(table.total, rows_url(made.code, asked))}),
        exports=(Action(_("CSV"), state.url(tai="csv"), "file-spreadsheet"),),
        empty=EmptyState(_("Không phát sinh trong kỳ này."), _("Chọn kỳ khác, hoặc bỏ bớt điều kiện.")),
        chooses_columns=False,
        keys_help=False,
    )


def _line_url(made: Metric, asked: Asked, key: object) -> str:
    assert asked.by is not None
    return rows_url(made.code, asked, theo=asked.by.value, khoa=key_text(key))  # type: ignore[arg-type]


def _value(figure: Figure, url: str) -> CellValue:
    if figure.denominator is None:
        return Num(figure.numerator, url)
    plain = figure.metric.rounding is Rounding.HALF_UP and figure.metric.places == 2 and figure.denominator
    if plain:
        return parts.Rate(figure.numerator, figure.denominator, url)
    return Link(figure.text, url, figure.fraction)


def trend_chart(figures: Sequence[Figure], asked: Asked) -> parts.TrendChart | None:
    """Month by month; nothing to draw below two months."""
    if len(figures) < 2:
        return None
    made = figures[0].metric
    name = wording.name_of(made)
    latest = figures[-1]
    months = [_month(figure) for figure in figures]
    return parts.TrendChart(
        sentence=_("%(month)s: %(name)s %(value)s") % {"month": months[-1], "name": name, "value": latest.text},
        axis=months,
        axis_head=_("Tháng"),
        lines=(parts.Series(name, [_drawn(figure) for figure in figures], [_month_url(f, asked) for f in figures]),),
    )


def _drawn(figure: Figure) -> int | Decimal | None:
    return figure.numerator if figure.rate is None else figure.rate.value


def _month(figure: Figure) -> str:
    period = figure.question.period
    return f"{period.last_on:%m/%Y}"


def _month_url(figure: Figure, asked: Asked) -> str:
    return rows_url(figure.metric.code, Asked(figure.question, None, asked.unit_code))


# --- Its rows ------------------------------------------------------------------------------------------------------


def rows_table(page: RowsPage, names: dict[int, str], state: ListState) -> Table:
    return Table(
        key="figure-rows",
        caption=_("Các dòng làm nên số liệu"),
        columns=(
            Column("code", _("Mã"), width="l", phone="code", fixed=True),
            Column("title", _("Tên"), phone="title", fixed=True),
            Column("unit", _("Đơn vị"), width="l", phone="meta"),
            Column("came", _("Phát sinh"), width="m", phone="meta"),
            Column("due", _("Hạn"), width="m", phone="side"),
            Column("closed", _("Xong"), width="m", phone="meta"),
        ),
        rows=[_row(row, names) for row in page.rows],
        paging=state.paging((page.next_after[0].isoformat(), page.next_after[1]) if page.next_after else None),
        exports=(Action(_("CSV"), state.url(tai="csv"), "file-spreadsheet"),),
        empty=EmptyState(_("Không có dòng nào."), _("Số liệu này bằng 0 trong kỳ đã chọn.")),
    )


def _row(row: FactRow, names: dict[int, str]) -> Row:
    return Row(
        str(row.item_id),
        row.code,
        {
            "code": parts.Code(row.code, row.url),
            "title": Link(row.title, row.url) if row.url else row.title,
            "unit": names.get(row.unit_id, ""),
            "came": words.local_day(row.came_at),
            "due": words.local_day(row.due_at) if row.due_at else None,
            "closed": words.local_day(row.closed_at) if row.closed_at else None,
        },
    )
