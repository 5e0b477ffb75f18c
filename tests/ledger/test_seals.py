"""A seal takes what grew, exactly once, whatever commits when."""

from datetime import timedelta

import pytest
from django.db import connection

from congvu.ledger import jobs, seals
from congvu.ledger.models import SealLeaf
from tests.ledger.conftest import NOON

pytestmark = pytest.mark.django_db


def test_a_second_run_at_once_finds_nothing(tell):
    tell(1)
    assert seals.seal(NOON).leaves == 1
    assert seals.seal(NOON) is None


def test_only_chains_that_grew_get_a_leaf(tell):
    for subject in range(1, 6):
        tell(subject)
    seals.seal(NOON)
    tell(2)
    tell(9)
    assert seals.seal(NOON + timedelta(days=1)).leaves == 2
    assert list(SealLeaf.objects.filter(seal_id=2).order_by("subject_id").values_list("subject_id", "seq")) == [
        (2, 2), (9, 1),
    ]  # fmt: skip


@pytest.mark.parametrize("leaves", [0, 1, 2, 3, 4, 5, 8, 13])
def test_sql_and_python_build_the_same_tree(tell, leaves):
    for subject in range(leaves):
        tell(subject + 1)
    root = seals.seal(NOON)
    if leaves == 0:
        assert root is None
        return
    with connection.cursor() as cursor:
        cursor.execute("SELECT seal_root(previous_root, id) FROM seal")
        assert bytes(cursor.fetchone()[0]) == root.root == seals.root_of(b"", seals.leaves_of(1))


def test_the_daily_job_takes_the_root_out_and_makes_up_for_a_missed_day(tell, settings, tmp_path, mailoutbox):
    settings.SEALS_BOOK, settings.SEALS_MAIL = str(tmp_path / "roots.tsv"), "kiemtra@example.org"
    tell(1)
    missed = seals.seal(NOON)  # sealed, but the disk of the book was full
    tell(1)
    root = jobs.seal_and_tell(NOON + timedelta(days=1))
    assert seals.read_book(jobs.book_path().read_text().splitlines()) == [missed, root]
    (mail,) = mailoutbox
    assert root.root.hex() in mail.body
    assert jobs.seal_and_tell(NOON + timedelta(days=1)) is None
    assert len(mailoutbox) == 1
