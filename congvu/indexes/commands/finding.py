"""Finding what is to be changed: within sight, locked, in an open round, unchanged since the reader saw it."""

from datetime import datetime

from congvu.core.errors import N_, DomainError
from congvu.indexes import policy
from congvu.indexes.models import Round, RoundState, RoundUnit, Score
from congvu.obligations.kernel import shown
from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotInSight


class ReasonMissing(DomainError):
    code = "index_reason_missing"
    sentence = N_("Hãy ghi lý do: %(why)s.")
    status = 422


class VersionMoved(DomainError):
    """The page shows lines of a version under which the round no longer runs."""

    code = "index_version_moved"
    sentence = N_("Đợt đã chuyển sang phiên bản khác của bộ tiêu chí. Hãy tải lại trang rồi làm trên phiên bản mới.")


def open_unit(pk: int, actor: Actor) -> RoundUnit:
    """A unit of an open round, locked. Raises NotInSight, RoundNotOpen, RoundClosed."""
    found = RoundUnit.objects.visible_to(actor).locked(pk)
    found.round = Round.objects.select_related("criteria_set").get(pk=found.round_id)  # as it is once the row is ours
    require_open(found.round)
    return found


def require_open(found: Round) -> None:
    if found.state == RoundState.PLANNED:
        raise policy.RoundNotOpen(round=found.name)
    if found.is_closed:
        raise policy.RoundClosed(round=found.name)


def score_of(score_id: int, actor: Actor) -> Score:
    """One score with its unit, both locked: the unit first, as every command does."""
    place = Score.objects.filter(pk=score_id).values_list("round_unit_id", flat=True).first()
    if place is None:
        raise NotInSight
    unit = open_unit(place, actor)
    score = Score.objects.select_for_update(of=("self",)).select_related("criterion").get(pk=score_id)
    if score.criterion.set_id != unit.round.criteria_set_id:
        raise VersionMoved
    score.round_unit = unit
    return score


def require_unchanged(score: Score, revision: int | None) -> None:
    """`revision` is the one the reader saw; None does not ask (a file). Raises ChangedMeanwhile."""
    if revision is None or revision == score.revision:
        return
    points = score.points
    raise policy.ChangedMeanwhile(
        field="revision", who=score.changed_by.full_name if score.changed_by else "—",
        what=WHAT.get(score.changed_what, WHAT[""]), criterion=score.criterion.code,
        when=shown(score.changed_at) if score.changed_at else "—", points="–" if points is None else f"{points:f}",
    )  # fmt: skip


WHAT = {
    "": N_("sửa"), "self": N_("tự chấm"), "excluded": N_("ghi không áp dụng cho"), "appraised": N_("thẩm định"),
    "appealed": N_("giải trình"), "asked": N_("hỏi giải trình về"), "entered": N_("ghi điểm"),
    "corrected": N_("sửa sau khi chốt"),
}  # fmt: skip


def keep(score: Score, what: str, fields: list[str], *, actor: Actor, at: datetime) -> None:
    """Save with the next revision and who did it."""
    score.revision += 1
    score.changed_at, score.changed_by_id, score.changed_what = at, actor.person_id, what
    score.save(update_fields=[*fields, "revision", "changed_at", "changed_by", "changed_what"])


def text(points: object) -> str:
    """For events: `0.5`, or "" where there is none."""
    return "" if points is None else f"{points:f}"
