"""“Trong ngày”: up to and including the cut-off the same day, else the next working day.

The expected moments were worked out by hand and by counting in the official file, not by the code under test.
"""

from datetime import UTC, date, datetime, time

import pytest
from clock_facts import OFFICIAL, at, rows

from congvu.core.clock import ClockRule, due, parse_allowance

SAME = """
2026-03-04 08:00           | trong ngày | 2026-03-04 17:00 | in the morning
2026-03-04 06:10           | trong ngày | 2026-03-04 17:00 | before opening
2026-03-04 14:59           | trong ngày | 2026-03-04 17:00 | at 14:59
2026-03-04 15:00:00        | trong ngày | 2026-03-04 17:00 | at 15:00:00 sharp
2026-03-04 15:00:00.000001 | trong ngày | 2026-03-05 17:00 | one microsecond later
2026-03-04 15:00:01        | trong ngày | 2026-03-05 17:00 | at 15:00:01
2026-03-04 15:01           | trong ngày | 2026-03-05 17:00 | at 15:01
2026-03-04 20:00           | trong ngày | 2026-03-05 17:00 | in the evening
2026-03-05 00:00           | trong ngày | 2026-03-05 17:00 | at midnight it is a new day
2026-03-06 15:00:00        | trong ngày | 2026-03-06 17:00 | Friday at 15:00:00
2026-03-06 15:00:01        | trong ngày | 2026-03-09 17:00 | Friday at 15:00:01 is Monday
2026-03-07 09:00           | trong ngày | 2026-03-09 17:00 | Saturday morning
2026-03-08 21:00           | trong ngày | 2026-03-09 17:00 | Sunday evening
2026-02-13 14:59           | trong ngày | 2026-02-13 17:00 | Friday before Tết 2026 at 14:59
2026-02-13 15:01           | trong ngày | 2026-02-23 17:00 | Friday before Tết 2026 at 15:01
2026-02-17 09:00           | trong ngày | 2026-02-23 17:00 | on Tết
2026-01-10 14:59           | trong ngày | 2026-01-10 17:00 | on the make-up Saturday at 14:59
2026-01-10 15:01           | trong ngày | 2026-01-12 17:00 | on the make-up Saturday at 15:01
2026-01-09 15:01           | trong ngày | 2026-01-10 17:00 | Friday before the make-up Saturday at 15:01
2026-01-02 10:00           | trong ngày | 2026-01-05 17:00 | on the swapped-off 2/1/2026
2025-12-31 15:01           | trong ngày | 2026-01-05 17:00 | 31/12/2025 at 15:01
2025-12-31 15:00           | trong ngày | 2025-12-31 17:00 | 31/12/2025 at 15:00
2026-08-28 15:01           | trong ngày | 2026-09-03 17:00 | 28/8/2026 at 15:01, five days off follow
2026-08-21 15:01           | trong ngày | 2026-08-22 17:00 | 21/8/2026 at 15:01, the make-up Saturday follows
2025-04-25 15:01           | trong ngày | 2025-04-26 17:00 | 25/4/2025 at 15:01, the make-up Saturday follows
2025-05-02 08:00           | trong ngày | 2025-05-05 17:00 | on 2/5/2025, swapped off
2026-11-24 10:00           | trong ngày | 2026-11-24 17:00 | 24/11 is an ordinary day
2019-04-14 09:00           | trong ngày | 2019-04-16 17:00 | on Hùng Vương 2019, a Sunday
2019-04-15 09:00           | trong ngày | 2019-04-16 17:00 | on the Monday given for it
2019-01-04 15:30           | trong ngày | 2019-01-05 17:00 | Friday 4/1/2019 at 15:30
2020-09-01 16:00           | trong ngày | 2020-09-03 17:00 | Tuesday before 2/9/2020 at 16:00
2021-02-09 16:00           | trong ngày | 2021-02-17 17:00 | day before Tết 2021 at 16:00
2021-12-31 16:00           | trong ngày | 2022-01-04 17:00 | 31/12/2021 at 16:00
2024-02-07 16:00           | trong ngày | 2024-02-15 17:00 | day before Tết 2024 at 16:00
"""


@pytest.mark.parametrize(("received", "limit", "expected"), rows(SAME))
def test_same_day(received: str, limit: str, expected: str) -> None:
    found = due(at(received), parse_allowance(limit), OFFICIAL)
    assert found.due_at == at(expected)


@pytest.mark.parametrize(
    ("received", "cut_off", "expected"),
    [
        pytest.param("2026-03-04 11:00", time(11), "2026-03-04 17:00", id="a cut-off at 11:00, on the minute"),
        pytest.param("2026-03-04 11:00:01", time(11), "2026-03-05 17:00", id="a cut-off at 11:00, a second later"),
        pytest.param("2026-03-04 16:00", time(16), "2026-03-04 17:00", id="a cut-off at 16:00"),
        pytest.param("2026-03-04 17:00", time(23, 59), "2026-03-04 17:00", id="a late cut-off ends at closing"),
        pytest.param("2026-03-04 17:01", time(23, 59), "2026-03-05 17:00", id="after closing it is the next day"),
    ],
)
def test_cut_off_of_the_procedure(received: str, cut_off: time, expected: str) -> None:
    found = due(at(received), parse_allowance("trong ngày"), OFFICIAL, rule=ClockRule(cut_off=cut_off))
    assert found.due_at == at(expected)


def test_after_the_cut_off_the_clock_counts_from_the_start_of_the_next_working_day() -> None:
    found = due(at("2026-02-13 15:01"), parse_allowance("trong ngày"), OFFICIAL)
    assert found.clock_from_at == at("2026-02-23 00:00")


def test_the_cut_off_is_local_time() -> None:
    eight_utc = datetime(2026, 3, 4, 8, 0, tzinfo=UTC)  # 15:00 in Vietnam
    assert due(eight_utc, parse_allowance("trong ngày"), OFFICIAL).due_on == date(2026, 3, 4)
