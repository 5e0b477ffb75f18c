"""Open, close, close and open, replace: what they write, and what they refuse."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, connection, transaction

from congvu.obligations import kernel
from congvu.obligations.errors import AlreadyDone, AlreadyOpen, ClockWentBack, NoSuchObligation
from congvu.obligations.kernel import New
from congvu.obligations.models import FACTS, Obligation, ObligationStretch
from tests.obligations.conftest import moment


def close(subject: int = 1, at: str = "2026-11-26 10:00") -> int:
    return kernel.close_obligation(
        kind="probe", subject_kind="probe", subject_id=subject, outcome="done", at=moment(at)
    )


def test_opening_promises_a_date_under_the_frozen_rule(world):
    item = world.owe(limit="5 ngày làm việc")
    assert (item.due_at, item.late_at) == (moment("2026-12-01 17:00"), moment("2026-12-01 23:59:59.999999"))
    assert (item.allowance, item.allowance_unit, item.calendar_id, item.calendar_version) == (5, "working_days", 1, 1)
    assert (item.first, item.since_at, item.clock) == (True, item.opened_at, "legal")


def test_without_a_limit_there_is_no_due_date(world):
    item = world.owe(limit="")
    assert (item.due_at, item.late_at, item.due_rank.year) == (None, None, 9999)


def test_a_day_set_by_a_person_is_kept_until_its_end(world):
    from datetime import date

    item = world.owe(due_on=date(2026, 12, 5))  # a Saturday: said and meant
    assert (item.due_at, item.late_at) == (moment("2026-12-05 17:00"), moment("2026-12-05 23:59:59.999999"))


def test_the_same_thing_is_owed_once_at_a_time(world):
    world.owe(1)
    with pytest.raises(AlreadyOpen), transaction.atomic():
        world.owe(1)
    close(1)
    world.owe(1, at="2026-11-27 08:00")
    assert Obligation.objects.count() == 2


def test_closing_twice_says_who_did_what_when(world):
    from congvu.ledger.record import record
    from tests.ledger.conftest import Happened

    world.owe(1)
    close(1)
    record(Happened("đã trình ký"), about=("probe", 1), actor=world.actor("an"), at=moment("2026-11-26 10:00"))
    with pytest.raises(AlreadyDone) as refusal:
        close(1, at="2026-11-26 10:00")
    sentence = str(refusal.value)
    assert "đã trình ký" in sentence
    assert "Nguyễn Văn An" in sentence
    assert "26/11/2026 10:00" in sentence


def test_closing_what_never_was_is_refused(world):
    with pytest.raises(NoSuchObligation):
        close(99)


def test_closing_before_it_arose_is_refused_with_both_moments(world):
    world.owe(1, at="2026-11-24 09:00")
    with pytest.raises(ClockWentBack, match=r"24/11/2026 08:59.*24/11/2026 09:00"):
        close(1, at="2026-11-24 08:59")
    assert Obligation.objects.get().closed_at is None


def test_close_and_open_is_one_step_of_two_items(world):
    world.owe(1)
    new = New("probe_step", "probe_step", 7, world.units["so"].pk, world.people["binh"].pk)
    pk = kernel.close_and_open(
        kind="probe", subject_kind="probe", subject_id=1, outcome="done", new=new, at=moment("2026-11-25 09:00")
    )
    assert Obligation.objects.get(subject_id=1).outcome == "done"
    assert Obligation.objects.get(pk=pk).person_id == world.people["binh"].pk
    with pytest.raises(AlreadyDone):
        kernel.close_and_open(
            kind="probe", subject_kind="probe", subject_id=1, outcome="done", new=new, at=moment("2026-11-25 09:01")
        )


def test_replace_keeps_what_held_before(world):
    item = world.owe(1)
    kernel.replace(item.pk, cause="moved", at=moment("2026-11-25 09:00"), person_id=world.people["binh"].pk)
    stretch = ObligationStretch.objects.get()
    assert (stretch.person_id, stretch.since_at, stretch.until_at, stretch.first) == (
        world.people["an"].pk, item.since_at, moment("2026-11-25 09:00"), True,
    )  # fmt: skip
    item.refresh_from_db()
    assert (item.person_id, item.since_at, item.first) == (
        world.people["binh"].pk, moment("2026-11-25 09:00"), False,
    )  # fmt: skip


def test_replacing_twice_in_one_instant_writes_one_stretch(world):
    item = world.owe(1)
    at = moment("2026-11-25 09:00")
    kernel.replace(item.pk, cause="moved", at=at, person_id=world.people["binh"].pk)
    kernel.replace(item.pk, cause="moved", at=at, person_id=world.people["chi"].pk)
    assert ObligationStretch.objects.count() == 1
    kernel.replace(item.pk, cause="moved", at=at + timedelta(microseconds=1), person_id=None)
    assert ObligationStretch.objects.count() == 2


def test_replacing_in_the_instant_of_opening_leaves_it_first(world):
    item = world.owe(1)
    kernel.replace(item.pk, cause="corrected", at=item.opened_at, channel="post")
    item.refresh_from_db()
    assert (item.first, item.channel, ObligationStretch.objects.count()) == (True, "post", 0)


def test_replacing_backwards_in_time_is_refused(world):
    item = world.owe(1)
    with pytest.raises(ClockWentBack):
        kernel.replace(item.pk, cause="moved", at=item.since_at - timedelta(seconds=1), person_id=None)


def test_only_facts_can_be_replaced(world):
    item = world.owe(1)
    with pytest.raises(TypeError, match="subject_id"):
        kernel.replace(item.pk, cause="moved", at=item.since_at, subject_id=3)


def test_both_tables_have_the_columns_the_sql_copies(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name, data_type FROM information_schema.columns"
            " WHERE table_name IN ('obligation', 'obligation_stretch')"
        )
        found = {(table, name): kind for table, name, kind in cursor.fetchall()}
    for name in FACTS:
        assert found["obligation", name] == found["obligation_stretch", name]
    assert set(FACTS) >= kernel.CHANGES


@pytest.mark.parametrize(
    ("statement", "constraint"),
    [
        ("UPDATE obligation SET closed_at = now()", "obligation_closed_has_outcome"),
        ("UPDATE obligation SET outcome = 'done'", "obligation_closed_has_outcome"),
        ("UPDATE obligation SET paused = true", "obligation_paused_has_no_due"),
        ("UPDATE obligation SET late_at = NULL", "obligation_due_and_late"),
        (
            "UPDATE obligation SET since_at = opened_at - interval '1 second', first = false",
            "obligation_times_in_order",
        ),
        ("UPDATE obligation SET closed_at = since_at - interval '1 day', outcome = 'x'", "obligation_times_in_order"),
        ("UPDATE obligation SET since_at = since_at + interval '1 day'", "obligation_first_is_from_opening"),
        ("UPDATE obligation SET fixed_due_on = '2026-12-01'", "obligation_one_rule"),
    ],
)
def test_the_database_refuses_nonsense(world, statement, constraint):
    world.owe(1)
    with connection.cursor() as cursor, pytest.raises(IntegrityError, match=constraint), transaction.atomic():
        cursor.execute(statement)


def test_a_stretch_is_never_changed(world):
    from django.db import DatabaseError

    item = world.owe(1)
    kernel.replace(item.pk, cause="moved", at=moment("2026-11-25 09:00"), person_id=None)
    with pytest.raises(DatabaseError, match="chỉ được ghi thêm"), transaction.atomic():
        ObligationStretch.objects.update(cause="paused")
