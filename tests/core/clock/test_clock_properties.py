"""The fast clock against the slow walker, and what must hold for every limit."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from itertools import pairwise

import pytest
from clock_facts import FILE, NOTES, OFFICIAL, UNIT_WITH_SATURDAYS, at
from clock_walker import USUAL, Walker
from hypothesis import assume, given, settings
from hypothesis import strategies as st

from congvu.core.clock import (
    VIETNAM,
    Allowance,
    AllowanceUnit,
    ClockKind,
    ClockRule,
    DayKind,
    DayNote,
    Due,
    OpeningHours,
    Pause,
    WorkCalendar,
    add_minutes,
    build_calendar,
    changed_calendar,
    due,
    elapsed,
    explain,
    parse_allowance,
    working_days_between,
    working_minutes_between,
)

CALENDARS = {
    "official": (OFFICIAL, Walker(FILE, USUAL)),
    "short Friday, Saturday morning": (
        UNIT_WITH_SATURDAYS,
        Walker(FILE, USUAL | {4: [("07:30", "11:30")], 5: [("08:00", "11:30")]}),
    ),
}
CODES = {
    AllowanceUnit.WORKING_DAYS: "D",
    AllowanceUnit.CALENDAR_DAYS: "N",
    AllowanceUnit.WORKING_HOURS: "H",
    AllowanceUnit.SAME_DAY: "T",
}

# The years that are known one after another, and the first provisional ones.
minutes_2024_2027 = st.integers(0, 4 * 366 * 24 * 60 - 1)
moments = st.one_of(
    minutes_2024_2027.map(lambda n: datetime(2024, 1, 1, tzinfo=VIETNAM) + timedelta(minutes=n)),
    # Around what is exceptional, and around the hours that decide.
    st.builds(
        lambda note, days, time: datetime.fromisoformat(f"{note.day + timedelta(days=days)} {time}+07:00"),
        st.sampled_from([note for note in NOTES if note.day > date(2024, 1, 6)]),
        st.integers(-6, 6),
        st.sampled_from(
            ["07:29", "07:30", "11:29", "11:30", "12:59", "13:00", "14:59", "15:00", "15:01", "16:59", "17:00"]
        ),
    ),
)
whole_days = st.integers(1, 40).map(Decimal)
allowances = st.one_of(
    st.builds(Allowance, whole_days, st.sampled_from([AllowanceUnit.WORKING_DAYS, AllowanceUnit.CALENDAR_DAYS])),
    st.builds(Allowance, st.integers(1, 20).map(lambda n: Decimal(n) / 4), st.just(AllowanceUnit.WORKING_DAYS)),
    st.builds(Allowance, st.integers(1, 60).map(lambda n: Decimal(n) / 2), st.just(AllowanceUnit.WORKING_HOURS)),
    st.just(Allowance(Decimal(1), AllowanceUnit.SAME_DAY)),
)
rules = st.builds(ClockRule, clock=st.sampled_from(ClockKind))
names = st.sampled_from(sorted(CALENDARS))


@st.composite
def waits(draw: st.DrawFn, received: datetime) -> tuple[Pause, ...]:
    """Up to three pauses in order, near the limit; the last may be open."""
    edges = draw(st.lists(st.integers(-3000, 40000), unique=True, max_size=6).map(sorted))
    points = [received + timedelta(minutes=n) for n in edges]
    spans: list[Pause] = [Pause(since, until) for since, until in zip(points[::2], points[1::2], strict=False)]
    if len(points) % 2:
        spans.append(Pause(points[-1], None))
    return tuple(spans)


def walked(walker: Walker, received: datetime, limit: Allowance, pauses: tuple[Pause, ...], rule: ClockRule):
    found = walker.due(
        received.replace(tzinfo=None),
        Fraction(limit.amount),
        CODES[limit.unit],
        pauses=[(p.since.replace(tzinfo=None), p.until and p.until.replace(tzinfo=None)) for p in pauses],
        step=rule.clock is ClockKind.STEP,
    )
    return found and found.replace(tzinfo=VIETNAM)


@settings(max_examples=400, deadline=None)
@given(st.data(), names, moments, allowances, rules)
def test_the_walker_finds_the_same_moment(data, name, received, limit, rule) -> None:
    calendar, walker = CALENDARS[name]
    pauses = data.draw(waits(received))
    fast = due(received, limit, calendar, pauses=pauses, rule=rule).due_at
    slow = walked(walker, received, limit, pauses, rule)
    if fast is None or slow is None:
        assert fast is slow
    else:
        # A third of a day in another day's minutes has no last digit: one microsecond is given.
        assert abs(fast - slow) <= timedelta(microseconds=1)


def test_the_walker_agrees_on_every_row_of_the_official_file() -> None:
    calendar, walker = CALENDARS["official"]
    limits = [
        parse_allowance(text) for text in ("1 ngày làm việc", "7 ngày làm việc", "10 ngày", "trong ngày", "12 giờ")
    ]
    for note in NOTES:
        for back in range(4):
            received = at(f"{note.day - timedelta(days=back)} 15:01")
            if received.year not in OFFICIAL.loaded_years:
                continue
            for limit in limits:
                found = due(received, limit, calendar).due_at
                assert found == walked(walker, received, limit, (), ClockRule()), (received, str(limit))


@settings(max_examples=200, deadline=None)
@given(names, moments, moments, allowances, rules)
def test_received_later_is_never_due_earlier(name, one, other, limit, rule) -> None:
    calendar, _ = CALENDARS[name]
    earlier, later = sorted((one, other))
    assert _due(earlier, limit, calendar, rule) <= _due(later, limit, calendar, rule)


@settings(max_examples=200, deadline=None)
@given(names, moments, st.integers(0, 400), allowances, rules)
def test_received_minutes_later_is_never_due_earlier(name, received, minutes, limit, rule) -> None:
    calendar, _ = CALENDARS[name]
    later = received + timedelta(minutes=minutes)
    assert _due(received, limit, calendar, rule) <= _due(later, limit, calendar, rule)


@settings(max_examples=200, deadline=None)
@given(st.data(), names, moments, allowances, rules)
def test_a_pause_only_pushes_later(data, name, received, limit, rule) -> None:
    calendar, _ = CALENDARS[name]
    pauses = data.draw(waits(received))
    for fewer, more in pairwise(pauses[:n] for n in range(len(pauses) + 1)):
        before = due(received, limit, calendar, pauses=fewer, rule=rule).due_at
        after = due(received, limit, calendar, pauses=more, rule=rule).due_at
        assert after is None or (before is not None and before <= after)


@settings(max_examples=100, deadline=None)
@given(moments, st.integers(0, 30), allowances, rules)
def test_another_holiday_never_makes_anything_due_earlier(received, days, limit, rule) -> None:
    holiday = received.date() + timedelta(days=days)
    assume(OFFICIAL.note_on(holiday) is None)
    fuller = build_calendar((*NOTES, DayNote(holiday, DayKind.HOLIDAY, "Nghỉ lễ")), provisional_years=2)
    assert _due(received, limit, OFFICIAL, rule) <= _due(received, limit, fuller, rule)


@settings(max_examples=100, deadline=None)
@given(st.data(), moments, st.integers(-20, 40), allowances, rules, st.sampled_from(["off", "worked", "shorter"]))
def test_what_is_due_before_the_first_changed_day_does_not_move(data, received, days, limit, rule, change) -> None:
    day = received.date() + timedelta(days=days)
    assume(OFFICIAL.note_on(day) is None)
    if change == "shorter":
        hours = [
            OpeningHours(day.weekday(), at("2026-01-01 09:00").time(), at("2026-01-01 11:00").time(), valid_from=day)
        ]
        new = build_calendar(NOTES, hours=hours)
    else:
        kind = DayKind.HOLIDAY if change == "off" else DayKind.SWAP_WORK
        new = build_calendar(NOTES, own_days=[DayNote(day, kind, "Đổi lịch")])
    changed = changed_calendar(OFFICIAL, new)
    pauses = data.draw(waits(received))
    before = due(received, limit, OFFICIAL, pauses=pauses, rule=rule)
    if changed is None or (before.due_on is not None and before.due_on < changed):
        assert due(received, limit, new, pauses=pauses, rule=rule) == before


@settings(max_examples=200, deadline=None)
@given(names, moments, allowances, rules)
def test_asked_again_from_where_the_clock_counts_the_answer_is_the_same(name, received, limit, rule) -> None:
    calendar, _ = CALENDARS[name]
    found = due(received, limit, calendar, rule=rule)
    assert due(found.clock_from_at, limit, calendar, rule=rule) == found


@settings(max_examples=200, deadline=None)
@given(st.data(), names, moments, allowances, rules)
def test_the_explanation_tells_the_same_story(data, name, received, limit, rule) -> None:
    calendar, _ = CALENDARS[name]
    told = explain(received, limit, calendar, pauses=data.draw(waits(received)), rule=rule)
    days = [reason.day for reason in told.days]
    assert days[0] == received.date()
    assert all(later - earlier == timedelta(days=1) for earlier, later in pairwise(days))
    if told.due.due_at is None:
        assert not any(reason.is_due for reason in told.days)
        return
    assert [reason.day for reason in told.days if reason.is_due] == [told.due.due_on] == [days[-1]]
    counted = [reason for reason in told.days if reason.counts]
    if told.due.due_at == told.due.late_at:
        assert all(reason.worked for reason in counted)
        if limit.unit is AllowanceUnit.WORKING_HOURS:
            worked = sum((reason.worked for reason in counted), timedelta())
            assert worked == timedelta(hours=float(limit.amount))
    else:
        assert [reason.number for reason in counted] == list(range(1, int(limit.amount) + 1))


@settings(max_examples=200, deadline=None)
@given(names, moments, st.integers(1, 5000))
def test_minutes_added_are_minutes_between(name, moment, minutes) -> None:
    calendar, _ = CALENDARS[name]
    later = add_minutes(moment, minutes, calendar)
    assert working_minutes_between(moment, later, calendar) == minutes
    assert working_minutes_between(later, moment, calendar) == -minutes
    assert working_minutes_between(moment, later - timedelta(minutes=1), calendar) == minutes - 1


@settings(max_examples=200, deadline=None)
@given(names, st.dates(date(2024, 1, 1), date(2027, 6, 1)), st.integers(0, 90))
def test_working_days_between_are_counted_one_by_one(name, earlier, days) -> None:
    calendar, walker = CALENDARS[name]
    later = earlier + timedelta(days=days)
    counted = sum(bool(walker.stretches(earlier + timedelta(days=n))) for n in range(1, days + 1))
    assert working_days_between(earlier, later, calendar) == counted
    assert working_days_between(later, earlier, calendar) == -counted


@settings(max_examples=100, deadline=None)
@given(names, moments, st.integers(1, 20).map(lambda n: Decimal(n) / 4))
def test_what_a_part_of_days_used_is_its_amount(name, received, amount) -> None:
    calendar, _ = CALENDARS[name]
    found = due(received, Allowance(amount, AllowanceUnit.WORKING_DAYS), calendar, rule=ClockRule(clock=ClockKind.STEP))
    assert found.due_at is not None
    assert elapsed(received, found.due_at, calendar).used == amount


@settings(max_examples=300, deadline=None)
@given(st.decimals("0.001", "2000", places=3), st.sampled_from(AllowanceUnit))
def test_a_limit_is_read_back_as_it_is_written(amount, unit) -> None:
    amount = Decimal(1) if unit is AllowanceUnit.SAME_DAY else amount
    if unit is AllowanceUnit.CALENDAR_DAYS:
        amount = amount.to_integral_value()
        assume(amount)
    limit = Allowance(amount, unit)
    assume(amount < 1 or amount * 100 % 1 == 0)  # “1,234” may be a thousand and is refused
    assert parse_allowance(str(limit)) == limit


def _due(received: datetime, limit: Allowance, calendar: WorkCalendar, rule: ClockRule) -> datetime:
    found: Due = due(received, limit, calendar, rule=rule)
    assert found.due_at is not None
    return found.due_at


@pytest.mark.parametrize("name", sorted(CALENDARS))
def test_hours_of_the_two_implementations_are_the_same_calendar(name: str) -> None:
    calendar, walker = CALENDARS[name]
    for day in calendar.days():
        stretches = [(a.hour * 60 + a.minute, b.hour * 60 + b.minute) for a, b in walker.stretches(day.day)]
        assert list(day.shifts) == stretches, day.day
