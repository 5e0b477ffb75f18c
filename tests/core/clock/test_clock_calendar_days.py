"""Limits in calendar days: a last day that is off moves to the next working day.

The expected moments were worked out by hand and by counting in the official file, not by the code under test.
"""

import pytest
from clock_facts import OFFICIAL, at, rows

from congvu.core.clock import due, parse_allowance

CALENDAR = """
2026-03-02 09:00 | 3 ngày  | 2026-03-05 17:00 | three days inside a week
2026-03-02 09:00 | 1 ngày  | 2026-03-03 17:00 | one day
2026-03-02 23:30 | 1 ngày  | 2026-03-03 17:00 | the hour of acceptance does not matter
2026-03-08 10:00 | 1 ngày  | 2026-03-09 17:00 | received on a Sunday
2026-03-05 09:00 | 2 ngày  | 2026-03-09 17:00 | ends on a Saturday, moves to Monday
2026-03-05 09:00 | 3 ngày  | 2026-03-09 17:00 | ends on a Sunday, moves to Monday
2026-03-05 09:00 | 4 ngày  | 2026-03-09 17:00 | ends on the Monday itself
2026-03-05 09:00 | 11 ngày | 2026-03-16 17:00 | weekends inside count
2026-03-05 09:00 | 7 ngày  | 2026-03-12 17:00 | seven days are the same weekday
2026-03-05 09:00 | 15 ngày | 2026-03-20 17:00 | fifteen days
2026-03-05 09:00 | 20 ngày | 2026-03-25 17:00 | twenty days
2026-03-05 09:00 | 23 ngày | 2026-03-30 17:00 | twenty-three days
2026-03-05 09:00 | 30 ngày | 2026-04-06 17:00 | thirty days
2026-03-05 09:00 | 60 ngày | 2026-05-04 17:00 | sixty days
2026-03-03 09:00 | 40 ngày | 2026-04-13 17:00 | forty days end on a Sunday
2025-12-30 09:00 | 2 ngày  | 2026-01-05 17:00 | ends on New Year 2026, 2/1 is swapped off too
2025-12-30 09:00 | 3 ngày  | 2026-01-05 17:00 | ends on the swapped-off 2/1/2026
2025-12-31 09:00 | 10 ngày | 2026-01-10 17:00 | ends on the make-up Saturday 10/1/2026, which is worked
2026-01-01 09:00 | 10 ngày | 2026-01-12 17:00 | ends on the Sunday after the make-up Saturday
2026-02-10 09:00 | 7 ngày  | 2026-02-23 17:00 | ends in the middle of Tết 2026
2026-02-09 09:00 | 7 ngày  | 2026-02-23 17:00 | ends on the first day off of Tết 2026
2026-02-11 09:00 | 10 ngày | 2026-02-23 17:00 | ends on the Saturday after Tết 2026
2026-02-10 09:00 | 15 ngày | 2026-02-25 17:00 | Tết inside a long limit counts
2026-04-16 09:00 | 10 ngày | 2026-04-28 17:00 | ends on Hùng Vương 2026, a Sunday
2026-04-17 09:00 | 10 ngày | 2026-04-28 17:00 | ends on the Monday given for Hùng Vương 2026
2026-04-20 09:00 | 10 ngày | 2026-05-04 17:00 | ends on 30/4/2026
2026-04-21 09:00 | 10 ngày | 2026-05-04 17:00 | ends on 1/5/2026
2026-08-12 09:00 | 10 ngày | 2026-08-22 17:00 | ends on the make-up Saturday 22/8/2026
2026-08-21 09:00 | 10 ngày | 2026-09-03 17:00 | ends on the swapped-off 31/8/2026
2026-08-22 09:00 | 10 ngày | 2026-09-03 17:00 | ends on 1/9/2026
2026-08-23 09:00 | 10 ngày | 2026-09-03 17:00 | ends on 2/9/2026
2026-08-24 09:00 | 10 ngày | 2026-09-03 17:00 | ends on 3/9/2026
2026-11-14 09:00 | 10 ngày | 2026-11-24 17:00 | 24/11 is an ordinary day
2025-08-28 09:00 | 5 ngày  | 2025-09-03 17:00 | ends on 2/9/2025
2025-04-28 09:00 | 4 ngày  | 2025-05-05 17:00 | ends on the swapped-off 2/5/2025
2025-04-21 09:00 | 5 ngày  | 2025-04-26 17:00 | ends on the make-up Saturday 26/4/2025
2025-04-21 09:00 | 6 ngày  | 2025-04-28 17:00 | ends on 27/4/2025, the Sunday after
2025-04-02 09:00 | 5 ngày  | 2025-04-08 17:00 | ends on Hùng Vương 2025
2025-01-21 09:00 | 10 ngày | 2025-02-03 17:00 | ends on the last day of Tết 2025
2024-02-03 09:00 | 10 ngày | 2024-02-15 17:00 | ends on the compensatory 13/2/2024
2024-04-19 09:00 | 10 ngày | 2024-05-02 17:00 | ends on the swapped-off 29/4/2024
2024-04-24 09:00 | 10 ngày | 2024-05-04 17:00 | ends on the make-up Saturday 4/5/2024
2024-08-24 09:00 | 10 ngày | 2024-09-04 17:00 | ends on 3/9/2024
2024-12-22 09:00 | 10 ngày | 2025-01-02 17:00 | ends on 1/1/2025
2024-02-19 09:00 | 10 ngày | 2024-02-29 17:00 | ends on 29/2/2024
2021-12-24 09:00 | 10 ngày | 2022-01-04 17:00 | ends on the compensatory 3/1/2022
2022-04-22 09:00 | 10 ngày | 2022-05-04 17:00 | ends on the compensatory 2/5/2022
2022-04-01 09:00 | 10 ngày | 2022-04-12 17:00 | ends on 11/4/2022
2021-04-23 09:00 | 10 ngày | 2021-05-04 17:00 | ends on the compensatory 3/5/2021
2021-08-24 09:00 | 10 ngày | 2021-09-06 17:00 | ends on 3/9/2021
2021-02-06 09:00 | 10 ngày | 2021-02-17 17:00 | ends on the compensatory 16/2/2021
2020-01-18 09:00 | 10 ngày | 2020-01-30 17:00 | ends on the compensatory 28/1/2020
2020-03-23 09:00 | 10 ngày | 2020-04-03 17:00 | ends on 2/4/2020
2019-04-05 09:00 | 10 ngày | 2019-04-16 17:00 | ends on 15/4/2019
2019-04-24 09:00 | 10 ngày | 2019-05-04 17:00 | ends on the make-up Saturday 4/5/2019
2019-08-23 09:00 | 10 ngày | 2019-09-03 17:00 | ends on 2/9/2019
2019-01-29 09:00 | 10 ngày | 2019-02-11 17:00 | ends on 8/2/2019, the last day of Tết
2022-12-20 09:00 | 10 ngày | 2022-12-30 17:00 | ends on 30/12/2022
"""


@pytest.mark.parametrize(("received", "limit", "expected"), rows(CALENDAR))
def test_calendar_days(received: str, limit: str, expected: str) -> None:
    found = due(at(received), parse_allowance(limit), OFFICIAL)
    assert found.due_at == at(expected)
