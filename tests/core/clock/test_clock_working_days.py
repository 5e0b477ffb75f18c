"""Limits in whole working days: the day of acceptance is day zero, due at the closing hour of the last day.

The expected moments were worked out by hand and by counting in the official file, not by the code under test.
"""

from datetime import UTC, date, datetime

import pytest
from clock_facts import OFFICIAL, at, rows

from congvu.core.clock import due, parse_allowance

WORKING = """
2026-03-02 09:00    | 5 ngày làm việc  | 2026-03-09 17:00 | a plain week
2026-03-03 09:00    | 1 ngày làm việc  | 2026-03-04 17:00 | one day, mid-week
2026-03-04 07:30    | 3 ngày làm việc  | 2026-03-09 17:00 | the day of acceptance is day zero at 07:30
2026-03-04 16:59    | 3 ngày làm việc  | 2026-03-09 17:00 | and at 16:59
2026-03-04 06:00    | 3 ngày làm việc  | 2026-03-09 17:00 | and before opening
2026-03-04 21:15    | 3 ngày làm việc  | 2026-03-09 17:00 | and after closing
2026-03-04 23:59:59 | 3 ngày làm việc  | 2026-03-09 17:00 | and one second before midnight
2026-03-05 00:00    | 3 ngày làm việc  | 2026-03-10 17:00 | and at midnight it is the next day
2026-03-04 15:30    | 1 ngày làm việc  | 2026-03-05 17:00 | the cut-off hour means nothing for whole days
2026-03-06 10:00    | 1 ngày làm việc  | 2026-03-09 17:00 | Friday, one day is Monday
2026-03-06 10:00    | 5 ngày làm việc  | 2026-03-13 17:00 | Friday, five days is Friday
2026-03-07 09:00    | 1 ngày làm việc  | 2026-03-09 17:00 | received on a Saturday
2026-03-08 22:00    | 1 ngày làm việc  | 2026-03-09 17:00 | received on a Sunday
2026-03-07 09:00    | 5 ngày làm việc  | 2026-03-13 17:00 | received on a Saturday, five days
2026-03-03 09:00    | 10 ngày làm việc | 2026-03-17 17:00 | ten days cross two weekends
2026-03-03 09:00    | 15 ngày làm việc | 2026-03-24 17:00 | fifteen days
2026-03-03 09:00    | 20 ngày làm việc | 2026-03-31 17:00 | twenty days
2026-03-03 09:00    | 23 ngày làm việc | 2026-04-03 17:00 | twenty-three days
2026-03-25 09:00    | 30 ngày làm việc | 2026-05-11 17:00 | thirty days meet Hùng Vương
2026-03-25 09:00    | 60 ngày làm việc | 2026-06-22 17:00 | sixty days meet Hùng Vương, 30/4 and 1/5
2024-02-28 09:00    | 1 ngày làm việc  | 2024-02-29 17:00 | 29 February exists in 2024
2025-02-27 09:00    | 2 ngày làm việc  | 2025-03-03 17:00 | 29 February is passed over in 2025
2019-01-01 09:00    | 1 ngày làm việc  | 2019-01-02 17:00 | over New Year 2019: 1/1 is the first day known
2019-01-02 09:00    | 3 ngày làm việc  | 2019-01-05 17:00 | 5/1/2019 is a Saturday worked for 31/12/2018
2019-01-05 09:00    | 1 ngày làm việc  | 2019-01-07 17:00 | received on 5/1/2019, the make-up Saturday
2019-01-04 16:30    | 1 ngày làm việc  | 2019-01-05 17:00 | Friday 4/1/2019, one day is the make-up Saturday
2019-01-04 16:30    | 2 ngày làm việc  | 2019-01-07 17:00 | Friday 4/1/2019, two days
2019-01-06 09:00    | 1 ngày làm việc  | 2019-01-07 17:00 | Sunday 6/1/2019 after the make-up Saturday
2019-02-01 16:00    | 1 ngày làm việc  | 2019-02-11 17:00 | Friday before Tết 2019
2019-02-01 16:00    | 5 ngày làm việc  | 2019-02-15 17:00 | Friday before Tết 2019, five days
2019-01-31 08:00    | 2 ngày làm việc  | 2019-02-11 17:00 | Thursday before Tết 2019
2019-02-05 08:00    | 1 ngày làm việc  | 2019-02-11 17:00 | received on the first day of Tết 2019
2019-04-12 09:00    | 1 ngày làm việc  | 2019-04-16 17:00 | Hùng Vương 2019 on a Sunday, Monday is off instead
2019-04-12 09:00    | 2 ngày làm việc  | 2019-04-17 17:00 | Hùng Vương 2019, two days
2019-04-26 09:00    | 1 ngày làm việc  | 2019-05-02 17:00 | 29/4/2019 off, 4/5/2019 worked
2019-04-26 09:00    | 3 ngày làm việc  | 2019-05-04 17:00 | 29/4/2019 off, two days end on the make-up Saturday
2019-04-26 09:00    | 4 ngày làm việc  | 2019-05-06 17:00 | 29/4/2019 off, four days
2019-05-04 10:00    | 3 ngày làm việc  | 2019-05-08 17:00 | received 4/5/2019 on the make-up Saturday
2019-05-03 10:00    | 1 ngày làm việc  | 2019-05-04 17:00 | received 3/5/2019, the make-up Saturday is day one
2019-08-30 09:00    | 1 ngày làm việc  | 2019-09-03 17:00 | Quốc khánh 2019 was one day
2019-08-30 09:00    | 5 ngày làm việc  | 2019-09-09 17:00 | Quốc khánh 2019, five days
2019-12-31 09:00    | 1 ngày làm việc  | 2020-01-02 17:00 | 31/12/2019 over New Year 2020
2019-12-30 09:00    | 3 ngày làm việc  | 2020-01-03 17:00 | 30/12/2019, three days
2020-01-22 17:00    | 1 ngày làm việc  | 2020-01-30 17:00 | day before Tết 2020
2020-01-22 17:00    | 3 ngày làm việc  | 2020-02-03 17:00 | day before Tết 2020, three days
2020-01-15 09:00    | 7 ngày làm việc  | 2020-01-31 17:00 | a week before Tết 2020
2020-01-25 09:00    | 2 ngày làm việc  | 2020-01-31 17:00 | received on Tết Saturday 25/1/2020
2020-01-29 09:00    | 1 ngày làm việc  | 2020-01-30 17:00 | received on the compensatory 29/1/2020
2020-04-01 09:00    | 1 ngày làm việc  | 2020-04-03 17:00 | Hùng Vương 2020 on a Thursday
2020-04-01 09:00    | 3 ngày làm việc  | 2020-04-07 17:00 | Hùng Vương 2020, three days
2020-04-29 09:00    | 1 ngày làm việc  | 2020-05-04 17:00 | 30/4 and 1/5/2020 make a long weekend
2020-04-28 09:00    | 5 ngày làm việc  | 2020-05-07 17:00 | 30/4/2020, five days
2020-09-01 09:00    | 1 ngày làm việc  | 2020-09-03 17:00 | Quốc khánh 2020 on a Wednesday
2020-08-26 09:00    | 10 ngày làm việc | 2020-09-10 17:00 | Quốc khánh 2020, ten days
2020-12-31 09:00    | 1 ngày làm việc  | 2021-01-04 17:00 | New Year 2021 on a Friday
2020-12-30 09:00    | 5 ngày làm việc  | 2021-01-07 17:00 | New Year 2021, five days
2021-02-09 09:00    | 1 ngày làm việc  | 2021-02-17 17:00 | day before Tết 2021
2021-02-09 09:00    | 2 ngày làm việc  | 2021-02-18 17:00 | day before Tết 2021, two days
2021-02-08 09:00    | 2 ngày làm việc  | 2021-02-17 17:00 | Tết 2021: Saturday and Sunday are given back on 15 and 16/2
2021-02-16 09:00    | 1 ngày làm việc  | 2021-02-17 17:00 | received on 16/2/2021, given back
2021-04-20 09:00    | 2 ngày làm việc  | 2021-04-23 17:00 | Hùng Vương 2021 on a Wednesday
2021-04-29 09:00    | 1 ngày làm việc  | 2021-05-04 17:00 | 1/5/2021 on a Saturday, 3/5 off instead
2021-04-29 09:00    | 3 ngày làm việc  | 2021-05-06 17:00 | 1/5/2021, three days
2021-09-01 09:00    | 1 ngày làm việc  | 2021-09-06 17:00 | 2/9 and 3/9/2021
2021-08-25 09:00    | 10 ngày làm việc | 2021-09-10 17:00 | 2/9 and 3/9/2021, ten days
2021-12-31 09:00    | 1 ngày làm việc  | 2022-01-04 17:00 | 1/1/2022 on a Saturday, 3/1 off instead
2021-12-29 09:00    | 5 ngày làm việc  | 2022-01-06 17:00 | 1/1/2022, five days
2022-01-28 15:30    | 1 ngày làm việc  | 2022-02-07 17:00 | Friday before Tết 2022
2022-01-28 15:30    | 12 ngày làm việc | 2022-02-22 17:00 | Friday before Tết 2022, twelve days
2022-04-08 09:00    | 1 ngày làm việc  | 2022-04-12 17:00 | Hùng Vương 2022 on a Sunday, Monday off
2022-04-29 09:00    | 1 ngày làm việc  | 2022-05-04 17:00 | 30/4 and 1/5/2022 on a weekend, 2 and 3/5 off
2022-04-28 09:00    | 4 ngày làm việc  | 2022-05-06 17:00 | 30/4/2022, four days
2022-08-31 09:00    | 1 ngày làm việc  | 2022-09-05 17:00 | 1/9 and 2/9/2022
2022-12-28 09:00    | 2 ngày làm việc  | 2022-12-30 17:00 | the last day of 2022 that needs nothing of 2023
2022-12-29 09:00    | 1 ngày làm việc  | 2022-12-30 17:00 | 29/12/2022, one day
2024-01-01 09:00    | 1 ngày làm việc  | 2024-01-02 17:00 | received on 1/1/2024
2024-01-02 09:00    | 5 ngày làm việc  | 2024-01-09 17:00 | the first week of 2024
2024-02-07 16:59    | 1 ngày làm việc  | 2024-02-15 17:00 | day before Tết 2024
2024-02-07 16:59    | 3 ngày làm việc  | 2024-02-19 17:00 | day before Tết 2024, three days
2024-02-14 09:00    | 1 ngày làm việc  | 2024-02-15 17:00 | received on the compensatory 14/2/2024
2024-04-17 09:00    | 1 ngày làm việc  | 2024-04-19 17:00 | Hùng Vương 2024 on a Thursday
2024-04-17 09:00    | 7 ngày làm việc  | 2024-05-02 17:00 | Hùng Vương 2024, seven days reach the swap
2024-04-26 09:00    | 1 ngày làm việc  | 2024-05-02 17:00 | 29/4/2024 off, announced on 12/4/2024
2024-04-26 09:00    | 3 ngày làm việc  | 2024-05-04 17:00 | 4/5/2024 worked
2024-04-26 09:00    | 4 ngày làm việc  | 2024-05-06 17:00 | after 4/5/2024
2024-05-04 16:45    | 1 ngày làm việc  | 2024-05-06 17:00 | received 4/5/2024 at 16:45
2024-08-30 09:00    | 1 ngày làm việc  | 2024-09-04 17:00 | 2/9 and 3/9/2024
2024-08-29 09:00    | 5 ngày làm việc  | 2024-09-09 17:00 | 2/9 and 3/9/2024, five days
2024-12-31 09:00    | 1 ngày làm việc  | 2025-01-02 17:00 | New Year 2025
2024-12-24 09:00    | 10 ngày làm việc | 2025-01-08 17:00 | New Year 2025, ten days
2025-01-24 17:00    | 1 ngày làm việc  | 2025-02-03 17:00 | Friday before Tết 2025
2025-01-24 17:00    | 10 ngày làm việc | 2025-02-14 17:00 | Friday before Tết 2025, ten days
2025-01-06 09:00    | 20 ngày làm việc | 2025-02-10 17:00 | three weeks before Tết 2025, twenty days
2025-04-04 09:00    | 1 ngày làm việc  | 2025-04-08 17:00 | Hùng Vương 2025 on a Monday
2025-04-25 09:00    | 1 ngày làm việc  | 2025-04-26 17:00 | 26/4/2025 worked before its swap day 2/5
2025-04-25 09:00    | 5 ngày làm việc  | 2025-05-06 17:00 | 26/4/2025 worked, five days
2025-04-26 08:00    | 2 ngày làm việc  | 2025-04-29 17:00 | received 26/4/2025 on the make-up Saturday
2025-04-26 08:00    | 3 ngày làm việc  | 2025-05-05 17:00 | received 26/4/2025, three days end after 2/5
2025-05-02 09:00    | 1 ngày làm việc  | 2025-05-05 17:00 | received on 2/5/2025, swapped off
2025-04-29 09:00    | 1 ngày làm việc  | 2025-05-05 17:00 | 29/4/2025, one day
2025-06-30 09:00    | 1 ngày làm việc  | 2025-07-01 17:00 | the merger of 1/7/2025 is an ordinary day
2025-08-29 09:00    | 1 ngày làm việc  | 2025-09-03 17:00 | 1/9 and 2/9/2025
2025-08-29 09:00    | 8 ngày làm việc  | 2025-09-12 17:00 | 1/9 and 2/9/2025, eight days
2025-12-31 09:00    | 1 ngày làm việc  | 2026-01-05 17:00 | 31/12/2025, 2/1/2026 swapped off
2025-12-31 09:00    | 5 ngày làm việc  | 2026-01-09 17:00 | 31/12/2025, five days end on Friday
2025-12-31 09:00    | 6 ngày làm việc  | 2026-01-10 17:00 | 31/12/2025, six days end on Saturday 10/1
2025-12-31 09:00    | 7 ngày làm việc  | 2026-01-12 17:00 | 31/12/2025, seven days
2026-01-02 09:00    | 1 ngày làm việc  | 2026-01-05 17:00 | received on the swapped-off 2/1/2026
2026-01-10 14:00    | 1 ngày làm việc  | 2026-01-12 17:00 | received 10/1/2026 on the make-up Saturday
2026-01-10 16:59    | 5 ngày làm việc  | 2026-01-16 17:00 | received 10/1/2026 at 16:59
2026-01-09 16:00    | 1 ngày làm việc  | 2026-01-10 17:00 | received 9/1/2026, one day is Saturday
2025-12-23 14:20    | 12 ngày làm việc | 2026-01-10 17:00 | twelve days from 23/12/2025 as printed before any pause
2026-02-13 14:00    | 1 ngày làm việc  | 2026-02-23 17:00 | Friday before Tết 2026
2026-02-13 19:00    | 1 ngày làm việc  | 2026-02-23 17:00 | Friday before Tết 2026 in the evening
2026-02-13 14:00    | 3 ngày làm việc  | 2026-02-25 17:00 | Friday before Tết 2026, three days
2026-02-13 14:00    | 5 ngày làm việc  | 2026-02-27 17:00 | Friday before Tết 2026, five days
2026-02-12 14:00    | 1 ngày làm việc  | 2026-02-13 17:00 | Thursday before Tết 2026
2026-02-12 14:00    | 2 ngày làm việc  | 2026-02-23 17:00 | Thursday before Tết 2026, two days
2026-02-17 10:00    | 1 ngày làm việc  | 2026-02-23 17:00 | received on the first day of Tết 2026
2026-02-21 10:00    | 1 ngày làm việc  | 2026-02-23 17:00 | received on the Saturday after Tết 2026
2026-04-24 09:00    | 1 ngày làm việc  | 2026-04-28 17:00 | Hùng Vương 2026 on a Sunday, Monday off
2026-04-24 09:00    | 3 ngày làm việc  | 2026-05-04 17:00 | from 24/4/2026 three days
2026-04-24 09:00    | 4 ngày làm việc  | 2026-05-05 17:00 | from 24/4/2026 four days
2026-08-21 09:00    | 1 ngày làm việc  | 2026-08-22 17:00 | 22/8/2026 worked for 31/8
2026-08-21 09:00    | 7 ngày làm việc  | 2026-09-03 17:00 | 22/8/2026 worked, seven days
2026-08-28 09:00    | 1 ngày làm việc  | 2026-09-03 17:00 | 28/8/2026 before five days off
2026-08-31 09:00    | 2 ngày làm việc  | 2026-09-04 17:00 | received on 31/8/2026, swapped off
2026-11-23 09:00    | 1 ngày làm việc  | 2026-11-24 17:00 | 24/11/2026 is an ordinary day
2026-11-24 09:00    | 5 ngày làm việc  | 2026-12-01 17:00 | received on 24/11/2026
2026-12-30 09:00    | 1 ngày làm việc  | 2026-12-31 17:00 | the last working day of 2026
"""


@pytest.mark.parametrize(("received", "limit", "expected"), rows(WORKING))
def test_working_days(received: str, limit: str, expected: str) -> None:
    found = due(at(received), parse_allowance(limit), OFFICIAL)
    assert found.due_at == at(expected)


def test_done_before_midnight_of_the_due_day_is_on_time() -> None:
    found = due(at("2026-03-02 09:00"), parse_allowance("5 ngày làm việc"), OFFICIAL)
    assert (found.due_on, found.late_at) == (date(2026, 3, 9), at("2026-03-09 23:59:59.999999"))


def test_a_moment_in_another_offset_is_read_on_the_clocks_of_vietnam() -> None:
    late_evening_utc = datetime(2026, 3, 4, 17, 30, tzinfo=UTC)  # 00:30 of the 5th in Vietnam
    assert due(late_evening_utc, parse_allowance("1 ngày làm việc"), OFFICIAL).due_on == date(2026, 3, 6)


def test_a_moment_without_an_offset_is_a_fault() -> None:
    with pytest.raises(ValueError, match="offset"):
        due(datetime(2026, 3, 4, 9), parse_allowance("1 ngày làm việc"), OFFICIAL)  # noqa: DTZ001
