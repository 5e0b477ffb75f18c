"""Vertical agencies at a place: from which day to which last day they work there, by which paper."""

from __future__ import annotations

from datetime import date, datetime

from django.db import transaction

from congvu.core.errors import N_, DomainError
from congvu.ledger.record import record
from congvu.orgs import events, policy
from congvu.orgs.actor import Actor
from congvu.orgs.commands.positions import AlreadyEnded, EndsBeforeItBegins
from congvu.orgs.commands.units import ABOUT, REORGANISE, DocumentMissing, UnitNotThere
from congvu.orgs.models import TakesPart, Unit, UnitUnder
from congvu.orgs.ranges import covers, days, holds, last_day, through


class AlreadyTakesPart(DomainError):
    code = "already_takes_part"
    sentence = N_("Cơ quan này đã tham gia tại đây trong thời gian trùng nhau. Hãy chấm dứt lần trước, hoặc sửa ngày.")


class BelongsThere(DomainError):
    """Who is below a place, or above it, does not take part there: it is of it."""

    code = "belongs_to_the_place"
    sentence = N_("Đơn vị này ở cùng nhánh tổ chức với nơi tham gia nên không cần ghi. Hãy chọn cơ quan ngành dọc.")
    status = 422


@transaction.atomic
def take_part(
    *, place_id: int, unit_id: int, since: date, last: date | None, document: str, actor: Actor, at: datetime
) -> TakesPart:
    """The agency works at the place from `since` to the last day included. For who may reorganise the place.

    Raises DocumentMissing, EndsBeforeItBegins, UnitNotThere, BelongsThere, AlreadyTakesPart, NotAllowed.
    """
    policy.require(actor, REORGANISE, unit_id=place_id)
    _require_document(document)
    if last and last < since:
        raise EndsBeforeItBegins(field="last")
    during = through(since, last)
    found = Unit.objects.select_for_update(of=("self",)).filter(pk__in=[place_id, unit_id]).order_by("pk")
    if len([unit for unit in found if covers(unit.during, during)]) < len({place_id, unit_id}):
        raise UnitNotThere(on=since, field="since")
    branch = UnitUnder.objects.filter(during__overlap=during)
    if branch.filter(upper_id__in=[place_id, unit_id], lower_id__in=[place_id, unit_id], depth__gt=0).exists():
        raise BelongsThere(field="unit_id")
    if place_id == unit_id:
        raise BelongsThere(field="unit_id")
    if TakesPart.objects.filter(unit_id=unit_id, place_id=place_id, during__overlap=during).exists():
        raise AlreadyTakesPart(field="since")
    part = TakesPart.objects.create(unit_id=unit_id, place_id=place_id, during=during, document=document.strip())
    happened = events.PartTaken(part.pk, unit_id, since.isoformat(), last.isoformat() if last else "")
    record(happened, about=(ABOUT, place_id), actor=actor, at=at)
    return part


@transaction.atomic
def end_part(*, part_id: int, last: date, document: str, actor: Actor, at: datetime) -> TakesPart:
    """`last` is the last day with the agency at the place. Raises AlreadyEnded, EndsBeforeItBegins, DocumentMissing."""
    part = TakesPart.objects.select_for_update(of=("self",)).filter(pk=part_id).first()
    if part is None:
        raise policy.NotInSight
    policy.require(actor, REORGANISE, unit_id=part.place_id)
    _require_document(document)
    if part.during.lower and last < part.during.lower:
        raise EndsBeforeItBegins(field="last")
    if not holds(part.during, last):
        raise AlreadyEnded(last=last_day(part.during))
    part.during = days(part.during.lower, through(None, last).upper)
    part.document = "; ".join(dict.fromkeys(filter(None, [part.document, document.strip()])))
    part.save(update_fields=["during", "document"])
    happened = events.PartEnded(part.pk, part.unit_id, last.isoformat())
    record(happened, about=(ABOUT, part.place_id), actor=actor, at=at)
    return part


def _require_document(document: str) -> None:
    if not document.strip():
        raise DocumentMissing(field="document")
