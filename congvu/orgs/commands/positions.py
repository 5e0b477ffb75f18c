"""Positions and stand-ins: from which day to which last day someone holds a role, or acts for another."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from django.db import transaction
from django.utils.translation import gettext as _

from congvu.core.errors import N_, DomainError
from congvu.ledger.record import record
from congvu.orgs import events, policy
from congvu.orgs.actor import Actor
from congvu.orgs.commands.managed import MANAGE, managed, require_other
from congvu.orgs.models import Category, Person, Position, PositionCategory, Role, StandIn, Unit
from congvu.orgs.ranges import Days, covers, days, holds, last_day, through

ABOUT = "person"


class RoleUnknown(DomainError):
    code = "role_unknown"
    sentence = N_("Không có vai trò “%(role)s”.")
    status = 422


class UnitNotThereThen(DomainError):
    code = "position_outside_unit"
    sentence = N_("Đơn vị không tồn tại suốt thời gian của vị trí. Hãy sửa ngày, hoặc chọn đơn vị kế tục.")
    status = 422


class EndsBeforeItBegins(DomainError):
    code = "ends_before_it_begins"
    sentence = N_("Ngày cuối phải bằng hoặc sau ngày đầu.")
    status = 422


class AlreadyHeld(DomainError):
    code = "position_already_held"
    sentence = N_("Người này đã giữ vai trò đó ở đơn vị này trong thời gian trùng nhau.")


class AlreadyStandsIn(DomainError):
    code = "already_stands_in"
    sentence = N_("Người này đã được cử làm thay trong thời gian trùng nhau.")


class OwnDeputy(DomainError):
    code = "own_deputy"
    sentence = N_("Không thể tự làm thay chính mình.")
    status = 422


class AlreadyEnded(DomainError):
    code = "already_ended"
    sentence = N_("Việc này đã chấm dứt từ ngày %(last)s.")


@transaction.atomic
def grant_position(
    *,
    person_id: int,
    unit_id: int,
    role: str,
    since: date | None,
    actor: Actor,
    at: datetime,
    last: date | None = None,
    title: str = "",
    category_ids: tuple[int, ...] = (),
) -> Position:
    """`last` is the last day included. Nobody grants to themself. Raises NotInSight, NotAllowed, AlreadyHeld,
    UnitNotThereThen, RoleUnknown, EndsBeforeItBegins."""
    policy.require(actor, MANAGE, unit_id=unit_id)
    if since and last and last < since:
        raise EndsBeforeItBegins(field="last")
    person = _grantee(person_id, actor)
    during, unit = through(since, last), Unit.objects.get(pk=unit_id)
    if not covers(unit.during, during):
        raise UnitNotThereThen(field="since")
    found = Role.objects.filter(code=role).first()
    if found is None:
        raise RoleUnknown(role=role, field="role")
    if Position.objects.filter(person=person, unit=unit, role=found, during__overlap=during).exists():
        raise AlreadyHeld(field="since")
    position = Position.objects.create(person=person, unit=unit, role=found, title=title.strip(), during=during)
    PositionCategory.objects.bulk_create(
        PositionCategory(position=position, category_id=category) for category in category_ids
    )
    happened = events.PositionGranted(position.pk, unit_id, role, _iso(since), _iso(last))
    record(happened, about=(ABOUT, person.pk), actor=actor, at=at)
    return position


@transaction.atomic
def narrow_position(*, position_id: int, category_ids: Sequence[int], actor: Actor, at: datetime) -> Position:
    """From now on the position counts for these categories and what lies below them; none at all: for every one.

    The whole set is given, so twice the same is harmless (no event). Nobody does it to themself. Raises AlreadyEnded,
    NotInSight, NotAllowed."""
    position = _managed_position(position_id, actor)
    if position.person_id == actor.person_id:
        raise policy.NotAllowed(sentence=_("Không thể tự đổi phạm vi vị trí của mình. Hãy nhờ một quản trị khác."))
    if position.during.upper and actor.on and position.during.upper <= actor.on:
        raise AlreadyEnded(last=last_day(position.during))
    wanted = set(Category.objects.filter(pk__in=category_ids).order_by("pk").values_list("pk", flat=True))
    held = set(position.categories.order_by("pk").values_list("category_id", flat=True))
    if wanted == held:
        return position
    position.categories.exclude(category_id__in=wanted).delete()
    PositionCategory.objects.bulk_create(
        PositionCategory(position=position, category_id=category) for category in sorted(wanted - held)
    )
    happened = events.PositionNarrowed(position.pk, tuple(sorted(wanted)))
    record(happened, about=(ABOUT, position.person_id), actor=actor, at=at)
    return position


def _managed_position(position_id: int, actor: Actor) -> Position:
    held = Position.objects.select_for_update(of=("self",)).select_related("role")
    position = held.filter(pk=position_id).first()
    if position is None or not actor.may("orgs.see_people", position.unit_id):
        raise policy.NotInSight
    policy.require(actor, MANAGE, unit_id=position.unit_id)
    return position


@transaction.atomic
def end_position(*, position_id: int, last: date, actor: Actor, at: datetime) -> Position:
    """`last` is the last day with its powers; sessions end with it. Raises AlreadyEnded, EndsBeforeItBegins."""
    position = _managed_position(position_id, actor)
    if position.person_id == actor.person_id:
        raise policy.NotAllowed(sentence=_("Không thể tự chấm dứt vị trí của mình. Hãy nhờ một quản trị khác."))
    position.during = _shortened(position.during, last)
    position.save(update_fields=["during"])
    happened = events.PositionEnded(position.pk, position.unit_id, position.role.code, last.isoformat())
    record(happened, about=(ABOUT, position.person_id), actor=actor, at=at)
    return position


@transaction.atomic
def appoint_stand_in(
    *, person_id: int, deputy_id: int, since: date, last: date, reason: str, actor: Actor, at: datetime
) -> StandIn:
    """By the person themself or by who manages all their positions. Raises AlreadyStandsIn, OwnDeputy."""
    if last < since:
        raise EndsBeforeItBegins(field="last")
    if person_id == deputy_id:
        raise OwnDeputy(field="deputy")
    if person_id != actor.person_id:
        managed(person_id, actor)
    if not Person.objects.visible_to(actor).filter(pk=deputy_id).exists():
        raise policy.NotInSight
    during = through(since, last)
    Person.objects.select_for_update(of=("self",)).get(pk=person_id)
    if StandIn.objects.filter(person_id=person_id, deputy_id=deputy_id, during__overlap=during).exists():
        raise AlreadyStandsIn(field="since")
    stand_in = StandIn.objects.create(person_id=person_id, deputy_id=deputy_id, during=during, reason=reason.strip())
    happened = events.StandInAppointed(stand_in.pk, deputy_id, since.isoformat(), last.isoformat())
    record(happened, about=(ABOUT, person_id), actor=actor, at=at)
    return stand_in


@transaction.atomic
def end_stand_in(*, stand_in_id: int, last: date, actor: Actor, at: datetime) -> StandIn:
    """Raises AlreadyEnded, EndsBeforeItBegins, NotInSight."""
    stand_in = StandIn.objects.select_for_update(of=("self",)).filter(pk=stand_in_id).first()
    if stand_in is None or not Person.objects.visible_to(actor).filter(pk=stand_in.person_id).exists():
        raise policy.NotInSight
    if stand_in.person_id != actor.person_id:
        managed(stand_in.person_id, actor)
    stand_in.during = _shortened(stand_in.during, last)
    stand_in.save(update_fields=["during"])
    happened = events.StandInEnded(stand_in.pk, stand_in.deputy_id, last.isoformat())
    record(happened, about=(ABOUT, stand_in.person_id), actor=actor, at=at)
    return stand_in


def _grantee(person_id: int, actor: Actor) -> Person:
    """The person, locked: in sight, or new and so in nobody's."""
    person: Person | None = Person.objects.select_for_update(of=("self",)).filter(pk=person_id).first()
    if person is None:
        raise policy.NotInSight
    seen = Person.objects.visible_to(actor).filter(pk=person_id)
    if Position.objects.filter(person=person).exists() and not seen.exists():
        raise policy.NotInSight
    require_other(person, actor, _("Không thể tự giao vị trí cho mình. Hãy nhờ một quản trị khác."))
    return person


def _shortened(during: Days, last: date) -> Days:
    if during.lower and last < during.lower:
        raise EndsBeforeItBegins(field="last")
    if not holds(during, last):
        raise AlreadyEnded(last=last_day(during))
    return days(during.lower, through(None, last).upper)


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
