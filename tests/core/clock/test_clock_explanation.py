# ruff: noqa: E501  (a line of the table is one case)
"""“Vì sao là ngày này?”: each day with its reason and its sentence."""

from datetime import date, timedelta

import pytest
from clock_facts import NOTES, OFFICIAL, at, pauses_from

from congvu.core.clock import (
    STEP_RULE,
    ClockRule,
    OpeningHours,
    Waiting,
    Why,
    build_calendar,
    due,
    explain,
    parse_allowance,
    why_sentence,
)

# The strip of twelve working days with a pause and the swap of 2/1 and 10/1/2026, worked out by hand.
STRIP = """
2025-12-23 |    | received     | Ngày tiếp nhận, không tính; bắt đầu tính từ ngày kế tiếp.
2025-12-24 | 1  | working_day  | Ngày làm việc thứ 1.
2025-12-25 | 2  | working_day  | Ngày làm việc thứ 2.
2025-12-26 | 3  | working_day  | Ngày làm việc thứ 3.
2025-12-27 |    | weekend      | Nghỉ hằng tuần, không tính.
2025-12-28 |    | weekend      | Nghỉ hằng tuần, không tính.
2025-12-29 |    | paused       | Tạm dừng lần 1, không tính.
2025-12-30 |    | paused       | Tạm dừng lần 1, không tính.
2025-12-31 | 4  | working_day  | Ngày làm việc thứ 4.
2026-01-01 |    | holiday      | Nghỉ lễ: Tết Dương lịch; không tính.
2026-01-02 |    | swap_off     | Nghỉ: Tết Dương lịch (hoán đổi), làm bù ngày 10/01/2026; không tính.
2026-01-03 |    | weekend      | Nghỉ hằng tuần, không tính.
2026-01-04 |    | weekend      | Nghỉ hằng tuần, không tính.
2026-01-05 | 5  | working_day  | Ngày làm việc thứ 5.
2026-01-06 | 6  | working_day  | Ngày làm việc thứ 6.
2026-01-07 | 7  | working_day  | Ngày làm việc thứ 7.
2026-01-08 | 8  | working_day  | Ngày làm việc thứ 8.
2026-01-09 | 9  | working_day  | Ngày làm việc thứ 9.
2026-01-10 | 10 | make_up_day  | Ngày làm việc thứ 10 (làm bù cho ngày 02/01/2026).
2026-01-11 |    | weekend      | Nghỉ hằng tuần, không tính.
2026-01-12 | 11 | working_day  | Ngày làm việc thứ 11.
2026-01-13 | 12 | working_day  | Ngày làm việc thứ 12.
"""


def told(limit: str, received: str, pauses: str = "", **more):
    return explain(at(received), parse_allowance(limit), OFFICIAL, pauses=pauses_from(pauses), **more)


def test_the_strip_of_a_dossier() -> None:
    found = told("12 ngày làm việc", "2025-12-23 14:20", "2025-12-29/2025-12-31")
    lines = [[cell.strip() for cell in line.split("|")] for line in STRIP.strip().splitlines()]
    assert [[str(day.day), str(day.number or ""), day.why.value, why_sentence(day)] for day in found.days] == lines
    assert [day.day for day in found.days if day.is_due] == [date(2026, 1, 13)]
    assert [day.counts for day in found.days] == [bool(number) for _, number, _, _ in lines]
    assert found.due == due(
        at("2025-12-23 14:20"),
        parse_allowance("12 ngày làm việc"),
        OFFICIAL,
        pauses=pauses_from("2025-12-29/2025-12-31"),
    )


def test_an_exceptional_day_names_its_document() -> None:
    by_day = {day.day: day for day in told("7 ngày làm việc", "2025-12-31 09:00").days}
    off, worked = by_day[date(2026, 1, 2)], by_day[date(2026, 1, 10)]
    assert off.note is not None
    assert worked.note is not None
    assert (off.note.swap_pair, worked.note.swap_pair) == (date(2026, 1, 10), date(2026, 1, 2))
    assert off.note.source == worked.note.source == "Công văn 12729/VPCP-KGVX (25/12/2025)"


@pytest.mark.parametrize(
    ("limit", "received", "pauses", "expected"),
    [
        pytest.param(
            "3 ngày", "2026-03-05 09:00", "",
            "received calendar_day:1 calendar_day:2 calendar_day:3 moved_to_working_day", id="moved to Monday",
        ),
        pytest.param(
            "2 ngày", "2026-03-05 09:00", "2026-03-08/2026-03-11",
            "received calendar_day:1 calendar_day:2 paused paused paused moved_to_working_day",
            id="paused after the last calendar day",
        ),
        pytest.param("1 ngày", "2026-02-15 09:00", "", "received calendar_day:1 holiday holiday holiday holiday weekend "
            "weekend moved_to_working_day", id="a last day on Tết"),
        pytest.param("1 ngày làm việc", "2026-04-24 09:00", "", "received weekend holiday compensatory working_day:1",
            id="Hùng Vương 2026 and the Monday given for it"),
        pytest.param("trong ngày", "2026-03-04 09:00", "", "same_day:1", id="same day"),
        pytest.param("trong ngày", "2026-03-06 15:01", "", "received_after_cut_off weekend weekend same_day:1",
            id="same day after the cut-off on a Friday"),
        pytest.param("trong ngày", "2026-03-07 09:00", "", "weekend weekend same_day:1", id="same day on a Saturday"),
        pytest.param("trong ngày", "2026-03-04 09:00", "2026-03-04T10:00/2026-03-05T09:00", "paused same_day:1",
            id="same day, answered the next day"),
        pytest.param("2 giờ", "2026-03-06 16:00", "", "working_time weekend weekend working_time", id="hours"),
        pytest.param("2 giờ", "2026-03-05 18:00", "", "received_after_hours working_time", id="hours after closing"),
        pytest.param("0,25 ngày làm việc", "2026-03-04 15:30", "2026-03-04T16:00/2026-03-06T08:00",
            "working_time paused working_time", id="a quarter day paused over a whole day"),
    ],
)  # fmt: skip
def test_reasons(limit: str, received: str, pauses: str, expected: str) -> None:
    found = told(limit, received, pauses)
    assert [f"{day.why}:{day.number}" if day.number else str(day.why) for day in found.days] == expected.split()


def test_of_hours_each_day_says_how_much_it_used() -> None:
    found = told("8 giờ", "2026-03-04 15:30", "2026-03-05T09:00/2026-03-05T10:00")
    assert [day.worked for day in found.days] == [
        timedelta(hours=1, minutes=30),
        timedelta(hours=6, minutes=30),
    ]
    assert found.due.due_at == at("2026-03-05 16:30")
    assert [why_sentence(day) for day in found.days] == [
        "Tính 1 giờ 30 phút làm việc.",
        "Tính 6 giờ 30 phút làm việc.",
    ]
    assert [day.pause for day in found.days] == [None, 1]


def test_a_step_of_one_day_explains_working_time() -> None:
    found = told("1 ngày làm việc", "2026-03-04 10:00", rule=STEP_RULE)
    assert [why_sentence(day) for day in found.days] == ["Tính 5 giờ 30 phút làm việc.", "Tính 2 giờ 30 phút làm việc."]


def test_a_provisional_day_says_so() -> None:
    found = told("2 ngày làm việc", "2026-12-30 09:00")
    by_day = {day.day: day for day in found.days}
    assert not by_day[date(2026, 12, 31)].provisional
    new_year = by_day[date(2027, 1, 1)]
    assert why_sentence(new_year) == "Nghỉ lễ: Tết Dương lịch; không tính. Tạm tính – chưa có lịch năm 2027."
    assert new_year.note is not None
    assert new_year.note.source == "Bộ luật Lao động 2019, Điều 112"


def test_under_an_open_pause_the_days_go_up_to_today() -> None:
    found = told("5 ngày làm việc", "2026-03-02 09:00", "2026-03-04/", until=date(2026, 3, 6))
    assert [str(day.why) for day in found.days] == ["received", "working_day", "paused", "paused", "paused"]
    assert not any(day.is_due for day in found.days)
    assert told("5 ngày làm việc", "2026-03-02 09:00", "2026-03-04/").days[-1].day == date(2026, 3, 4)


def test_days_before_a_restart_are_told_but_not_counted() -> None:
    rule = ClockRule(waiting=Waiting.RESTARTS)
    found = told("2 ngày làm việc", "2026-03-02 09:00", "2026-03-03/2026-03-05", rule=rule)
    assert [str(day.why) for day in found.days] == [
        "restarted", "restarted", "restarted", "received", "working_day", "weekend", "weekend", "working_day",
    ]  # fmt: skip


def test_a_clock_that_runs_on_shows_no_pause() -> None:
    found = told("2 ngày làm việc", "2026-03-02 09:00", "2026-03-03/", rule=ClockRule(waiting=Waiting.RUNS_ON))
    assert [str(day.why) for day in found.days] == ["received", "working_day", "working_day"]


def test_a_weekday_on_which_the_unit_is_closed() -> None:
    calendar = build_calendar(NOTES, hours=[OpeningHours(2, None, None)])
    found = explain(at("2026-03-03 09:00"), parse_allowance("1 ngày làm việc"), calendar)
    assert [day.why for day in found.days] == [Why.RECEIVED, Why.CLOSED, Why.WORKING_DAY]


def test_sentences_can_be_shown_in_another_language() -> None:
    english = {"Ngày làm việc thứ %(number)s.": "Working day %(number)s."}
    day = told("1 ngày làm việc", "2026-03-03 09:00").days[-1]
    assert why_sentence(day, lambda text: english[text]) == "Working day 1."


def test_every_reason_has_a_sentence_that_can_be_filled() -> None:
    day = told("1 ngày làm việc", "2026-03-03 09:00").days[-1]
    for why in Why:
        filled = why_sentence(type(day)(day.day, counts=False, why=why))
        assert filled.endswith(".")
        assert "%" not in filled
