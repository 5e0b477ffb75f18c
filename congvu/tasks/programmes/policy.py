"""Who may do what with a programme, an item, a week."""

from datetime import date

from django.utils.translation import gettext as _

from congvu.orgs import policy
from congvu.orgs.actor import Actor
from congvu.orgs.models import UnitUnder
from congvu.tasks.programmes.models import Programme, ProgrammeItem

SEE, REGISTER, KEEP, CONSENT = (
    "programmes.see", "programmes.register", "programmes.keep", "programmes.consent",
)  # fmt: skip


def may_keep(actor: Actor, programme: Programme) -> bool:
    units = (programme.owner_unit_id, programme.steward_unit_id)
    return any(unit is not None and actor.may(KEEP, unit) for unit in units)


def require_open(actor: Actor, owner_unit_id: int, steward_unit_id: int | None, *, on: date) -> None:
    """Whoever keeps programmes at the body, or at the office below it that shall keep this one."""
    if actor.may(KEEP, owner_unit_id):
        return
    its_office = steward_unit_id is not None and UnitUnder.objects.filter(
        upper_id=owner_unit_id, lower_id=steward_unit_id, during__contains=on
    ).exists()  # fmt: skip
    if not its_office or not actor.may(KEEP, steward_unit_id):
        raise policy.NotAllowed(sentence=_("Chương trình của cơ quan nào do văn phòng của cơ quan đó mở."))


def is_own(actor: Actor, person_id: int | None) -> bool:
    """Whether the actor asked, or acts for whoever did."""
    return person_id is not None and person_id in {actor.person_id, *actor.reach(SEE).persons}


def require_keep(actor: Actor, programme: Programme) -> None:
    if not may_keep(actor, programme):
        raise policy.NotAllowed(sentence=_("Việc này do văn phòng lập chương trình thực hiện."))


def may_act(actor: Actor, item: ProgrammeItem) -> bool:
    """Whoever registers for the lead unit; the office that keeps the programme may enter it for them."""
    return actor.may(REGISTER, item.lead_unit_id) or may_keep(actor, item.programme)


def require_act(actor: Actor, item: ProgrammeItem) -> None:
    if not may_act(actor, item):
        raise policy.NotAllowed(sentence=_("Việc này do đơn vị chủ trì nội dung thực hiện."))


def require_consent(actor: Actor, programme: Programme) -> None:
    """NĐ 191/2026 Đ20: a change or withdrawal needs the consent of a leader of the body."""
    sentence = _("Chuyển kỳ hoặc rút nội dung phải được lãnh đạo cấp quyết định đồng ý.")
    policy.require(actor, CONSENT, unit_id=programme.owner_unit_id, sentence=sentence)
