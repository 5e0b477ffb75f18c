"""Taking running dossiers over to another version of their process: begun once, each dossier by itself, an answer each.

What stands at a step stays at the same step with the deadline it began with; the citizen's promise does not move.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime

from django.db import IntegrityError, transaction

from congvu.catalog.models import Process
from congvu.catalog.processes import published_value
from congvu.core.errors import N_, DomainError
from congvu.core.process import Run, Token, carry
from congvu.dossiers.commands.moving import DossierEnded, open_runs, run_of
from congvu.dossiers.events import ProcessChanged
from congvu.dossiers.models import Dossier, MoveAnswer, ProcessMove, State
from congvu.dossiers.models.dossiers import ENDED
from congvu.faces.errors import sentence_of
from congvu.ledger.record import record
from congvu.orgs import policy
from congvu.orgs.actor import Actor

MOVED = "moved"
BATCH = 50


class MoveNeedsTwoVersions(DomainError):
    """Both must be published, of one procedure, and not the same."""

    code = "move_needs_two_versions"
    sentence = N_("Hãy chọn hai bản quy trình khác nhau đã công bố của cùng thủ tục.")
    status = 422


class MoveReasonMissing(DomainError):
    code = "move_reason_missing"
    sentence = N_("Hãy ghi lý do chuyển hồ sơ đang chạy sang quy trình mới.")
    status = 422


class NothingToMove(DomainError):
    code = "nothing_to_move"
    sentence = N_("Không có hồ sơ đang chạy nào ở bản quy trình này trong phạm vi của bạn.")


class MoveGoesOn(DomainError):
    code = "process_move_goes_on"
    sentence = N_("Đang có một lần chuyển hồ sơ từ bản quy trình này. Hãy chờ xong rồi làm tiếp.")


class NotInThatVersion(DomainError):
    """It was moved, or had ended, since the operation began."""

    code = "not_in_that_version"
    sentence = N_("Hồ sơ không còn theo bản quy trình cũ.")


def pair(code: str, source: int, target: int) -> tuple[Process, Process]:
    """Raises MoveNeedsTwoVersions."""
    found = {
        process.number: process
        for process in Process.objects.filter(
            procedure__code=code, number__in=[source, target], state=Process.State.PUBLISHED
        )
    }
    if source == target or len(found) != 2:
        raise MoveNeedsTwoVersions(field="target")
    return found[source], found[target]


def movable(process: Process, actor: Actor) -> "list[Dossier]":
    """Running dossiers of that version in sight, oldest first."""
    running = Dossier.objects.visible_to(actor).filter(process=process, from_older_system=False)
    return list(running.exclude(state__in=ENDED).order_by("accepted_at", "pk"))


def answer_for(runs: Sequence[Token], source: int, target: int, same: Mapping[str, str]) -> tuple[Run | None, str, str]:
    """(the run in the new version, code, sentence): what would come of a dossier that stands at these tokens."""
    try:
        return carry(runs, published_value(source), published_value(target), same), MOVED, ""
    except DomainError as refused:
        return None, refused.code, sentence_of(refused)


@transaction.atomic
def begin_process_move(
    *,
    code: str,
    source: int,
    target: int,
    reason: str,
    same: Mapping[str, str] | None = None,
    only: Sequence[str] | None = None,
    actor: Actor,
    at: datetime,
) -> ProcessMove:
    """All running dossiers in sight (`only`: of these codes) wait for their answer, given by a job.

    Raises MoveNeedsTwoVersions, MoveReasonMissing, NothingToMove, MoveGoesOn.
    """
    policy.require(actor, "catalog.publish")
    if not reason.strip():
        raise MoveReasonMissing(field="reason")
    old, new = pair(code, source, target)
    dossiers = [d for d in movable(old, actor) if only is None or d.code in only]
    if not dossiers:
        raise NothingToMove
    try:
        with transaction.atomic():
            move = ProcessMove.objects.create(
                source=old, target=new, same=[f"{before}={after}" for before, after in (same or {}).items()],
                reason=reason.strip(), begun_at=at, begun_by_id=actor.person_id, unit_id=actor.unit_id,
            )  # fmt: skip
    except IntegrityError as twice:
        raise MoveGoesOn from twice
    MoveAnswer.objects.bulk_create(MoveAnswer(move=move, dossier=dossier) for dossier in dossiers)
    _defer(move)
    return move


def _defer(move: ProcessMove) -> None:
    from congvu.dossiers.jobs import carry_on

    carry_on.defer(move_id=move.pk)


def move_some(move_id: int, *, at: datetime, most: int = BATCH) -> bool:
    """Answer the next few; True when more wait. Each dossier is a transaction of its own."""
    move = ProcessMove.objects.select_related("source", "target").get(pk=move_id)
    waiting = list(move.answers.filter(code="").order_by("pk")[:most])
    for answer in waiting:
        _answer(move, answer, at)
    if move.answers.filter(code="").exists():
        return True
    ProcessMove.objects.filter(pk=move_id, done_at=None).update(done_at=at)
    return False


def _answer(move: ProcessMove, answer: MoveAnswer, at: datetime) -> None:
    try:
        with transaction.atomic():
            _move(move, answer.dossier_id, at)
            answer.code, answer.why, answer.at = MOVED, "", at
            answer.save(update_fields=["code", "why", "at"])
    except DomainError as refused:
        answer.code, answer.why, answer.at = refused.code, sentence_of(refused), at
        answer.save(update_fields=["code", "why", "at"])


def _move(move: ProcessMove, dossier_id: int, at: datetime) -> None:
    dossier = Dossier.objects.select_for_update(of=("self",)).get(pk=dossier_id)
    if dossier.has_ended:
        raise DossierEnded(state=State(dossier.state).label)
    if dossier.process_id != move.source_id:
        raise NotInThatVersion
    runs = open_runs(dossier)
    standing = run_of(dossier, runs)
    same = dict(entry.split("=", 1) for entry in move.same)
    after = carry(standing.tokens, standing.process, published_value(move.target_id), same)
    for run, token in zip(runs, after.tokens, strict=True):
        step = after.process.step(token.step)
        run.step, run.name, run.branch = step.code, step.name, list(token.branch)
        run.save(update_fields=["step", "name", "branch"])
    dossier.process_id = move.target_id
    dossier.save(update_fields=["process"])
    actor = Actor(move.begun_by_id, move.unit_id, at.date()) if move.begun_by_id else Actor.clock()
    event = ProcessChanged(old=move.source.number, new=move.target.number)
    record(event, about=("dossier", dossier.pk), actor=actor, at=max(at, move.begun_at))
