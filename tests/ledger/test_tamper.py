"""What somebody who owns the tables may try, with the triggers off: each is found and named, twice."""

from datetime import timedelta

import pytest
from django.db import connection

from congvu.ledger.seals import read_book, seal
from congvu.ledger.verify import Break, verify, verify_in_python, verify_in_sql
from tests.ledger.conftest import NOON

pytestmark = pytest.mark.django_db


@pytest.fixture
def ledger(tell):
    """Three subjects with 4, 3 and 1 events, sealed; then one more event, not sealed yet."""
    for subject, count in ((1, 4), (2, 3), (3, 1)):
        for n in range(count):
            tell(subject, f"{subject}.{n}")
    root = seal(NOON)
    tell(2, "after the seal")
    return root


def tamper(*statements: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
        for table in ("event", "seal", "seal_leaf"):
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER USER")
        for statement in statements:
            cursor.execute(statement)


REHASH = """
DO $$ DECLARE e record; before bytea; BEGIN
  FOR e IN SELECT * FROM event WHERE subject_id = {subject} ORDER BY seq LOOP
    UPDATE event SET hash = event_hash(before, e.subject_kind, e.subject_id, e.seq, e.kind, e.actor_id, e.unit_id,
                                       e.at, e.recorded_at, e.body) WHERE id = e.id RETURNING hash INTO before;
  END LOOP; END $$
"""


def test_an_untouched_ledger_is_whole(ledger):
    verdict = verify(book=[ledger])
    assert (verdict.breaks, verdict.events, verdict.seals) == ((), 9, 1)


@pytest.mark.parametrize(
    ("statements", "first"),
    [
        pytest.param(
            ["UPDATE event SET body = '{\"note\":\"khác\",\"count\":0}' WHERE subject_id = 1 AND seq = 2"],
            Break("edited", "probe", 1, 2), id="edit the text",
        ),
        pytest.param(
            ["UPDATE event SET at = at - interval '1 microsecond' WHERE subject_id = 1 AND seq = 3"],
            Break("edited", "probe", 1, 3), id="edit the moment by a microsecond",
        ),
        pytest.param(
            ["UPDATE event SET actor_id = NULL WHERE subject_id = 2 AND seq = 1"],
            Break("edited", "probe", 2, 1), id="hide who did it",
        ),
        pytest.param(
            ["UPDATE event SET body = '{\"note\": \"1.1\", \"count\": 0}' WHERE subject_id = 1 AND seq = 2"],
            Break("edited", "probe", 1, 2), id="same value, other bytes",
        ),
        pytest.param(
            ["DELETE FROM event WHERE subject_id = 1 AND seq = 2"], Break("missing", "probe", 1, 3), id="delete one"
        ),
        pytest.param(
            ["DELETE FROM event WHERE subject_id = 1 AND seq = 1"], Break("missing", "probe", 1, 2), id="delete first"
        ),
        pytest.param(
            ["DELETE FROM event WHERE subject_id = 1 AND seq = 4"], Break("cut", "probe", 1, 4, 1), id="cut the end"
        ),
        pytest.param(
            ["DELETE FROM event WHERE subject_id = 3"], Break("subject_missing", "probe", 3, 1, 1), id="whole subject"
        ),
        pytest.param(
            ["UPDATE event SET seq = 99 WHERE subject_id = 1 AND seq = 2",
             "UPDATE event SET seq = 2 WHERE subject_id = 1 AND seq = 3",
             "UPDATE event SET seq = 3 WHERE subject_id = 1 AND seq = 99"],
            Break("edited", "probe", 1, 2), id="reorder",
        ),
        pytest.param(
            ["UPDATE event SET body = '{\"note\":\"khác\",\"count\":0}' WHERE subject_id = 1 AND seq = 2",
             REHASH.format(subject=1)],
            Break("rewritten", "probe", 1, 4, 1), id="edit and hash the chain anew",
        ),
        pytest.param(
            ["UPDATE seal_leaf SET seq = 3 WHERE subject_id = 1",
             "DELETE FROM event WHERE subject_id = 1 AND seq = 4",
             "UPDATE seal_leaf l SET hash = e.hash FROM event e"
             " WHERE l.subject_id = 1 AND e.subject_id = 1 AND e.seq = 3"],
            Break("seal_changed", seal_id=1), id="cut the end and mend the leaf",
        ),
        pytest.param(
            ["DELETE FROM event WHERE subject_id = 3", "DELETE FROM seal_leaf WHERE subject_id = 3",
             "UPDATE seal SET leaves = 2"],
            Break("seal_changed", seal_id=1), id="remove a subject and its leaf",
        ),
    ],
)  # fmt: skip
def test_tampering_is_found_and_named(ledger, statements, first):
    tamper(*statements)
    in_sql, in_python = verify_in_sql(), verify_in_python()
    assert in_sql == in_python
    assert in_sql.breaks[0] == first
    assert verify().breaks[0].sentence()


def test_replay_of_an_old_copy_is_shown_by_the_book_of_roots(ledger, tell):
    """Everything after the first seal is gone without a trace inside: only what left the house knows."""
    later = seal(NOON + timedelta(days=1))
    tamper(
        "DELETE FROM event WHERE subject_id = 2 AND seq = 4",
        "DELETE FROM seal_leaf WHERE seal_id = 2",
        "DELETE FROM seal WHERE id = 2",
    )
    assert verify().breaks == ()
    assert verify(book=[ledger, later]).breaks == (Break("replayed", seal_id=2),)


def test_a_ledger_written_anew_with_new_seals_differs_from_the_book(ledger):
    tamper(
        'UPDATE event SET body = \'{"note":"khác","count":0}\' WHERE subject_id = 3 AND seq = 1',
        REHASH.format(subject=3),
        "UPDATE seal_leaf SET hash = (SELECT hash FROM event WHERE subject_id = 3) WHERE subject_id = 3",
        "UPDATE seal SET root = seal_root(previous_root, id)",
    )
    assert verify().breaks == ()
    assert verify(book=[ledger]).breaks == (Break("root_differs", seal_id=1),)


def test_a_seal_taken_out_is_missed(ledger, tell):
    seal(NOON + timedelta(days=1))
    tell(1)
    seal(NOON + timedelta(days=2))
    tamper("DELETE FROM seal_leaf WHERE seal_id = 2", "DELETE FROM seal WHERE id = 2")
    assert Break("seal_missing", seal_id=3) in verify().breaks


def test_since_reads_only_chains_that_grew(ledger, tell):
    tamper("UPDATE event SET recorded_at = '2020-01-01' WHERE subject_id = 3")
    assert [b.subject_id for b in verify().breaks] == [3, 3] or verify().breaks[0].subject_id == 3
    recent = verify(since=NOON.date() + timedelta(days=3650))
    assert (recent.events, recent.breaks) == (0, ())


def test_the_book_is_read_back_as_it_was_written(ledger, tmp_path):
    from congvu.ledger.seals import write_down

    write_down(ledger, tmp_path / "seals" / "roots.tsv")
    assert read_book((tmp_path / "seals" / "roots.tsv").read_text().splitlines()) == [ledger]
