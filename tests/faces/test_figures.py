"""Figures carry their fraction; charts show what the values say."""

from decimal import Decimal

import pytest

from congvu.faces.gallery.board import age_bars, cause_bars, trend, units_table
from congvu.faces.gallery.matter import clocks
from congvu.faces.parts import Clock, Figure, Rate, Segment, Series, ThreeClocks, TrendChart
from congvu.faces.parts.drawing import draw_trend, nice_ticks


def test_a_rate_shows_its_fraction() -> None:
    figure = Figure("Đúng hạn", "#", "hồ sơ đã trả", numerator=41806, denominator=43046)
    assert (figure.value_text, figure.unit) == ("97,12", "%")
    assert figure.fraction_text == "41.806 / 43.046 hồ sơ đã trả"


def test_a_count_says_out_of_how_many() -> None:
    assert (
        Figure("Quá hạn", "#", "hồ sơ đang mở", value=0, denominator=9874).fraction_text == "trong 9.874 hồ sơ đang mở"
    )
    assert Figure("Quá hạn", "#", "hồ sơ đang mở", value=0).value_text == "0"


def test_a_rate_of_nothing_is_a_dash() -> None:
    figure = Figure("Đúng hạn", "#", "hồ sơ đã trả", numerator=0, denominator=0)
    assert (figure.value_text, figure.unit) == ("–", "")


def test_sums_of_bars_are_the_sums_of_what_is_shown() -> None:
    assert (age_bars().total, age_bars().part_total) == (9874, 214)
    assert cause_bars().total == 1240
    assert [share for *_rest, share in cause_bars().rows] == ["33,2 %", "27,3 %", "24,3 %", "9,5 %", "5,7 %"]


def test_the_sum_row_adds_up() -> None:
    table = units_table()
    rates = [row.cells["rate"] for row in table.rows]
    assert table.sums is not None
    total = table.sums.cells["rate"]
    assert isinstance(total, Rate)
    assert total.numerator == sum(rate.numerator for rate in rates if isinstance(rate, Rate))
    assert total.text == "96,16 %"


@pytest.mark.parametrize(
    ("lowest", "highest"), [(0, 0), (0, 7), (5, 5), (1985, 3622), (96.2, 98.1), (0.01, 0.02), (-5, 12), (0, 10_000_000)]
)
def test_ticks_enclose_the_values(lowest: float, highest: float) -> None:
    ticks = nice_ticks(lowest, highest)
    assert ticks[0] <= lowest
    assert ticks[-1] >= highest
    assert ticks == sorted(set(ticks))
    assert 2 <= len(ticks) <= 7


def test_higher_values_are_drawn_higher_and_inside() -> None:
    drawing = trend().wide
    points = [tuple(map(float, pair.split(","))) for pair in drawing.polylines[0][1].split()]
    values = [float(value) for value in trend().lines[0].values if value is not None]
    assert min(y for _x, y in points) == points[values.index(max(values))][1]
    assert all(0 <= x <= drawing.right and 0 <= y <= drawing.height for x, y in points)
    assert points == sorted(points)


def test_a_gap_stays_a_gap() -> None:
    chart = TrendChart("", ("a", "b", "c", "d", "e"), "", (Series("Nhận", (1, 2, None, 4, 5)),))
    assert len(draw_trend(chart, width=640, height=270).polylines) == 2
    assert chart.lines[0].cells[2][0] == "–"


def test_end_labels_do_not_cover_each_other() -> None:
    chart = TrendChart("", ("a", "b"), "", (Series("Nhận", (10, 20)), Series("Xong", (10, 20))))
    ends = sorted(label.y for label in draw_trend(chart, width=640, height=270).labels if label.css in ("t1", "t2"))
    assert ends[1] - ends[0] >= 16


def test_an_empty_chart_is_drawn_without_fault() -> None:
    assert draw_trend(TrendChart("", (), "", (Series("Nhận", ()),)), width=640, height=270).dots == []


def test_clocks_share_one_scale() -> None:
    three = clocks()
    assert three.scale == Decimal("14.0")
    for _clock, segments in three.bars:
        widths = sum((Decimal(segment.width.rstrip("%")) for segment in segments), Decimal(0))
        assert abs(widths - 100) < Decimal("0.1")


def test_a_narrow_segment_carries_no_figure() -> None:
    clock = Clock("", "", (Segment("used", Decimal("0.2")), Segment("left", Decimal("9.8"))), "", "")
    _clock, segments = ThreeClocks((clock,)).bars[0]
    assert [segment.text for segment in segments] == ["", "9,8"]
