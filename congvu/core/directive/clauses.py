"""Numbered clauses of a pasted text: I., 1., 1.1., a), -, and paragraphs without a number."""

import re
from dataclasses import dataclass

_MARKERS = (
    (0, re.compile(r"((?:Điều|Mục)\s+\d{1,3}|[IVX]{1,5})[.:)]\s+")),
    (2, re.compile(r"(\d{1,2}\.\d{1,2}(?:\.\d{1,2})?)[.)]?\s+")),
    (1, re.compile(r"(\d{1,2})[.)]\s+")),
    (3, re.compile(r"([a-zđ])[.)]\s+")),
    (4, re.compile(r"([-–—+•*])\s*(?=\S)")),
)
_BULLET, _PLAIN = 4, 5
_ENDED = (".", ";", ":", "!", "/.")


@dataclass(frozen=True, slots=True)
class Clause:
    """`number` as a reader finds it (`2.a`, `2.a.–1`: the first dash under 2.a); empty for a plain paragraph.

    The text from `start` to `end` is without the marker. `parent` is the place of the clause above in the list.
    """

    number: str
    level: int
    start: int
    end: int
    parent: int | None


def clauses_of(text: str) -> list[Clause]:
    """In the order of the text; a line without a marker continues the clause before, unless that one had ended.

    >>> [clause.number for clause in clauses_of("1. Sở Nội vụ:\\na) Rà soát.\\n- Báo cáo.\\n2. Sở Tài chính bố trí.")]
    ['1', '1.a', '1.a.–1', '2']
    """
    found: list[Clause] = []
    for line_start, line in _lines(text):
        marker = _marker(line)
        if marker is None and found and _goes_on(text, found[-1], line_start):
            last = found.pop()
            found.append(Clause(last.number, last.level, last.start, line_start + len(line.rstrip()), last.parent))
            continue
        level, own, skipped = marker or (_PLAIN, "", len(line) - len(line.lstrip()))
        parent = _parent(found, level)
        number = _number(found, level, own, parent)
        found.append(Clause(number, level, line_start + skipped, line_start + len(line.rstrip()), parent))
    return found


def _lines(text: str) -> list[tuple[int, str]]:
    start, lines = 0, []
    for line in text.split("\n"):
        if line.strip():
            lines.append((start, line))
        start += len(line) + 1
    return lines


def _marker(line: str) -> tuple[int, str, int] | None:
    indent = len(line) - len(line.lstrip())
    for level, pattern in _MARKERS:
        match = pattern.match(line, indent)
        if match:
            return level, match[1], match.end()
    return None


def _goes_on(text: str, last: Clause, line_start: int) -> bool:
    """A pasted text breaks its lines: no blank line between, and the sentence had not ended."""
    between = text[last.end : line_start]
    return between.count("\n") == 1 and not text[last.start : last.end].rstrip().endswith(_ENDED)


def _parent(found: list[Clause], level: int) -> int | None:
    if level == _PLAIN:
        return None
    for place in range(len(found) - 1, -1, -1):
        if found[place].level == _PLAIN and not found[place].number:
            return None
        if found[place].level < level:
            return place
    return None


def _number(found: list[Clause], level: int, own: str, parent: int | None) -> str:
    if level == _PLAIN:
        return ""
    above = found[parent].number if parent is not None else ""
    if level == _BULLET:
        siblings = sum(one.parent == parent and one.level == _BULLET for one in found)
        own = f"–{siblings + 1}"
    if level == 2:  # 1.2 carries its own way from the top, but for the Roman number above
        above = _roman_above(found, parent)
    return f"{above}.{own}" if above else own


def _roman_above(found: list[Clause], place: int | None) -> str:
    while place is not None and found[place].level:
        place = found[place].parent
    return found[place].number if place is not None else ""
