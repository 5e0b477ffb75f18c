"""What the roles of this installation may do, and who must have a second factor."""

from datetime import datetime

from django.db import transaction

from congvu.ledger.record import record
from congvu.orgs import events, policy, roles
from congvu.orgs.actor import Actor
from congvu.orgs.everywhere import answers_for_all
from congvu.orgs.models import Role, RolePermission
from congvu.orgs.policy import NotInSight

MANAGE = "orgs.manage_roles"


@transaction.atomic
def set_permission(*, role: str, permission: str, granted: bool, actor: Actor, at: datetime) -> None:
    """Give a role a permission or take it. What equals the house's own choice needs no row."""
    found = _role(role, actor)
    own = RolePermission.objects.filter(role=found, permission=permission)
    by_the_house = permission in roles.ROLES.get(role, frozenset())
    before = own.values_list("granted", flat=True).first()
    if (by_the_house if before is None else before) == granted:
        return
    own.delete()
    if granted != by_the_house:
        RolePermission.objects.create(role=found, permission=permission, granted=granted)
    record(events.RoleChanged(role, permission, granted), about=("role", found.pk), actor=actor, at=at)


@transaction.atomic
def demand_second_factor(*, role: str, demanded: bool, actor: Actor, at: datetime) -> None:
    found = _role(role, actor)
    if found.needs_second_factor != demanded:
        found.needs_second_factor = demanded
        found.save(update_fields=["needs_second_factor"])
        record(events.SecondFactorDemanded(role, demanded), about=("role", found.pk), actor=actor, at=at)


def _role(code: str, actor: Actor) -> Role:
    """Roles belong to the whole house: only who reaches every unit, guests apart, changes them."""
    if not actor.reach(MANAGE).is_everything and not answers_for_all(actor, MANAGE):
        policy.require(actor, MANAGE, unit_id=0)
    role = Role.objects.select_for_update().filter(code=code).first()
    if role is None:
        raise NotInSight
    return role
