"""A set before it is in force: changed line by line, its doubts accepted in writing, published; or a next version."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.db import transaction

from congvu.core.errors import N_, DomainError, Said
from congvu.indexes import checks, policy
from congvu.indexes.commands.finding import ReasonMissing
from congvu.indexes.events import CriterionChanged, FindingAccepted, SetLoaded, SetPublished
from congvu.indexes.load.criteria import digest_of, lines_of, write_tree
from congvu.indexes.models import AcceptedFinding, CriteriaSet, Criterion, SetState
from congvu.ledger.record import record
from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotInSight


class SetInForce(DomainError):
    code = "index_set_in_force"
    sentence = N_("Bộ “%(set)s” đã ban hành nên không sửa được. Hãy lập phiên bản mới rồi sửa ở đó.")


class SetHasScores(DomainError):
    code = "index_set_has_scores"
    sentence = N_("Đã có điểm chấm theo bộ “%(set)s” nên không sửa được. Hãy lập phiên bản mới rồi sửa ở đó.")


class StillDoubtful(DomainError):
    code = "index_set_doubtful"
    sentence = N_(
        "Còn %(count)s điểm phải soát (%(places)s). Hãy sửa, hoặc ghi lý do chấp nhận từng điểm trước khi ban hành."
    )


class NoSuchFinding(DomainError):
    code = "index_no_such_finding"
    sentence = N_("Điểm phải soát này không còn: bộ tiêu chí vừa được sửa. Hãy tải lại trang.")


class MustBeMended(DomainError):
    """What makes points undecided cannot be accepted."""

    code = "index_must_be_mended"
    sentence = N_("Điểm này không chấp nhận được, phải sửa bộ tiêu chí: %(text)s")
    status = 422


class RuleDoesNotHold(DomainError):
    code = "index_rule_refused"
    sentence = N_("Quy tắc chưa dùng được: %(why)s")
    status = 422


def locked_set(pk: int) -> CriteriaSet:
    """Raises NotInSight."""
    found = CriteriaSet.objects.select_for_update().filter(pk=pk).first()
    if found is None:
        raise NotInSight
    return found


@transaction.atomic
def change_criterion(
    *, set_id: int, code: str, name: str, maximum: Decimal | None, rule: Mapping[str, Any] | None, scoring_rule: str,
    evidence: str, source_kind: str, appraiser: str, actor: Actor, at: datetime,
) -> Criterion:  # fmt: skip
    """Change a line of a draft. A rule that cannot be read, or whose worked examples do not come out, is refused."""
    found = _draft(set_id, actor)
    if found.has_scores:
        raise SetHasScores(set=str(found))
    criterion = Criterion.objects.filter(set=found, code=code).first()
    if criterion is None:
        raise NotInSight
    criterion.name, criterion.maximum, criterion.rule = name.strip(), maximum, dict(rule) if rule else None
    criterion.scoring_rule, criterion.evidence = scoring_rule.strip(), evidence.strip()
    criterion.source_kind, criterion.appraiser, criterion.formula = source_kind, appraiser.strip(), ""
    checks.require_rule_holds(criterion)
    criterion.save()
    _sign(found)
    record(CriterionChanged(criterion=code), about=("criteria_set", found.pk), actor=actor, at=at)
    return criterion


@transaction.atomic
def accept_finding(*, set_id: int, digest: str, reason: str, actor: Actor, at: datetime) -> AcceptedFinding:
    """Accept a flagged difference in writing; who, when and why are kept with the set."""
    found = _draft(set_id, actor)
    finding = next((one for one in checks.findings(found) if one.digest == digest), None)
    if finding is None:
        raise NoSuchFinding
    if finding.must_be_mended:
        raise MustBeMended(text=finding.text)
    if not reason.strip():
        raise ReasonMissing(field="reason", why=Said(N_("vì sao chấp nhận điểm lệch này")))
    made, _new = AcceptedFinding.objects.get_or_create(
        set=found, digest=digest,
        defaults={
            "place": finding.place, "code": finding.code, "sentence": finding.text, "reason": reason.strip(), "at": at,
            "by_id": actor.person_id,
        },
    )  # fmt: skip
    event = FindingAccepted(place=finding.place, finding=finding.code, digest=digest)
    record(event, about=("criteria_set", found.pk), actor=actor, at=at)
    return made


@transaction.atomic
def publish_set(*, set_id: int, actor: Actor, at: datetime) -> CriteriaSet:
    """Put a version in force. Every doubt must be mended or accepted in writing."""
    found = _draft(set_id, actor)
    open_doubts = checks.unaccepted(found)
    if open_doubts:
        places = ", ".join(dict.fromkeys(one.place or "–" for one in open_doubts))
        raise StillDoubtful(count=len(open_doubts), places=places)
    found.state, found.published_at, found.published_by_id = SetState.PUBLISHED, at, actor.person_id
    found.save(update_fields=["state", "published_at", "published_by"])
    record(SetPublished(digest=found.digest), about=("criteria_set", found.pk), actor=actor, at=at)
    return found


@transaction.atomic
def next_version(*, set_id: int, decision: str, actor: Actor, at: datetime) -> CriteriaSet:
    """A draft that begins as this version is, to be changed and put in force."""
    before = locked_set(set_id)
    policy.require_manager(actor, before.owner_id)
    if not decision.strip():
        raise ReasonMissing(field="decision", why=Said(N_("quyết định sửa đổi, ban hành phiên bản mới")))
    versions = CriteriaSet.objects.filter(code=before.code, year=before.year)
    number = max(versions.values_list("version", flat=True)) + 1
    made = CriteriaSet.objects.create(
        code=before.code, year=before.year, version=number, name=before.name, kind=before.kind, options=before.options,
        unit_kinds=before.unit_kinds, decision=decision.strip(), owner=before.owner, made_at=at, digest=before.digest,
    )  # fmt: skip
    write_tree(made, lines_of(before))
    event = SetLoaded(made.code, made.version, len(made.tree), made.digest)
    record(event, about=("criteria_set", made.pk), actor=actor, at=at)
    return made


def _draft(set_id: int, actor: Actor) -> CriteriaSet:
    found = locked_set(set_id)
    policy.require_manager(actor, found.owner_id)
    if found.is_published:
        raise SetInForce(set=str(found))
    return found


def _sign(found: CriteriaSet) -> None:
    found.__dict__.pop("tree", None)
    found.digest = digest_of(lines_of(found))
    found.save(update_fields=["digest"])
