"""Fees and competence: what holds by its own days, whatever the version."""

from dataclasses import dataclass
from datetime import date, datetime

from django.db import transaction

from congvu.catalog.commands.locking import lock_procedure
from congvu.catalog.events import CompetenceSet, FeeSet, TermEnded
from congvu.catalog.models import Competence, FeeRule, Procedure
from congvu.core.errors import N_, DomainError
from congvu.core.text import fold
from congvu.ledger.record import record
from congvu.orgs import policy
from congvu.orgs.actor import Actor
from congvu.orgs.ranges import Days, days, last_day, overlap, through


class DaysReversed(DomainError):
    code = "days_reversed"
    sentence = N_("Ngày cuối %(until)s trước ngày đầu %(since)s. Hãy ghi lại hai ngày.")
    status = 422


class FeesOverlap(DomainError):
    """The same place, way in and reduction has an amount on those days already."""

    code = "fees_overlap"
    sentence = N_(
        "Đã có mức %(amount)s đồng cho cùng nơi, cách nộp và đối tượng từ %(since)s. Hãy kết thúc mức đó trước, "
        "hoặc chọn ngày khác."
    )
    status = 422


class CompetenceOverlaps(DomainError):
    code = "competence_overlaps"
    sentence = N_("Thẩm quyền này đã ghi cho những ngày đó.")
    status = 422


class CompetenceOfWhom(DomainError):
    code = "competence_of_whom"
    sentence = N_("Hãy chọn một đơn vị, hoặc một loại đơn vị (không chọn cả hai).")
    status = 422


class TermUnknown(DomainError):
    code = "term_unknown"
    sentence = N_("Không có mức phí hay thẩm quyền này. Hãy tải lại trang.")
    status = 404


@dataclass(frozen=True, slots=True)
class FeeFacts:
    """One rule as given. `until`: the last day included."""

    amount_vnd: int
    unit_id: int | None = None
    channel: str = ""
    reduction: str = ""
    since: date | None = None
    until: date | None = None
    document: str = ""


@transaction.atomic
def set_fee(*, code: str, facts: FeeFacts, actor: Actor, at: datetime) -> FeeRule:
    """An amount from–until. An amount without an end gives way to one that begins later. Raises FeesOverlap."""
    policy.require(actor, "catalog.manage")
    procedure = lock_procedure(code)
    rule = write_fee(procedure, facts)
    event = FeeSet(rule_id=rule.pk, amount_vnd=rule.amount_vnd)
    record(event, about=("procedure", procedure.pk), actor=actor, at=at)
    return rule


def write_fee(procedure: Procedure, facts: FeeFacts) -> FeeRule:
    """Within a transaction, the procedure locked. Raises DaysReversed, FeesOverlap."""
    during = period(facts.since, facts.until)
    same = procedure.fee_rules.filter(unit=facts.unit_id, channel=facts.channel).order_by("id")
    for other in (rule for rule in same if fold(rule.reduction) == fold(facts.reduction)):
        if not overlap(other.during, during):
            continue
        if other.during.upper is not None or facts.since is None or (other.during.lower or date.min) >= facts.since:
            since = other.during.lower
            raise FeesOverlap(field="since", amount=f"{other.amount_vnd:,}".replace(",", "."), since=since or "…")
        other.during = days(other.during.lower, facts.since)
        other.save(update_fields=["during"])
    return FeeRule.objects.create(
        procedure=procedure, unit_id=facts.unit_id, channel=facts.channel, amount_vnd=facts.amount_vnd,
        reduction=facts.reduction.strip(), during=during, document=facts.document.strip(),
    )  # fmt: skip


@transaction.atomic
def end_fee(*, code: str, rule_id: int, until: date, actor: Actor, at: datetime) -> FeeRule:
    """The last day the amount holds."""
    policy.require(actor, "catalog.manage")
    procedure = lock_procedure(code)
    rule = procedure.fee_rules.filter(pk=rule_id).first()
    if rule is None:
        raise TermUnknown
    rule.during = period(rule.during.lower, until)
    same = procedure.fee_rules.filter(unit=rule.unit_id, channel=rule.channel).exclude(pk=rule.pk).order_by("id")
    for other in same:
        if fold(other.reduction) == fold(rule.reduction) and overlap(other.during, rule.during):
            since = other.during.lower or "…"
            raise FeesOverlap(field="until", amount=f"{other.amount_vnd:,}".replace(",", "."), since=since)
    rule.save(update_fields=["during"])
    record(TermEnded(what="fee", row_id=rule.pk), about=("procedure", procedure.pk), actor=actor, at=at)
    return rule


@transaction.atomic
def set_competence(
    *,
    code: str,
    unit_id: int | None = None,
    kind_id: int | None = None,
    since: date | None = None,
    until: date | None = None,
    document: str = "",
    actor: Actor,
    at: datetime,
) -> Competence:
    """Who decides from–until. Raises CompetenceOfWhom, CompetenceOverlaps."""
    policy.require(actor, "catalog.manage")
    if (unit_id is None) == (kind_id is None):
        raise CompetenceOfWhom(field="unit")
    procedure = lock_procedure(code)
    during = period(since, until)
    same = procedure.competences.filter(unit=unit_id, kind=kind_id).order_by("id")
    if any(overlap(other.during, during) for other in same):
        raise CompetenceOverlaps(field="since")
    row = Competence.objects.create(
        procedure=procedure, unit_id=unit_id, kind_id=kind_id, during=during, document=document.strip()
    )
    record(CompetenceSet(row_id=row.pk), about=("procedure", procedure.pk), actor=actor, at=at)
    return row


@transaction.atomic
def end_competence(*, code: str, row_id: int, until: date, actor: Actor, at: datetime) -> Competence:
    """The last day on which it decides."""
    policy.require(actor, "catalog.manage")
    procedure = lock_procedure(code)
    row = procedure.competences.filter(pk=row_id).first()
    if row is None:
        raise TermUnknown
    row.during = period(row.during.lower, until)
    same = procedure.competences.filter(unit=row.unit_id, kind=row.kind_id).exclude(pk=row.pk).order_by("id")
    if any(overlap(other.during, row.during) for other in same):
        raise CompetenceOverlaps(field="until")
    row.save(update_fields=["during"])
    record(TermEnded(what="competence", row_id=row.pk), about=("procedure", procedure.pk), actor=actor, at=at)
    return row


def period(since: date | None, until: date | None) -> Days:
    """Raises DaysReversed."""
    if since and until and until < since:
        raise DaysReversed(field="until", since=since, until=until)
    return through(since, until)


def last_day_of(rule: FeeRule | Competence) -> date | None:
    return last_day(rule.during)
