"""The signed lock and the publication: inputs frozen with their hash, recomputable, never changed silently."""

from datetime import datetime
from decimal import Decimal

from django.db import transaction

from congvu.core.errors import N_, DomainError, Said
from congvu.indexes import duties, policy, results, rules
from congvu.indexes.commands.finding import ReasonMissing, VersionMoved, keep, require_open, require_unchanged, text
from congvu.indexes.commands.rounds import locked
from congvu.indexes.events import Corrected, Locked, Published
from congvu.indexes.models import Publication, ResultLine, Round, RoundState, RoundUnit, Score, UnitState
from congvu.ledger.record import record
from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotInSight


class UnitsNotSettled(DomainError):
    code = "index_units_not_settled"
    sentence = N_("Còn %(count)s đơn vị chưa thẩm định xong (%(examples)s). Hãy hoàn tất trước khi chốt điểm.")


class NotLocked(DomainError):
    code = "index_not_locked"
    sentence = N_("Đợt “%(round)s” chưa chốt điểm. Hãy ký chốt trước khi công bố.")


class RehearsalIsNotPublished(DomainError):
    code = "index_rehearsal"
    sentence = N_("Đợt chấm thử không xếp hạng, không công bố.")


class NothingChanged(DomainError):
    code = "index_nothing_changed"
    sentence = N_("Kết quả giống hệt lần công bố trước nên không cần công bố lại.")


@transaction.atomic
def lock_round(*, code: str, actor: Actor, at: datetime) -> Round:
    """Sign the points: from now on nobody changes them. Every unit must be settled."""
    found = locked(code)
    policy.require_manager(actor, found.owner_id)
    require_open(found)
    units = list(found.units.select_for_update(of=("self",)).select_related("unit").order_by("id"))
    waiting = [one for one in units if one.state != UnitState.SETTLED]
    if waiting:
        examples = ", ".join(one.unit.code for one in waiting[:5])
        raise UnitsNotSettled(count=len(waiting), examples=examples)
    found.state, found.locked_at, found.locked_by_id = RoundState.LOCKED, at, actor.person_id
    found.save(update_fields=["state", "locked_at", "locked_by"])
    duties.close_everything(found, at=at)
    digest = results.digest_of(results.inputs_of(found))
    event = Locked(units=len(units), digest=digest)
    record(event, about=("index_round", found.pk), actor=actor, at=at)
    return found


@transaction.atomic
def publish_round(*, code: str, reason: str = "", actor: Actor, at: datetime) -> Publication:
    """Freeze what the result follows from, and the result. Again only with a reason; the earlier one stays."""
    found = locked(code)
    policy.require_manager(actor, found.owner_id)
    if found.rehearsal:
        raise RehearsalIsNotPublished
    if not found.is_closed:
        raise NotLocked(round=found.name)
    inputs = results.inputs_of(found)
    latest = found.publications.order_by("-number").first()
    if latest is not None:
        if not reason.strip():
            raise ReasonMissing(field="reason", why=Said(N_("vì sao công bố lại")))
        if latest.digest == results.digest_of(inputs):
            raise NothingChanged
    made = Publication.objects.create(
        round=found, number=latest.number + 1 if latest else 1, at=at, by_id=actor.person_id, inputs=inputs,
        digest=results.digest_of(inputs), reason=reason.strip(),
    )  # fmt: skip
    ResultLine.objects.bulk_create(results.lines_for(made))
    found.state, found.published_at = RoundState.PUBLISHED, at
    found.save(update_fields=["state", "published_at"])
    event = Published(publication_id=made.pk, number=made.number, digest=made.digest)
    record(event, about=("index_round", found.pk), actor=actor, at=at)
    return made


@transaction.atomic
def correct_points(
    *, score_id: int, points: Decimal, reason: str, revision: int | None, actor: Actor, at: datetime
) -> Score:
    """Mend points after the signed lock, with the reason; what is published stays until it is published again.

    By the office that runs the round, never for its own unit. Raises NotInSight, NotAllowed, OwnUnit, NotLocked,
    ChangedMeanwhile, ReasonMissing.
    """
    score = Score.objects.filter(pk=score_id).select_related("criterion", "round_unit__round").first()
    if score is None:
        raise NotInSight
    found = locked(score.round_unit.round.code)
    unit = RoundUnit.objects.visible_to(actor).locked(score.round_unit_id)
    policy.require_manager(actor, found.owner_id)
    policy.require_not_own(actor, unit)
    if not found.is_closed:
        raise NotLocked(round=found.name)
    if score.criterion.set_id != found.criteria_set_id:
        raise VersionMoved
    score = Score.objects.select_for_update(of=("self",)).select_related("criterion").get(pk=score_id)
    require_unchanged(score, revision)
    if not reason.strip():
        raise ReasonMissing(field="reason", why=Said(N_("vì sao sửa điểm đã chốt")))
    before, given = score.points, rules.allowed_points(score.criterion, points)
    score.second_points, score.second_reason = given, reason.strip()
    score.excluded, score.excluded_because = False, ""
    fields = ["second_points", "second_reason", "excluded", "excluded_because"]
    keep(score, "corrected", fields, actor=actor, at=at)
    event = Corrected(score.criterion.code, text(given), text(before))
    record(event, about=("index_unit", unit.pk), actor=actor, at=at)
    return score
