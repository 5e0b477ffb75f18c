"""The same content put by several at once is kept once, and is whole."""

import threading

import pytest
from django.db import connection, transaction

from congvu.files import store, verify
from congvu.files.backends import backend
from congvu.files.models import StoredFile
from tests.files.conftest import PDF

TOGETHER = 6


@pytest.mark.usefixtures("live_database")
def test_the_same_file_put_at_once_is_kept_once(put):
    gate = threading.Barrier(TOGETHER)
    found: list[int] = []

    def one() -> None:
        try:
            gate.wait()
            found.append(put().pk)
        finally:
            connection.close()

    threads = [threading.Thread(target=one) for _number in range(TOGETHER)]
    [thread.start() for thread in threads]
    [thread.join(30) for thread in threads]
    assert len(found) == TOGETHER
    assert len(set(found)) == 1
    assert list(backend().blobs()) == [StoredFile.objects.get().blob]
    assert verify.verify().whole


@pytest.mark.usefixtures("live_database")
def test_who_waited_for_a_transaction_that_rolled_back_keeps_his_own(put):
    holding, may_end = threading.Event(), threading.Event()
    found: list[StoredFile] = []

    def loses() -> None:
        try:
            with transaction.atomic():
                put()
                holding.set()
                may_end.wait(30)
                transaction.set_rollback(True)
        finally:
            connection.close()

    def wins() -> None:
        try:
            found.append(put())
        finally:
            connection.close()

    first, second = threading.Thread(target=loses), threading.Thread(target=wins)
    first.start()
    assert holding.wait(30)
    second.start()
    second.join(0.3)
    assert second.is_alive()  # it waits for the first to end
    may_end.set()
    first.join(30)
    second.join(30)
    assert b"".join(store.pieces(found[0])) == PDF
    assert StoredFile.objects.get().pk == found[0].pk
