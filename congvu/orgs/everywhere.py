"""Who answers for the whole house: its official calendar and its roles."""

from django.db.models import Exists, OuterRef

from congvu.orgs.actor import Actor
from congvu.orgs.models import TakesPart, Unit, UnitUnder
from congvu.orgs.reach import ALL


def answers_for_all(actor: Actor, permission: str) -> bool:
    """Whether the permission reaches every unit of the day, whatever its category. Guests do not count: an agency that
    takes part at a place within reach, and what lies below it. At most one query."""
    blocks = [block for block in actor.reach(permission).blocks if block.categories is ALL]
    if any(block.units is ALL for block in blocks):
        return True
    reached = {unit for block in blocks if isinstance(block.units, tuple) for unit in block.units}
    if not reached or actor.on is None:
        return False
    guests = TakesPart.objects.filter(place_id__in=reached, during__contains=actor.on)
    below_a_guest = UnitUnder.objects.filter(
        lower_id=OuterRef("pk"), upper_id__in=guests.values("unit_id"), during__contains=actor.on
    )
    others = Unit.objects.filter(during__contains=actor.on).exclude(pk__in=reached)
    return not others.filter(~Exists(below_a_guest)).exists()
