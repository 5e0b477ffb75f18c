"""Who may be managed: the guard of every command about a person."""

from django.utils.translation import gettext as _

from congvu.orgs import policy
from congvu.orgs.actor import Actor
from congvu.orgs.models import Person, Position, StandIn
from congvu.orgs.ranges import days
from congvu.orgs.reach import Reach, within

MANAGE = "orgs.manage_people"


def managed(person_id: int, actor: Actor) -> Person:
    """The person, locked, when the actor manages *every* unit they hold a position in, or stand in at: whoever sets a
    password or takes a second factor away could otherwise borrow powers beyond their own.

    Raises NotInSight, NotAllowed.
    """
    person: Person | None = (
        Person.objects.visible_to(actor).select_for_update(of=("self",)).filter(pk=person_id).first()
    )
    if person is None:
        raise policy.NotInSight
    reach = actor.reach(MANAGE)
    if not reach.blocks:
        policy.require(actor, MANAGE)
    if not reach.is_everything and _held_beyond(person, actor, reach):
        raise policy.NotAllowed(
            sentence=_("Người này còn giữ vị trí ở đơn vị ngoài phạm vi bạn quản trị. Hãy nhờ quản trị cấp trên.")
        )
    return person


def require_other(person: Person, actor: Actor, sentence: str) -> None:
    """Some acts need a second person: nobody does them to themself. Raises NotAllowed."""
    if person.pk == actor.person_id:
        raise policy.NotAllowed(sentence=sentence)


def _held_beyond(person: Person, actor: Actor, reach: Reach) -> bool:
    """Whether some position, of today or later, lies outside. (`exclude(Q())` would exclude nothing: not for ALL.)"""
    stands_in = StandIn.objects.filter(deputy=person)
    if actor.on is not None:
        stands_in = stands_in.filter(during__overlap=days(actor.on))
    held = Position.objects.filter(person_id__in=[person.pk, *stands_in.values_list("person_id", flat=True)])
    if actor.on is not None:
        held = held.filter(during__overlap=days(actor.on))
    return held.exclude(within(reach, category=None, person=None)).exists()
