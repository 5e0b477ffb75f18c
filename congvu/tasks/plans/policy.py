"""Who may do what with a plan and its items."""

from django.utils.translation import gettext as _

from congvu.obligations.models import Obligation
from congvu.orgs import policy
from congvu.orgs.actor import Actor
from congvu.tasks.plans.models import Plan, PlanItem

SEE, DRAFT, APPROVE, REPORT, ACCEPT = (
    "plans.see", "plans.draft", "plans.approve", "plans.report", "plans.accept",
)  # fmt: skip


def may_for(actor: Actor, permission: str, plan: Plan) -> bool:
    """Whether it is held at the unit whose plan it is, or at the one that follows it for that unit."""
    units = (plan.owner_unit_id, plan.steward_unit_id)
    return any(unit is not None and actor.may(permission, unit) for unit in units)


def require_for(actor: Actor, permission: str, plan: Plan) -> None:
    """Raises NotAllowed. Only the owner issues; the follower may draft and answer for it."""
    if permission == APPROVE:
        sentence = _("Kế hoạch do lãnh đạo của đơn vị có kế hoạch ban hành.")
        policy.require(actor, APPROVE, unit_id=plan.owner_unit_id, sentence=sentence)
    elif not may_for(actor, permission, plan):
        sentence = _("Việc này do đơn vị có kế hoạch, hoặc cơ quan theo dõi kế hoạch, thực hiện.")
        raise policy.NotAllowed(sentence=sentence)


def may_report(actor: Actor, owed: Obligation | None) -> bool:
    """Whoever reports for the unit that holds the item, or holds it by name."""
    if owed is None:
        return False
    by_name = owed.person_id is not None and owed.person_id in actor.reach("obligations.see").persons
    return actor.is_clock or by_name or actor.may(REPORT, owed.unit_id)


def require_report(actor: Actor, owed: Obligation | None) -> None:
    if not may_report(actor, owed):
        raise policy.NotAllowed(sentence=_("Kết quả của mục do đơn vị chủ trì, đang giữ mục này, báo."))


def is_own(actor: Actor, person_id: int | None) -> bool:
    """Whether the actor said it, or acts for whoever did."""
    return person_id is not None and person_id in {actor.person_id, *actor.reach(SEE).persons}


def owed_of(item: PlanItem) -> Obligation | None:
    return Obligation.objects.filter(pk=item.obligation_id).first() if item.obligation_id else None
