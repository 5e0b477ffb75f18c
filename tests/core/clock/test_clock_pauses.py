# ruff: noqa: E501  (a line of the table is one case)
"""Pauses: FROM is not counted, RESUME is; begun after the limit ran out they cure nothing; restart from zero.

The expected moments were worked out by hand and by counting in the official file, not by the code under test.
"""

from datetime import date

import pytest
from clock_facts import OFFICIAL, at, pauses_from, rows

from congvu.core.clock import (
    ClockRule,
    Pause,
    PauseReversed,
    PausesOverlap,
    Waiting,
    due,
    parse_allowance,
    resumed,
)

PAUSED = """
2025-12-23 14:20 | 12 ngày làm việc | 2025-12-29/2025-12-31 | 2026-01-13 17:00 | two working days stand still
2026-03-02 09:00 | 5 ngày làm việc | 2026-03-04/2026-03-05 | 2026-03-10 17:00 | FROM is not counted, RESUME is
2026-03-02 09:00 | 5 ngày làm việc | 2026-03-02/2026-03-03 | 2026-03-09 17:00 | paused on the day of acceptance
2026-03-02 09:00 | 5 ngày làm việc | 2026-03-02/2026-03-04 | 2026-03-10 17:00 | paused on the day of acceptance for two days
2026-03-02 09:00 | 5 ngày làm việc | 2026-03-06/2026-03-09 | 2026-03-10 17:00 | a pause over a weekend costs only working days
2026-03-02 09:00 | 5 ngày làm việc | 2026-03-07/2026-03-09 | 2026-03-09 17:00 | a pause that is only a weekend costs nothing
2026-03-02 09:00 | 5 ngày làm việc | 2026-03-04T08:00/2026-03-04T16:00 | 2026-03-09 17:00 | a pause within one day costs no day
2026-03-02 09:00 | 5 ngày làm việc | 2026-03-04T16:55/2026-03-05T07:31 | 2026-03-10 17:00 | from the evening to the next morning costs one day
2026-02-10 09:00 | 5 ngày làm việc | 2026-02-13/2026-02-24 | 2026-02-26 17:00 | a pause over Tết 2026 costs the working days around it
2026-02-10 09:00 | 5 ngày làm việc | 2026-02-14/2026-02-23 | 2026-02-24 17:00 | a pause that is only Tết 2026 costs nothing
2026-01-05 09:00 | 10 ngày làm việc | 2026-01-09/2026-01-12 | 2026-01-20 17:00 | a pause over the make-up Saturday costs it
2026-03-02 09:00 | 5 ngày làm việc | 2026-03-09/2026-03-11 | 2026-03-11 17:00 | begun on the due day it still counts
2026-03-02 09:00 | 5 ngày làm việc | 2026-03-09T18:00/2026-03-11T08:00 | 2026-03-11 17:00 | begun on the due day after closing it still counts
2026-03-02 09:00 | 5 ngày làm việc | 2026-03-10/2026-03-20 | 2026-03-09 17:00 | begun the day after the due day it cures nothing
2026-03-02 09:00 | 5 ngày làm việc | 2026-03-10/ | 2026-03-09 17:00 | open but begun after the due day
2026-03-02 09:00 | 5 ngày làm việc | 2026-03-04/2026-03-05 2026-03-06/2026-03-10 | 2026-03-12 17:00 | two pauses
2026-03-02 09:00 | 5 ngày làm việc | 2026-03-04/2026-03-05 2026-03-05/2026-03-06 | 2026-03-11 17:00 | two pauses that touch
2026-03-02 09:00 | 5 ngày làm việc | 2026-03-04/2026-03-06 2026-03-11/2026-03-12 | 2026-03-12 17:00 | the first pause brings the second before the due day
2026-03-02 09:00 | 5 ngày làm việc | 2026-03-04/2026-03-05 2026-03-11/2026-03-12 | 2026-03-10 17:00 | the second comes too late for all that
2026-03-02 09:00 | 10 ngày làm việc | 2026-03-03/2026-03-04 2026-03-10/2026-03-12 2026-03-17/2026-03-18 | 2026-03-20 17:00 | three pauses
2026-03-02 09:00 | 5 ngày làm việc | 2026-03-05/2026-03-08 | 2026-03-11 17:00 | resumed on a day off
2026-02-10 09:00 | 5 ngày làm việc | 2026-02-12/2026-02-18 | 2026-02-26 17:00 | resumed on Tết 2026
2026-03-02 09:00 | 5 ngày làm việc | 2026-03-04/2026-05-04 | 2026-05-07 17:00 | a long pause
2026-03-02 09:00 | 10 ngày | 2026-03-04/2026-03-06 | 2026-03-16 17:00 | calendar days stand still as calendar days
2026-03-02 09:00 | 10 ngày | 2026-03-06/2026-03-10 | 2026-03-16 17:00 | a weekend in a pause counts for calendar days
2026-03-02 09:00 | 10 ngày | 2026-03-04/2026-03-06 2026-03-13/2026-03-14 | 2026-03-16 17:00 | calendar days pushed onto a Saturday move on
2026-02-10 09:00 | 15 ngày | 2026-02-16/2026-02-23 | 2026-03-04 17:00 | calendar days paused over Tết 2026
2026-03-05 09:00 | 2 ngày | 2026-03-08/2026-03-11 | 2026-03-11 17:00 | begun after the last calendar day, before the Monday it moved to
2026-03-05 09:00 | 2 ngày | 2026-03-08/2026-03-09 | 2026-03-09 17:00 | and one that is over before that Monday
2026-03-05 09:00 | 3 ngày | 2026-03-09/2026-03-12 | 2026-03-12 17:00 | and one begun on that Monday
2026-03-05 09:00 | 3 ngày | 2026-03-10/2026-03-12 | 2026-03-09 17:00 | and one begun after it
2026-03-02 09:00 | 3 ngày | 2026-03-05/2026-03-09 | 2026-03-09 17:00 | calendar days: begun on the last day
2026-03-02 09:00 | 3 ngày | 2026-03-06/2026-03-20 | 2026-03-05 17:00 | calendar days: begun the day after
2026-03-04 09:00 | trong ngày | 2026-03-04T10:00/2026-03-04T14:00 | 2026-03-04 17:00 | same day, asked back within the day
2026-03-04 09:00 | trong ngày | 2026-03-04T10:00/2026-03-05T09:00 | 2026-03-05 17:00 | same day, answered the next day
2026-03-04 15:30 | trong ngày | 2026-03-05/2026-03-06 | 2026-03-06 17:00 | same day after the cut-off, paused the next day
2026-03-06 09:00 | trong ngày | 2026-03-06T11:00/2026-03-10T09:00 | 2026-03-10 17:00 | same day, paused from Friday to Tuesday
2026-03-04 09:00 | trong ngày | 2026-03-05/2026-03-09 | 2026-03-04 17:00 | same day, a pause begun the day after
2026-03-04 08:00 | 8 giờ | 2026-03-04T09:00/2026-03-04T10:00 | 2026-03-05 09:00 | hours: the moments count
2026-03-04 08:00 | 8 giờ | 2026-03-04T11:00/2026-03-04T14:00 | 2026-03-05 09:30 | hours: noon inside a pause costs nothing more
2026-03-04 08:00 | 8 giờ | 2026-03-04T16:00/2026-03-05T09:00 | 2026-03-05 10:30 | hours: a pause over night
2026-03-06 14:00 | 8 giờ | 2026-03-06T16:00/2026-03-09T10:00 | 2026-03-10 08:00 | hours: a pause over a weekend
2026-02-13 09:00 | 8 giờ | 2026-02-13T15:00/2026-02-23T10:00 | 2026-02-23 15:00 | hours: a pause over Tết 2026
2026-03-04 08:00 | 8 giờ | 2026-03-04T11:30/2026-03-04T13:00 | 2026-03-05 08:00 | hours: a pause at noon costs nothing
2026-03-04 08:00 | 1 giờ | 2026-03-04T09:00/2026-03-04T10:00 | 2026-03-04 09:00 | hours: begun at the due moment it cures nothing
2026-03-04 08:00 | 1 giờ | 2026-03-04T08:59/2026-03-04T10:00 | 2026-03-04 10:01 | hours: begun one minute before it
2026-03-04 16:00 | 1 giờ | 2026-03-04T18:00/2026-03-06T10:00 | 2026-03-04 17:00 | hours: begun after closing on the due day
2026-03-04 08:00 | 8 giờ | 2026-03-04T09:00/2026-03-04T09:30 2026-03-04T16:00/2026-03-05T08:00 | 2026-03-05 10:00 | hours: two pauses
2026-03-04 10:30 | 0,25 ngày làm việc | 2026-03-04T11:00/2026-03-04T14:00 | 2026-03-04 15:30 | quarter day: paused over noon
2026-03-04 15:30 | 0,25 ngày làm việc | 2026-03-04T16:00/2026-03-05T08:00 | 2026-03-05 09:30 | quarter day: paused over night
2026-03-04 08:00 | 0,5 ngày làm việc | 2026-03-04T09:00/2026-03-04T09:30 | 2026-03-04 14:00 | half a day: paused for half an hour
2026-03-04 10:00 | 1,5 ngày làm việc | 2026-03-05/2026-03-06 | 2026-03-06 15:30 | one and a half days: paused for a whole day
2026-03-04 10:00 | 5 ngày làm việc | 2026-03-02/2026-03-06 | 2026-03-12 17:00 | begun before acceptance: only what comes after counts
2026-03-04 10:00 | 10 ngày | 2026-03-02/2026-03-06 | 2026-03-16 17:00 | calendar days: begun before acceptance
2026-03-04 10:00 | 8 giờ | 2026-03-04T08:00/2026-03-04T11:00 | 2026-03-05 11:00 | hours: begun before acceptance
2026-03-04 10:00 | 8 giờ | 2026-03-04T08:00/2026-03-04T09:00 | 2026-03-05 10:00 | hours: over before acceptance
2026-03-04 10:00 | 10 ngày | 2026-03-02/2026-03-04 | 2026-03-16 17:00 | calendar days: over before acceptance
"""


@pytest.mark.parametrize(("received", "limit", "pauses", "expected"), rows(PAUSED))
def test_pauses(received: str, limit: str, pauses: str, expected: str) -> None:
    found = due(at(received), parse_allowance(limit), OFFICIAL, pauses=pauses_from(pauses))
    assert found.due_at == at(expected)


@pytest.mark.parametrize(
    ("limit", "pauses"),
    [
        pytest.param("5 ngày làm việc", "2026-03-04/", id="working days"),
        pytest.param("5 ngày làm việc", "2026-03-09/", id="begun on the due day"),
        pytest.param("5 ngày làm việc", "2026-03-04/2026-03-05 2026-03-10/", id="after a closed one"),
        pytest.param("10 ngày", "2026-03-04/", id="calendar days"),
        pytest.param("5 ngày", "2026-03-08/", id="calendar days: begun on the Sunday before the Monday it moved to"),
        pytest.param("trong ngày", "2026-03-02T10:00/", id="same day"),
        pytest.param("8 giờ", "2026-03-02T10:00/", id="hours"),
        pytest.param("0,5 ngày làm việc", "2026-03-02T10:00/", id="part of a day"),
    ],
)
def test_under_an_open_pause_there_is_no_due_date(limit: str, pauses: str) -> None:
    found = due(at("2026-03-02 09:00"), parse_allowance(limit), OFFICIAL, pauses=pauses_from(pauses))
    assert found.is_paused
    assert (found.due_at, found.due_on, found.late_at) == (None, None, None)


def test_if_supplied_today() -> None:
    waiting = pauses_from("2026-03-04/")
    found = due(
        at("2026-03-02 09:00"),
        parse_allowance("5 ngày làm việc"),
        OFFICIAL,
        pauses=resumed(waiting, at("2026-03-06 10:00")),
    )
    assert found.due_on == date(2026, 3, 11)
    assert resumed(pauses_from("2026-03-04/2026-03-05"), at("2026-03-06 10:00")) == pauses_from("2026-03-04/2026-03-05")


@pytest.mark.parametrize(
    ("pauses", "number"),
    [
        pytest.param("2026-03-04/2026-03-06 2026-03-05/2026-03-09", 2, id="overlap"),
        pytest.param("2026-03-10/2026-03-11 2026-03-04/2026-03-05", 2, id="not in order"),
        pytest.param("2026-03-04/ 2026-03-10/2026-03-11", 2, id="an open one before another"),
        pytest.param("2026-03-04/2026-03-05 2026-03-06/2026-03-09 2026-03-08/", 3, id="the third overlaps"),
    ],
)
def test_overlapping_or_unordered_pauses_are_refused(pauses: str, number: int) -> None:
    with pytest.raises(PausesOverlap) as refused:
        due(at("2026-03-02 09:00"), parse_allowance("5 ngày"), OFFICIAL, pauses=pauses_from(pauses))
    assert refused.value.data["number"] == number
    assert f"thứ {number}" in str(refused.value)


@pytest.mark.parametrize("until", ["2026-03-04 10:00", "2026-03-04 09:59", "2026-03-01"])
def test_a_reversed_pause_is_refused(until: str) -> None:
    with pytest.raises(PauseReversed, match="04/03/2026 10:00"):
        Pause(at("2026-03-04 10:00"), at(until))


def test_a_pause_of_days() -> None:
    assert Pause.of_days(date(2026, 3, 4), date(2026, 3, 6)) == pauses_from("2026-03-04/2026-03-06")[0]
    assert Pause.of_days(date(2026, 3, 4)).until is None


RESTARTS = ClockRule(waiting=Waiting.RESTARTS)


@pytest.mark.parametrize(
    ("received", "limit", "pauses", "expected"),
    [
        pytest.param(
            "2026-03-02 09:00", "5 ngày làm việc", "2026-03-04/2026-03-10", "2026-03-17 17:00",
            id="the day of resuming is day zero of a whole new limit",
        ),
        pytest.param(
            "2026-03-02 09:00", "5 ngày làm việc", "2026-03-04/2026-03-10 2026-03-12/2026-03-16", "2026-03-23 17:00",
            id="twice",
        ),
        pytest.param(
            "2026-03-02 09:00", "5 ngày làm việc", "2026-03-10/2026-03-16", "2026-03-09 17:00",
            id="asked for after the limit ran out: cures nothing",
        ),
        pytest.param(
            "2026-03-02 09:00", "10 ngày", "2026-03-04/2026-03-10", "2026-03-20 17:00", id="calendar days",
        ),
        pytest.param(
            "2026-03-04 09:00", "trong ngày", "2026-03-04T10:00/2026-03-06T15:30", "2026-03-09 17:00",
            id="same day: resumed after the cut-off",
        ),
        pytest.param(
            "2026-03-04 09:00", "8 giờ", "2026-03-04T10:00/2026-03-06T15:00", "2026-03-09 15:00", id="hours",
        ),
        pytest.param(
            "2026-02-09 09:00", "3 ngày làm việc", "2026-02-11/2026-02-23", "2026-02-26 17:00", id="over Tết 2026",
        ),
    ],
)  # fmt: skip
def test_restart_from_zero(received: str, limit: str, pauses: str, expected: str) -> None:
    found = due(at(received), parse_allowance(limit), OFFICIAL, pauses=pauses_from(pauses), rule=RESTARTS)
    assert found.due_at == at(expected)


def test_restart_while_still_waiting_has_no_due_date() -> None:
    found = due(
        at("2026-03-02 09:00"), parse_allowance("5 ngày"), OFFICIAL, pauses=pauses_from("2026-03-04/"), rule=RESTARTS
    )
    assert found.is_paused


def test_a_clock_that_runs_on_takes_no_notice_of_the_wait() -> None:
    rule = ClockRule(waiting=Waiting.RUNS_ON)
    found = due(
        at("2026-03-02 09:00"),
        parse_allowance("5 ngày làm việc"),
        OFFICIAL,
        pauses=pauses_from("2026-03-04/"),
        rule=rule,
    )
    assert found.due_at == at("2026-03-09 17:00")
