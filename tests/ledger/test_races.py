"""Real connections at the same time: no gap, no double, one act per request key."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection, connections, transaction

from congvu.core.errors import DomainError
from congvu.ledger.numbers import at_least, next_number, next_numbers
from congvu.ledger.requests import RequestKeyReused, fingerprint, once
from congvu.ledger.verify import verify
from tests.ledger.conftest import NOON, Happened, Who


def together(count: int, act: Callable[[int], object]) -> list[object]:
    """Run `act(n)` in `count` threads, each with a connection of its own, started at one moment."""
    start = threading.Barrier(count)

    def one(n: int) -> object:
        start.wait()
        try:
            return act(n)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(one, range(count)))


class TestNumbers:
    @pytest.mark.django_db
    def test_series_and_periods_count_apart(self):
        assert [next_number("dossier:H1", "2026"), next_number("dossier:H1", "2026")] == [1, 2]
        assert next_number("dossier:H1", "2027") == 1
        assert next_number("dossier:H2", "2026") == 1
        assert list(next_numbers("dossier:H1", "2026", 3)) == [3, 4, 5]

    @pytest.mark.django_db
    def test_history_moves_the_counter_forward_and_never_back(self):
        at_least("task", "2026", 120)
        at_least("task", "2026", 7)
        assert next_number("task", "2026") == 121

    def test_no_gap_and_no_double_with_rollbacks_in_between(self, live_database):
        class Refused(DomainError):
            pass

        def take(n: int) -> list[int]:
            got = []
            for turn in range(25):
                try:
                    with transaction.atomic():
                        number = next_number("race", "2026")
                        if (n + turn) % 7 == 0:
                            raise Refused
                        got.append(number)
                except Refused:
                    continue
            return got

        numbers = sorted(number for got in together(6, take) for number in got)
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(numbers) > 100

    def test_outside_a_transaction_no_number_is_given(self, live_database):
        with pytest.raises(RuntimeError):
            next_number("race", "2026")


class TestRequestKeys:
    @pytest.mark.django_db
    def test_the_second_request_gets_the_first_answer_and_nothing_happens(self):
        acts = []
        for _ in range(3):
            answer = once(Who(), "k1", "f", lambda: acts.append(1) or {"code": "H-1"})
            assert answer == {"code": "H-1"}
        assert acts == [1]

    @pytest.mark.django_db
    def test_another_request_under_the_same_key_is_refused(self):
        once(Who(), "k1", fingerprint("POST", "/a", b"1"), lambda: None)
        with pytest.raises(RequestKeyReused) as refusal:
            once(Who(), "k1", fingerprint("POST", "/a", b"2"), lambda: None)
        assert refusal.value.status == 422

    @pytest.mark.django_db
    def test_keys_of_two_people_do_not_meet(self):
        assert [once(Who(person), "k", "f", lambda p=person: p) for person in (1, 2)] == [1, 2]

    @pytest.mark.django_db
    def test_a_refused_request_is_judged_again(self):
        def refuse():
            raise DomainError

        with pytest.raises(DomainError):
            once(Who(), "k1", "f", refuse)
        assert once(Who(), "k1", "f", lambda: "now") == "now"

    def test_concurrent_twins_act_once_and_answer_alike(self, live_database):
        acts: list[int] = []

        def send(n: int) -> object:
            def act() -> int:
                acts.append(n)
                with transaction.atomic():
                    return next_number("twin", "2026")

            return once(Who(), "double click", "f", act)

        assert together(6, send) == [1] * 6
        assert len(acts) == 1


class TestChains:
    def test_who_forgot_the_lock_is_refused_and_the_chain_stays_whole(self, live_database):
        from django.db import IntegrityError

        from congvu.ledger.models import Event
        from congvu.ledger.record import record

        def write(n: int) -> int:
            written = 0
            for _ in range(10):
                try:
                    with transaction.atomic():
                        record(Happened(str(n)), about=("probe", 1), actor=Who(), at=NOON)
                    written += 1
                except IntegrityError:
                    continue
            return written

        written = sum(together(4, write))
        assert Event.objects.count() == written
        assert verify().breaks == ()

    def test_what_commits_late_comes_into_the_next_seal(self, live_database):
        from congvu.ledger.record import record
        from congvu.ledger.seals import seal

        begun, sealed = threading.Event(), threading.Event()

        def slow() -> None:
            with transaction.atomic():
                record(Happened("slow"), about=("probe", 1), actor=Who(), at=NOON)
                begun.set()
                sealed.wait(10)
            connections.close_all()

        writer = threading.Thread(target=slow)
        writer.start()
        begun.wait(10)
        record(Happened("quick"), about=("probe", 2), actor=Who(), at=NOON)
        assert seal(NOON).leaves == 1
        sealed.set()
        writer.join()
        assert seal(NOON).leaves == 1
        with connection.cursor() as cursor:
            cursor.execute("SELECT subject_id FROM seal_leaf WHERE seal_id = 2")
            assert cursor.fetchall() == [(1,)]
