# ruff: noqa: E501  (a line of a table is one case)
"""The colour from evidence: levels, reasons, and what a unit says of itself never makes it greener."""

import csv
from dataclasses import replace
from datetime import timedelta
from importlib.resources import files

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvu.core.clock import build_calendar, end_of, moment_from, note_from_row
from congvu.core.tracking.signals import DEFAULT, WORST_FIRST, Level, Report, Signs, signal_at

FILE = (files("congvu.data") / "calendar" / "holidays-official.csv").read_text(encoding="utf-8")
CALENDAR = build_calendar(note_from_row(row) for row in csv.DictReader(FILE.splitlines()))

GIVEN = moment_from("2026-11-02 08:00")  # a Monday; 20 working days to the due day
DUE = moment_from("2026-11-30 17:00")
TASK = Signs(GIVEN, DUE, end_of(DUE.date()))


def reported(*what: str, **more) -> Signs:
    """`11-09:30` is 30 % on 9 November."""
    pairs = (one.split(":") for one in what)
    return replace(
        TASK, reports=tuple(Report(moment_from(f"2026-{day} 09:00"), int(percent)) for day, percent in pairs), **more
    )


@pytest.mark.parametrize(
    ("signs", "day", "level", "codes"),
    [
        pytest.param(TASK, "11-05", "on_track", "", id="new, nothing to say yet"),
        pytest.param(TASK, "11-10", "watch", "silent", id="8 days without a word"),
        pytest.param(TASK, "11-17", "at_risk", "silent", id="15 days without a word"),
        pytest.param(reported("11-13:50"), "11-16", "on_track", "", id="half done at half-time"),
        pytest.param(reported("11-13:40"), "11-16", "at_risk", "slope", id="40 % after 10 of 20 days needs 25"),
        pytest.param(reported("11-09:0"), "11-09", "at_risk", "slope behind", id="a quarter gone, still at nought"),
        pytest.param(reported("11-06:5"), "11-06", "on_track", "", id="before a quarter of the term no slope is drawn"),
        pytest.param(reported("11-25:79"), "11-26", "at_risk", "slope near", id="two days left, 79 %"),
        pytest.param(reported("11-25:95"), "11-26", "on_track", "", id="two days left, 95 %"),
        pytest.param(reported("11-13:60", returns=1), "11-13", "watch", "returned", id="returned once"),
        pytest.param(reported("11-13:60", returns=2), "11-13", "at_risk", "returned", id="returned twice"),
        pytest.param(reported("11-12:70", "11-13:60"), "11-13", "watch", "backwards", id="progress went back"),
        pytest.param(reported("11-12:70", "11-13:60", parts_overdue=1), "11-13", "at_risk", "parts backwards", id="two weak reasons"),
        pytest.param(reported("11-13:60", blocked_since=(moment_from("2026-11-12"),)), "11-13", "watch", "blocked", id="waits for another unit"),
        pytest.param(reported("11-13:60", blocked_since=(moment_from("2026-11-04"),)), "11-13", "at_risk", "blocked", id="has waited seven working days"),
        pytest.param(reported("11-13:60", extensions=1), "11-13", "on_track", "", id="one extension is no sign"),
        pytest.param(reported("11-13:60", extensions=2), "11-13", "watch", "extended", id="two are"),
        pytest.param(reported("11-27:100"), "12-01", "overdue", "overdue", id="100 % by its own word, and overdue"),
        pytest.param(replace(TASK, claimed=True), "11-30", "on_track", "", id="claimed in time, waits for the assigner"),
        pytest.param(replace(TASK, claimed=True), "12-02", "overdue", "overdue", id="claimed, not accepted, due has passed"),
        pytest.param(replace(TASK, ended=True), "12-02", "done", "", id="done"),
        pytest.param(Signs(GIVEN), "11-05", "on_track", "", id="without a deadline"),
        pytest.param(Signs(GIVEN), "11-30", "at_risk", "silent", id="without a deadline it must still be heard of"),
    ],
)  # fmt: skip
def test_level_and_reasons(signs, day, level, codes):
    found = signal_at(signs, end_of(moment_from(f"2026-{day}").date()), CALENDAR)
    assert found.level == level
    assert [reason.code for reason in found.reasons] == codes.split()


def test_reported_fine_but_signals_bad():
    fine = reported("11-13:60", returns=2)
    assert signal_at(fine, moment_from("2026-11-13 17:00"), CALENDAR).fine_but_bad
    honest = reported("11-13:20")
    found = signal_at(honest, moment_from("2026-11-13 17:00"), CALENDAR)
    assert found.level is Level.AT_RISK
    assert not found.fine_but_bad


def test_reasons_are_sentences():
    found = signal_at(reported("11-13:40"), moment_from("2026-11-16 17:00"), CALENDAR)
    assert str(found.reasons[0].text) == "Theo tốc độ đến nay cần 25 ngày làm việc, thời hạn chỉ có 20."
    near = signal_at(reported("11-25:79"), moment_from("2026-11-26 17:00"), CALENDAR)
    assert "Còn 2 ngày làm việc mà tiến độ mới 79 %." in [str(reason.text) for reason in near.reasons]


MOMENTS = st.integers(0, 24 * 40).map(lambda hours: GIVEN + timedelta(hours=hours))
SIGNS = st.builds(
    Signs,
    assigned_at=st.just(GIVEN),
    due_at=st.just(DUE),
    late_at=st.just(end_of(DUE.date())),
    claimed=st.booleans(),
    reports=st.lists(st.builds(Report, MOMENTS, st.integers(0, 100)), max_size=5).map(
        lambda found: tuple(sorted(found, key=lambda report: report.at))
    ),
    returns=st.integers(0, 3),
    extensions=st.integers(0, 3),
    blocked_since=st.lists(MOMENTS, max_size=2).map(tuple),
    parts_overdue=st.integers(0, 2),
)


@given(SIGNS, MOMENTS)
def test_an_overdue_task_is_overdue_whatever_is_reported(signs, at):
    assert (signal_at(signs, at, CALENDAR).level is Level.OVERDUE) == (at > signs.late_at)


@given(SIGNS, MOMENTS)
def test_every_level_but_the_best_has_its_reasons(signs, at):
    found = signal_at(signs, at, CALENDAR)
    assert bool(found.reasons) == (found.level is not Level.ON_TRACK)
    assert all(str(reason.text) for reason in found.reasons)


@given(SIGNS, MOMENTS)
def test_another_return_never_makes_it_better(signs, at):
    worse = replace(signs, returns=signs.returns + 1)
    assert WORST_FIRST.index(signal_at(worse, at, CALENDAR).level) <= WORST_FIRST.index(
        signal_at(signs, at, CALENDAR).level
    )


@given(SIGNS, MOMENTS)
def test_what_happens_later_is_not_known_yet(signs, at):
    known = replace(signs, reports=tuple(report for report in signs.reports if report.at <= at))
    assert signal_at(signs, at, CALENDAR) == signal_at(known, at, CALENDAR)


def test_the_numbers_of_the_rule():
    assert (DEFAULT.update_days, DEFAULT.near_days, DEFAULT.near_percent) == (7, 2, 80)
