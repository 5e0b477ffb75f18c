"""Walking a dossier by commands: at every desk somebody who may, until the result is returned."""

from datetime import datetime, timedelta

from congvu.core.clock import next_opening
from congvu.core.process import Role, Verb
from congvu.dossiers import commands, desks
from congvu.dossiers.commands.moving import value_of
from congvu.dossiers.models import Dossier, State, StepRun
from congvu.orgs.actor import Actor, actor_for
from congvu.orgs.calendars.selectors import official
from congvu.orgs.models import Person


def later(at: datetime, minutes: int = 45) -> datetime:
    """A working moment somewhat later."""
    return next_opening(at + timedelta(minutes=minutes), official().calendar)


def open_run(dossier: Dossier) -> StepRun:
    return StepRun.objects.get(dossier=dossier, closed_at=None)


def someone_for(run: StepRun, at: datetime, *, other_than: int | None = None) -> Actor:
    """Whoever holds the step, else somebody of its kind at its unit."""
    if run.person_id:
        return actor_for(Person.objects.get(pk=run.person_id), at=at)
    people = [
        one.id
        for one in desks.people_for(Role(run.role), run.unit_id, at.date(), category_id=run.dossier.category_id)
        if one.id != other_than
    ]
    assert people, f"nobody at unit {run.unit_id} can do {run.name} ({run.role})"
    return actor_for(Person.objects.get(pk=people[0]), at=at)


def is_last(dossier: Dossier, run: StepRun) -> bool:
    return Verb.FINISH in {way.verb for way in value_of(dossier).leaving(run.step)}


def forward(dossier: Dossier, at: datetime) -> datetime:
    """One step on: the wait is ended, or the step is claimed and completed, or the result returned."""
    dossier.refresh_from_db()
    run = open_run(dossier)
    if run.waits_for:
        desk = actor_for(Person.objects.get(pk=dossier.accepted_by_id), at=at)
        commands.resume(code=dossier.code, run=run.number, actor=desk, at=at)
        return later(at)
    actor = someone_for(run, at)
    if run.person_id is None:
        commands.claim(code=dossier.code, run=run.number, actor=actor, at=at)
        at = later(at, 10)
    if is_last(dossier, run):
        commands.return_result(code=dossier.code, receiver="Nguyễn Thị Lan", run=run.number, actor=actor, at=at)
    else:
        commands.complete_step(code=dossier.code, run=run.number, actor=actor, at=at)
    return later(at)


def to_the_end(dossier: Dossier, at: datetime) -> tuple[datetime, list[str]]:
    """All the way; the names of the steps passed."""
    passed: list[str] = []
    while State(dossier.state) is not State.RETURNED:
        passed.append(open_run(dossier).name)
        at = forward(dossier, at)
        dossier.refresh_from_db()
        assert len(passed) < 50
    return at, passed
