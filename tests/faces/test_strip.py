"""The strip: numbers, brackets, weeks, and a sentence for everyone who cannot see it."""

import re
from datetime import date

from django.template.loader import render_to_string

from congvu.faces.gallery.strips import long_strip, plain_strip, very_long_strip
from congvu.faces.parts import StripDay, marks_of


def test_every_day_has_a_sentence() -> None:
    strip = plain_strip()
    drawn = render_to_string("faces/_strip.html", {"strip": strip})
    spoken = re.findall(r'<span class="sr">([^<]+)</span>', drawn)
    assert len(spoken) == strip.size == 22
    assert spoken[0] == "Thứ Ba 23/12/2025: Ngày nhận 14:20, không tính"
    assert "Thứ Năm 08/01/2026: Ngày làm việc thứ 8, hôm nay" in spoken
    assert spoken[-1] == "Thứ Ba 13/01/2026: Ngày làm việc thứ 12, ngày đến hạn"


def test_passed_days_are_filled_and_days_to_come_are_not() -> None:
    kinds = {cell.day.date: cell.css for cell in plain_strip().head_days}
    assert kinds[date(2026, 1, 7)] == "run"
    assert kinds[date(2026, 1, 8)] == "run today"
    assert kinds[date(2026, 1, 9)] == "left"
    assert kinds[date(2026, 1, 10)] == "left swap"
    assert kinds[date(2026, 1, 2)] == "hol swap"
    assert kinds[date(2026, 1, 13)] == "left due-d"


def test_brackets_never_overlap_and_stay_inside() -> None:
    for strip in (plain_strip(), long_strip()):
        taken: set[int] = set()
        for _mark, first, after, _right in strip.brackets:
            span = set(range(first, after))
            assert span
            assert not span & taken
            assert 1 <= first < after <= strip.size + 1
            taken |= span


def test_brackets_name_their_own_days_even_when_drawn_wider() -> None:
    pause = next(mark for mark in plain_strip().marks if mark.tone == "pause")
    assert pause.text == "Dừng 2 ngày"
    assert pause.range_text == "29/12 – 30/12"


def test_today_on_the_due_day_leaves_one_bracket() -> None:
    days = (
        StripDay(date(2026, 1, 5), "received", None, "Ngày nhận"),
        StripDay(date(2026, 1, 6), "counted", 1, "Ngày làm việc thứ 1"),
    )
    due = date(2026, 1, 6)
    assert [mark.tone for mark in marks_of(days, due_on=due, today=due)] == ["due"]
    assert marks_of((), due_on=due, today=due) == ()


def test_months_cover_every_column_once() -> None:
    assert plain_strip().months == [("Tháng 12/2025", 1, 10), ("Tháng 01/2026", 10, 23)]


def test_a_long_strip_folds_into_weeks() -> None:
    assert not plain_strip().in_weeks
    assert long_strip().in_weeks
    assert long_strip().first_column == 3  # a Wednesday


def test_a_very_long_strip_folds_its_middle_and_loses_no_day() -> None:
    strip = very_long_strip()
    shown = [*strip.head_days, *strip.folded_days, *strip.tail_days]
    assert [cell.day for cell in shown] == list(strip.days)
    assert strip.tail_days[0].day.date.weekday() == 0
    assert strip.folded_days[0].day.date.weekday() == 0
    counted = sum(1 for cell in strip.folded_days if cell.day.number)
    assert f"tính {counted} ngày làm việc" in strip.folded_text


def test_an_empty_strip_is_not_shown() -> None:
    assert render_to_string("faces/_strip.html", {"strip": None}).strip() == ""
