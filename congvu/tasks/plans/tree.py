"""The tree of a plan, from parent codes: order, depth, cycles. Pure."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from congvu.core.errors import N_, DomainError
from congvu.core.text import vi_sort_key


class PlanCycle(DomainError):
    code = "plan_cycle"
    sentence = N_("Các mục %(codes)s nằm dưới lẫn nhau thành vòng. Hãy sửa mục cha của một trong các mục này.")
    status = 422


class ParentUnknown(DomainError):
    code = "plan_parent_unknown"
    sentence = N_("Mục %(item)s ghi mục cha %(parent)s nhưng kế hoạch không có mục đó.")
    status = 422


@dataclass(frozen=True, slots=True)
class Place:
    """Where an item stands: its depth, 0 at the top, and the codes of all above it, the nearest first."""

    code: str
    depth: int
    above: tuple[str, ...]


def places(parents: Mapping[str, str]) -> list[Place]:
    """Every item in reading order: parents before children, siblings as their codes sort (“2” before “10”).

    `parents`: code → code of its parent, "" at the top. Raises ParentUnknown, PlanCycle.

    >>> [(p.code, p.depth) for p in places({"1": "", "1.10": "1", "1.2": "1", "2": ""})]
    [('1', 0), ('1.2', 1), ('1.10', 1), ('2', 0)]
    """
    children: dict[str, list[str]] = {}
    for code, parent in parents.items():
        if parent and parent not in parents:
            raise ParentUnknown(field="parent_code", item=code, parent=parent)
        children.setdefault(parent, []).append(code)
    found = list(_walk(children))
    if len(found) < len(parents):
        raise PlanCycle(field="parent_code", codes=", ".join(cycle_in(parents)))
    return found


def _walk(children: Mapping[str, list[str]]) -> Iterator[Place]:
    """Without recursion: a plan may be as deep as somebody likes."""
    waiting = [Place(code, 0, ()) for code in sorted(children.get("", ()), key=vi_sort_key, reverse=True)]
    while waiting:
        place = waiting.pop()
        yield place
        below = sorted(children.get(place.code, ()), key=vi_sort_key, reverse=True)
        waiting += [Place(code, place.depth + 1, (place.code, *place.above)) for code in below]


def cycle_in(parents: Mapping[str, str]) -> tuple[str, ...]:
    """The codes of one cycle in their order; () when there is none."""
    safe: set[str] = set()
    for start in sorted(parents, key=vi_sort_key):
        path: list[str] = []
        code = start
        while code and code not in safe and code not in path:
            path.append(code)
            code = parents.get(code, "")
        if code and code in path:
            return tuple(path[path.index(code) :])
        safe.update(path)
    return ()


def rolled_up(order: Iterable[Place], own: Mapping[str, tuple[int, int]]) -> dict[str, tuple[int, int]]:
    """(done, all) of each branch: the item's own with everything below it."""
    sums = {place.code: own.get(place.code, (0, 0)) for place in order}
    for place in order:
        done, every = own.get(place.code, (0, 0))
        for code in place.above:
            before = sums[code]
            sums[code] = (before[0] + done, before[1] + every)
    return sums
