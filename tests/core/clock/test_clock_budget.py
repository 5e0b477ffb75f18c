# ruff: noqa: E501  (a line of the table is one case)
"""Used, paused and left: the bars of the clocks; working time between moments."""

from datetime import date
from decimal import Decimal

import pytest
from clock_facts import OFFICIAL, at, pauses_from

from congvu.core.clock import (
    STEP_RULE,
    ClockRule,
    MomentUnreadable,
    Waiting,
    add_minutes,
    budget,
    elapsed,
    moment_from,
    parse_allowance,
    working_days_between,
    working_minutes_between,
)


@pytest.mark.parametrize(
    ("limit", "received", "now", "pauses", "expected"),
    [
        pytest.param("12 ngày làm việc", "2025-12-23 14:20", "2025-12-23 16:00", "", "0 0 12", id="day zero uses nothing"),
        pytest.param("12 ngày làm việc", "2025-12-23 14:20", "2025-12-24 11:30", "", "0.5 0 11.5", id="half of day one"),
        pytest.param("12 ngày làm việc", "2025-12-23 14:20", "2026-01-08 11:30", "2025-12-29/2025-12-31", "7.5 2 4.5",
            id="a pause stands apart"),
        pytest.param("12 ngày làm việc", "2025-12-23 14:20", "2025-12-29 16:00", "2025-12-29T10:00/", "3 0.88 9",
            id="an open pause grows, the used part stands still from the start of its day"),
        pytest.param("5 ngày làm việc", "2026-03-02 09:00", "2026-03-11 17:00", "", "7 0 -2", id="two days late"),
        pytest.param("5 ngày làm việc", "2026-03-02 09:00", "2026-03-11 17:00", "2026-03-10/", "7 0 -2",
            id="a pause after the limit ran out is not paused time"),
        pytest.param("5 ngày làm việc", "2026-03-02 09:00", "2026-03-09 17:00", "", "5 0 0", id="used up at closing"),
        pytest.param("10 ngày", "2026-03-02 09:00", "2026-03-05 12:00", "", "2.5 0 7.5", id="calendar days by the clock"),
        pytest.param("10 ngày", "2026-03-02 09:00", "2026-03-10 00:00", "2026-03-06/2026-03-09", "4 3 6",
            id="calendar days paused over a weekend"),
        pytest.param("8 giờ", "2026-03-04 16:00", "2026-03-05 09:30", "", "3 0 5", id="hours over night"),
        pytest.param("8 giờ", "2026-03-04 16:00", "2026-03-05 09:30", "2026-03-05T08:00/2026-03-05T09:00", "2 1 6",
            id="hours paused"),
        pytest.param("trong ngày", "2026-03-04 09:00", "2026-03-04 11:30", "", "0.5 0 0.5", id="same day at noon"),
        pytest.param("trong ngày", "2026-03-06 15:30", "2026-03-07 11:30", "", "0 0 1", id="same day on the weekend before"),
        pytest.param("0,5 ngày làm việc", "2026-03-04 15:00", "2026-03-04 17:00", "", "0.25 0 0.25", id="half a day"),
    ],
)  # fmt: skip
def test_budget(limit: str, received: str, now: str, pauses: str, expected: str) -> None:
    found = budget(at(received), parse_allowance(limit), OFFICIAL, at=at(now), pauses=pauses_from(pauses))
    assert [found.used, found.paused, found.left] == [Decimal(number) for number in expected.split()]
    assert found.total == parse_allowance(limit).amount


def test_a_step_uses_time_from_hand_over() -> None:
    found = budget(
        at("2026-03-04 15:00"), parse_allowance("2 ngày"), OFFICIAL, at=at("2026-03-05 11:30"), rule=STEP_RULE
    )
    assert (found.used, found.left) == (Decimal("0.75"), Decimal("1.25"))
    assert found.unit == "working_days"


def test_after_a_restart_the_whole_limit_is_left() -> None:
    found = budget(
        at("2026-03-02 09:00"),
        parse_allowance("5 ngày làm việc"),
        OFFICIAL,
        at=at("2026-03-10 16:00"),
        pauses=pauses_from("2026-03-04/2026-03-10"),
        rule=ClockRule(waiting=Waiting.RESTARTS),
    )
    assert (found.used, found.left) == (Decimal(0), Decimal(5))


def test_a_clock_that_runs_on_knows_no_paused_time() -> None:
    found = budget(
        at("2026-03-02 09:00"),
        parse_allowance("5 ngày làm việc"),
        OFFICIAL,
        at=at("2026-03-05 17:00"),
        pauses=pauses_from("2026-03-04/"),
        rule=ClockRule(waiting=Waiting.RUNS_ON),
    )
    assert (found.used, found.paused) == (Decimal(3), Decimal(0))


def test_elapsed_splits_what_was_used_from_what_stood_still() -> None:
    span = at("2026-03-04 07:30"), at("2026-03-06 11:30")
    found = elapsed(*span, OFFICIAL, pauses=[(at("2026-03-03 09:00"), at("2026-03-04 11:30"))])
    assert (found.used, found.paused) == (Decimal(2), Decimal("0.5"))


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        pytest.param("2026-01-08", "2026-01-13", 4, id="còn 4 ngày làm việc, the make-up Saturday among them"),
        pytest.param("2026-01-13", "2026-01-13", 0, id="due today"),
        pytest.param("2026-01-13", "2026-01-15", 2, id="quá 2 ngày"),
        pytest.param("2026-01-15", "2026-01-13", -2, id="the other way round"),
        pytest.param("2026-02-13", "2026-02-23", 1, id="over Tết 2026"),
        pytest.param("2026-03-06", "2026-03-08", 0, id="only a weekend"),
        pytest.param("2026-12-31", "2027-01-04", 1, id="into the provisional year"),
    ],
)
def test_working_days_between(earlier: str, later: str, expected: int) -> None:
    assert working_days_between(date.fromisoformat(earlier), date.fromisoformat(later), OFFICIAL) == expected


@pytest.mark.parametrize(
    ("earlier", "later", "expected"),
    [
        pytest.param("2026-03-04 11:00", "2026-03-04 13:30", 60, id="over noon"),
        pytest.param("2026-03-04 12:00", "2026-03-04 12:30", 0, id="at noon"),
        pytest.param("2026-03-04 16:00", "2026-03-05 08:00", 90, id="over night"),
        pytest.param("2026-02-13 16:00", "2026-02-23 08:00", 90, id="over Tết 2026"),
        pytest.param("2026-03-04 08:00:30", "2026-03-04 08:02:29", 1, id="whole minutes"),
        pytest.param("2026-03-05 08:00", "2026-03-04 16:00", -90, id="the other way round"),
    ],
)
def test_working_minutes_between(earlier: str, later: str, expected: int) -> None:
    assert working_minutes_between(at(earlier), at(later), OFFICIAL) == expected


def test_adding_minutes() -> None:
    assert add_minutes(at("2026-03-04 16:30"), 30, OFFICIAL) == at("2026-03-04 17:00")
    assert add_minutes(at("2026-03-04 16:30"), 31, OFFICIAL) == at("2026-03-05 07:31")
    assert add_minutes(at("2026-03-04 20:00"), 0, OFFICIAL) == at("2026-03-04 20:00")
    with pytest.raises(ValueError, match="negative"):
        add_minutes(at("2026-03-04 16:30"), -1, OFFICIAL)


@pytest.mark.parametrize("text", ["", "hôm nay", "2026-13-01", "08/01/2026", "2026-01-08T25:00"])
def test_an_unreadable_moment_says_how_to_write_it(text: str) -> None:
    with pytest.raises(MomentUnreadable, match="2026-01-08T14:30"):
        moment_from(text)


def test_a_moment_without_an_offset_is_vietnamese() -> None:
    assert (
        moment_from("2026-01-08T07:30") == moment_from("2026-01-08T00:30Z") == moment_from(" 2026-01-08 07:30+07:00 ")
    )
    assert moment_from("2026-01-08").isoformat() == "2026-01-08T00:00:00+07:00"
