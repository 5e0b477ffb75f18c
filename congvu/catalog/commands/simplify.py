"""Review and simplification: proposed with its cost before and after, decided, announced by its own deadline."""

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction

from congvu.catalog.commands.locking import lock_procedure
from congvu.catalog.errors import SimplificationUnknown
from congvu.catalog.events import SimplificationAnnounced, SimplificationDecided, SimplificationProposed
from congvu.catalog.models import ComplianceCost, Simplification
from congvu.core.announcing import announce_by
from congvu.core.compliance import CostLine
from congvu.core.errors import N_, DomainError
from congvu.ledger.record import record
from congvu.obligations import calendars, kernel
from congvu.obligations.clock import Terms
from congvu.orgs import policy
from congvu.orgs.actor import Actor

KIND = "announcement"


class ProposalIncomplete(DomainError):
    code = "simplification_incomplete"
    sentence = N_("Đề xuất phải có tên, nội dung và ít nhất một dòng chi phí hiện nay. Hãy ghi thêm rồi gửi.")
    status = 422


class ProposerHasNoUnit(DomainError):
    code = "simplification_no_unit"
    sentence = N_("Bạn chưa có vị trí ở đơn vị nào hôm nay nên chưa đề xuất được. Hãy liên hệ quản trị.")
    status = 403


class AlreadyDecided(DomainError):
    code = "simplification_decided"
    sentence = N_("Đề xuất này đã có kết luận. Hãy tải lại trang.")


class EffectBeforeDecision(DomainError):
    code = "effect_before_decision"
    sentence = N_("Ngày hiệu lực phải sau ngày quyết định. Hãy ghi lại hai ngày.")
    status = 422


class DecisionIncomplete(DomainError):
    code = "simplification_decision_incomplete"
    sentence = N_(
        "Thông qua thì phải ghi số quyết định, ngày quyết định và ngày hiệu lực; không thông qua thì phải ghi lý do."
    )
    status = 422


@transaction.atomic
def propose_simplification(
    *,
    code: str,
    title: str,
    proposal: str,
    reason: str = "",
    before: Sequence[CostLine],
    after: Sequence[CostLine],
    actor: Actor,
    at: datetime,
) -> Simplification:
    """A proposal of the actor's unit. Raises ProposalIncomplete, ProposerHasNoUnit."""
    policy.require(actor, "catalog.simplify")
    if actor.unit_id is None:
        raise ProposerHasNoUnit
    if not title.strip() or not proposal.strip() or not before:
        raise ProposalIncomplete(field="title" if not title.strip() else "proposal")
    procedure = lock_procedure(code)
    row = Simplification.objects.create(
        procedure=procedure, unit_id=actor.unit_id, title=title.strip(), proposal=proposal.strip(),
        reason=reason.strip(), proposed_at=at, proposed_by_id=actor.person_id,
    )  # fmt: skip
    ComplianceCost.objects.bulk_create(
        _line(row, line, place, is_after)
        for is_after, lines in ((False, before), (True, after))
        for place, line in enumerate(lines, 1)
    )
    record(SimplificationProposed(row_id=row.pk), about=("procedure", procedure.pk), actor=actor, at=at)
    return row


def _line(row: Simplification, line: CostLine, place: int, is_after: bool) -> ComplianceCost:
    return ComplianceCost(
        simplification=row, after=is_after, position=place, activity=line.activity, hours=line.hours,
        hourly_vnd=line.hourly_vnd, fees_vnd=line.fees_vnd, other_vnd=line.other_vnd,
        times_a_year=line.times_a_year, applicants_a_year=line.applicants_a_year,
    )  # fmt: skip


@transaction.atomic
def decide_simplification(
    *,
    row_id: int,
    approved: bool,
    decision_no: str = "",
    decided_on: date | None = None,
    effective_on: date | None = None,
    note: str = "",
    actor: Actor,
    at: datetime,
) -> Simplification:
    """Approved, the unit owes the announcement by the earlier of the two days of QĐ 766; refused, with the reason.

    Raises AlreadyDecided, DecisionIncomplete, EffectBeforeDecision.
    """
    policy.require(actor, "catalog.publish")
    row = _lock(row_id)
    if row.state != Simplification.State.PROPOSED:
        raise AlreadyDecided
    row.decision_no, row.decision_note = decision_no.strip(), note.strip()
    row.decided_on, row.effective_on = decided_on, effective_on
    if approved:
        _approve(row, at)
    elif not row.decision_note:
        raise DecisionIncomplete(field="note")
    else:
        row.state = Simplification.State.REFUSED
    row.save()
    event = SimplificationDecided(row_id=row.pk, approved=approved)
    record(event, about=("procedure", row.procedure_id), actor=actor, at=at)
    return row


def _approve(row: Simplification, at: datetime) -> None:
    if not row.decision_no or row.decided_on is None or row.effective_on is None:
        raise DecisionIncomplete(field="decision_no")
    if row.effective_on < row.decided_on:
        raise EffectBeforeDecision(field="effective_on")
    calendar = calendars.of_unit(row.unit_id, row.decided_on).calendar
    by = announce_by(decided_on=row.decided_on, effective_on=row.effective_on, calendar=calendar)
    row.state, row.announce_due_on = Simplification.State.APPROVED, by.due_on
    row.obligation_id = kernel.open_obligation(
        kind=KIND, subject_kind=KIND, subject_id=row.pk, unit_id=row.unit_id, at=at,
        category_id=row.procedure.category_id, terms=Terms(due_on=by.due_on),
    )  # fmt: skip


@transaction.atomic
def announce_simplification(*, row_id: int, announced_on: date, actor: Actor, at: datetime) -> Simplification:
    """It is public; what was owed is done. Raises AlreadyDecided unless it was approved and not announced yet."""
    policy.require(actor, "catalog.manage")
    row = _lock(row_id)
    if row.state != Simplification.State.APPROVED:
        raise AlreadyDecided
    row.state, row.announced_on = Simplification.State.ANNOUNCED, announced_on
    row.save(update_fields=["state", "announced_on"])
    kernel.close_obligation(kind=KIND, subject_kind=KIND, subject_id=row.pk, outcome="announced", at=at)
    record(SimplificationAnnounced(row_id=row.pk), about=("procedure", row.procedure_id), actor=actor, at=at)
    return row


def _lock(row_id: int) -> Simplification:
    rows = Simplification.objects.select_for_update(of=("self",)).select_related("procedure")
    row = rows.filter(pk=row_id).first()
    if row is None:
        raise SimplificationUnknown
    return row
