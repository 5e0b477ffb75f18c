"""A programme is opened for registration; its quality goals are judged."""

from collections.abc import Iterable
from datetime import date, datetime

from django.db import transaction

from congvu.core.clock import day_of
from congvu.core.text import search_grams
from congvu.ledger.record import record
from congvu.obligations.models import Part
from congvu.orgs.actor import Actor
from congvu.orgs.models import Unit
from congvu.orgs.policy import NotInSight
from congvu.orgs.units import names_of
from congvu.tasks.programmes import errors, policy
from congvu.tasks.programmes.events import GoalSaid, Opened
from congvu.tasks.programmes.models import Programme, QualityGoal


@transaction.atomic
def open_programme(
    *, year: int, title: str, owner_unit_id: int, actor: Actor, at: datetime, steward_unit_id: int | None = None
) -> Programme:
    """Units may register from now on; in time until 15/11 of the year before."""
    policy.require_open(actor, owner_unit_id, steward_unit_id, on=day_of(at))
    if Programme.objects.filter(owner_unit_id=owner_unit_id, year=year).exists():
        raise errors.YearTaken(field="year", year=year)
    programme = new_programme(year, title, owner_unit_id, steward_unit_id, at=at)
    record(Opened(year), about=("programme", programme.pk), actor=actor, at=at)
    return programme


def new_programme(year: int, title: str, owner: int, steward: int | None, *, at: datetime) -> Programme:
    code = f"CT-{year}-{Unit.objects.get(pk=owner).code}"
    if Programme.objects.filter(code=code).exists():
        code = f"{code}-{owner}"
    programme = Programme.objects.create(
        code=code, year=year, title=title, owner_unit_id=owner, steward_unit_id=steward,
        register_until=date(year - 1, 11, 15),
        grams=list(search_grams(title, code, str(year), *names_of([owner], day_of(at)).values())),
    )  # fmt: skip
    add_parts(programme, {(owner, "owner"), *({(steward, "steward")} if steward else set())}, at=at)
    return programme


def add_parts(programme: Programme, who: Iterable[tuple[int, str]], *, at: datetime) -> None:
    Part.objects.bulk_create(
        [
            Part(subject_kind="programme", subject_id=programme.pk, unit_id=unit, role=role, since_at=at)
            for unit, role in sorted(who)
        ],
        ignore_conflicts=True, batch_size=500,
    )  # fmt: skip


@transaction.atomic
def say_goal(
    *, programme: str, code: str, met: bool, note: str | None = None, actor: Actor, at: datetime
) -> QualityGoal:
    """Whether a quality goal is met, with what shows it; without a note the one that is there stays."""
    found = Programme.objects.visible_to(actor).select_for_update(of=("self",)).filter(code=programme).first()
    goal = QualityGoal.objects.filter(programme=found, code=code).first() if found else None
    if found is None or goal is None:
        raise NotInSight
    policy.require_keep(actor, found)
    goal.met, goal.note, goal.said_at, goal.said_by_id = (
        met,
        goal.note if note is None else note.strip(),
        at,
        actor.person_id,
    )
    goal.save(update_fields=["met", "note", "said_at", "said_by"])
    record(GoalSaid(code, met), about=("programme", found.pk), actor=actor, at=at)
    return goal
