# ruff: noqa: E501  (a line of the table is one case)
"""Timeliness at an instant: the first line that fits."""

import csv
from datetime import datetime, timedelta
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvu.core.clock import VIETNAM, build_calendar, due, moment_from, note_from_row, parse_allowance
from congvu.core.timeliness import DONE, OPEN, Clocked, Status, is_near, status_at, working_days_left

FILE = (files("congvu.data") / "calendar" / "holidays-official.csv").read_text(encoding="utf-8")
CALENDAR = build_calendar(note_from_row(row) for row in csv.DictReader(FILE.splitlines()))

OPENED = moment_from("2026-03-02 09:00")
BY_DAY = due(OPENED, parse_allowance("5 ngày làm việc"), CALENDAR)  # 9/3, 17:00
BY_HOUR = due(OPENED, parse_allowance("4 giờ"), CALENDAR)  # 2/3, 14:30


def item(found=BY_DAY, closed: str = "", *, paused: bool = False) -> Clocked:
    return Clocked(
        opened_at=OPENED,
        due_at=found and found.due_at,
        late_at=found and found.late_at,
        paused=paused,
        closed_at=moment_from(closed) if closed else None,
    )


@pytest.mark.parametrize(
    ("clocked", "at", "status"),
    [
        pytest.param(item(), "2026-03-02 08:59", "not_yet", id="before it arose"),
        pytest.param(item(), "2026-03-02 09:00", "running", id="at the moment it arose"),
        pytest.param(item(), "2026-03-09 17:00", "running", id="at the printed moment"),
        pytest.param(item(), "2026-03-09 17:01", "running", id="after closing the day is not over"),
        pytest.param(item(), "2026-03-09 23:59:59.999999", "running", id="the last moment of the due day"),
        pytest.param(item(), "2026-03-10 00:00", "overdue", id="the first instant behind the due day"),
        pytest.param(item(), "2026-03-09 23:59:59.999999", "running", id="as of the due day: it may be done until 24:00"),
        pytest.param(item(), "2026-03-09 00:00", "running", id="as the due day begins"),
        pytest.param(item(BY_HOUR), "2026-03-02 14:30", "running", id="hours: at the moment itself"),
        pytest.param(item(BY_HOUR), "2026-03-02 14:30:00.000001", "overdue", id="hours: right after it"),
        pytest.param(item(None), "2030-01-01", "no_due", id="without a due date nothing is overdue"),
        pytest.param(item(None, paused=True), "2026-03-04 09:00", "paused", id="paused"),
        pytest.param(item(closed="2026-03-06 16:00"), "2026-03-06 15:59", "running", id="before it was done"),
        pytest.param(item(closed="2026-03-06 16:00"), "2026-03-06 16:00", "done_early", id="done on an earlier day"),
        pytest.param(item(closed="2026-03-09 00:00"), "2026-03-20", "done_on_time", id="done at the start of the due day"),
        pytest.param(item(closed="2026-03-08 23:59:59"), "2026-03-20", "done_early", id="done a second before it"),
        pytest.param(item(closed="2026-03-09 17:00"), "2026-03-20", "done_on_time", id="done at the printed moment"),
        pytest.param(item(closed="2026-03-09 23:30"), "2026-03-20", "done_on_time", id="done late in the evening"),
        pytest.param(item(closed="2026-03-10 00:00"), "2026-03-20", "done_late", id="done at midnight"),
        pytest.param(item(closed="2026-03-10 00:00"), "2026-03-09 23:00", "running", id="not late before it was late"),
        pytest.param(item(closed="2026-03-12 09:00"), "2026-03-11", "overdue", id="overdue until it was done late"),
        pytest.param(item(BY_HOUR, "2026-03-02 14:30"), "2026-03-20", "done_on_time", id="hours: done at the moment"),
        pytest.param(item(BY_HOUR, "2026-03-02 14:31"), "2026-03-20", "done_late", id="hours: done a minute later"),
        pytest.param(item(BY_HOUR, "2026-03-02 10:00"), "2026-03-20", "done_on_time", id="hours: the same day is not early"),
        pytest.param(item(None, "2026-03-20 09:00"), "2026-03-21", "done_no_due", id="done without a due date"),
        pytest.param(item(closed="2026-03-08T18:00:00Z"), "2026-03-20", "done_on_time", id="the day is the Vietnamese one"),
    ],
)  # fmt: skip
def test_status(clocked: Clocked, at: str, status: str) -> None:
    assert status_at(clocked, moment_from(at)) == Status(status)


@pytest.mark.parametrize(
    ("at", "left", "near"),
    [
        pytest.param("2026-03-04 09:00", 3, False, id="three working days left"),
        pytest.param("2026-03-05 09:00", 2, True, id="two left"),
        pytest.param("2026-03-07 09:00", 1, True, id="on the weekend before"),
        pytest.param("2026-03-09 09:00", 0, True, id="due today"),
        pytest.param("2026-03-09 20:00", 0, True, id="due today, after closing"),
        pytest.param("2026-03-10 00:00", -1, False, id="overdue is no longer near"),
        pytest.param("2026-03-11 09:00", -2, False, id="quá 2 ngày"),
    ],
)
def test_near(at: str, left: int, near: bool) -> None:
    assert working_days_left(item(), moment_from(at), CALENDAR) == left
    assert is_near(item(), moment_from(at), CALENDAR) is near


def test_what_is_done_paused_or_without_due_date_is_never_near() -> None:
    now = moment_from("2026-03-09 12:00")
    assert not is_near(item(closed="2026-03-09 09:00"), now, CALENDAR)
    assert not is_near(item(None, paused=True), now, CALENDAR)
    assert not is_near(item(None), now, CALENDAR)
    assert working_days_left(item(None), now, CALENDAR) is None


def test_due_and_late_belong_together() -> None:
    with pytest.raises(ValueError, match="together"):
        Clocked(OPENED, due_at=OPENED)


moments = st.integers(0, 30 * 24 * 60).map(lambda n: datetime(2026, 3, 1, tzinfo=VIETNAM) + timedelta(minutes=n))


@given(moments, st.none() | moments, st.none() | moments, moments, moments)
def test_what_is_done_stays_done_and_what_is_overdue_never_runs_again(opened, due_at, closed, one, other) -> None:
    clocked = Clocked(opened, due_at, due_at, closed_at=closed)
    earlier, later = (status_at(clocked, at) for at in sorted((one, other)))
    if earlier in DONE:
        assert later is earlier
    if earlier is Status.OVERDUE:
        assert later in {Status.OVERDUE, Status.DONE_LATE}
    if later is Status.NOT_YET:
        assert earlier is Status.NOT_YET
    assert {earlier, later} <= OPEN | DONE | {Status.NOT_YET}
