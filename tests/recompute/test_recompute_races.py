"""Two people at once, a worker that is killed, an act in between: real commits, real connections."""

import threading
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connections

from congvu.core.clock import moment_from
from congvu.core.errors import DomainError
from congvu.ledger.models import Event
from congvu.ledger.verify import verify
from congvu.obligations import promises
from congvu.obligations.models import Obligation, ObligationStretch
from congvu.obligations.promises import MovedLater
from congvu.obligations.recompute import jobs, run
from congvu.obligations.recompute.effects import summary_of
from congvu.orgs.calendars import selectors
from congvu.orgs.models import CalendarChange
from tests.orgs.calendar_world import province
from tests.recompute.conftest import CLOCK, SWAP_OFF, SWAP_WORK, official_with, open_matter, propose

NOW = moment_from("2026-12-18T10:00")


def seven_matters() -> None:
    units = province()
    for number in range(7):
        open_matter(units["xa"], "14 ngày", "2026-12-17", subject=number)


def test_two_people_apply_the_same_change_and_one_does(live_database: str) -> None:
    seven_matters()
    change = propose(official_with(SWAP_OFF, SWAP_WORK), at=NOW)
    seen, start = summary_of(change).digest, threading.Barrier(2)

    def press(_: int) -> str:
        start.wait()
        try:
            run.apply(change_id=change.pk, digest=seen, actor=CLOCK, at=NOW)
            run.finish(change.pk, at=NOW)
        except DomainError as refused:
            return refused.code
        finally:
            connections.close_all()
        return "applied"

    with ThreadPoolExecutor(2) as pool:
        answers = sorted(pool.map(press, range(2)))
    assert answers == ["applied", "calendar_change_not_open"]
    assert selectors.official().version == 2
    assert ObligationStretch.objects.count() == 7
    assert Event.objects.filter(kind="obligation.redated").count() == 7
    assert verify().breaks == ()


def test_two_workers_on_one_change_do_each_batch_once(live_database: str) -> None:
    seven_matters()
    change = propose(official_with(SWAP_OFF, SWAP_WORK), at=NOW)
    run.apply(change_id=change.pk, digest=None, actor=CLOCK, at=NOW)

    def work(_: int) -> None:
        try:
            while run.step(change.pk, at=NOW, size=2):
                pass
        finally:
            connections.close_all()

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))
    done = CalendarChange.objects.get(pk=change.pk)
    assert (done.state, done.looked_at, done.moved, done.moved_later) == ("done", 7, 7, 7)
    assert Event.objects.filter(kind="obligation.redated").count() == 7


def test_a_worker_killed_in_a_batch_is_followed_by_another(
    live_database: str, monkeypatch: pytest.MonkeyPatch, told: list[MovedLater]
) -> None:
    seven_matters()
    change = propose(official_with(SWAP_OFF, SWAP_WORK), at=NOW)
    run.apply(change_id=change.pk, digest=None, actor=CLOCK, at=NOW)
    assert run.step(change.pk, at=NOW, size=3)

    def killed(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as dying:
        dying.setattr(promises, "tell", killed)
        with pytest.raises(KeyboardInterrupt):
            run.step(change.pk, at=NOW, size=3)
    half = CalendarChange.objects.get(pk=change.pk)
    assert (half.state, half.moved, ObligationStretch.objects.count()) == ("applying", 3, 3)
    jobs.go_on_recomputing(int(NOW.timestamp()))
    done = CalendarChange.objects.get(pk=change.pk)
    assert (done.state, done.moved, done.moved_later) == ("done", 7, 7)
    assert sorted(one.subject_id for one in told) == list(range(7))
    assert Event.objects.filter(kind="obligation.redated").count() == ObligationStretch.objects.count() == 7


def test_what_was_opened_under_the_old_version_meanwhile_is_found_in_the_second_pass(live_database: str) -> None:
    seven_matters()
    change = propose(official_with(SWAP_OFF, SWAP_WORK), at=NOW)
    run.apply(change_id=change.pk, digest=None, actor=CLOCK, at=NOW)
    assert run.step(change.pk, at=NOW)
    Obligation.objects.filter(subject_id=0).update(  # as if its transaction had begun before and committed now
        calendar_version=1, due_at=moment_from("2026-12-31T17:00"), late_at=moment_from("2026-12-31T23:59:59.999999")
    )
    run.finish(change.pk, at=NOW)
    dues = set(Obligation.objects.values_list("due_at", flat=True))
    assert dues == {moment_from("2027-01-04T17:00")}
