"""Hours, parts of days and step limits: working time from the moment, exact.

The expected moments were worked out by hand and by counting in the official file, not by the code under test.
"""

import pytest
from clock_facts import OFFICIAL, at, rows

from congvu.core.clock import STEP_RULE, due, next_opening, parse_allowance

HOURS = """
2026-03-04 08:00    | 1 giờ làm việc | 2026-03-04 09:00    | one hour in the morning
2026-03-04 11:00    | 1 giờ làm việc | 2026-03-04 13:30    | one hour over noon
2026-03-04 11:00    | 0,5 giờ        | 2026-03-04 11:30    | half an hour up to noon ends at noon, not at one
2026-03-04 12:00    | 1 giờ          | 2026-03-04 14:00    | one hour received at noon
2026-03-04 11:30    | 1 giờ          | 2026-03-04 14:00    | one hour received at 11:30 sharp
2026-03-04 13:00    | 1 giờ          | 2026-03-04 14:00    | one hour received at 13:00 sharp
2026-03-04 16:00    | 1 giờ          | 2026-03-04 17:00    | one hour up to closing ends at closing
2026-03-04 16:30    | 1 giờ          | 2026-03-05 08:00    | one hour from 16:30 ends next morning
2026-03-04 17:00    | 1 giờ          | 2026-03-05 08:30    | one hour received at closing
2026-03-04 20:00    | 1 giờ          | 2026-03-05 08:30    | one hour received in the evening
2026-03-04 05:00    | 1 giờ          | 2026-03-04 08:30    | one hour received before opening
2026-03-06 18:00    | 1 giờ          | 2026-03-09 08:30    | one hour on Friday evening
2026-03-07 10:00    | 1 giờ          | 2026-03-09 08:30    | one hour on a Saturday
2026-03-04 07:30    | 8 giờ          | 2026-03-04 17:00    | eight hours from opening end at closing
2026-03-04 10:00    | 8 giờ làm việc | 2026-03-05 10:00    | eight hours from ten
2026-03-06 14:00    | 8 giờ làm việc | 2026-03-09 14:00    | eight hours from Friday 14:00
2026-03-04 17:00    | 8 giờ          | 2026-03-05 17:00    | eight hours from closing are the whole next day
2026-03-05 09:00    | 16 giờ         | 2026-03-09 09:00    | sixteen hours from Thursday 9:00
2026-03-04 09:00    | 24 giờ         | 2026-03-09 09:00    | twenty-four hours
2026-03-04 09:00    | 40 giờ         | 2026-03-11 09:00    | forty hours
2026-02-13 16:00    | 2 giờ          | 2026-02-23 08:30    | two hours on the Friday before Tết 2026
2026-02-13 09:00    | 8 giờ          | 2026-02-23 09:00    | eight hours over Tết 2026
2026-02-18 09:00    | 1 giờ          | 2026-02-23 08:30    | one hour received on Tết
2026-01-10 11:15    | 1 giờ          | 2026-01-10 13:45    | one hour on the make-up Saturday 10/1/2026
2026-01-09 15:00    | 4 giờ          | 2026-01-10 09:30    | four hours from Friday 9/1/2026 at 15:00 run into Saturday
2025-12-31 13:00    | 8 giờ          | 2026-01-05 11:30    | eight hours over 1 and 2/1/2026
2026-03-04 08:10:37 | 1 giờ          | 2026-03-04 09:10:37 | seconds are kept
2026-03-04 11:10:37 | 1 giờ          | 2026-03-04 13:40:37 | seconds are kept over noon
2026-03-04 10:30    | 1,5 giờ        | 2026-03-04 13:30    | an hour and a half
2026-03-04 16:50    | 0,25 giờ       | 2026-03-05 07:35    | a quarter of an hour
2026-03-04 13:00    | 6 giờ          | 2026-03-05 09:30    | six hours, a step of 2.000908
2026-04-24 16:00    | 2 giờ          | 2026-04-28 08:30    | two hours before Hùng Vương 2026
2026-08-28 15:30    | 2 giờ          | 2026-09-03 08:00    | two hours before five days off in 2026
2026-08-22 16:00    | 2 giờ          | 2026-08-24 08:30    | two hours on the make-up Saturday 22/8/2026
2025-04-25 15:00    | 3 giờ          | 2025-04-26 08:30    | three hours over the night of 25 to 26/4/2025
2022-12-30 16:00    | 1 giờ          | 2022-12-30 17:00    | one hour at the end of 30/12/2022
2020-01-22 10:00    | 8 giờ          | 2020-01-30 10:00    | eight hours over Tết 2020
2019-01-05 16:00    | 2 giờ          | 2019-01-07 08:30    | two hours on 5/1/2019
"""

SHARES = """
2026-03-04 07:30 | 0,25 ngày làm việc  | 2026-03-04 09:30 | a quarter day in the morning
2026-03-04 10:30 | 0,25 ngày làm việc  | 2026-03-04 14:00 | a quarter day over noon
2026-03-04 09:30 | 0,25 ngày làm việc  | 2026-03-04 11:30 | a quarter day ending at noon
2026-03-04 11:45 | 0,25 ngày làm việc  | 2026-03-04 15:00 | a quarter day from noon
2026-03-04 15:00 | 0,25 ngày làm việc  | 2026-03-04 17:00 | a quarter day ending at closing
2026-03-04 16:00 | 0,25 ngày làm việc  | 2026-03-05 08:30 | a quarter day over night
2026-03-04 18:00 | 0,25 ngày làm việc  | 2026-03-05 09:30 | a quarter day received after closing
2026-03-06 16:30 | 0,25 ngày làm việc  | 2026-03-09 09:00 | a quarter day over a weekend
2026-02-13 16:00 | 0,25 ngày làm việc  | 2026-02-23 08:30 | a quarter day over Tết 2026
2026-01-09 16:00 | 0,25 ngày làm việc  | 2026-01-10 08:30 | a quarter day from Friday into the make-up Saturday
2026-01-10 11:00 | 0,25 ngày làm việc  | 2026-01-10 14:30 | a quarter day on the make-up Saturday over noon
2026-03-04 07:30 | 0,5 ngày làm việc   | 2026-03-04 11:30 | half a day from opening
2026-03-04 10:00 | 0,5 ngày làm việc   | 2026-03-04 15:30 | half a day from ten
2026-03-04 13:00 | 0,5 ngày làm việc   | 2026-03-04 17:00 | half a day from one o'clock
2026-03-04 15:00 | 0,5 ngày làm việc   | 2026-03-05 09:30 | half a day from three
2025-12-31 15:00 | 0,5 ngày làm việc   | 2026-01-05 09:30 | half a day over 1 and 2/1/2026
2026-03-08 10:00 | 0,5 ngày làm việc   | 2026-03-09 11:30 | half a day received on Sunday
2026-03-04 15:00 | 0,5 ngày            | 2026-03-05 09:30 | half a “ngày” is working time as well
2026-03-04 11:00 | 0,25 ngày           | 2026-03-04 14:30 | a quarter of a “ngày” over noon
2026-03-04 10:00 | 1,5 ngày làm việc   | 2026-03-05 15:30 | one and a half days
2026-03-05 15:00 | 1,5 ngày làm việc   | 2026-03-09 09:30 | one and a half days over a weekend
2026-03-04 10:00 | 2,5 ngày làm việc   | 2026-03-06 15:30 | two and a half days
2026-04-24 10:00 | 2,5 ngày làm việc   | 2026-04-29 15:30 | two and a half days over Hùng Vương 2026
2026-03-04 11:00 | 0,125 ngày làm việc | 2026-03-04 13:30 | an eighth of a day
2026-03-04 13:30 | 0,75 ngày làm việc  | 2026-03-05 10:00 | three quarters of a day
2026-03-04 08:00 | 2,5 ngày            | 2026-03-06 13:30 | two and a half “ngày”
"""

STEPS = """
2026-03-04 10:00 | 1 ngày làm việc  | 2026-03-05 10:00 | a whole day is working time from hand-over
2026-03-04 07:30 | 1 ngày làm việc  | 2026-03-04 17:00 | handed over at opening it ends at closing
2026-03-04 17:00 | 1 ngày làm việc  | 2026-03-05 17:00 | handed over at closing it is the whole next day
2026-03-06 14:30 | 1 ngày làm việc  | 2026-03-09 14:30 | handed over on Friday afternoon
2026-03-04 10:00 | 2 ngày làm việc  | 2026-03-06 10:00 | two days
2026-02-12 10:00 | 5 ngày làm việc  | 2026-02-26 10:00 | five days over Tết 2026
2026-01-09 09:00 | 2 ngày làm việc  | 2026-01-12 09:00 | two days over the make-up Saturday
2026-03-06 14:30 | 1 ngày           | 2026-03-09 14:30 | a step in “ngày” is working time too
2026-03-05 08:00 | 3 ngày           | 2026-03-10 08:00 | three “ngày”
2026-03-04 16:00 | 3 giờ            | 2026-03-05 09:30 | a step in hours
2026-03-08 10:00 | 1 ngày làm việc  | 2026-03-09 17:00 | a step handed over on a Sunday
2026-03-04 11:00 | 12 ngày làm việc | 2026-03-20 11:00 | twelve days
"""


@pytest.mark.parametrize(("received", "limit", "expected"), rows(HOURS))
def test_hours(received: str, limit: str, expected: str) -> None:
    found = due(at(received), parse_allowance(limit), OFFICIAL)
    assert (found.due_at, found.late_at) == (at(expected), at(expected))


@pytest.mark.parametrize(("received", "limit", "expected"), rows(SHARES))
def test_parts_of_days(received: str, limit: str, expected: str) -> None:
    found = due(at(received), parse_allowance(limit), OFFICIAL)
    assert (found.due_at, found.late_at) == (at(expected), at(expected))


@pytest.mark.parametrize(("received", "limit", "expected"), rows(STEPS))
def test_steps(received: str, limit: str, expected: str) -> None:
    found = due(at(received), parse_allowance(limit), OFFICIAL, rule=STEP_RULE)
    assert (found.due_at, found.late_at) == (at(expected), at(expected))


@pytest.mark.parametrize(
    ("moment", "expected"),
    [
        pytest.param("2026-03-04 05:00", "2026-03-04 07:30", id="before opening"),
        pytest.param("2026-03-04 07:30", "2026-03-04 07:30", id="at opening"),
        pytest.param("2026-03-04 11:29:59", "2026-03-04 11:29:59", id="a second before noon"),
        pytest.param("2026-03-04 11:30", "2026-03-04 13:00", id="at the closing minute it is closed"),
        pytest.param("2026-03-04 17:00", "2026-03-05 07:30", id="at closing"),
        pytest.param("2026-03-06 18:00", "2026-03-09 07:30", id="Friday evening"),
        pytest.param("2026-01-09 17:00", "2026-01-10 07:30", id="before the make-up Saturday"),
        pytest.param("2026-02-13 17:00", "2026-02-23 07:30", id="before Tết 2026"),
    ],
)
def test_next_opening(moment: str, expected: str) -> None:
    assert next_opening(at(moment), OFFICIAL) == at(expected)
    assert due(at(moment), parse_allowance("1 giờ"), OFFICIAL).clock_from_at == at(expected)
