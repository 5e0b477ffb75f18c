"""Who may see an obligation and who may do what with it. Denied by default."""

from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from congvu.obligations import subjects
from congvu.obligations.models import Handover, Obligation
from congvu.orgs import policy as rights
from congvu.orgs.actor import Actor
from congvu.orgs.reach import within

SEE, ASSIGN, DECIDE, RECEIVE, URGE = (
    "obligations.see", "obligations.assign", "obligations.decide", "obligations.receive", "obligations.urge",
)  # fmt: skip


def visible_to(actor: Actor) -> QuerySet[Obligation]:
    """Included if, and only if: within the actor's reach, held by him (or whom he stands in for), or sent to him."""
    seen = within(actor.reach(SEE))
    if not seen:
        return Obligation.objects.all()
    sent = Handover.objects.filter(answered_at=None).filter(
        within(actor.reach(RECEIVE), unit="to_unit_id", category=None, person="to_person_id")
    )
    return Obligation.objects.filter(seen | Q(pk__in=sent.values("item_id"), closed_at=None))


def in_sight(actor: Actor, item_id: int) -> Obligation:
    """The obligation, or NotInSight."""
    item = visible_to(actor).select_related("part_of").filter(pk=item_id).first()
    if item is None:
        raise rights.NotInSight
    return item


def locked(actor: Actor, item_id: int) -> Obligation:
    """The same, locked until the end of the transaction and read afresh; first its subject, as its room does."""
    seen = in_sight(actor, item_id)
    if moving := subjects.kind_of(seen.kind).moving:
        moving.lock(seen.subject_id)
    return Obligation.objects.select_related("part_of").select_for_update(of=("self",)).get(pk=item_id)


def holds(actor: Actor, item: Obligation) -> bool:
    """It is his, or of somebody he stands in for."""
    return actor.is_clock or item.person_id in actor.reach(SEE).persons


def may(actor: Actor, permission: str, item: Obligation) -> bool:
    return actor.reach(permission).holds(item.unit_id, item.category_id)


def may_answer_extension(actor: Actor, item: Obligation) -> bool:
    """Whoever decides at the holder's unit, or whom the room names instead."""
    extending = subjects.kind_of(item.kind).extending
    return extending.may_answer(actor, item.subject_id) if extending else may(actor, DECIDE, item)


def require_holder(actor: Actor, item: Obligation) -> None:
    """The holder himself, or who assigns work in his unit."""
    if not holds(actor, item) and not may(actor, ASSIGN, item):
        raise rights.NotAllowed(sentence=_("Chỉ người đang giữ việc hoặc người phân công trong đơn vị mới làm được."))


def require(actor: Actor, permission: str, item: Obligation) -> None:
    if not may(actor, permission, item):
        rights.require(Actor(None, None, actor.on), permission)
