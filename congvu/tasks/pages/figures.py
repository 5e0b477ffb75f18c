"""The figures of the tasks as parts of a page: each number opens its rows, each rate shows its fraction."""

from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from congvu.core.ratio import Ratio
from congvu.core.tracking.standing import ABOVE_80, BANDS, TIES, Means, points_between
from congvu.faces import words
from congvu.faces.lists import ListState
from congvu.faces.parts import (
    Action,
    Code,
    Column,
    EmptyState,
    Fact,
    Facts,
    Figure,
    Link,
    Num,
    Rate,
    Row,
    SumRow,
    Table,
    Trend,
)
from congvu.metrics.asked import Asked, key_text
from congvu.metrics.figures import CellLine
from congvu.metrics.pages import rows_url
from congvu.metrics.questions import By
from congvu.tasks.selectors.figures import TaskFigures, of_all_ratio, of_due_ratio, rate_of

LINES_SHOWN = 400
_GRID = (
    ("done", "done_on_time", "done_late", "done_no_deadline"),
    ("open", "open_in_term", "open_overdue", "open_no_deadline"),
)


def figures(found: TaskFigures, asked: Asked) -> tuple[Figure, ...]:
    """Total, both rates, overdue; each with what changed since the period before."""
    now, before = found.total.cells, found.before.total.cells
    return (
        Figure(
            _("Nhiệm vụ giao trong kỳ"),
            _url("total", asked),
            _("nhiệm vụ"),
            value=now["total"],
            trend=_count_trend(now["total"], before["total"]),
        ),
        Figure(
            _("Hoàn thành / tổng số giao"),
            _url("done", asked),
            _("nhiệm vụ đã giao"),
            numerator=now["done"],
            denominator=now["total"],
            trend=_rate_trend(of_all_ratio(found.total), of_all_ratio(found.before.total)),
        ),
        Figure(
            _("Hoàn thành / số đến hạn"),
            _url("done", asked),
            _("nhiệm vụ đến hạn"),
            numerator=now["done"],
            denominator=now["done"] + now["open_overdue"],
            trend=_rate_trend(of_due_ratio(found.total), of_due_ratio(found.before.total)),
        ),
        Figure(
            _("Quá hạn, chưa hoàn thành"),
            _url("open_overdue", asked),
            _("nhiệm vụ"),
            value=now["open_overdue"],
            denominator=now["total"],
            trend=_count_trend(now["open_overdue"], before["open_overdue"], less_is_good=True),
        ),
    )


def _url(cell: str, asked: Asked, **more: str) -> str:
    return rows_url(f"tasks_{cell}", asked, **more)


def _count_trend(now: int, before: int, *, less_is_good: bool = False) -> Trend:
    change = now - before
    text = _("%(change)s so với kỳ trước (%(before)s)") % {
        "change": words.signed(change),
        "before": words.number(before),
    }
    good = None if not less_is_good or not change else change < 0
    return Trend("up" if change > 0 else "down" if change < 0 else "flat", text, good)


def _rate_trend(now: Ratio, before: Ratio) -> Trend | None:
    points = points_between(rate_of(now), rate_of(before))
    if points is None:
        return None
    text = _("%(points)s điểm phần trăm so với kỳ trước") % {"points": words.signed(points)}
    return Trend(
        "up" if points > 0 else "down" if points < 0 else "flat", text, None if points == Decimal(0) else points > 0
    )


def grid(found: TaskFigures, asked: Asked) -> Table:
    """Two by two, with what has no deadline in a column of its own."""
    cells = found.total.cells
    names = (_("Hoàn thành"), _("Chưa hoàn thành"))
    columns = (
        Column("name", _("Nhiệm vụ"), phone="title", fixed=True),
        Column("in_term", _("Đúng hạn, trong hạn"), figures=True, fixed=True, phone="meta"),
        Column("late", _("Quá hạn"), figures=True, fixed=True, phone="meta"),
        Column("no_deadline", _("Không có thời hạn"), figures=True, fixed=True, phone="meta"),
        Column("all", _("Cộng"), figures=True, fixed=True, phone="side"),
    )
    rows = [
        Row(
            whole,
            name,
            {
                "name": name,
                "in_term": _num(cells, in_term, asked),
                "late": _num(cells, late, asked, hot=late.startswith("open")),
                "no_deadline": _num(cells, none, asked),
                "all": _num(cells, whole, asked),
            },
        )
        for name, (whole, in_term, late, none) in zip(names, _GRID, strict=True)
    ]
    sums = {
        "in_term": Num(cells["done_on_time"] + cells["open_in_term"]),
        "late": Num(cells["done_late"] + cells["open_overdue"]),
        "no_deadline": _num(cells, "no_deadline", asked),
        "all": _num(cells, "total", asked),
    }
    return Table(
        key="task-grid",
        caption=_("Bảng ô: hoàn thành và thời hạn"),
        columns=columns,
        rows=rows,
        sums=SumRow(_("Tổng số"), sums),
        chooses_columns=False,
        keys_help=False,
    )


def _num(cells: Any, cell: str, asked: Asked, *, hot: bool = False) -> Num:
    return Num(cells[cell], _url(cell, asked) if cells[cell] else "", hot=hot and bool(cells[cell]))


def marks(found: TaskFigures, asked: Asked) -> Facts:
    """What lies across the cells, and what stands apart."""
    cells = found.total.cells
    named = (
        ("returned", _("Chưa đạt yêu cầu, bị trả lại")),
        ("extended", _("Được gia hạn")),
        ("claimed", _("Đã báo xong, chờ chấp nhận")),
        ("claimed_overdue", _("trong đó đang quá hạn")),
        ("withdrawn", _("Đã thu hồi (ngoài tổng số)")),
        ("carried_over", _("Kỳ trước chuyển sang (ngoài tổng số)")),
        ("carried_over_done", _("trong đó đã hoàn thành")),
        ("carried_over_overdue", _("trong đó đang quá hạn")),
    )
    return Facts(
        tuple(Fact(name, words.number(cells[cell]), _url(cell, asked) if cells[cell] else "") for cell, name in named)
    )


def bands(found: TaskFigures) -> Table:
    """How many units fall into each band, its ends stated; and how many above 80 %, across the bands."""
    counted = sum(found.bands.values())
    rows = [
        Row(
            band.code,
            str(_(band.name)),
            {
                "name": _(band.name),
                "count": Num(found.bands[band.code], hot=band.code == "over" and found.bands["over"] > 0),
            },
        )
        for band in BANDS
        if band.code != "over" or found.bands["over"]
    ]
    rows.append(Row("none", _("không phát sinh"), {"name": _("không phát sinh"), "count": Num(found.bands["none"])}))
    rows.append(
        Row(
            "above_80",
            _(ABOVE_80.name),
            {"name": _("riêng %(band)s") % {"band": _(ABOVE_80.name)}, "count": Num(found.above_80)},
        )
    )
    return Table(
        key="task-bands",
        caption=_("Đơn vị theo nhóm tỷ lệ hoàn thành trên tổng số giao"),
        columns=(
            Column("name", _("Tỷ lệ hoàn thành / tổng số"), phone="title", fixed=True),
            Column("count", _("Số đơn vị"), figures=True, fixed=True, phone="side"),
        ),
        rows=rows,
        sums=SumRow(_("Cộng (không kể dòng “riêng”)"), {"count": Num(counted)}),
        chooses_columns=False,
        keys_help=False,
    )


def two_means(found: TaskFigures) -> Facts:
    """The pooled rate and the mean of the units' rates, both named: printed reports mix them."""
    return Facts(
        (
            *_mean_facts(_("hoàn thành / tổng số"), found.means_of_all),
            *_mean_facts(_("hoàn thành / đến hạn"), found.means_of_due),
        )
    )


def _mean_facts(name: str, both: Means) -> tuple[Fact, ...]:
    pooled = rate_of(both.pooled)
    mean = "–" if both.of_rates is None else f"{words.number(both.of_rates, 2)} %"
    units = _("%(mean)s, bình quân của %(count)s đơn vị có phát sinh") % {"mean": mean, "count": both.counted}
    return (
        Fact(_("Tỷ lệ gộp, %(name)s") % {"name": name}, f"{pooled.text()} ({pooled.fraction()})"),
        Fact(_("Bình quân các tỷ lệ, %(name)s") % {"name": name}, units),
    )


def lines(found: TaskFigures, asked: Asked, state: ListState) -> Table:
    """Line by line, the best first, with the rank; the sum row says what it sums."""
    by = found.table.by
    assert by is not None
    ranks = by is By.UNIT
    head = [
        *([Column("rank", _("Hạng"), figures=True, phone="meta", fixed=True)] if ranks else []),
        Column("name", str(by.label), phone="title", fixed=True),
        Column("total", _("Tổng số"), figures=True, phone="meta"),
        Column("done", _("Hoàn thành"), figures=True, phone="meta"),
        Column("done_late", _("xong quá hạn"), figures=True, phone="hide"),
        Column("open_in_term", _("Đang làm, trong hạn"), figures=True, phone="hide", hidden_at_first=True),
        Column("open_overdue", _("Quá hạn"), figures=True, phone="meta"),
        Column("no_deadline", _("Không thời hạn"), figures=True, phone="hide", hidden_at_first=True),
        Column("returned", _("Trả lại"), figures=True, phone="hide"),
        Column("of_all", _("Hoàn thành / tổng số"), figures=True, phone="side", fixed=True),
        Column("of_due", _("Hoàn thành / đến hạn"), figures=True, phone="meta"),
    ]
    rows = [
        Row(
            key_text(one.of.key),
            one.of.name,
            {"rank": _rank(one.rank, one.shared), **_line(one.of, asked, theo=by.value, khoa=key_text(one.of.key))},
        )
        for one in found.standings[:LINES_SHOWN]
    ]
    return Table(
        key="task-lines",
        caption=_("Số liệu nhiệm vụ, chia theo %(by)s") % {"by": str(by.label).lower()},
        columns=tuple(head),
        rows=rows,
        shown=state.columns,
        sums=SumRow(
            _("Cộng %(count)s dòng") % {"count": words.number(len(found.standings))},
            {name: value for name, value in _line(found.total, asked).items() if name != "name" or ranks},
        ),
        exports=(
            Action(_("Excel"), state.url(tai="xlsx"), "file-spreadsheet"),
            Action(_("CSV"), state.url(tai="csv"), "file-spreadsheet"),
        ),
        empty=EmptyState(_("Không có nhiệm vụ nào được giao trong kỳ này."), _("Chọn kỳ khác, hoặc bỏ bớt điều kiện.")),
        keys_help=False,
        back_url=state.url(),
    )


def _rank(rank: int | None, shared: bool) -> str:
    if rank is None:
        return "–"
    return f"{rank} ({_('đồng hạng')})" if shared else str(rank)


def _line(line: CellLine, asked: Asked, **place: str) -> dict[str, Any]:
    def number(cell: str, *, hot: bool = False) -> Num:
        count = line.cells[cell]
        return Num(count, _url(cell, asked, **place) if count else "", hot=hot and count > 0)

    due = of_due_ratio(line)
    return {
        "name": Link(line.name, _url("total", asked, **place), line.code if line.code != line.name else "")
        if place
        else "",
        "total": number("total"),
        "done": number("done"),
        "done_late": number("done_late"),
        "open_in_term": number("open_in_term"),
        "open_overdue": number("open_overdue", hot=True),
        "no_deadline": number("no_deadline"),
        "returned": number("returned"),
        "of_all": Rate(line.cells["done"], line.cells["total"], _url("done", asked, **place)),
        "of_due": Rate(due.numerator, due.denominator, _url("done", asked, **place)),
    }


def late(found: TaskFigures, asked: Asked) -> Table:
    """Who is late, with the working days."""
    return Table(
        key="task-late",
        caption=_("Nhiệm vụ quá hạn, chưa hoàn thành"),
        noun=_("nhiệm vụ"),
        columns=(
            Column("code", _("Mã"), phone="code", fixed=True),
            Column("title", _("Nhiệm vụ"), phone="title", fixed=True),
            Column("unit", _("Chủ trì"), width="l", phone="meta", fixed=True),
            Column("due", _("Hạn"), width="m", phone="meta", fixed=True),
            Column("days", _("Quá hạn"), unit=_("ngày làm việc"), figures=True, phone="side", fixed=True),
        ),
        rows=[
            Row(
                row.code,
                row.code,
                {
                    "code": Code(row.code),
                    "title": Link(row.title, row.url),
                    "unit": row.unit,
                    "due": row.due_on,
                    "days": Num(row.days_late, hot=True),
                },
            )
            for row in found.late
        ],
        empty=EmptyState(_("Không có nhiệm vụ nào quá hạn."), _("Danh sách tính đến hết ngày đã chọn.")),
        chooses_columns=False,
        keys_help=False,
    )


def ties() -> str:
    return _(TIES)


def closing_url(found: TaskFigures) -> str:
    return reverse("metrics:closing", args=[found.closed.id]) if found.closed else ""
