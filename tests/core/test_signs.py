"""Signs: what must be noticed, what must not, and that no row is lost, doubled or carried to another unit."""

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from congvu.core import signs
from congvu.core.signs import Act, Filing, Limits, LimitUnknown, LimitUnusable, Sign
from congvu.indexes.signs import limits as packaged

D = Decimal
SHUT = datetime(2026, 1, 20, 17, tzinfo=UTC)
LIMITS = Limits(24, 24, 3, D(20), 15, 3, 3, 4, D(20), D(2), 5, 10, 24)


def act(minutes: float, *, unit: int = 1, what: str = "a", **more: object) -> Act:
    """So many minutes before the shut."""
    return Act(unit, what, SHUT - timedelta(minutes=minutes), **more)  # type: ignore[arg-type]


def test_the_packaged_limits_are_whole() -> None:
    assert packaged().burst_count == 15


@pytest.mark.parametrize(
    ("change", "error"),
    [({"nope": 1}, LimitUnknown), ({"burst_count": 0}, LimitUnusable), ({"paused_percent": "NaN"}, LimitUnusable)],
)
def test_unusable_limits_are_refused(change: dict[str, object], error: type[Exception]) -> None:
    whole = dict.fromkeys(Limits.__slots__, 1)
    assert signs.limits_from(whole).paused_percent == 1
    with pytest.raises(error):
        signs.limits_from({**whole, **change})


def test_a_missing_limit_is_refused() -> None:
    with pytest.raises(LimitUnusable):
        signs.limits_from({"burst_count": 5})


@pytest.mark.parametrize(
    ("history", "noticed"),
    [
        ([(2000, "3"), (60, "5")], 1),  # raised an hour before
        ([(2000, "5"), (60, "3")], 0),  # lowered
        ([(60, "5")], 0),  # scored for the first time
        ([(3000, "3"), (1441, "5")], 0),  # a minute too early
        ([(2000, "3"), (60, "3")], 0),  # saved again
        ([(2000, "3"), (-5, "5")], 0),  # after the shut: another stage
        ([(2000, "3"), (90, "4"), (60, "5")], 2),
    ],
)
def test_raised_late(history: list[tuple[int, str]], noticed: int) -> None:
    acts = [act(minutes, after=D(points)) for minutes, points in history]
    found = signs.raised_late(acts, {1: SHUT}, LIMITS)
    assert sum(one.count for one in found) == noticed
    assert signs.raised_late(acts, {}, LIMITS) == []


def test_three_of_ten_pauses_near_the_end_are_noticed_and_three_of_twenty_are_not() -> None:
    pauses = [act(n, what=str(n), due_at=SHUT) for n in (10, 20, 30)] + [act(2000, due_at=SHUT), act(5)]
    (found,) = signs.paused_late(pauses, {1: 10}, LIMITS)
    assert (found.sign, found.count, found.out_of) == (Sign.PAUSED_LATE, 3, 10)
    assert signs.paused_late(pauses, {1: 20}, LIMITS) == []
    assert signs.paused_late(pauses[1:], {1: 10}, LIMITS) == []


def test_closed_and_opened_again_within_fifteen_days() -> None:
    again = [act(0, what=str(n), due_at=SHUT + timedelta(days=15)) for n in range(3)]
    assert [one.count for one in signs.reopened(again, LIMITS)] == [3]
    late = Act(1, "x", SHUT, due_at=SHUT + timedelta(days=15, seconds=1))
    assert signs.reopened([*again[:2], late], LIMITS) == []


def filing(unit: int, online: int, shared: int) -> Filing:
    return Filing(unit, online, tuple(act(n, unit=unit, what=str(n)) for n in range(shared)))


def test_a_shared_contact_is_measured_by_the_units_own_habit_and_else_by_the_others() -> None:
    now = [filing(1, 20, 8), filing(2, 100, 8), filing(3, 10, 3)]
    (found,) = signs.shared_contacts(now, [filing(1, 20, 4)], LIMITS)
    assert (found.unit, found.count, found.out_of, found.habit) == (1, 8, 20, Fraction(20))
    assert signs.shared_contacts(now, [filing(1, 20, 5)], LIMITS) == [], "40 % is not twice 25 %"
    (other,) = signs.shared_contacts(now, [], LIMITS)
    assert other.habit == Fraction(1100, 110)


def test_a_run_of_acts_before_the_shut() -> None:
    quick = [act(60 + n, what=str(n), kind="k", person=7) for n in range(5)]
    (found,) = signs.bursts(quick, {1: [SHUT]}, LIMITS)
    assert (found.count, found.unit) == (5, 1)
    assert signs.bursts(quick[1:], {1: [SHUT]}, LIMITS) == []
    assert signs.bursts(quick, {1: [SHUT - timedelta(days=3)]}, LIMITS) == []
    assert signs.bursts(quick, {2: [SHUT]}, LIMITS) == []
    apart = [act(60 + n * 3, what=str(n), kind="k", person=7) for n in range(5)]
    assert signs.bursts(apart, {1: [SHUT]}, LIMITS) == [], "twelve minutes"
    two = [act(60 + n, what=str(n), kind="k", person=n % 2) for n in range(8)]
    assert signs.bursts(two, {1: [SHUT]}, LIMITS) == [], "four each"


acts = st.lists(
    st.builds(
        lambda unit, minutes, what, person, kind, after, due: Act(
            unit, what, SHUT - timedelta(minutes=minutes), kind, person, after=D(after),
            due_at=SHUT + timedelta(minutes=due),
        ),
        st.integers(1, 3), st.integers(-60, 3000), st.sampled_from("abc"), st.integers(1, 2), st.sampled_from("xy"),
        st.integers(0, 4), st.integers(-60, 1000),
    ),
    max_size=24,
)  # fmt: skip


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(acts)
def test_every_row_is_of_its_unit_counted_at_most_once_and_order_does_not_matter(rows: list[Act]) -> None:
    shuts = {1: [SHUT], 2: [SHUT, SHUT - timedelta(days=1)]}
    for found in (signs.bursts(rows, shuts, LIMITS), signs.paused_late(rows, {}, LIMITS), signs.reopened(rows, LIMITS)):
        used = [row for doubt in found for row in doubt.rows]
        assert all(row.unit == doubt.unit for doubt in found for row in doubt.rows)
        assert all(used.count(row) <= rows.count(row) for row in used)
    runs = signs.bursts(rows, shuts, LIMITS)
    assert [len(run.rows) for run in runs] == [len(run.rows) for run in signs.bursts(rows[::-1], shuts, LIMITS)]
    for run in runs:
        assert run.count >= LIMITS.burst_count
        assert run.rows[-1].at - run.rows[0].at <= timedelta(minutes=LIMITS.burst_minutes)
        assert len({(row.person, row.kind) for row in run.rows}) == 1
    for doubt in signs.raised_late(rows, {1: SHUT}, LIMITS):
        assert doubt.unit == 1
        assert all(row.before is not None and row.after is not None and row.after > row.before for row in doubt.rows)
        assert all(SHUT - timedelta(hours=24) <= row.at <= SHUT for row in doubt.rows)


@settings(suppress_health_check=[HealthCheck.too_slow])
@given(acts, st.integers(6, 20))
def test_stricter_limits_never_notice_more(rows: list[Act], count: int) -> None:
    strict = Limits(24, 24, 3, D(20), 15, 3, 3, 4, D(20), D(2), count, 10, 24)
    shuts = {unit: [SHUT] for unit in (1, 2, 3)}
    assert len(signs.bursts(rows, shuts, strict)) <= len(signs.bursts(rows, shuts, LIMITS))
