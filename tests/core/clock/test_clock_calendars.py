# ruff: noqa: E501  (a line of the table is one case)
"""Calendars: what a unit adds, what is provisional, what is never guessed.

The expected moments were worked out by hand and by counting in the official file, not by the code under test.
"""

from datetime import date, time
from itertools import pairwise

import pytest
from clock_facts import FILE, NOTES, OFFICIAL, UNIT_WITH_SATURDAYS, at, rows

from congvu.core.clock import (
    CalendarMissing,
    DayKind,
    DayKindUnknown,
    DayNote,
    DaysInConflict,
    DayUnreadable,
    HoursOverlap,
    HoursReversed,
    NoYearLoaded,
    OpeningHours,
    add_minutes,
    build_calendar,
    changed_calendar,
    due,
    loaded_years,
    note_from_row,
    parse_allowance,
    working_days_between,
    working_minutes_between,
)

UNIT = """
2026-03-05 09:00 | 1 ngày làm việc    | 2026-03-06 11:30           | the closing hour of a short Friday
2026-03-06 09:00 | 1 ngày làm việc    | 2026-03-07 11:30           | Saturday morning is a working day here
2026-03-06 09:00 | 2 ngày làm việc    | 2026-03-09 17:00           | and Monday the next
2026-03-02 09:00 | 6 ngày làm việc    | 2026-03-09 17:00           | a week has six working days
2026-03-02 09:00 | 12 ngày làm việc   | 2026-03-16 17:00           | twelve days
2026-03-05 09:00 | 2 ngày             | 2026-03-07 11:30           | calendar days may end on a Saturday
2026-03-05 09:00 | 3 ngày             | 2026-03-09 17:00           | and move from Sunday to Monday
2026-03-06 09:00 | trong ngày         | 2026-03-06 11:30           | same day on a short Friday
2026-03-06 14:00 | trong ngày         | 2026-03-07 11:30           | same day on a short Friday after closing
2026-03-07 11:30 | trong ngày         | 2026-03-07 11:30           | same day at the closing minute of a Saturday
2026-03-07 11:31 | trong ngày         | 2026-03-09 17:00           | same day one minute after it
2026-03-06 10:30 | 2 giờ              | 2026-03-07 09:00           | two hours over a short Friday
2026-03-05 13:30 | 8 giờ              | 2026-03-07 08:30           | eight hours from Thursday noon
2026-03-06 07:30 | 0,5 ngày làm việc  | 2026-03-06 09:30           | half of a short Friday
2026-03-05 15:15 | 0,5 ngày làm việc  | 2026-03-06 08:37:30        | half a day from Thursday 15:15 into a short Friday: 105/480, then 67,5 minutes of 240
2026-03-06 09:30 | 0,5 ngày làm việc  | 2026-03-06 11:30           | half of a short Friday ends at its closing
2026-03-07 08:00 | 0,25 ngày làm việc | 2026-03-07 08:52:30        | a quarter of a Saturday morning
2026-03-05 09:00 | 1,5 ngày làm việc  | 2026-03-06 10:15           | one and a half days from Thursday over Friday and Saturday
2026-03-07 09:45 | 0,5 ngày làm việc  | 2026-03-07 11:30           | half of a Saturday ends at its closing
2026-01-09 09:00 | 1 ngày làm việc    | 2026-01-10 11:30           | the make-up Saturday 10/1/2026 has Friday hours
2026-08-21 09:00 | 1 ngày làm việc    | 2026-08-22 17:00           | the make-up Saturday 22/8/2026 has Monday hours
2026-08-22 15:30 | 1 giờ              | 2026-08-22 16:30           | an hour on the make-up Saturday 22/8/2026 in the afternoon
2026-02-14 09:00 | 1 ngày làm việc    | 2026-02-21 11:30           | Tết is off here too
2026-03-07 10:00 | 0,5 ngày làm việc  | 2026-03-09 08:04:17.142857 | half a day from Saturday into Monday: 90/210, then 1/14 of 480 minutes
"""

PROVISIONAL = """
2026-12-31 09:00 | 1 ngày làm việc   | 2027-01-04 17:00 | New Year 2027 is fixed by the law
2026-12-28 16:00 | 5 ngày làm việc   | 2027-01-05 17:00 | over New Year 2027
2027-02-04 09:00 | 3 ngày làm việc   | 2027-02-09 17:00 | Tết 2027 is not guessed
2027-04-29 09:00 | 1 ngày làm việc   | 2027-05-03 17:00 | 30/4/2027 is off, 1/5 falls on a Saturday
2027-04-28 09:00 | 3 ngày làm việc   | 2027-05-04 17:00 | nothing is given back for 1/5/2027 before it is announced
2027-09-01 09:00 | 1 ngày làm việc   | 2027-09-03 17:00 | 2/9/2027, and no second day before it is announced
2027-11-23 09:00 | 1 ngày làm việc   | 2027-11-24 17:00 | 24/11/2027 is an ordinary day
2026-12-22 09:00 | 10 ngày           | 2027-01-04 17:00 | calendar days end on 1/1/2027
2026-12-23 09:00 | 10 ngày           | 2027-01-04 17:00 | calendar days end on Saturday 2/1/2027
2026-12-31 15:01 | trong ngày        | 2027-01-04 17:00 | same day after the cut-off on 31/12/2026
2026-12-31 16:00 | 2 giờ             | 2027-01-04 08:30 | two hours over New Year 2027
2026-12-31 15:00 | 0,5 ngày làm việc | 2027-01-04 09:30 | half a day over New Year 2027
2028-02-28 09:00 | 2 ngày làm việc   | 2028-03-01 17:00 | received in 2028
2036-04-29 09:00 | 1 ngày làm việc | 2036-05-02 17:00 | the last year that is computed has its fixed holidays
"""


@pytest.mark.parametrize(("received", "limit", "expected"), rows(UNIT))
def test_a_unit_with_short_fridays_and_saturday_mornings(received: str, limit: str, expected: str) -> None:
    assert due(at(received), parse_allowance(limit), UNIT_WITH_SATURDAYS).due_at == at(expected)


@pytest.mark.parametrize(("received", "limit", "expected"), rows(PROVISIONAL))
def test_past_the_last_loaded_year_dates_are_provisional(received: str, limit: str, expected: str) -> None:
    found = due(at(received), parse_allowance(limit), OFFICIAL)
    assert (found.due_at, found.provisional) == (at(expected), True)


def test_a_date_in_the_last_loaded_year_is_not_provisional() -> None:
    assert not due(at("2026-12-30 09:00"), parse_allowance("1 ngày làm việc"), OFFICIAL).provisional


def test_the_official_file_holds_these_years() -> None:
    assert OFFICIAL.loaded_years == (2019, 2020, 2021, 2022, 2024, 2025, 2026)
    assert (OFFICIAL.first_day, OFFICIAL.provisional_from) == (date(2019, 1, 1), date(2027, 1, 1))
    assert len(NOTES) == len(FILE.strip().splitlines()) - 1


@pytest.mark.parametrize(
    ("received", "limit", "year"),
    [
        pytest.param("2018-12-28 09:00", "1 ngày làm việc", 2018, id="before the first loaded year, which has one row"),
        pytest.param("2010-01-04 09:00", "5 ngày", 2010, id="long before"),
        pytest.param("2023-03-01 09:00", "1 ngày làm việc", 2023, id="received in a gap year"),
        pytest.param("2023-03-01 09:00", "trong ngày", 2023, id="received in a gap year, same day"),
        pytest.param("2023-03-01 09:00", "1 giờ", 2023, id="received in a gap year, hours"),
        pytest.param("2022-12-30 09:00", "1 ngày làm việc", 2023, id="the next working day lies in the gap"),
        pytest.param("2022-12-28 09:00", "3 ngày", 2023, id="31/12/2022 is a Saturday and moves into the gap"),
        pytest.param("2022-12-28 09:00", "10 ngày", 2023, id="the last day lies in the gap"),
        pytest.param("2022-12-30 15:01", "trong ngày", 2023, id="after the cut-off on 30/12/2022"),
        pytest.param("2022-12-30 16:00", "2 giờ", 2023, id="an hour would be worked in the gap"),
        pytest.param("2022-12-30 16:00", "0,25 ngày làm việc", 2023, id="a quarter day runs into the gap"),
        pytest.param("2022-12-30 17:00", "1 giờ", 2023, id="the clock would start in the gap"),
        pytest.param("2022-06-01 09:00", "400 ngày làm việc", 2023, id="the whole gap lies in between"),
        pytest.param("2036-12-30 09:00", "5 ngày làm việc", 2037, id="past all that is computed"),
        pytest.param("2036-12-30 09:00", "5 ngày", 2037, id="past all that is computed, calendar days"),
        pytest.param("2036-12-30 16:00", "50 giờ", 2037, id="past all that is computed, hours"),
        pytest.param("2040-01-02 09:00", "5 ngày", 2040, id="long after"),
    ],
)
def test_a_year_that_is_not_loaded_is_never_guessed(received: str, limit: str, year: int) -> None:
    with pytest.raises(CalendarMissing) as refused:
        due(at(received), parse_allowance(limit), OFFICIAL)
    assert refused.value.data == {"year": year}
    assert f"năm {year}" in str(refused.value)


def test_counting_and_adding_refuse_a_gap_too() -> None:
    with pytest.raises(CalendarMissing):
        working_days_between(date(2022, 12, 1), date(2024, 2, 1), OFFICIAL)
    with pytest.raises(CalendarMissing):
        working_minutes_between(at("2022-12-01 09:00"), at("2024-02-01 09:00"), OFFICIAL)
    with pytest.raises(CalendarMissing):
        add_minutes(at("2022-12-30 16:30"), 60, OFFICIAL)
    with pytest.raises(CalendarMissing):
        OFFICIAL.is_working(date(2023, 5, 5))


# 2018 as announced: Tết 14–20/2, Hùng Vương 25/4, 2/9 on a Sunday with 3/9 off; 31/12 is in the official file.
YEAR_2018 = tuple(
    DayNote(date.fromisoformat(day), DayKind(kind), name)
    for day, kind, name in (
        ("2018-01-01", "holiday", "Tết Dương lịch"),
        *((f"2018-02-{n}", "holiday", "Tết Nguyên đán") for n in (14, 15, 16, 19, 20)),
        ("2018-04-25", "holiday", "Giỗ Tổ Hùng Vương"),
        ("2018-04-30", "holiday", "Ngày Chiến thắng"),
        ("2018-05-01", "holiday", "Quốc tế Lao động"),
        ("2018-09-02", "holiday", "Quốc khánh"),
        ("2018-09-03", "compensatory", "Quốc khánh (nghỉ bù)"),
    )
)


@pytest.mark.parametrize(
    ("received", "limit", "expected"),
    [
        pytest.param("2018-12-28 09:00", "1 ngày làm việc", "2019-01-02 17:00", id="31/12/2018 is swapped off"),
        pytest.param(
            "2018-12-28 09:00", "4 ngày làm việc", "2019-01-05 17:00", id="Saturday 5/1/2019 is worked for it"
        ),
        pytest.param("2018-12-28 09:00", "5 ngày làm việc", "2019-01-07 17:00", id="and then Monday"),
        pytest.param("2018-12-31 09:00", "trong ngày", "2019-01-02 17:00", id="received on the swapped-off day"),
        pytest.param("2018-12-21 09:00", "10 ngày", "2019-01-02 17:00", id="ten calendar days end on it"),
        pytest.param("2018-12-28 16:00", "2 giờ", "2019-01-02 08:30", id="two hours over it"),
    ],
)
def test_a_swap_across_the_year_once_2018_is_loaded(received: str, limit: str, expected: str) -> None:
    calendar = build_calendar((*YEAR_2018, *NOTES))
    assert calendar.loaded_years[0] == 2018
    assert due(at(received), parse_allowance(limit), calendar).due_at == at(expected)


@pytest.mark.parametrize("part", ["2018-01-01", "2018-02", "2018-04-25", "2018-04-30", "2018-05-01", "2018-09-02"])
def test_a_year_is_loaded_only_with_all_its_parts(part: str) -> None:
    assert loaded_years(YEAR_2018) == (2018,)
    assert loaded_years(note for note in YEAR_2018 if not note.day.isoformat().startswith(part)) == ()


def test_the_names_may_be_written_otherwise() -> None:
    other = {"Tết Nguyên đán": "TẾT ÂM LỊCH (Mậu Tuất)", "Giỗ Tổ Hùng Vương": "Ngày giỗ tổ 10/3"}
    assert loaded_years(DayNote(n.day, n.kind, other.get(n.name, n.name)) for n in YEAR_2018) == (2018,)


def test_nothing_can_be_counted_without_a_whole_year() -> None:
    with pytest.raises(NoYearLoaded, match="Hùng Vương"):
        build_calendar(YEAR_2018[:3])


def test_what_is_announced_of_a_coming_year_is_used_but_stays_provisional() -> None:
    calendar = build_calendar((*NOTES, DayNote(date(2027, 2, 8), DayKind.HOLIDAY, "Tết Nguyên đán")))
    found = due(at("2027-02-05 09:00"), parse_allowance("1 ngày làm việc"), calendar)
    assert (found.due_on, found.provisional) == (date(2027, 2, 9), True)


def test_a_units_own_days_win_over_the_official_ones() -> None:
    local_holiday = DayNote(date(2026, 3, 5), DayKind.HOLIDAY, "Ngày truyền thống của xã")
    on_duty = DayNote(date(2026, 2, 18), DayKind.SWAP_WORK, "Trực Tết phục vụ người dân", date(2026, 2, 25))
    calendar = build_calendar(NOTES, own_days=[local_holiday, on_duty])
    assert not calendar.is_working(date(2026, 3, 5))
    assert calendar.is_working(date(2026, 2, 18))
    assert OFFICIAL.is_working(date(2026, 3, 5))
    assert not OFFICIAL.is_working(date(2026, 2, 18))
    assert due(at("2026-02-13 09:00"), parse_allowance("1 ngày làm việc"), calendar).due_on == date(2026, 2, 18)


def test_two_units_promise_different_days_for_the_same_dossier() -> None:
    limit = parse_allowance("1 ngày làm việc")
    assert due(at("2026-03-06 09:00"), limit, OFFICIAL).due_at == at("2026-03-09 17:00")
    assert due(at("2026-03-06 09:00"), limit, UNIT_WITH_SATURDAYS).due_at == at("2026-03-07 11:30")


def test_a_make_up_saturday_has_the_hours_of_the_weekday_it_replaces() -> None:
    assert OFFICIAL.minutes_on(date(2026, 1, 10)) == 480
    assert UNIT_WITH_SATURDAYS.minutes_on(date(2026, 1, 10)) == 240  # for Friday 2/1
    assert UNIT_WITH_SATURDAYS.minutes_on(date(2026, 8, 22)) == 480  # for Monday 31/8
    assert UNIT_WITH_SATURDAYS.minutes_on(date(2026, 1, 17)) == 210  # its own Saturday


def test_a_make_up_saturday_without_a_pair_has_the_hours_of_the_day_before() -> None:
    calendar = build_calendar((*NOTES, DayNote(date(2026, 3, 14), DayKind.SWAP_WORK, "Làm bù")))
    assert calendar.minutes_on(date(2026, 3, 14)) == 480


def test_hours_are_valid_from_until() -> None:
    afternoon = (OpeningHours(2, time(7), time(11, 30)), OpeningHours(2, time(13, 30), time(17)))
    from_july = tuple(
        OpeningHours(2, o.opens, o.closes, valid_from=date(2026, 7, 1), valid_until=date(2026, 8, 5)) for o in afternoon
    )
    calendar = build_calendar(NOTES, hours=from_july)
    one_hour = parse_allowance("1 giờ")
    assert due(at("2026-06-24 11:00"), one_hour, calendar).due_at == at("2026-06-24 13:30")
    assert due(at("2026-07-01 11:00"), one_hour, calendar).due_at == at("2026-07-01 14:00")
    assert due(at("2026-07-29 11:00"), one_hour, calendar).due_at == at("2026-07-29 14:00")
    assert due(at("2026-08-05 11:00"), one_hour, calendar).due_at == at("2026-08-05 13:30")


def test_later_hours_replace_earlier_ones_that_were_left_open() -> None:
    hours = (
        OpeningHours(2, time(7), time(12), valid_from=date(2026, 1, 1)),
        OpeningHours(2, time(8), time(12), valid_from=date(2026, 7, 1)),
    )
    calendar = build_calendar(NOTES, hours=hours)
    assert calendar.minutes_on(date(2026, 6, 24)) == 300
    assert calendar.minutes_on(date(2026, 7, 1)) == 240
    assert calendar.minutes_on(date(2025, 12, 31)) == 480


def test_a_weekday_can_be_closed() -> None:
    calendar = build_calendar(NOTES, hours=[OpeningHours(2, None, None)])
    assert due(at("2026-03-03 09:00"), parse_allowance("1 ngày làm việc"), calendar).due_on == date(2026, 3, 5)


def test_a_desk_that_closes_at_midnight_keeps_its_day() -> None:
    calendar = build_calendar(NOTES, hours=[OpeningHours(day, time(18), time(0)) for day in range(7)])
    found = due(at("2026-03-04 18:00"), parse_allowance("6 giờ"), calendar)
    assert (found.due_at, found.due_on) == (at("2026-03-05 00:00"), date(2026, 3, 4))
    by_days = due(at("2026-03-03 18:00"), parse_allowance("1 ngày làm việc"), calendar)
    assert (by_days.due_on, by_days.late_at) == (date(2026, 3, 4), at("2026-03-04 23:59:59.999999"))


def test_impossible_hours_are_refused() -> None:
    with pytest.raises(HoursReversed):
        build_calendar(NOTES, hours=[OpeningHours(0, time(11), time(8))])
    with pytest.raises(HoursReversed):
        build_calendar(NOTES, hours=[OpeningHours(0, time(11), None)])
    with pytest.raises(HoursOverlap, match="thứ Ba"):
        build_calendar(NOTES, hours=[OpeningHours(1, time(8), time(12)), OpeningHours(1, time(11), time(15))])


def test_one_day_cannot_be_off_and_worked() -> None:
    with pytest.raises(DaysInConflict, match="10/01/2026"):
        build_calendar((*NOTES, DayNote(date(2026, 1, 10), DayKind.HOLIDAY, "Nghỉ")))


def test_two_holidays_may_fall_on_one_day() -> None:
    calendar = build_calendar((*NOTES, DayNote(date(2026, 5, 1), DayKind.HOLIDAY, "Ngày hội của xã")))
    assert calendar.notes[date(2026, 5, 1)].name == "Quốc tế Lao động"


@pytest.mark.parametrize(
    ("row", "error", "field"),
    [
        ({"date": "2/1/2026", "kind": "holiday"}, DayUnreadable, "date"),
        ({"date": "2026-02-30", "kind": "holiday"}, DayUnreadable, "date"),
        ({"date": "2026-01-02", "kind": "nghỉ"}, DayKindUnknown, "kind"),
        ({"date": "2026-01-02", "kind": "swap-off", "swap_pair": "10/1"}, DayUnreadable, "swap_pair"),
        ({}, DayKindUnknown, "kind"),
    ],
)
def test_an_unreadable_row_names_its_field(row: dict[str, str], error: type, field: str) -> None:
    with pytest.raises(error) as refused:
        note_from_row(row)
    assert refused.value.field == field


def test_the_days_of_the_calendar_add_up() -> None:
    days = list(OFFICIAL.days())
    assert not any(day.day.year == 2023 for day in days)
    assert days[0].day == date(2019, 1, 1)
    for day, following in pairwise(days):
        assert following.before == day.before + day.minutes
        assert following.position == day.position + (day.minutes > 0)
        assert day.minutes == sum(closes - opens for opens, closes in day.shifts)
    per_year = {year: sum(d.minutes > 0 for d in days if d.day.year == year) for year in (2019, 2025, 2026)}
    # Weekdays of the year − weekdays off + make-up Saturdays, counted in the official file.
    assert per_year == {2019: 261 - 11 + 2, 2025: 261 - 12 + 1, 2026: 261 - 13 + 2}


def test_a_new_swap_changes_nothing_before_it() -> None:
    swapped = (
        DayNote(date(2026, 6, 12), DayKind.SWAP_OFF, "Hoán đổi", date(2026, 6, 20)),
        DayNote(date(2026, 6, 20), DayKind.SWAP_WORK, "Làm bù", date(2026, 6, 12)),
    )
    assert changed_calendar(OFFICIAL, build_calendar((*NOTES, *swapped))) == date(2026, 6, 12)
    assert changed_calendar(OFFICIAL, build_calendar(NOTES)) is None


def test_changed_hours_are_a_change_even_when_the_minutes_stay() -> None:
    shifted = (
        OpeningHours(0, time(7), time(11), valid_from=date(2026, 6, 1)),
        OpeningHours(0, time(13), time(17), valid_from=date(2026, 6, 1)),
    )
    assert changed_calendar(OFFICIAL, build_calendar(NOTES, hours=shifted)) == date(2026, 6, 1)


def test_loading_a_year_changes_it_from_its_first_day() -> None:
    year_2027 = tuple(
        DayNote(date.fromisoformat(day), DayKind.HOLIDAY, name)
        for day, name in (
            ("2027-01-01", "Tết Dương lịch"), ("2027-02-08", "Tết Nguyên đán"), ("2027-04-16", "Giỗ Tổ Hùng Vương"),
            ("2027-04-30", "Ngày Chiến thắng"), ("2027-05-01", "Quốc tế Lao động"), ("2027-09-02", "Quốc khánh"),
        )
    )  # fmt: skip
    loaded = build_calendar((*NOTES, *year_2027))
    assert changed_calendar(OFFICIAL, loaded) == date(2027, 1, 1)
    assert not due(at("2027-01-04 09:00"), parse_allowance("1 ngày làm việc"), loaded).provisional
    assert changed_calendar(build_calendar((*YEAR_2018, *NOTES)), OFFICIAL) == date(2018, 1, 1)
