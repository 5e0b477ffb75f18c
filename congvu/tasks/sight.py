"""Whose tasks an actor sees. An office follows what the body above it gives (docs/rules/tasks.md)."""

from django.db.models import Q, QuerySet

from congvu.obligations.models import Part
from congvu.orgs.actor import Actor
from congvu.orgs.models import UnitSpan
from congvu.orgs.reach import within

SEE, FOLLOW = "tasks.see", "tasks.follow"
GIVING = ("assigner", "above")


def parts_in_sight(actor: Actor, subject_kind: str) -> "QuerySet[Part]":
    """The parts of units in reach and of the actor by name, and those of bodies whose office he works in."""
    seen = within(actor.reach(SEE))
    bodies = bodies_of(actor)
    if seen and bodies:
        seen |= Q(unit_id__in=bodies, role__in=GIVING)
    return Part.objects.filter(seen, subject_kind=subject_kind)


def bodies_of(actor: Actor) -> tuple[int, ...]:
    """The units directly above those where the actor has `tasks.follow` and outside them: an office enters and follows
    for its body.

    One query, none without the permission.
    """
    units = actor.reach(FOLLOW).unit_ids
    if actor.on is None or not isinstance(units, tuple) or not units:
        return ()
    above = UnitSpan.objects.filter(unit_id__in=units, during__contains=actor.on, parent__isnull=False)
    return tuple(sorted(set(above.values_list("parent_id", flat=True)) - set(units)))
