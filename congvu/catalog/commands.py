"""What a person does to the catalogue: settle a doubt, write the limit the source left out."""

from dataclasses import replace
from datetime import datetime

from django.db import connection, transaction
from django.utils.translation import gettext as _
from psycopg.types.range import DateRange

from congvu.catalog.events import DoubtSettled, LimitCorrected
from congvu.catalog.load.steps import store_process
from congvu.catalog.load.versions import succeed
from congvu.catalog.models import ChannelLimit, Component, Process, ReviewItem
from congvu.core.clock import day_of, parse_allowance
from congvu.core.errors import N_, DomainError
from congvu.core.process import Process as ProcessValue
from congvu.core.process import default_process
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


@transaction.atomic
def settle_doubt(*, item_id: int, settlement: str, limit: str = "", actor: Actor, at: datetime) -> ReviewItem:
    """Settle one doubt. With `limit` (only for doubts about the limit) the procedure gets that limit from today on."""
    policy.require(actor, "catalog.manage")
    item = ReviewItem.objects.select_for_update(of=("self",)).select_related("procedure").filter(pk=item_id).first()
    if item is None or item.settled_at is not None:
        raise DoubtNotOpen
    if not settlement.strip():
        raise SettlementMissing(field="settlement")
    if limit.strip() and item.about == "limit":
        _correct_limit(item, limit, actor=actor, at=at)
    item.settled_at, item.settled_by_id, item.settlement = at, actor.person_id, settlement.strip()
    item.save(update_fields=["settled_at", "settled_by", "settlement"])
    record(DoubtSettled(item_id=item.pk, code=item.code), about=("procedure", item.procedure_id), actor=actor, at=at)
    return item


def _correct_limit(item: ReviewItem, limit: str, *, actor: Actor, at: datetime) -> None:
    """A new version that differs only in its limit; a later load of the same row does not undo it."""
    canonical = str(parse_allowance(limit))
    version = item.procedure.versions.filter(during__upper_inf=True).order_by("-id").get()
    papers, channels = list(version.components.order_by("position")), list(version.channel_limits.order_by("position"))
    during = succeed(version, effective_from=None, today=day_of(at))
    version.pk, version.during, version.limit = None, during, canonical
    version._state.adding = True
    version.save()
    for paper in papers:
        paper.pk, paper.version, paper._state.adding = None, version, True
    for channel in channels:
        channel.pk, channel.version, channel._state.adding = None, version, True
    Component.objects.bulk_create(papers)
    ChannelLimit.objects.bulk_create(channels)
    event = LimitCorrected(version_id=version.pk, limit=canonical)
    record(event, about=("procedure", item.procedure_id), actor=actor, at=at)


def default_process_value() -> ProcessValue:
    """The same as a value, in the reader's language, for pages that only show it."""
    value = default_process()
    steps = tuple(replace(step, name=_(step.name), role_unit=_(step.role_unit)) for step in value.steps)
    return replace(value, name=_(value.name), steps=steps)


def default_process_row() -> Process:
    """The four steps that serve where no process is approved; stored the first time they are needed.

    Within a transaction: two counters that need it at once wait for one another.
    """
    if process := _stored_default():
        return process
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('catalog.default_process'))")
    if process := _stored_default():
        return process
    process = store_process(default_process(), procedure=None, number=1)
    process.state, process.during = Process.State.PUBLISHED, DateRange(None, None)
    process.save(update_fields=["state", "during"])
    return process


def _stored_default() -> Process | None:
    return Process.objects.filter(procedure=None, state=Process.State.PUBLISHED).order_by("number").first()
