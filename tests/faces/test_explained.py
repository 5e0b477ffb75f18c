"""The clock's explanation becomes the strip: same days, same numbers, a sentence each."""

import csv
from datetime import date, datetime
from decimal import Decimal
from importlib.resources import files

import pytest

from congvu.core.clock import (
    VIETNAM,
    Allowance,
    AllowanceUnit,
    Pause,
    WorkCalendar,
    build_calendar,
    explain,
    note_from_row,
)
from congvu.faces.explained import strip_of

TODAY = date(2026, 1, 8)
OFFICIAL = (files("congvu.data") / "calendar" / "holidays-official.csv").read_text("utf-8")


@pytest.fixture(scope="module")
def calendar() -> WorkCalendar:
    return build_calendar(note_from_row(row) for row in csv.DictReader(OFFICIAL.splitlines()))


def test_the_strip_tells_what_the_clock_counted(calendar: WorkCalendar) -> None:
    explanation = explain(
        datetime(2025, 12, 23, 14, 20, tzinfo=VIETNAM),
        Allowance(Decimal(12), AllowanceUnit.WORKING_DAYS),
        calendar,
        pauses=[Pause(datetime(2025, 12, 29, tzinfo=VIETNAM), datetime(2025, 12, 31, tzinfo=VIETNAM))],
    )
    strip = strip_of(explanation, today=TODAY)
    assert strip is not None
    assert strip.due_on == date(2026, 1, 13)
    assert [day.date for day in strip.days] == [reason.day for reason in explanation.days]
    assert [day.number for day in strip.days if day.number] == list(range(1, 13))
    kinds = {day.date: day.kind for day in strip.days}
    assert kinds[date(2025, 12, 23)] == "received"
    assert kinds[date(2025, 12, 27)] == "off"
    assert kinds[date(2025, 12, 29)] == "pause"
    assert kinds[date(2026, 1, 1)] == "holiday"
    assert kinds[date(2026, 1, 2)] == "swap-off"
    assert kinds[date(2026, 1, 10)] == "swap-work"
    assert all(day.sentence for day in strip.days)
    assert not strip.provisional


def test_while_the_clock_stands_still_there_is_no_due_day(calendar: WorkCalendar) -> None:
    explanation = explain(
        datetime(2026, 1, 5, 8, 0, tzinfo=VIETNAM),
        Allowance(Decimal(5), AllowanceUnit.WORKING_DAYS),
        calendar,
        pauses=[Pause(datetime(2026, 1, 7, tzinfo=VIETNAM), None)],
        until=TODAY,
    )
    strip = strip_of(explanation, today=TODAY)
    assert strip is not None
    assert str(strip.heading) == "Đồng hồ đang dừng, hạn chưa có"
    assert [day.kind for day in strip.days] == ["received", "counted", "pause", "pause"]
    assert not any(mark.tone == "due" for mark in strip.marks)
