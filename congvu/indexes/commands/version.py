"""A set that changes inside the year: the round goes on under the new version, and is shown under both."""

from collections.abc import Sequence
from datetime import datetime

from django.db import transaction

from congvu.core.errors import N_, DomainError
from congvu.core.scoring.versions import is_same, matched
from congvu.indexes import duties, policy, reckoning
from congvu.indexes.commands.finding import require_open
from congvu.indexes.commands.rounds import Assigned, SetNotPublished, leaves_of, locked
from congvu.indexes.events import VersionChanged
from congvu.indexes.models import CriteriaSet, Evidence, Round, RoundUnit, RoundVersion, Score, SourceKind, UnitState
from congvu.ledger.record import record
from congvu.orgs.actor import Actor

CARRIED = (
    "revision", "answer", "self_points", "explanation", "proposed", "proposed_points", "override_reason", "excluded",
    "excluded_because", "first_points", "first_reason", "question", "appeal", "appealed_at", "second_points",
    "second_reason", "changed_at", "changed_by_id", "changed_what",
)  # fmt: skip


class OtherSet(DomainError):
    code = "index_other_set"
    sentence = N_("Đợt này chấm theo bộ “%(set)s”; chỉ đổi được sang phiên bản khác của chính bộ đó.")


class SameVersion(DomainError):
    code = "index_same_version"
    sentence = N_("Đợt đang chấm theo phiên bản này rồi.")


@transaction.atomic
def change_version(*, code: str, to: CriteriaSet, actor: Actor, at: datetime) -> Round:
    """Scores of criteria that stay the same are carried over with their evidence; the rest is scored anew.

    What was scored under the version before stays as it is, so that both can be shown.
    """
    found = locked(code)
    policy.require_manager(actor, found.owner_id)
    require_open(found)
    before = found.criteria_set
    if (to.code, to.year) != (before.code, before.year):
        raise OtherSet(set=before.code)
    if found.versions.filter(criteria_set=to).exists():
        raise SameVersion
    if not to.is_published and not found.rehearsal:
        raise SetNotPublished(set=to.code)
    units = list(found.units.select_for_update().order_by("id"))  # who is saving saves first, under the version before
    same = same_criteria(before, to)
    old = reckoning.scores_of(found)
    found.criteria_set = to
    found.save(update_fields=["criteria_set"])
    RoundVersion.objects.create(round=found, criteria_set=to, since_at=at)
    carried = _carry(found, units, old, same)
    _score_anew(units, at)
    dropped = sum(row.points is not None for rows in old.values() for row in rows) - carried
    event = VersionChanged(before_id=before.pk, after_id=to.pk, carried=carried, dropped=dropped)
    record(event, about=("index_round", found.pk), actor=actor, at=at)
    return found


def same_criteria(before: CriteriaSet, after: CriteriaSet) -> dict[str, str]:
    """Code after → code before, for leaves that are scored in the same way; words and codes may have changed."""
    old, new = reckoning.core_set(before), reckoning.core_set(after)
    return {there: here for here, there in matched(old, new).items() if is_same(old, new, here, there)}


def _score_anew(units: Sequence[RoundUnit], at: datetime) -> None:
    """A unit that was past its self-score goes back to it where it has criteria that nobody has scored."""
    own = (SourceKind.SELF, SourceKind.SYSTEM)
    for unit in units:
        there = unit.present.filter(criterion__source_kind__in=own, excluded=False, self_points=None, first_points=None)
        if unit.state == UnitState.SELF_SCORING or not there.filter(changed_at=None).exists():
            continue
        if unit.state == UnitState.EXPLAINING:
            duties.explained(unit, outcome="version_changed", at=at)
        unit.state, unit.handed_over, unit.approved_at, unit.approved_by_id = UnitState.SELF_SCORING, [], None, None
        unit.save(update_fields=["state", "handed_over", "approved_at", "approved_by"])
        duties.self_again(unit, at=at)
        duties.appraisal_goes_on(unit, at=at)


def _carry(found: Round, units: Sequence[RoundUnit], old: dict[int, list[Score]], same: dict[str, str]) -> int:
    leaves, bodies = leaves_of(found.criteria_set), Assigned(found)
    made: list[Score] = []
    sources: list[Score | None] = []
    for unit in units:
        there = {row.criterion.code: row for row in old.get(unit.pk, ())}
        for leaf in leaves:
            source = there.get(same.get(leaf.code, ""))
            body = source.appraiser_id if source else bodies.body_for(leaf, unit.unit_id, found.owner_id)
            values = {name: getattr(source, name) for name in CARRIED} if source else {}
            made.append(Score(round_unit=unit, criterion=leaf, appraiser_id=body, **values))
            sources.append(source)
    Score.objects.bulk_create(made, batch_size=2000)
    _carry_evidence(made, sources)
    return sum(source is not None and source.points is not None for source in sources)


def _carry_evidence(made: Sequence[Score], sources: Sequence[Score | None]) -> None:
    to = {source.pk: new for new, source in zip(made, sources, strict=True) if source is not None}
    rows = Evidence.objects.filter(score__in=list(to), removed_at=None).order_by("id")
    Evidence.objects.bulk_create(
        Evidence(
            score=to[row.score_id], attachment_id=row.attachment_id, sha256=row.sha256, page=row.page, note=row.note,
            added_at=row.added_at, added_by_id=row.added_by_id,
        ) for row in rows
    )  # fmt: skip
