"""Events are appended to their subject's chain and never change."""

from dataclasses import dataclass
from datetime import timedelta
from decimal import Decimal

import pytest
from django.db import DatabaseError, IntegrityError, connection, transaction

from congvu.ledger.events import body_of, event, sentence_of
from congvu.ledger.models import Event
from congvu.ledger.record import Entry, record, record_many, record_selected
from congvu.ledger.selectors import provide_names, timeline
from tests.ledger.conftest import NOON, Happened, Who

pytestmark = pytest.mark.django_db


def test_a_chain_counts_from_one_and_hashes_over_the_one_before(tell):
    first, second = tell(1, "a"), tell(1, "b")
    tell(2, "other chain")
    rows = Event.objects.filter(subject_id=1).order_by("seq")
    assert [(row.pk, row.seq, row.body) for row in rows] == [
        (first, 1, {"note": "a", "count": 0}),
        (second, 2, {"note": "b", "count": 0}),
    ]
    assert Event.objects.get(subject_id=2).seq == 1
    assert len({bytes(row.hash) for row in Event.objects.all()}) == 3


def test_the_stored_bytes_keep_the_order_of_keys(tell):
    pk = tell(1, 'dấu " và \\ tiếng Việt')
    with connection.cursor() as cursor:
        cursor.execute("SELECT body::text FROM event WHERE id = %s", [pk])
        assert cursor.fetchone()[0] == body_of(Happened('dấu " và \\ tiếng Việt'))


def test_many_at_once_make_the_same_chains_as_one_by_one(tell):
    entries = [Entry(Happened(str(n), n), ("probe", n % 3), NOON + timedelta(hours=n)) for n in range(10)]
    assert record_many(entries, actor=Who()) == 10
    chain = Event.objects.filter(subject_id=1).order_by("seq")
    assert [row.body["count"] for row in chain] == [1, 4, 7]
    from congvu.ledger.verify import verify

    assert verify().breaks == ()


def test_a_query_can_give_the_events_of_a_bulk_act(tell):
    tell(5, "before")
    select = "SELECT 'probe', n, json_build_object('note', 'bulk', 'count', n)::text FROM generate_series(5, 7) AS n"
    made = record_selected("probe.happened", select, [], actor=Who(), at=NOON)
    assert {subject for subject, _ in made} == {5, 6, 7}
    assert Event.objects.get(subject_id=5, seq=2).body == {"note": "bulk", "count": 5}
    from congvu.ledger.verify import verify

    assert verify().breaks == ()


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE event SET body = '{}'",
        "UPDATE event SET at = at",
        "DELETE FROM event",
        "TRUNCATE event CASCADE",
        "UPDATE seal SET leaves = 0",
        "DELETE FROM seal_leaf",
        "TRUNCATE seal_leaf",
    ],
)
def test_the_database_refuses_every_change(tell, statement):
    from congvu.ledger.seals import seal

    tell(1)
    seal(NOON)
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        with pytest.raises(DatabaseError, match="chỉ được ghi thêm"), transaction.atomic():
            cursor.execute(statement)
    assert Event.objects.count() == 1


def test_a_fork_of_a_chain_is_impossible(tell):
    tell(1)
    with pytest.raises(IntegrityError, match="event_one_chain"), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO event (subject_kind, subject_id, seq, kind, at, recorded_at, body, hash)"
            " SELECT subject_kind, subject_id, seq, kind, at, recorded_at, body, hash FROM event"
        )


def test_only_plain_values_are_accepted():
    @event("probe.not_plain")
    @dataclass(frozen=True)
    class NotPlain:
        amount: object

        def sentence(self) -> str:
            return ""

    for value in (Decimal("1.5"), {"a": 1}, NOON, 1.5, [[1]]):
        with pytest.raises(TypeError, match="no plain value"):
            record(NotPlain(value), about=("probe", 1), actor=Who(), at=NOON)
    assert body_of(NotPlain([1, "a", None])) == '{"amount":[1,"a",null]}'


def test_two_events_of_one_name_are_refused():
    with pytest.raises(ValueError, match=r"probe\.happened"):

        @event("probe.happened")
        @dataclass(frozen=True)
        class Twin:
            def sentence(self) -> str:
                return ""


def test_timeline_tells_in_words_with_names_and_marks_what_was_entered_later(tell, monkeypatch):
    from congvu.ledger import selectors

    monkeypatch.setattr(selectors, "_names", dict(selectors._names))
    provide_names(
        persons=lambda ids, at: {i: f"người {i}" for i in ids}, units=lambda ids, at: {i: f"đơn vị {i}" for i in ids}
    )
    tell(1, "lịch sử", at=NOON - timedelta(days=400))
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        (now,) = cursor.fetchone()
    tell(1, "hôm nay", at=now)
    old, new = timeline("probe", 1)
    assert (old.sentence, old.person, old.unit, old.entered_later) == (
        "Đã xảy ra: lịch sử", "người 7", "đơn vị 3", True,
    )  # fmt: skip
    assert (new.seq, new.entered_later) == (2, False)


def test_timeline_costs_three_queries_however_long(tell, django_assert_num_queries):
    for _ in range(30):
        tell(1)
    with django_assert_num_queries(3):
        assert len(timeline("probe", 1)) == 30


def test_events_of_a_room_that_is_gone_still_have_a_sentence():
    assert "gone.room" in sentence_of("gone.room", {"a": 1})
    assert sentence_of("probe.happened", {"note": "cũ", "dropped_field": 1}) == "Đã xảy ra: cũ"
