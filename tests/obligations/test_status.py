"""Python and SQL say the same of every obligation at every instant."""

from datetime import date, timedelta

import pytest
from django.db import connection
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from congvu.core.clock import end_of
from congvu.core.timeliness import Clocked, Status, status_at
from congvu.obligations.status import rows_at, status_sql
from tests.obligations.conftest import moment

START = moment("2026-11-24 00:00")
# Offsets that make boundaries likely: whole days and hours, a microsecond beside them.
OFFSETS = st.builds(
    lambda days, hours, micro: timedelta(days=days, hours=hours, microseconds=micro),
    st.integers(-2, 5), st.sampled_from([0, 0, 9, 17, 24]), st.sampled_from([-1, 0, 0, 1]),
)  # fmt: skip


@st.composite
def items(draw):
    opened_at = START + draw(OFFSETS)
    due_at = late_at = closed_at = None
    paused = draw(st.booleans()) and draw(st.booleans())
    if not paused:
        if draw(st.booleans()):
            due_at = START + draw(OFFSETS)
            late_at = max(due_at, draw(st.sampled_from([due_at, due_at + timedelta(hours=7)])))
        if draw(st.booleans()):
            closed_at = opened_at + abs(draw(OFFSETS))
    return Clocked(opened_at, due_at, late_at, paused, closed_at)


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(items=st.lists(items(), min_size=20, max_size=60), t=st.lists(OFFSETS, min_size=20, max_size=60))
def test_sql_and_python_agree(items, t):
    pairs = [(item, START + offset) for item, offset in zip(items, t, strict=False)]
    values = [
        (n, item.opened_at, item.due_at, item.late_at, item.paused, item.closed_at, at)
        for n, (item, at) in enumerate(pairs)
    ]
    with connection.cursor() as cursor:
        cursor.execute(
            f"SELECT {status_sql('o.t')} FROM unnest(%s::int[], %s::timestamptz[], %s::timestamptz[],"
            " %s::timestamptz[], %s::boolean[], %s::timestamptz[], %s::timestamptz[])"
            " AS o(n, opened_at, due_at, late_at, paused, closed_at, t) ORDER BY n",
            [list(column) for column in zip(*values, strict=True)],
        )
        found = [Status(status) for (status,) in cursor.fetchall()]
    assert found == [status_at(item, at) for item, at in pairs]


def statuses(t) -> dict[int, str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT o.item_id, {status_sql()} FROM ({rows_at()}) AS o", {"t": t})
        return dict(cursor.fetchall())


def as_of(day: date) -> dict[int, str]:
    return statuses(end_of(day))


def test_as_of_its_due_day_an_open_matter_is_in_term_and_the_day_after_overdue(world):
    item = world.owe(1, at="2026-11-24 09:00", limit="1 ngày làm việc")  # due on the 25th
    hours = world.owe(2, at="2026-11-24 14:00", limit="4 giờ làm việc")  # due on the 25th within the day
    assert as_of(date(2026, 11, 24)) == {item.pk: "running", hours.pk: "running"}
    assert as_of(date(2026, 11, 25)) == {item.pk: "running", hours.pk: "overdue"}
    assert as_of(date(2026, 11, 26)) == {item.pk: "overdue", hours.pk: "overdue"}


def test_at_the_instant_of_a_change_the_new_facts_hold(world):
    from congvu.obligations import kernel

    item = world.owe(1, at="2026-11-24 09:00", limit="1 ngày làm việc")
    at = moment("2026-11-24 10:00")
    kernel.replace(item.pk, cause="extended", at=at, due_at=None, late_at=None)
    assert statuses(at) == {item.pk: "no_due"}
    assert statuses(at - timedelta(microseconds=1)) == {item.pk: "running"}
    assert statuses(moment("2026-11-24 09:00")) == {item.pk: "running"}


def test_a_past_day_is_answered_by_what_held_then(world):
    from congvu.obligations import kernel

    item = world.owe(1, at="2026-11-24 09:00", limit="1 ngày làm việc")  # due on the 25th
    kernel.replace(
        item.pk, cause="extended", at=moment("2026-11-27 09:00"), due_at=moment("2026-11-30 17:00"),
        late_at=moment("2026-11-30 23:59"),
    )  # fmt: skip
    asked = {day: statuses(moment(f"2026-11-{day} 00:00")).get(item.pk) for day in (24, 25, 26, 27, 28, 30)}
    assert asked == {24: None, 25: "running", 26: "overdue", 27: "overdue", 28: "running", 30: "running"}
    assert statuses(moment("2026-12-01 00:00")) == {item.pk: "overdue"}
