"""From a lost point to work with an owner and a day: a repair, and where wanted a task given for it."""

from datetime import date, datetime

from django.db import transaction

from congvu.core.clock import day_of
from congvu.core.errors import N_, DomainError, Said
from congvu.indexes import duties, policy
from congvu.indexes.commands.finding import ReasonMissing
from congvu.indexes.events import RepairDone, RepairPlanned
from congvu.indexes.models import Repair, RoundUnit, Score
from congvu.ledger.record import record
from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotInSight
from congvu.tasks.commands.giving import TaskGiven, give_tasks


class NothingLost(DomainError):
    code = "index_nothing_lost"
    sentence = N_("Tiêu chí %(criterion)s không mất điểm nên không cần khắc phục.")


class DayPassed(DomainError):
    code = "index_repair_day_passed"
    sentence = N_("Hạn khắc phục %(day)s đã qua. Hãy chọn ngày từ hôm nay trở đi.")
    status = 422


class RepairDoneAlready(DomainError):
    code = "index_repair_done"
    sentence = N_("Việc khắc phục này đã xong lúc %(when)s.")


@transaction.atomic
def plan_repair(
    *, score_id: int, why: str, what: str, due_on: date, owner_id: int | None = None, actor: Actor, at: datetime
) -> Repair:
    """Say why points were lost and what will be done about it by when. By the unit's leader, or the office."""
    score, unit = _lost_score(score_id, actor)
    if not actor.may(policy.APPROVE, unit.unit_id):
        policy.require_manager(actor, unit.round.owner_id)
    lost = score.criterion.out_of - (score.points or 0)
    if score.excluded or lost <= 0:
        raise NothingLost(criterion=score.criterion.code)
    if not why.strip():
        raise ReasonMissing(field="why", why=Said(N_("vì sao mất điểm")))
    if not what.strip():
        raise ReasonMissing(field="what", why=Said(N_("việc phải làm để lấy lại điểm")))
    if due_on < day_of(at):
        raise DayPassed(field="due_on", day=due_on.strftime("%d/%m/%Y"))
    made = Repair.objects.create(
        score=score, lost=lost, why=why.strip(), what=what.strip(), due_on=due_on, owner_id=owner_id, made_at=at,
        made_by_id=actor.person_id,
    )  # fmt: skip
    duties.repair_by(made.pk, unit.unit_id, owner_id, due_on, at=at)
    event = RepairPlanned(criterion=score.criterion.code, repair_id=made.pk, task="")
    record(event, about=("index_unit", unit.pk), actor=actor, at=at)
    return made


class TaskGivenAlready(DomainError):
    code = "index_repair_has_task"
    sentence = N_("Việc khắc phục này đã giao thành nhiệm vụ %(task)s.")


@transaction.atomic
def give_repair_task(*, repair_id: int, actor: Actor, at: datetime) -> Repair:
    """Make a task of a repair, in the name of the actor's unit, due on the same day. Raises as `give_tasks` does."""
    found, score, unit = _repair(repair_id, actor)
    if found.done_at is not None:
        raise RepairDoneAlready(when=found.done_at)
    if found.task:
        raise TaskGivenAlready(task=found.task)
    content = f"{found.what} ({unit.round.code}, {score.criterion.code} {score.criterion.name})"
    given = TaskGiven(content=content, lead_unit_id=unit.unit_id, due_on=found.due_on, demands=(found.what,))
    (task,) = give_tasks(tasks=[given], actor=actor, at=at)
    found.task = task.code
    found.save(update_fields=["task"])
    event = RepairPlanned(criterion=score.criterion.code, repair_id=found.pk, task=task.code)
    record(event, about=("index_unit", unit.pk), actor=actor, at=at)
    return found


@transaction.atomic
def finish_repair(*, repair_id: int, outcome: str, actor: Actor, at: datetime) -> Repair:
    """It is done; whether the point came back shows in the next round."""
    found, score, unit = _repair(repair_id, actor)
    if not (actor.may(policy.SCORE, unit.unit_id) or actor.may(policy.APPROVE, unit.unit_id)):
        policy.require_manager(actor, unit.round.owner_id)
    if found.done_at is not None:
        raise RepairDoneAlready(when=found.done_at)
    if not outcome.strip():
        raise ReasonMissing(field="outcome", why=Said(N_("kết quả khắc phục")))
    found.done_at, found.outcome = at, outcome.strip()
    found.save(update_fields=["done_at", "outcome"])
    duties.repaired(found.pk, at=at)
    event = RepairDone(criterion=score.criterion.code, repair_id=found.pk)
    record(event, about=("index_unit", unit.pk), actor=actor, at=at)
    return found


def _repair(repair_id: int, actor: Actor) -> tuple[Repair, Score, RoundUnit]:
    """The unit is locked before the repair, as everywhere. Raises NotInSight."""
    place = Repair.objects.filter(pk=repair_id).values_list("score_id", flat=True).first()
    if place is None:
        raise NotInSight
    score, unit = _lost_score(place, actor)
    return Repair.objects.select_for_update(of=("self",)).get(pk=repair_id), score, unit


def _lost_score(score_id: int, actor: Actor) -> tuple[Score, RoundUnit]:
    """The score and its unit, the unit locked. Repairs are planned when the round is closed, too."""
    place = Score.objects.filter(pk=score_id).values_list("round_unit_id", flat=True).first()
    if place is None:
        raise NotInSight
    unit = RoundUnit.objects.visible_to(actor).locked(place)
    score = Score.objects.select_related("criterion").get(pk=score_id)
    return score, unit
