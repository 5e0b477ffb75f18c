"""What would come of taking dossiers over, and what came of it."""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import Count, Q

from congvu.catalog.models import Process
from congvu.catalog.processes import process_value
from congvu.core.process import Token, same_steps
from congvu.dossiers.commands.process_move import MOVED, answer_for, movable, pair
from congvu.dossiers.models import MoveAnswer, ProcessMove, StepRun
from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotInSight


@dataclass(frozen=True, slots=True)
class Preview:
    """A dossier: where it stands, where it would stand, or why not."""

    code: str
    step: str
    to: str
    why: str

    @property
    def moves(self) -> bool:
        return not self.why


@dataclass(frozen=True, slots=True)
class StepPair:
    """A step of the old version at which dossiers stand, and the same in the new ("" where there is none)."""

    code: str
    name: str
    to: str
    dossiers: int


@dataclass(frozen=True, slots=True)
class MovePreview:
    source: Process
    target: Process
    rows: list[Preview]
    pairs: list[StepPair]
    choices: list[tuple[str, str]]

    @property
    def movable(self) -> int:
        return sum(row.moves for row in self.rows)


def preview(code: str, source: int, target: int, *, same: Mapping[str, str], actor: Actor) -> MovePreview:
    """Nothing is written. Raises MoveNeedsTwoVersions. A constant number of queries."""
    old, new = pair(code, source, target)
    dossiers = movable(old, actor)
    runs: dict[int, list[StepRun]] = {}
    for run in StepRun.objects.filter(dossier__in=[d.pk for d in dossiers], closed_at=None).order_by("number"):
        runs.setdefault(run.dossier_id, []).append(run)
    before, after = process_value(old), process_value(new)
    rows: list[Preview] = []
    standing: dict[str, int] = {}
    for dossier in dossiers:
        here = runs.get(dossier.pk, [])
        tokens = [Token(run.step, tuple(run.branch), run.arrived) for run in here]
        carried, _code, why = answer_for(tokens, old.pk, new.pk, same)
        to = ", ".join(after.step(token.step).name for token in carried.tokens) if carried else ""
        rows.append(Preview(dossier.code, ", ".join(run.name for run in here), to, why))
        for run in here:
            standing[run.step] = standing.get(run.step, 0) + 1
    known = same_steps(before, after, same)
    pairs = [
        StepPair(step.code, step.name, known.get(step.code, ""), standing[step.code])
        for step in before.steps if step.code in standing
    ]  # fmt: skip
    return MovePreview(old, new, rows, pairs, [(step.code, step.name) for step in after.steps])


@dataclass(frozen=True, slots=True)
class MoveProgress:
    move: ProcessMove
    total: int
    done: int
    moved: int


def move_progress(move_id: int, *, actor: Actor) -> MoveProgress:
    """Only whoever began it sees it. Raises NotInSight."""
    found = ProcessMove.objects.filter(pk=move_id)
    if not actor.is_clock:
        found = found.filter(begun_by=actor.person_id)
    counted = found.annotate(
        total=Count("answers"), answered=Count("answers", filter=~Q(answers__code="")),
        moved=Count("answers", filter=Q(answers__code=MOVED)),
    )  # fmt: skip
    move = counted.select_related("source__procedure", "target").first()
    if move is None:
        raise NotInSight
    return MoveProgress(move, move.total, move.answered, move.moved)


def move_answers(move_id: int) -> list[MoveAnswer]:
    """Refusals first, then what moved, by code of the dossier."""
    answers = list(MoveAnswer.objects.filter(move=move_id).select_related("dossier").order_by("dossier__code"))
    return sorted(answers, key=lambda answer: (answer.code == MOVED, answer.code == "", answer.dossier.code))
