# ruff: noqa: E501  (a line of a table is one case)
"""The grid of task figures: one cell at an instant, identities, and every grid that real reports have printed."""

from datetime import datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from congvu.core.clock import end_of, moment_from
from congvu.core.numbers import Rounding
from congvu.core.ratio import rate, roundings_of
from congvu.core.tracking.grid import (
    Claim,
    DueFrom,
    Grid,
    Mark,
    TaskCell,
    TaskFacts,
    carried_over,
    cell_at,
    disagreements,
    grid_of,
    marks_at,
)

GIVEN = moment_from("2026-03-02 09:00")
DUE = end_of(moment_from("2026-03-20").date())
CLAIM_IN_TIME = Claim(moment_from("2026-03-18 16:00"), moment_from("2026-03-18 16:00"))


def as_of(text: str) -> datetime:
    return end_of(moment_from(text).date())


def answered(claim: Claim, on: str, *, accepted: bool, undone: str = "") -> Claim:
    moment = moment_from(f"{on} 10:00")
    return Claim(claim.done_at, claim.said_at, moment, accepted, moment_from(undone) if undone else None)


def task(*claims: Claim, due: datetime | None = DUE, **more) -> TaskFacts:
    return TaskFacts(GIVEN, (DueFrom(GIVEN, due),), claims, **more)


LATE = Claim(moment_from("2026-03-21 08:00"), moment_from("2026-03-21 08:00"))
EXTENDED = TaskFacts(
    GIVEN,
    (DueFrom(GIVEN, DUE), DueFrom(moment_from("2026-03-19 09:00"), as_of("2026-03-31"))),
    (answered(LATE, "2026-03-24", accepted=True),),
    extended_at=(moment_from("2026-03-19 09:00"),),
)


@pytest.mark.parametrize(
    ("facts", "at", "cell", "marks"),
    [
        pytest.param(task(), "2026-03-01", None, "", id="before it was given"),
        pytest.param(task(), "2026-03-20", "open_in_term", "", id="on the due day it is not missed"),
        pytest.param(task(), "2026-03-21", "open_overdue", "", id="the day after it is"),
        pytest.param(task(CLAIM_IN_TIME), "2026-03-19", "open_in_term", "claimed", id="a claim is not done"),
        pytest.param(task(CLAIM_IN_TIME), "2026-03-25", "open_overdue", "claimed", id="nor when nobody answers it"),
        pytest.param(task(answered(CLAIM_IN_TIME, "2026-03-26", accepted=True)), "2026-03-25", "open_overdue", "claimed", id="as of the day before the acceptance"),
        pytest.param(task(answered(CLAIM_IN_TIME, "2026-03-26", accepted=True)), "2026-03-26", "done_on_time", "", id="accepted after due, judged by the day it was done"),
        pytest.param(task(answered(LATE, "2026-03-23", accepted=True)), "2026-03-23", "done_late", "", id="done after due"),
        pytest.param(task(answered(CLAIM_IN_TIME, "2026-03-19", accepted=False)), "2026-03-20", "open_in_term", "returned", id="returned counts as not done"),
        pytest.param(task(answered(CLAIM_IN_TIME, "2026-03-19", accepted=False), LATE), "2026-03-21", "open_overdue", "claimed", id="claimed again it is not returned any more"),
        pytest.param(task(answered(CLAIM_IN_TIME, "2026-03-19", accepted=True, undone="2026-03-30")), "2026-03-30", "open_overdue", "", id="an acceptance taken back"),
        pytest.param(task(answered(CLAIM_IN_TIME, "2026-03-19", accepted=True), due=None), "2026-03-30", "done_no_deadline", "", id="done without a deadline"),
        pytest.param(task(due=None), "2026-12-31", "open_no_deadline", "", id="open without a deadline is never overdue"),
        pytest.param(TaskFacts(GIVEN), "2026-12-31", "open_no_deadline", "", id="no due date at all"),
        pytest.param(task(withdrawn_at=moment_from("2026-03-22 08:00")), "2026-03-21", "open_overdue", "", id="before the withdrawal"),
        pytest.param(task(withdrawn_at=moment_from("2026-03-22 08:00")), "2026-03-22", "withdrawn", "", id="withdrawn"),
        pytest.param(EXTENDED, "2026-03-18", "open_in_term", "", id="before the extension"),
        pytest.param(EXTENDED, "2026-03-22", "open_in_term", "claimed extended", id="the new date holds"),
        pytest.param(EXTENDED, "2026-03-24", "done_on_time", "extended", id="done in the extended term"),
    ],
)  # fmt: skip
def test_one_cell_at_an_instant(facts, at, cell, marks):
    assert cell_at(facts, as_of(at)) == cell
    assert marks_at(facts, as_of(at)) == {Mark(mark) for mark in marks.split()}


def test_carried_over_is_what_was_open_when_the_period_began():
    december = as_of("2026-03-31")
    assert carried_over(task(), december)
    assert not carried_over(task(answered(CLAIM_IN_TIME, "2026-03-31", accepted=True)), december)
    assert carried_over(task(answered(CLAIM_IN_TIME, "2026-04-01", accepted=True)), december)
    assert not carried_over(task(withdrawn_at=moment_from("2026-03-22")), december)
    assert not carried_over(task(), as_of("2026-03-01"))


MOMENTS = st.integers(0, 60 * 24).map(lambda hours: GIVEN + timedelta(hours=hours))


@st.composite
def lives(draw) -> TaskFacts:
    dues = draw(st.lists(st.tuples(MOMENTS, st.none() | MOMENTS), max_size=3))
    claims = []
    for said, gap, wait, accepted, undone in draw(
        st.lists(
            st.tuples(MOMENTS, st.integers(0, 48), st.none() | st.integers(0, 99), st.booleans(), st.booleans()),
            max_size=3,
        )
    ):
        answer = None if wait is None else said + timedelta(hours=wait)
        taken_back = answer + timedelta(hours=5) if answer and accepted and undone else None
        claims.append(Claim(said - timedelta(hours=gap), said, answer, accepted and answer is not None, taken_back))
    return TaskFacts(
        GIVEN,
        tuple(DueFrom(since, late) for since, late in sorted(dues, key=lambda due: due[0])),
        tuple(sorted(claims, key=lambda claim: claim.said_at)),
        tuple(draw(st.lists(MOMENTS, max_size=2))),
        draw(st.none() | MOMENTS),
    )


@given(st.lists(lives(), max_size=20), MOMENTS)
def test_identities_hold_for_every_life_at_every_instant(tasks, at):
    grid = grid_of(tasks, at)
    assert grid.total + grid.withdrawn == len(tasks)
    assert grid.total == grid.done + grid.open
    assert grid.total == grid.done_on_time + grid.done_late + grid.open_in_term + grid.open_overdue + grid.no_deadline
    assert grid.claimed + grid.returned <= grid.open
    assert grid.extended <= grid.total


@given(st.lists(lives(), max_size=12), st.lists(lives(), max_size=12), MOMENTS)
def test_grids_of_two_groups_add_up(some, others, at):
    assert grid_of(some, at) + grid_of(others, at) == grid_of([*some, *others], at)


@given(lives(), MOMENTS)
def test_what_has_no_deadline_is_neither_late_nor_overdue(life, at):
    never = TaskFacts(life.assigned_at, (), life.claims, life.extended_at, life.withdrawn_at)
    assert cell_at(never, at) not in {TaskCell.DONE_LATE, TaskCell.OPEN_OVERDUE, TaskCell.DONE_ON_TIME}


# --- What real reports have printed (docs/rules/task-figures.md) ----------------------------------------------------

CENTRAL_2017 = Grid(done_on_time=14068, done_late=1983, open_in_term=5640, open_overdue=223)
HAI_PHONG_2018 = Grid(done_on_time=13119, open_in_term=2065, open_overdue=348, open_no_deadline=1)
DA_NANG_2022 = Grid(done_on_time=5361, done_late=1111, done_no_deadline=460, open_in_term=1142, open_overdue=208)
CENTRAL_OCTOBER_2016 = Grid(done_on_time=4069, open_in_term=3138, open_overdue=142)
QUANG_NAM_2020 = Grid(done_on_time=585, open_in_term=67, open_overdue=181)


@pytest.mark.parametrize(
    ("grid", "total", "done", "open_", "of_all", "of_due"),
    [
        pytest.param(CENTRAL_2017, 21914, 16051, 5863, "73.25", "98.63", id="central, 2017"),
        pytest.param(CENTRAL_OCTOBER_2016, 7349, 4069, 3280, "55.37", "96.63", id="central, 26/10/2016"),
        pytest.param(HAI_PHONG_2018, 15533, 13119, 2414, "84.46", "97.42", id="Hải Phòng, ten months of 2018"),
        pytest.param(DA_NANG_2022, 8282, 6932, 1350, "83.70", "97.09", id="Đà Nẵng, 1/1–23/7/2022"),
        pytest.param(QUANG_NAM_2020, 833, 585, 248, "70.23", "76.37", id="Quảng Nam, 1/1–6/7/2020"),
    ],
)
def test_published_grids(grid, total, done, open_, of_all, of_due):
    assert (grid.total, grid.done, grid.open) == (total, done, open_)
    assert str(grid.done_of_all.value) == of_all
    assert str(grid.done_of_due.value) == of_due
    assert grid.done_of_due.denominator == grid.done + grid.open_overdue


@pytest.mark.parametrize(
    ("numerator", "denominator", "printed", "how"),
    [
        pytest.param(16051, 16051 + 223, "98.63", {Rounding.HALF_UP}, id="central 2017, half up"),
        pytest.param(16051, 16051 + 223, "98.62", {Rounding.TRUNCATED}, id="central 2017, as printed: cut off"),
        pytest.param(223, 16051 + 223, "1.38", set(), id="central 2017: the printed remainder is 100 − 98,62, not a quotient"),
        pytest.param(223, 16051 + 223, "1.37", set(Rounding), id="central 2017: overdue of due"),
        pytest.param(2501, 2723, "91.8", set(Rounding), id="central, 31/8/2016, one place"),
        pytest.param(2501, 2723, "91.85", {Rounding.HALF_UP}, id="central, 31/8/2016, half up"),
        pytest.param(13119, 15533, "84.46", {Rounding.HALF_UP}, id="Hải Phòng 2018"),
        pytest.param(6932, 8282, "83.70", {Rounding.HALF_UP}, id="Đà Nẵng 2022"),
        pytest.param(10353, 12438, "83.24", {Rounding.HALF_UP}, id="Đà Nẵng, 1/1–22/9/2021"),
        pytest.param(10, 18, "55.55", {Rounding.TRUNCATED}, id="Bến Lức 2023"),
        pytest.param(30, 30, "100", set(Rounding), id="Kiến Tường 2024"),
        pytest.param(82, 114, "71.93", {Rounding.HALF_UP}, id="Thừa Thiên Huế: programme items"),
    ],
)  # fmt: skip
def test_how_a_printed_rate_follows_from_its_counts(numerator, denominator, printed, how):
    assert set(roundings_of(numerator, denominator, printed=Decimal(printed))) == how


def test_the_due_of_31_august_2016_are_done_and_overdue():
    assert 2501 + 222 == 2723
    assert rate(2501, 2723).value != rate(2501, 6272).value


def test_resolutions_of_the_council_of_da_nang():
    grid = Grid(done_no_deadline=593, open_no_deadline=66)
    assert (grid.total, grid.no_deadline) == (659, 659)
    assert str(grid.done_of_due.value) == "100.00"


def test_parts_that_do_not_add_up_in_print_are_named():
    hai_phong = disagreements(total=15533, done=13119, open=2414, open_in_term=2065, open_overdue=348)
    assert [(one.identity, one.difference) for one in hai_phong] == [("open", 1)]
    da_nang = disagreements(total=8282, done=6932, done_on_time=5361, done_late=1111, open=1350, open_overdue=208)
    assert [(one.identity, one.difference) for one in da_nang] == [("done", 460)]
    assert "không có thời hạn" in da_nang[0].sentence
    central = {
        "total": 21914,
        "done": 16051,
        "done_on_time": 14068,
        "done_late": 1983,
        "open": 5863,
        "open_in_term": 5640,
        "open_overdue": 223,
    }
    assert disagreements(**central) == ()
    assert disagreements(done=3, done_on_time=3, done_late=1)[0].difference == -1


def test_long_an_2019_can_only_be_a_share_of_what_is_done():
    """98,3 % done and 1,7 % late add up to 100: of the completed, on time and late."""
    grid = Grid(done_on_time=983, done_late=17, open_overdue=3)
    assert grid.late_of_done.value == Decimal("1.70")
    assert grid.late_of_done.value + rate(grid.done_on_time, grid.done).value == Decimal(100)
