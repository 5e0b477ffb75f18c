"""Reorganising: create, rename, move, merge, split, dissolve. Each with its day and its document.

`on` is the first day of the new state. Facts stay with the unit that did them; see docs/rules/units.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db import connection, transaction

from congvu.core.errors import N_, DomainError
from congvu.ledger.record import record
from congvu.orgs import derived, events, policy
from congvu.orgs.actor import Actor
from congvu.orgs.models import Position, Succession, Unit, UnitCode, UnitKind, UnitSpan
from congvu.orgs.permissions import label_of
from congvu.orgs.ranges import days, holds
from congvu.orgs.reach import ALL

REORGANISE = "orgs.reorganise"
ABOUT = "unit"


class UnitNotThere(DomainError):
    """The unit does not exist on the day."""

    code = "unit_not_there"
    sentence = N_("Đơn vị không tồn tại vào ngày %(on)s. Hãy chọn ngày khác hoặc đơn vị kế tục.")


class LaterChange(DomainError):
    """A change is already written for that day or a later one."""

    code = "later_change"
    sentence = N_("Đơn vị đã có thay đổi từ ngày %(since)s. Hãy chọn ngày sau đó, hoặc sửa thay đổi ấy trước.")


class StillHasUnits(DomainError):
    code = "still_has_units"
    sentence = N_("“%(unit)s” còn trực thuộc đơn vị này. Hãy chuyển hoặc chấm dứt các đơn vị cấp dưới trước.")


class CodeTaken(DomainError):
    code = "unit_code_taken"
    sentence = N_("Mã %(unit)s đang là mã của một đơn vị khác trong thời gian này. Hãy dùng mã khác.")


class KindUnknown(DomainError):
    code = "unit_kind_unknown"
    sentence = N_("Không có loại đơn vị “%(kind)s”.")
    status = 422


class DocumentMissing(DomainError):
    code = "document_missing"
    sentence = N_("Hãy ghi số, ngày và cơ quan ban hành của văn bản làm căn cứ.")
    status = 422


class PartsUnsound(DomainError):
    code = "split_parts_unsound"
    sentence = N_("Chia cần ít nhất hai đơn vị nhận khác nhau, và đúng một đơn vị trong số đó nhận phần chính.")
    status = 422


@dataclass(frozen=True, slots=True)
class NewUnit:
    """What a unit is at its birth."""

    code: str
    name: str
    kind: str
    parent_id: int | None
    short_name: str = ""
    system: str = "local"


@transaction.atomic
def create_unit(*, new: NewUnit, on: date | None, document: str, actor: Actor, at: datetime) -> Unit:
    """`on` None: as far as the house knows it was always there. Raises CodeTaken, KindUnknown, ParentNotCovering."""
    _begin(actor, new.parent_id, document)
    unit = _born(new, on, document)
    derived.rebuild()
    record(events.UnitCreated(new.code, _iso(on)), about=(ABOUT, unit.pk), actor=actor, at=at)
    return unit


@transaction.atomic
def rename_unit(
    *, unit_id: int, name: str, short_name: str, on: date, document: str, actor: Actor, at: datetime, kind: str = ""
) -> UnitSpan:
    """From `on` it is called otherwise, and may be of another kind. Raises LaterChange, UnitNotThere."""
    _begin(actor, unit_id, document)
    span = _turn(unit_id, on)
    span.name, span.short_name, span.document = name, short_name or name, document
    span.kind = _kind(kind) if kind else span.kind
    span.save(force_insert=True)
    derived.rebuild()
    record(events.UnitRenamed(span.pk, on.isoformat()), about=(ABOUT, unit_id), actor=actor, at=at)
    return span


@transaction.atomic
def move_unit(*, unit_id: int, parent_id: int | None, on: date, document: str, actor: Actor, at: datetime) -> UnitSpan:
    """From `on` it hangs from another unit. Raises CycleInChart, ParentNotCovering, LaterChange, UnitNotThere."""
    _begin(actor, unit_id, document)
    _require_at(actor, parent_id)
    span = _turn(unit_id, on)
    span.parent_id, span.document = parent_id, document
    span.save(force_insert=True)
    derived.rebuild()
    record(events.UnitMoved(parent_id, on.isoformat()), about=(ABOUT, unit_id), actor=actor, at=at)
    return span


@transaction.atomic
def merge_units(
    *, source_ids: Sequence[int], into: int | NewUnit, on: date, document: str, actor: Actor, at: datetime
) -> Unit:
    """The sources end; what they owed goes to `into`, which may be born by this. Raises StillHasUnits, UnitNotThere."""
    _begin(actor, into.parent_id if isinstance(into, NewUnit) else into, document)
    target = _born(into, on, document) if isinstance(into, NewUnit) else _there(into, on)
    for source_id in source_ids:
        _require_at(actor, source_id)
        _succeed(source_id, target.pk, Succession.How.MERGE, on, document, principal=True)
        _end(source_id, on, document)
        record(events.UnitMerged(target.pk, on.isoformat()), about=(ABOUT, source_id), actor=actor, at=at)
    derived.rebuild()
    if isinstance(into, NewUnit):
        record(events.UnitCreated(target.code, on.isoformat()), about=(ABOUT, target.pk), actor=actor, at=at)
    return target


@dataclass(frozen=True, slots=True)
class Part:
    """Who receives a part; exactly one part of a split is the principal one."""

    target: int | NewUnit
    principal: bool = False


@transaction.atomic
def split_unit(
    *, source_id: int, parts: Sequence[Part], on: date, document: str, actor: Actor, at: datetime
) -> list[Unit]:
    """The source ends; its duties go to several. Raises PartsUnsound, StillHasUnits, UnitNotThere."""
    _begin(actor, source_id, document)
    for part in parts:
        _require_at(actor, part.target.parent_id if isinstance(part.target, NewUnit) else part.target)
    targets = [
        _born(part.target, on, document) if isinstance(part.target, NewUnit) else _there(part.target, on)
        for part in parts
    ]
    ids = tuple(target.pk for target in targets)
    principals = [target.pk for part, target in zip(parts, targets, strict=True) if part.principal]
    if len(set(ids)) < 2 or len(set(ids)) < len(ids) or len(principals) != 1:
        raise PartsUnsound
    for target in targets:
        _succeed(source_id, target.pk, Succession.How.SPLIT, on, document, principal=target.pk == principals[0])
    _end(source_id, on, document)
    derived.rebuild()
    happened = events.UnitSplit(ids, principals[0], on.isoformat())
    record(happened, about=(ABOUT, source_id), actor=actor, at=at)
    return targets


@transaction.atomic
def detach_part(*, source_id: int, target: int | NewUnit, on: date, document: str, actor: Actor, at: datetime) -> Unit:
    """The source lives on; a part of its duties goes to another. Raises UnitNotThere, CodeTaken."""
    _begin(actor, source_id, document)
    _require_at(actor, target.parent_id if isinstance(target, NewUnit) else target)
    _there(source_id, on)
    receiver = _born(target, on, document) if isinstance(target, NewUnit) else _there(target, on)
    _succeed(source_id, receiver.pk, Succession.How.SPLIT, on, document, principal=False)
    derived.rebuild()
    record(events.UnitPartDetached(receiver.pk, on.isoformat()), about=(ABOUT, source_id), actor=actor, at=at)
    return receiver


@transaction.atomic
def dissolve_unit(*, unit_id: int, on: date, document: str, actor: Actor, at: datetime) -> None:
    """`on` is the first day without it. Nobody succeeds: what is left is answered for by the unit it belonged to.

    Raises StillHasUnits, UnitNotThere, LaterChange.
    """
    _begin(actor, unit_id, document)
    ended = _end(unit_id, on, document)
    derived.rebuild()
    record(events.UnitDissolved(on.isoformat(), ended), about=(ABOUT, unit_id), actor=actor, at=at)


def _begin(actor: Actor, unit_id: int | None, document: str) -> None:
    """One reorganisation at a time; allowed at this unit; with a document."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('orgs.reorganise'))")
    _require_at(actor, unit_id)
    if not document.strip():
        raise DocumentMissing(field="document")


def _require_at(actor: Actor, unit_id: int | None) -> None:
    """At the top (None) only who reaches every unit may act."""
    if unit_id is None and actor.reach(REORGANISE).unit_ids is not ALL:
        raise policy.NotAllowed(permission=str(label_of(REORGANISE)))
    policy.require(actor, REORGANISE, unit_id=unit_id)


def _born(new: NewUnit, on: date | None, document: str) -> Unit:
    if new.parent_id is not None and on is not None:
        _there(new.parent_id, on)
    during = days(on)
    taken = UnitCode.objects.filter(system=new.system, code=new.code, during__overlap=during)
    if taken.exists():
        raise CodeTaken(unit=f"{new.system}:{new.code}", field="code")
    unit = Unit.objects.create(code=new.code, during=during)
    UnitCode.objects.create(unit=unit, system=new.system, code=new.code, during=during)
    UnitSpan.objects.create(
        unit=unit,
        parent_id=new.parent_id,
        name=new.name,
        short_name=new.short_name or new.name,
        kind=_kind(new.kind),
        during=during,
        document=document,
    )
    return unit


def _there(unit_id: int, on: date) -> Unit:
    unit = Unit.objects.select_for_update(of=("self",)).filter(pk=unit_id, during__contains=on).first()
    if unit is None:
        raise UnitNotThere(on=on)
    return unit


def _turn(unit_id: int, on: date) -> UnitSpan:
    """The span that begins on `on`, not yet saved; the one before it now ends there."""
    _there(unit_id, on)
    spans = UnitSpan.objects.select_for_update(of=("self",)).filter(unit_id=unit_id).order_by("-during")
    latest = spans[0]
    if not holds(latest.during, on) or latest.during.lower == on:
        raise LaterChange(since=latest.during.lower)
    until = latest.during.upper
    UnitSpan.objects.filter(pk=latest.pk).update(during=days(latest.during.lower, on))
    latest.pk, latest.during = None, days(on, until)
    return latest


def _end(unit_id: int, on: date, document: str) -> int:
    """The unit is no more from `on`; its name, codes and positions end with it. How many positions ended."""
    unit = _there(unit_id, on)
    later = UnitSpan.objects.filter(unit=unit, during__startswith__gte=on).order_by("during").first()
    if later is not None or unit.during.lower == on:
        raise LaterChange(since=later.during.lower if later else on)
    child = UnitSpan.objects.filter(parent=unit, during__overlap=days(on)).order_by("during", "id").first()
    if child is not None:
        raise StillHasUnits(unit=child.name)
    Unit.objects.filter(pk=unit.pk).update(during=days(unit.during.lower, on), ended_by=document)
    for span in UnitSpan.objects.filter(unit=unit, during__contains=on):
        UnitSpan.objects.filter(pk=span.pk).update(during=days(span.during.lower, on))
    for code in UnitCode.objects.filter(unit=unit, during__contains=on):
        UnitCode.objects.filter(pk=code.pk).update(during=days(code.during.lower, on))
    return _end_positions(unit.pk, on)


def _end_positions(unit_id: int, on: date) -> int:
    held = Position.objects.select_for_update(of=("self",)).filter(unit_id=unit_id, during__overlap=days(on))
    positions = list(held.order_by("id"))
    never_begun = [position.pk for position in positions if position.during.lower and position.during.lower >= on]
    Position.objects.filter(pk__in=never_begun).delete()
    for position in positions:
        if position.pk not in never_begun:
            Position.objects.filter(pk=position.pk).update(during=days(position.during.lower, on))
    return len(positions)


def _succeed(source: int, target: int, kind: str, on: date, document: str, *, principal: bool) -> None:
    Succession.objects.create(
        source_id=source, target_id=target, kind=kind, on=on, document=document, principal=principal
    )


def _kind(text: str) -> UnitKind:
    kind = UnitKind.objects.filter(code=text).first() or UnitKind.objects.filter(name__iexact=text).first()
    if kind is None:
        raise KindUnknown(kind=text, field="kind")
    return kind


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
