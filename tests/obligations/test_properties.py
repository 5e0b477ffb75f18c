"""Whatever is done in whatever order: stored dates equal recomputed ones, rows equal what the events tell."""

from datetime import date, timedelta
from decimal import Decimal
from itertools import pairwise

import pytest
from django.db import connection, transaction
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from congvu.core.errors import DomainError
from congvu.core.timeliness import Clocked, status_at
from congvu.ledger.verify import verify
from congvu.obligations import commands, kernel
from congvu.obligations.commands.clock import due_now
from congvu.obligations.models import Extension, Handover, Obligation, ObligationStretch
from congvu.obligations.status import rows_at, status_sql
from tests.obligations.conftest import moment

START = moment("2026-11-02 08:00")
ACTS = ("pause", "resume", "ask", "grant", "refuse", "send", "receive", "decline", "close", "reopen", "wait", "back")
STEP = st.tuples(st.sampled_from(ACTS), st.integers(0, 3000))
PEOPLE = ("an", "binh", "chi")


class Life:
    """One obligation lived through, and an oracle that remembers in plain Python what held from when."""

    def __init__(self, world, limit: str) -> None:
        self.world, self.now = world, START
        self.item = world.owe(1, at="2026-11-02 08:00", limit=limit)
        self.history = [(START, self.facts())]

    def facts(self):
        item = Obligation.objects.get(pk=self.item.pk)
        clocked = Clocked(item.opened_at, item.due_at, item.late_at, item.paused, item.closed_at)
        return clocked, item.unit_id, item.person_id

    def counts(self) -> tuple[int, int]:
        return ObligationStretch.objects.count(), Obligation.objects.filter(closed_at=None).count()

    def do(self, act: str, minutes: int) -> None:
        before = self.now
        self.now += timedelta(minutes=-1 - minutes if act == "back" else minutes)
        counts = self.counts()
        try:
            with transaction.atomic():
                self.act(act)
        except DomainError:
            assert counts == self.counts()
        if (facts := self.facts()) != self.history[-1][1]:
            if self.history[-1][0] == self.now:
                self.history.pop()
            self.history.append((self.now, facts))
        self.now = max(self.now, before)

    def act(self, act: str) -> None:
        chi, who = self.world.actor("chi", self.now.date()), self.world.actor("an", self.now.date())
        about, at, pk = ("probe", 1), self.now, self.item.pk
        pending = Extension.objects.filter(decided_at=None).first()
        sent = Handover.objects.filter(answered_at=None).first()
        phuc = self.world.actor("phuc", self.now.date())
        match act:
            case "pause" | "back":
                commands.pause(about=about, cause="supplement", actor=who, at=at)
            case "resume":
                commands.resume(about=about, actor=who, at=at)
            case "ask":
                commands.ask_extension(item_id=pk, amount=Decimal(2), why="x", actor=who, at=at)
            case "grant" | "refuse" if pending:
                commands.decide_extension(extension_id=pending.pk, granted=act == "grant", answer="y", actor=chi, at=at)
            case "send":
                commands.send_handover(item_id=pk, to_unit_id=self.world.units["xa"].pk, why="x", actor=who, at=at)
            case "receive" if sent:
                commands.receive_handover(handover_id=sent.pk, actor=phuc, at=at)
            case "decline" if sent:
                commands.refuse_handover(handover_id=sent.pk, reason="z", actor=phuc, at=at)
            case "close":
                kernel.close_obligation(kind="probe", subject_kind="probe", subject_id=1, outcome="done", at=at)
            case "reopen":
                item = Obligation.objects.get(pk=pk)
                if item.closed_at is not None:
                    kernel.replace(pk, cause="reopened", at=at, closed_at=None, outcome="")

    def held_at(self, t):
        """The facts that held just before `t`; None before it arose."""
        found = None
        for since, facts in self.history:
            if since < t:
                found = facts
        return found


@pytest.mark.django_db
@settings(
    max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), phases=(Phase.explicit, Phase.generate)
)
@given(
    limit=st.sampled_from(["5 ngày làm việc", "3 ngày", "0,5 ngày làm việc", "8 giờ làm việc", "trong ngày", ""]),
    steps=st.lists(STEP, min_size=3, max_size=14),
    asked=st.lists(st.integers(-10, 30_000), min_size=5, max_size=12),
)
def test_random_lives_keep_the_invariants(transactional_world, limit, steps, asked):
    with transactional_world() as world:
        life = Life(world, limit)
        for act, minutes in steps:
            life.do(act, minutes)
            item = Obligation.objects.get(pk=life.item.pk)
            stored = {name: getattr(item, name) for name in ("due_at", "late_at", "provisional")}
            assert stored == due_now(item)
        spans = list(ObligationStretch.objects.order_by("since_at").values_list("since_at", "until_at"))
        assert all(earlier[1] == later[0] for earlier, later in pairwise(spans))
        assert not spans or spans[-1][1] == Obligation.objects.get().since_at
        moments = [START + timedelta(minutes=n, microseconds=1) for n in asked]
        for t in (*moments, *(since + timedelta(microseconds=1) for since, _facts in life.history)):
            assert rows_and_oracle_agree(life, t)
        assert verify().breaks == ()


def rows_and_oracle_agree(life: Life, t) -> bool:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {status_sql()}, o.unit_id, o.person_id FROM ({rows_at()}) AS o", {"t": t})
        found = cursor.fetchall()
    held = life.held_at(t)
    if held is None:
        return found == []
    clocked, unit, person = held
    return found == [(status_at(clocked, t).value, unit, person)]


@pytest.fixture
def transactional_world(db):
    """A fresh world for every example, rolled back after it."""
    from contextlib import contextmanager

    from tests.obligations.conftest import make_world

    class Undo(Exception):
        pass

    @contextmanager
    def fresh():
        try:
            with transaction.atomic():
                yield make_world()
                raise Undo
        except Undo:
            pass

    return fresh


def test_a_day_set_by_a_person_survives_every_pause(world):
    item = world.owe(1, due_on=date(2026, 12, 4))
    for day in (25, 26, 27):
        commands.pause(about=("probe", 1), cause="other", actor=world.actor("an"), at=moment(f"2026-11-{day} 09:00"))
        commands.resume(about=("probe", 1), actor=world.actor("an"), at=moment(f"2026-11-{day} 15:00"))
    item.refresh_from_db()
    assert item.due_at == moment("2026-12-04 17:00")
    assert due_now(item)["due_at"] == item.due_at
