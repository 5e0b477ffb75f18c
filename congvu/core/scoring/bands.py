"""Do bands, or classes, cover every value exactly once? Each end is open or closed, so one value can fall between."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from itertools import pairwise
from typing import Protocol

from congvu.core.errors import N_
from congvu.core.scoring.findings import Finding, refuse


class Ended(Protocol):
    @property
    def min(self) -> Decimal | None: ...
    @property
    def min_inclusive(self) -> bool: ...
    @property
    def max(self) -> Decimal | None: ...
    @property
    def max_inclusive(self) -> bool: ...


_GAP_POINT = N_("Giá trị đúng bằng %(at)s không thuộc khoảng nào. Hãy đóng một đầu khoảng ở %(at)s.")
_GAP = N_("Giá trị từ %(from)s đến %(until)s không thuộc khoảng nào.")
_OVERLAP_POINT = N_("Giá trị đúng bằng %(at)s thuộc hai khoảng. Hãy mở một đầu khoảng ở %(at)s.")
_OVERLAP = N_("Hai khoảng chồng nhau từ %(from)s đến %(until)s.")
_EMPTY = N_("Khoảng này rỗng: đầu dưới %(from)s, đầu trên %(until)s.")


def covering(bands: Sequence[Ended], place: str, prefix: str = "band") -> Iterator[Finding]:
    """Gaps and overlaps between neighbours, `prefix`_gap and `prefix`_overlap; the place names the upper one."""
    ordered = sorted(range(len(bands)), key=lambda n: _start(bands[n]))
    for number in ordered:
        band = bands[number]
        if band.min is not None and band.max is not None and _is_empty(band):
            data = {"from": band.min, "until": band.max}
            yield refuse(f"{prefix}_empty", f"{place}[{number}]", _EMPTY, **data)
    for below, above in pairwise(ordered):
        yield from _between(bands[below], bands[above], f"{place}[{above}]", prefix)


def _start(band: Ended) -> tuple[bool, Decimal, bool]:
    return band.min is not None, band.min or Decimal(0), not band.min_inclusive


def _is_empty(band: Ended) -> bool:
    assert band.min is not None
    assert band.max is not None
    return band.min > band.max or (band.min == band.max and not (band.min_inclusive and band.max_inclusive))


def _between(below: Ended, above: Ended, place: str, prefix: str) -> Iterator[Finding]:
    end, start = below.max, above.min
    if end is None or start is None:
        at = next((each for each in (start, end) if each is not None), Decimal(0))
        yield refuse(f"{prefix}_overlap", place, _OVERLAP_POINT, at=at)
    elif end < start:
        yield refuse(f"{prefix}_gap", place, _GAP, **{"from": end, "until": start})
    elif end > start:
        yield refuse(f"{prefix}_overlap", place, _OVERLAP, **{"from": start, "until": end})
    elif below.max_inclusive and above.min_inclusive:
        yield refuse(f"{prefix}_overlap", place, _OVERLAP_POINT, at=end)
    elif not below.max_inclusive and not above.min_inclusive:
        yield refuse(f"{prefix}_gap", place, _GAP_POINT, at=end)
