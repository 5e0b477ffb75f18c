"""Order, cycles, roll-up and differences, without a database."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvu.tasks.plans.difference import Kind, Said, changes
from congvu.tasks.plans.tree import ParentUnknown, PlanCycle, cycle_in, places, rolled_up


def test_a_cycle_is_named() -> None:
    with pytest.raises(PlanCycle) as refused:
        places({"1": "", "2": "4", "3": "2", "4": "3"})
    assert refused.value.data["codes"] == "2, 4, 3"


def test_an_item_below_itself_is_a_cycle() -> None:
    with pytest.raises(PlanCycle):
        places({"1": "1"})


def test_a_parent_must_exist() -> None:
    with pytest.raises(ParentUnknown):
        places({"1": "9"})


def test_ten_thousand_deep() -> None:
    parents = {str(n): str(n - 1) if n else "" for n in range(10_000)}
    assert places(parents)[-1].depth == 9_999


def test_a_branch_holds_all_below_it() -> None:
    order = places({"1": "", "1.1": "1", "1.2": "1", "1.2.1": "1.2"})
    assert rolled_up(order, {"1.1": (1, 1), "1.2": (0, 1), "1.2.1": (1, 1)}) == {
        "1": (2, 3), "1.1": (1, 1), "1.2": (1, 2), "1.2.1": (1, 1),
    }  # fmt: skip


@given(st.dictionaries(st.integers(0, 12), st.integers(-1, 12), max_size=12))
def test_places_gives_every_item_once_or_names_the_cycle(raw: dict[int, int]) -> None:
    parents = {str(code): "" if above < 0 or above not in raw else str(above) for code, above in raw.items()}
    cycle = cycle_in(parents)
    if cycle:
        with pytest.raises(PlanCycle):
            places(parents)
        following = dict(zip(cycle, [*cycle[1:], cycle[0]], strict=True))
        assert all(parents[code] == following[code] for code in cycle)
    else:
        found = places(parents)
        assert sorted(place.code for place in found) == sorted(parents)
        met: set[str] = set()
        for place in found:
            assert set(place.above) <= met
            met.add(place.code)


def test_a_difference_says_what_came_went_and_changed() -> None:
    before = {"1": Said(task="A", due_on=date(2026, 6, 30), lead_unit=1), "2": Said(task="B")}
    after = {"1": Said(task="A", due_on=date(2026, 9, 30), lead_unit=2), "3": Said(task="C")}
    found = [(change.kind, change.code, change.field) for change in changes(before, after)]
    assert found == [
        (Kind.CHANGED, "1", "lead_unit"), (Kind.CHANGED, "1", "due_on"), (Kind.REMOVED, "2", ""), (Kind.ADDED, "3", ""),
    ]  # fmt: skip
    assert changes(before, before) == []
