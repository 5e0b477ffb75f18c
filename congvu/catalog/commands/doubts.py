"""Settling what a source left unclear: write what is right, accept it as it stands, or say that it is no doubt."""

from datetime import datetime

from django.db import transaction

from congvu.catalog.commands.locking import lock_procedure
from congvu.catalog.events import DoubtSettled, LimitCorrected
from congvu.catalog.facts import facts_of, write_rows
from congvu.catalog.load.versions import succeed
from congvu.catalog.models import ReviewItem
from congvu.core.clock import day_of, parse_allowance
from congvu.core.errors import N_, DomainError
from congvu.ledger.record import record
from congvu.orgs import policy
from congvu.orgs.actor import Actor


class DoubtNotOpen(DomainError):
    """Somebody was quicker, or a later load settled it."""

    code = "doubt_not_open"
    sentence = N_("Nghi vấn này đã được soát xong. Hãy tải lại trang.")


class SettlementMissing(DomainError):
    """A doubt is settled with a word on how."""

    code = "settlement_missing"
    sentence = N_("Hãy ghi đã đối chiếu với gì và kết luận ra sao.")
    status = 422


class LimitMissing(DomainError):
    """The right limit is to be written, and none was."""

    code = "limit_missing"
    sentence = N_("Hãy ghi thời hạn đúng kèm đơn vị, ví dụ “5 ngày làm việc”; hoặc chọn chấp nhận như nguồn ghi.")
    status = 422


class NotAboutALimit(DomainError):
    """Only a doubt about the limit is settled by a limit."""

    code = "not_about_a_limit"
    sentence = N_("Nghi vấn này không về thời hạn. Hãy sửa ở trang thủ tục rồi chọn chấp nhận hoặc bỏ.")
    status = 422


@transaction.atomic
def settle_doubt(*, item_id: int, settlement: str, limit: str = "", actor: Actor, at: datetime) -> ReviewItem:
    """Settle one doubt. With `limit` (only for doubts about the limit) the procedure gets that limit from today on."""
    item = _open(item_id, settlement, actor)
    decided = ReviewItem.Decision.ACCEPTED
    if limit.strip():
        if item.about != "limit":
            raise NotAboutALimit(field="limit")
        _correct_limit(item, limit, actor=actor, at=at)
        decided = ReviewItem.Decision.CORRECTED
    return _settle(item, decided, settlement, actor=actor, at=at)


@transaction.atomic
def accept_doubt(*, item_id: int, settlement: str, actor: Actor, at: datetime) -> ReviewItem:
    """It stands as the source has it, with the reason."""
    return _settle(_open(item_id, settlement, actor), ReviewItem.Decision.ACCEPTED, settlement, actor=actor, at=at)


@transaction.atomic
def discard_doubt(*, item_id: int, settlement: str, actor: Actor, at: datetime) -> ReviewItem:
    """It is no doubt, with the reason; a later load does not raise it again."""
    return _settle(_open(item_id, settlement, actor), ReviewItem.Decision.DISCARDED, settlement, actor=actor, at=at)


def _open(item_id: int, settlement: str, actor: Actor) -> ReviewItem:
    policy.require(actor, "catalog.manage")
    item = ReviewItem.objects.select_for_update(of=("self",)).select_related("procedure").filter(pk=item_id).first()
    if item is None or item.settled_at is not None:
        raise DoubtNotOpen
    if not settlement.strip():
        raise SettlementMissing(field="settlement")
    return item


def _settle(
    item: ReviewItem, decision: ReviewItem.Decision, settlement: str, *, actor: Actor, at: datetime
) -> ReviewItem:
    item.settled_at, item.settled_by_id, item.settlement = at, actor.person_id, settlement.strip()
    item.decision = decision
    item.save(update_fields=["settled_at", "settled_by", "settlement", "decision"])
    event = DoubtSettled(item_id=item.pk, code=item.code, decision=decision.value)
    record(event, about=("procedure", item.procedure_id), actor=actor, at=at)
    return item


def _correct_limit(item: ReviewItem, limit: str, *, actor: Actor, at: datetime) -> None:
    """A new version that differs only in its limit; a later load of the same row does not undo it."""
    canonical = str(parse_allowance(limit))
    procedure = lock_procedure(item.procedure.code)
    version = procedure.versions.filter(during__upper_inf=True).order_by("-id").get()
    facts = facts_of(version)
    during = succeed(version, effective_from=None, today=day_of(at))
    version.pk, version.during, version.limit = None, during, canonical
    version.number = procedure.next_number()
    version._state.adding = True
    version.save()
    write_rows(version, facts)
    event = LimitCorrected(version_id=version.pk, limit=canonical)
    record(event, about=("procedure", item.procedure_id), actor=actor, at=at)
