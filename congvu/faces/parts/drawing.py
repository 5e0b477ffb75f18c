"""From values to the coordinates of a trend chart. Pure; the template only writes them down."""

from collections.abc import Callable, Sequence
from decimal import ROUND_FLOOR, Decimal
from typing import Final, TypeAlias

from congvu.faces import words
from congvu.faces.parts.figures import Drawing, Label, Series, TrendChart

XAxis: TypeAlias = Callable[[int], float]
YAxis: TypeAlias = Callable[[float], float]
Rect: TypeAlias = tuple[float, float, float, float, str]

_LEFT: Final = 8.0
_TOP: Final = 20.0
_FOOT: Final = 24.0


def nice_ticks(lowest: float, highest: float, wanted: int = 3) -> list[float]:
    """Round numbers around the range, from at or below the lowest to at or above the highest; zero-based when near
    zero.

    >>> nice_ticks(1985, 3622)
    [1000, 2000, 3000, 4000]
    >>> nice_ticks(0, 7)
    [0, 5, 10]
    >>> nice_ticks(96.2, 98.1)
    [96.0, 97.0, 98.0, 99.0]
    """
    if highest <= lowest:
        highest = lowest + max(1.0, abs(lowest))
    if 0 < lowest < highest / 3:
        lowest = 0
    rough = Decimal(str(highest - lowest)) / wanted
    magnitude = Decimal(10) ** rough.adjusted()
    step = next(magnitude * m for m in (1, 2, 5, 10) if magnitude * m >= rough)
    first = (Decimal(str(lowest)) / step).to_integral_value(ROUND_FLOOR) * step
    ticks = [first]
    while ticks[-1] < Decimal(str(highest)):
        ticks.append(ticks[-1] + step)
    return [
        int(tick) if step == step.to_integral_value() and _whole(lowest, highest) else float(tick) for tick in ticks
    ]


def draw_trend(chart: TrendChart, *, width: int, height: int) -> Drawing:
    label_room = 122.0 if width > 400 else 84.0
    right = width - label_room
    plot_bottom = (height - _FOOT) * 0.56 if chart.bars else height - _FOOT
    count = max(len(chart.axis), 1)
    pad = min((right - _LEFT) / count * 0.25, 11.6) if chart.bars else 0.0
    left, last = _LEFT + pad, right - pad

    def x(index: int) -> float:
        return round(left + (last - left) * index / max(count - 1, 1), 1)

    values = [float(v) for line in chart.lines for v in line.values if v is not None]
    lowest = min(values, default=0.0)
    ticks = nice_ticks(lowest, max(values, default=1.0))
    if len(ticks) > 2 and lowest - ticks[0] > (ticks[1] - ticks[0]) / 2:
        ticks = ticks[1:]  # an empty lower half would only flatten the lines
    floor = min(lowest, ticks[0])

    def y(value: float) -> float:
        return round(plot_bottom - (plot_bottom - _TOP) * (value - floor) / (ticks[-1] - floor), 1)

    labels = [Label(0, y(tick) - 4, words.number(Decimal(str(tick))), "tx") for tick in ticks]
    dots: list[tuple[float, float, str]] = []
    for number, line in enumerate(chart.lines, start=1):
        point = _latest(line)
        if point:
            dots.append((x(point[0]), y(float(point[1])), f"d{number}"))
    labels += _end_labels(chart.lines, dots)
    labels += [_note(chart, index, str(text), x(index), y) for index, text in chart.notes]
    labels += _axis_labels(chart.axis, x, height, every=2 if width > 400 else 4)
    rects: list[Rect] = []
    if chart.bars:
        rects, bar_labels = _bars(chart.bars, str(chart.bars_note), x, pad, top=plot_bottom + 44, bottom=height - _FOOT)
        labels += bar_labels if width > 400 else bar_labels[:1]
    return Drawing(
        width=width,
        height=height,
        right=right,
        grid=[y(tick) for tick in ticks],
        polylines=[(f"l{n}", run) for n, line in enumerate(chart.lines, start=1) for run in _runs(line, x, y)],
        dots=dots,
        rects=rects,
        labels=labels,
    )


def _runs(line: Series, x: XAxis, y: YAxis) -> list[str]:
    """Unbroken stretches of the line: a gap stays a gap."""
    runs: list[list[str]] = [[]]
    for index, value in enumerate(line.values):
        if value is None:
            runs.append([])
        else:
            runs[-1].append(f"{x(index)},{y(float(value))}")
    return [" ".join(run) for run in runs if run]


def _latest(line: Series) -> tuple[int, int | Decimal] | None:
    known = [(index, value) for index, value in enumerate(line.values) if value is not None]
    return known[-1] if known else None


def _end_labels(lines: Sequence[Series], dots: Sequence[tuple[float, float, str]]) -> list[Label]:
    """Names at the last points, moved apart so that they never cover each other."""
    texts = []
    for number, (line, (dot_x, dot_y, _css)) in enumerate(zip(lines, dots, strict=False), start=1):
        point = _latest(line)
        figure = words.number(point[1]) if point else "–"
        texts.append(Label(dot_x + 9, dot_y + 4, f"{line.name} {figure}", f"t{min(number, 2)}"))
    texts.sort(key=lambda label: label.y)
    placed: list[Label] = []
    for label in texts:
        lowest = placed[-1].y + 17 if placed else label.y
        placed.append(Label(label.x, max(label.y, lowest), label.text, label.css))
    return placed


def _note(chart: TrendChart, index: int, text: str, at: float, y: YAxis) -> Label:
    values = [float(line.values[index] or 0) for line in chart.lines if line.values[index] is not None]
    return Label(at, y(min(values, default=0)) + 18, text, "tx", "middle")


def _axis_labels(axis: Sequence[object], x: XAxis, height: int, *, every: int) -> list[Label]:
    end = len(axis) - 1
    shown = [index for index in range(0, len(axis), every) if end - index >= every] + [end]
    return [
        Label(x(index), height - 6, str(axis[index]), "tx", "start" if index == 0 else "middle")
        for index in shown
        if index >= 0
    ]


def _bars(
    series: Series, note: str, x: XAxis, half: float, *, top: float, bottom: float
) -> tuple[list[Rect], list[Label]]:
    highest = max((float(v) for v in series.values if v is not None), default=1) or 1
    rects: list[Rect] = []
    latest = _latest(series)
    for index, value in enumerate(series.values):
        if value is None:
            continue
        tall = round((bottom - top) * float(value) / highest, 1)
        css = "bl" if latest and index == latest[0] else "bm"
        rects.append((round(x(index) - half, 1), round(bottom - tall, 1), round(half * 2, 1), tall, css))
    if not latest:
        return rects, []
    at, head = x(latest[0]) + half + 6, rects[-1][1]
    figure = words.number(latest[1])
    first = min(head + 11, bottom - 20)
    labels = [Label(at, first, f"{series.name} {figure}", "t4")]
    if note:
        labels.append(Label(at, first + 17, note, "tx"))
    return rects, labels


def _whole(lowest: float, highest: float) -> bool:
    return float(lowest).is_integer() and float(highest).is_integer()
