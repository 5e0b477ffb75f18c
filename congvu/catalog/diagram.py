"""A process as a picture of boxes and arrows, read from top to bottom, on a phone as well. Pure; the template draws it.

Every way onward is an arrow. Ways back and refusals stand as words in the box: a table lets most steps go back to every
earlier one, and a net of lines would hide the way that dossiers take.
"""

from collections.abc import Iterator
from dataclasses import dataclass

from congvu.core.numbers import format_number
from congvu.core.process import Process, Step, Verb
from congvu.core.process.layout import ONWARD, Spot, spots

WIDTH, HEIGHT, GAP_X, GAP_Y, EDGE = 264, 78, 28, 38, 20
_LINE = 33  # letters that fit into a line of a box


@dataclass(frozen=True, slots=True)
class Text:
    x: int
    y: int
    text: str
    css: str


@dataclass(frozen=True, slots=True)
class Shape:
    """A box. `css`: pd-b, and pd-w where it waits, pd-j where branches meet. `sentence` is read out."""

    x: int
    y: int
    css: str
    texts: tuple[Text, ...]
    sentence: str


@dataclass(frozen=True, slots=True)
class Arrow:
    points: str
    css: str


@dataclass(frozen=True, slots=True)
class Diagram:
    width: int
    height: int
    box_width: int
    box_height: int
    shapes: tuple[Shape, ...]
    arrows: tuple[Arrow, ...]
    ends: tuple[tuple[int, int], ...]
    start: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Labels:
    """Words of the picture, in the reader's language. `time` and `role` turn core words into the reader's."""

    back: str
    refuse: str
    end: str
    join: str
    waits: str


def diagram(process: Process, labels: Labels, *, say_time, say_role) -> Diagram:  # type: ignore[no-untyped-def]
    """The picture; its size grows with ranks and branches."""
    place = spots(process)
    number = _numbers(process)
    columns = max(spot.column for spot in place.values()) + 1
    ranks = max(spot.rank for spot in place.values()) + 1
    skips = list(_skips(process, place))
    width = 2 * EDGE + columns * WIDTH + (columns - 1) * GAP_X + 14 * len(skips)
    shapes = tuple(
        _shape(process, step, place[step.code], number, labels, say_time, say_role) for step in process.steps
    )
    arrows = tuple(_arrows(process, place, skips, columns))
    ends = tuple(
        (_middle(place[way.source]), _top(place[way.source]) + HEIGHT + 24)
        for way in process.transitions if way.verb is Verb.FINISH
    )  # fmt: skip
    height = 44 + ranks * (HEIGHT + GAP_Y) + 20
    start = (_middle(place[process.start]), 20)
    return Diagram(width, height, WIDTH, HEIGHT, shapes, arrows, ends, start)


def _numbers(process: Process) -> dict[str, int]:
    """As the table counts: every row, waits too."""
    return {step.code: place for place, step in enumerate(process.steps, 1)}


def _left(spot: Spot) -> int:
    return EDGE + spot.column * (WIDTH + GAP_X)


def _top(spot: Spot) -> int:
    return 52 + spot.rank * (HEIGHT + GAP_Y)


def _middle(spot: Spot) -> int:
    return _left(spot) + WIDTH // 2


def _shape(process, step, spot, number, labels, say_time, say_role) -> Shape:  # type: ignore[no-untyped-def]
    x, y = _left(spot), _top(spot)
    name = f"{number[step.code]}. {step.name}"
    lines = _wrapped(name, 2)
    time = say_time(step.allowance.text) if step.allowance else ""
    who = labels.waits if step.waits_for else step.role_unit or say_role(step.role.label)
    small = _short(" · ".join(part for part in (time, who) if part), _LINE + 5)
    other = _short(_other_ways(process, step, number, labels), _LINE + 5)
    texts = [Text(x + 12, y + 20 + 17 * n, line, "pd-n") for n, line in enumerate(lines)]
    texts += [
        Text(x + 12, y + 20 + 17 * (len(lines) + n), line, "pd-s")
        for n, line in enumerate(filter(None, (small, other)))
    ]
    css = "pd-b pd-w" if step.waits_for else "pd-b pd-j" if step.join else "pd-b"
    sentence = "; ".join(part for part in (name, who, time, _other_ways(process, step, number, labels)) if part)
    return Shape(x, y, css, tuple(texts), sentence)


def _other_ways(process: Process, step: Step, number: dict[str, int], labels: Labels) -> str:
    ways = list(process.leaving(step.code))
    back = sorted(number[way.targets[0]] for way in ways if way.verb is Verb.SEND_BACK)
    refuse = [str(number[way.targets[0]]) if way.targets else labels.end for way in ways if way.verb is Verb.REFUSE]
    join = ""
    if step.join:
        join = f"{labels.join} {step.join.needs or ''}".strip()
    return " · ".join(
        part
        for part in (
            join,
            f"{labels.back} {_ranges(back)}" if back else "",
            f"{labels.refuse} → {', '.join(refuse)}" if refuse else "",
        )
        if part
    )


def _ranges(numbers: list[int]) -> str:
    """
    >>> _ranges([1, 2, 3, 5])
    '1–3, 5'
    """
    runs: list[list[int]] = []
    for n in numbers:
        if runs and n == runs[-1][-1] + 1:
            runs[-1].append(n)
        else:
            runs.append([n])
    return ", ".join(format_number(r[0]) if len(r) == 1 else f"{r[0]}–{r[-1]}" for r in runs)


def _wrapped(text: str, most: int) -> list[str]:
    """Words in at most so many lines; what does not fit ends with an ellipsis (the table beside has it whole)."""
    lines: list[str] = []
    for word in text.split():
        if lines and len(lines[-1]) + 1 + len(word) <= _LINE:
            lines[-1] = f"{lines[-1]} {word}"
        elif len(lines) < most:
            lines.append(word)
        else:
            lines[-1] = _short(f"{lines[-1]} {word}", _LINE)
            break
    return lines


def _short(text: str, most: int) -> str:
    return text if len(text) <= most else f"{text[: most - 1].rstrip()}…"


# --- Arrows ----------------------------------------------------------------------------------------------------------


def _skips(process: Process, place: dict[str, Spot]) -> Iterator[tuple[str, str]]:
    """Ways that pass another rank, or lead up: drawn round the right side."""
    for way in process.transitions:
        if way.verb in ONWARD:
            for target in way.targets:
                if place[target].rank - place[way.source].rank != 1:
                    yield way.source, target


def _arrows(process: Process, place: dict[str, Spot], skips: list[tuple[str, str]], columns: int) -> Iterator[Arrow]:
    right = EDGE + columns * WIDTH + (columns - 1) * GAP_X
    for way in process.transitions:
        if way.verb is Verb.FINISH:
            spot = place[way.source]
            yield Arrow(f"{_middle(spot)},{_top(spot) + HEIGHT} {_middle(spot)},{_top(spot) + HEIGHT + 15}", "pd-l")
        if way.verb not in ONWARD:
            continue
        for target in way.targets:
            source, to = place[way.source], place[target]
            x1, y1, x2, y2 = _middle(source), _top(source) + HEIGHT, _middle(to), _top(to)
            css = "pd-l pd-o" if way.verb is Verb.HAND_OUT else "pd-l"
            if (way.source, target) in skips:
                lane = right + 8 + 14 * skips.index((way.source, target))
                side = _left(source) + WIDTH
                into = _left(to) + WIDTH
                middle_1, middle_2 = _top(source) + HEIGHT // 2, _top(to) + HEIGHT // 2
                yield Arrow(f"{side},{middle_1} {lane},{middle_1} {lane},{middle_2} {into},{middle_2}", css)
            elif x1 == x2:
                yield Arrow(f"{x1},{y1} {x2},{y2}", css)
            else:
                bend = y1 + GAP_Y // 2
                yield Arrow(f"{x1},{y1} {x1},{bend} {x2},{bend} {x2},{y2}", css)
    spot = place[process.start]
    yield Arrow(f"{_middle(spot)},28 {_middle(spot)},{_top(spot)}", "pd-l")
