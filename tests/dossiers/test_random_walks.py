"""Whatever is done by whomever in whatever order: one open owner per token, clocks that agree with the dossier."""

import random
from datetime import datetime

import pytest
from django.db import transaction

from congvu.core.errors import DomainError
from congvu.dossiers import commands
from congvu.dossiers.models import Dossier, State, StepRun
from congvu.dossiers.models.dossiers import ENDED
from congvu.ledger.models import Event
from congvu.ledger.verify import verify
from congvu.obligations.commands.clock import due_now
from congvu.obligations.models import Obligation
from congvu.orgs.actor import Actor
from tests.dossiers.walking import later, someone_for
from tests.dossiers.world import World, build, moment

PROCEDURES = ("1.012784", "1.012787", "1.001193")
ACTS = ("claim", "on", "back", "ask", "supplied", "refuse", "withdraw", "resume", "hand_over")
OFTEN = (10, 40, 10, 10, 10, 3, 1, 10, 10)
STEPS = 22


class Walk:
    def __init__(self, world: World, seed: int) -> None:
        self.world, self.random = world, random.Random(seed)
        self.at = moment("2026-01-07 08:15")
        self.dossier = world.receive(PROCEDURES[seed % len(PROCEDURES)], self.at)
        self.done: list[str] = []

    def step(self) -> None:
        self.at = later(self.at, self.random.randint(1, 900))
        act, before = self.random.choices(ACTS, OFTEN)[0], self.facts()
        try:
            with transaction.atomic():
                self.act(act, self.actor(act))
        except DomainError:
            assert self.facts() == before, f"{act} was refused and yet changed something, after {self.done}"
        else:
            self.done.append(act)
        self.dossier.refresh_from_db()

    def actor(self, act: str) -> Actor:
        """Mostly whoever should; now and then anybody."""
        run = StepRun.objects.filter(dossier=self.dossier, closed_at=None).order_by("number").first()
        if run is None or self.random.random() < 0.2:
            return self.world.actor(self.random.choice(list(self.world.people)), self.at)
        if run.waits_for or act in ("supplied", "withdraw", "resume"):
            return self.world.actor("dung", self.at)
        return someone_for(run, self.at)

    def act(self, act: str, actor: Actor) -> None:
        code, at = self.dossier.code, self.at
        match act:
            case "claim":
                commands.claim(code=code, actor=actor, at=at)
            case "on":
                commands.complete_step(code=code, actor=actor, at=at)
            case "back":
                earlier = list(StepRun.objects.filter(dossier=self.dossier).values_list("step", flat=True))
                commands.return_to_step(code=code, target=self.random.choice(earlier), reason="x", actor=actor, at=at)
            case "ask":
                commands.request_supplement(code=code, missing="Bản vẽ", again_because="x", actor=actor, at=at)
            case "supplied":
                commands.accept_supplement(code=code, actor=actor, at=at)
            case "refuse":
                commands.refuse(code=code, reason="Không đủ điều kiện", actor=actor, at=at)
            case "withdraw":
                commands.withdraw(code=code, reason="x", actor=actor, at=at)
            case "resume":
                commands.resume(code=code, actor=actor, at=at)
            case "hand_over":
                commands.return_result(code=code, receiver="Lê An", actor=actor, at=at)

    def facts(self) -> tuple[object, ...]:
        return (
            Event.objects.count(), list(StepRun.objects.order_by("pk").values()),
            list(Obligation.objects.order_by("pk").values()), list(Dossier.objects.order_by("pk").values()),
        )  # fmt: skip

    def check(self) -> None:
        dossier, said = self.dossier, f"after {self.done}"
        open_runs = list(StepRun.objects.filter(dossier=dossier, closed_at=None))
        tokens = [(run.step, tuple(run.branch)) for run in open_runs]
        assert len(tokens) == len(set(tokens)), said
        assert bool(open_runs) == (dossier.state not in ENDED), said
        owed = Obligation.objects.filter(kind="dossier_step", closed_at=None)
        owing = {run.obligation_id for run in open_runs if not run.arrived and not run.waits_for}
        assert {item.pk for item in owed} == owing, said
        holders = {run.obligation_id: (run.unit_id, run.person_id) for run in open_runs}
        assert all(holders[item.pk] == (item.unit_id, item.person_id) for item in owed), said
        legal = Obligation.objects.get(kind="dossier", subject_id=dossier.pk)
        assert (legal.closed_at is None) == (dossier.finished_at is None), said
        assert legal.closed_at == dossier.finished_at, said
        waiting = dossier.state in (State.WAITING_SUPPLEMENT, State.WAITING_DUTY, State.WAITING_OUTSIDE)
        already_late = legal.late_at is not None and legal.late_at < self.at
        assert legal.paused == (waiting and not already_late), said  # what is late already stays late
        assert (dossier.state == State.WAITING_SUPPLEMENT) == dossier.supplements.filter(received_at=None).exists(), (
            said
        )
        for item in (legal, *owed):
            stored: dict[str, datetime | bool | None] = {
                name: getattr(item, name) for name in ("due_at", "late_at", "provisional")
            }
            assert stored == due_now(item), said


@pytest.mark.parametrize("seed", range(9))
def test_a_random_walk_keeps_rows_clocks_and_ledger_together(db: None, seed: int) -> None:
    walk = Walk(build(PROCEDURES[seed % len(PROCEDURES)]), seed)
    for _n in range(STEPS):
        walk.step()
        walk.check()
    assert len(walk.done) > 2
    assert verify().breaks == ()
