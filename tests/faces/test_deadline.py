"""The deadline: one word, one colour, one icon for each state."""

from datetime import date, time

import pytest
from django.template.loader import render_to_string

from congvu.core.timeliness import NEAR_WORKING_DAYS, Status
from congvu.faces.parts import Deadline

TUESDAY = date(2026, 1, 13)


@pytest.mark.parametrize(
    ("deadline", "css", "word", "date_text"),
    [
        pytest.param(Deadline("running", TUESDAY, 4), "open", "còn 4 ngày", "T3 13/01", id="open"),
        pytest.param(Deadline("running", TUESDAY, 3), "open", "còn 3 ngày", "T3 13/01", id="just not near"),
        pytest.param(Deadline("running", TUESDAY, 2), "near", "còn 2 ngày", "T3 13/01", id="near"),
        pytest.param(
            Deadline("running", TUESDAY, 0, at=time(17)), "near", "trước 17:00", "T3 13/01", id="today with hour"
        ),
        pytest.param(Deadline("running", TUESDAY, 0), "near", "hết hôm nay", "T3 13/01", id="today"),
        pytest.param(Deadline("running", TUESDAY), "open", "trong hạn", "T3 13/01", id="days not known"),
        pytest.param(Deadline("running", TUESDAY, 4, long=True), "open", "còn 4 ngày làm việc", "T3 13/01", id="long"),
        pytest.param(
            Deadline("running", date(2027, 3, 2), 41), "open", "còn 41 ngày", "02/03/2027", id="far: with year"
        ),
        pytest.param(Deadline("overdue", TUESDAY, 2), "over", "quá 2 ngày", "T3 13/01", id="overdue"),
        pytest.param(Deadline("overdue", TUESDAY, 0), "over", "quá hạn", "T3 13/01", id="overdue since this morning"),
        pytest.param(Deadline("done_early", TUESDAY), "done", "xong trước hạn", "T3 13/01", id="early"),
        pytest.param(Deadline("done_on_time", TUESDAY), "done", "xong đúng hạn", "T3 13/01", id="on time"),
        pytest.param(Deadline("done_late", TUESDAY, 2), "late", "xong, trễ 2 ngày", "T3 13/01", id="late"),
        pytest.param(Deadline("done_no_due"), "done", "đã xong", "", id="done without due"),
        pytest.param(Deadline("paused", TUESDAY, 3), "pause", "đã dừng 3 ngày", "từ 13/01", id="paused"),
        pytest.param(Deadline("not_yet"), "none", "chưa bắt đầu", "", id="not yet begun"),
        pytest.param(Deadline("no_due"), "none", "không có hạn", "", id="none"),
    ],
)
def test_states(deadline: Deadline, css: str, word: str, date_text: str) -> None:
    assert (deadline.css, deadline.word, deadline.date_text) == (css, word, date_text)
    drawn = render_to_string("faces/_deadline.html", {"deadline": deadline})
    assert word in drawn
    assert f"due-{css}" in drawn
    assert "<svg" in drawn


def test_every_state_has_its_look() -> None:
    for kind in Status:
        assert Deadline(kind, TUESDAY, 5).icon
        assert Deadline(kind, TUESDAY, 5).word


def test_only_overdue_is_red() -> None:
    assert [kind.value for kind in Status if Deadline(kind, TUESDAY, 9).css == "over"] == ["overdue"]


def test_nothing_is_shown_for_none() -> None:
    assert render_to_string("faces/_deadline.html", {"deadline": None}).strip() == ""


def test_near_is_one_setting() -> None:
    assert Deadline("running", TUESDAY, NEAR_WORKING_DAYS).is_near
    assert not Deadline("running", TUESDAY, NEAR_WORKING_DAYS + 1).is_near
