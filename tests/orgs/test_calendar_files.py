"""Files of days and hours: what is refused, with which line and remedy, and what a good file leads to."""

from datetime import date, time

import pytest

from congvu.core.clock import OpeningHours
from congvu.core.loading import rows_of
from congvu.orgs.calendars import shipped
from congvu.orgs.calendars.content import value_from
from congvu.orgs.calendars.files import Read, read_days
from congvu.orgs.calendars.hours_files import read_hours
from tests.orgs.calendar_world import NEXT_YEAR, province, table

pytestmark = pytest.mark.django_db


def nobody(code: str) -> int | None:
    return None


def days(text: str) -> Read:
    return read_days(table(text), find_unit=nobody)


def hours(text: str, units: dict[str, int] | None = None) -> Read:
    rows = rows_of(("unit,weekday,opens,closes,valid_from,valid_until\n" + text.strip()).encode(), name="gio.csv")
    return read_hours(rows, find_unit=(units or {}).get)


def test_the_shipped_file_again_changes_nothing() -> None:
    report = read_days(shipped.rows(), find_unit=nobody).report
    assert (report.new, report.changed, report.unchanged) == (0, 0, len(shipped.rows()))
    assert report.errors == report.warnings == []


def test_next_year_is_added_to_the_years_known() -> None:
    read = days(NEXT_YEAR)
    assert read.report.is_good
    assert (read.report.new, read.report.changed, read.report.unchanged) == (9, 0, 0)
    assert value_from(read.contents[0].content).loaded_years[-2:] == (2026, 2027)
    assert set(read.sources) == {"CV 1/VPCP"}


def test_a_swap_in_a_known_year_is_added_and_the_rest_stays() -> None:
    read = days("2026-12-31,Thứ Năm,Hoán đổi,swap-off,2026-12-26,CV 2\n2026-12-26,T7,Làm bù,swap-work,2026-12-31,CV 2")
    calendar = value_from(read.contents[0].content)
    assert (read.report.new, read.report.errors) == (2, [])
    assert calendar.is_working(date(2026, 12, 26))
    assert not calendar.is_working(date(2026, 12, 31))
    assert not calendar.is_working(date(2026, 9, 2))


def test_a_whole_year_replaces_that_year_and_names_what_goes() -> None:
    rows = [row for row in shipped.rows() if row.get("date").startswith("2026") and row.get("date") != "2026-08-22"]
    read = read_days(rows, find_unit=nobody)
    calendar = value_from(read.contents[0].content)
    assert not calendar.is_working(date(2026, 8, 22))
    assert any("22/08/2026" in note.message for note in read.report.warnings)
    assert 2025 in calendar.loaded_years


@pytest.mark.parametrize(
    ("text", "line", "field", "words"),
    [
        pytest.param("2026-13-01,,Lễ,holiday,,", 2, "date", "2026-01-02", id="no such month"),
        pytest.param("01/02/2026,,Lễ,holiday,,", 2, "date", "năm-tháng-ngày", id="not ISO"),
        pytest.param("0206-01-02,,Lễ,holiday,,", 2, "date", "206", id="a year of antiquity"),
        pytest.param("2026-12-01,,Lễ,ngày nghỉ,,", 2, "kind", "swap-off", id="unknown kind"),
        pytest.param("2026-12-01,Thứ Hai,Lễ,holiday,,", 2, "weekday", "Thứ Ba", id="weekday does not fit"),
        pytest.param("2026-12-01,,,holiday,,", 2, "name", "tên", id="no name"),
        pytest.param("2026-12-01,,Lễ,swap-off,2026-12-01,", 2, "swap_pair", "chính nó", id="swapped with itself"),
        pytest.param("2026-12-01,,Lễ,holiday,2026-12-05,", 2, "swap_pair", "bỏ ô này", id="a holiday has no pair"),
        pytest.param(
            "2026-12-01,,Lễ,holiday,,\n2026-12-01,,Trực,swap-work,2026-12-05,", 3, "kind", "dòng 2", id="off, worked",
        ),
        pytest.param(
            "2026-12-01,,Lễ,holiday,,A\n2026-12-01,,Lễ,holiday,,B", 3, "date", "dòng 2", id="twice, differently",
        ),
        pytest.param(
            "2026-12-01,,A,swap-off,2026-12-05,\n2026-12-05,,B,swap-off,2026-12-01,", 2, "swap_pair", "không khớp",
            id="both days of a pair off",
        ),
        pytest.param(
            NEXT_YEAR.replace("2027", "2028").replace("Thứ Sáu", ""), 2, "date", "2027", id="a year is left out",
        ),
        pytest.param("2026-12-01,,Lễ,holiday,,,X9", 2, "unit", "X9", id="unknown unit"),
    ],
)  # fmt: skip
def test_what_cannot_stand_is_refused_with_line_and_remedy(text: str, line: int, field: str, words: str) -> None:
    report = days(text).report
    assert not report.is_good
    assert (report.errors[0].line, report.errors[0].field) == (line, field)
    assert words in report.errors[0].message


def test_an_incomplete_year_stays_provisional_and_is_said_so() -> None:
    read = days("2027-01-01,,Tết Dương lịch,holiday,,")
    assert read.report.is_good
    assert "2027" in read.report.warnings[0].message
    assert value_from(read.contents[0].content).is_provisional(date(2027, 6, 1))


def test_days_of_a_unit_go_to_its_own_calendar() -> None:
    units = {code: unit.pk for code, unit in province().items()}
    read = read_days(table("2026-12-26,,Trực,swap-work,,,so\n2026-12-24,,Lễ hội,holiday,,,xa"), find_unit=units.get)
    assert {named.unit_id: len(named.content.days) for named in read.contents} == {units["so"]: 1, units["xa"]: 1}


def test_hours_until_the_last_day_included() -> None:
    units = {code: unit.pk for code, unit in province().items()}
    read = hours("so,Thứ Bảy,08:00,11:30,2026-01-01,2026-06-30\nso,CN,,,,", units)
    assert read.report.new == 2
    assert read.contents[0].content.hours == (
        OpeningHours(5, time(8), time(11, 30), date(2026, 1, 1), date(2026, 7, 1)),
        OpeningHours(6, None, None),
    )


@pytest.mark.parametrize(
    ("text", "field", "words"),
    [
        pytest.param(",2,07:30,11:30,,", "weekday", "Thứ Hai", id="a bare number names no weekday"),
        pytest.param(",Thứ Hai,11:30,07:30,,", "closes", "sau giờ mở", id="closes before it opens"),
        pytest.param(",Thứ Hai,07:30,,,", "closes", "cả giờ", id="one time only"),
        pytest.param(",Thứ Hai,sáng,11:30,,", "opens", "07:30", id="no time"),
        pytest.param(",Thứ Hai,07:30,11:30,,\n,Thứ Hai,11:00,17:00,,", "opens", "chồng", id="overlap"),
        pytest.param(",Thứ Hai,07:30,11:30,,\n,Thứ Hai,,,,", "opens", "vừa ghi nghỉ", id="closed and open"),
        pytest.param(",Thứ Hai,07:30,11:30,2026-07-01,2026-06-30", "valid_until", "ngày cuối", id="until before from"),
        pytest.param("X9,Thứ Hai,07:30,11:30,,", "unit", "X9", id="unknown unit"),
    ],
)
def test_hours_that_cannot_stand_are_refused(text: str, field: str, words: str) -> None:
    report = hours(text).report
    assert report.errors[0].field == field
    assert words.lower() in report.errors[0].message.lower()
