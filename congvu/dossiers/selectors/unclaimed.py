"""Steps at the actor's unit that nobody holds and the actor could take. Handing results over is the desk's own list."""

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from congvu.core.process import Role
from congvu.dossiers.models import StepRun
from congvu.dossiers.policy import PERMISSION
from congvu.obligations.subjects import Offer
from congvu.orgs.actor import Actor

URL_VALUE = "cho-nhan"


def unclaimed(actor: Actor) -> QuerySet[StepRun]:
    """One query; rights are values."""
    here = actor.unit_id
    if here is None:
        return StepRun.objects.none()
    able = [
        role.value
        for role, permission in PERMISSION.items()
        if role is not Role.RETURNING and actor.may(permission, here)
    ]
    return StepRun.objects.filter(closed_at=None, arrived=False, person=None, waits_for="", unit_id=here, role__in=able)


def offer(actor: Actor) -> Offer | None:
    if actor.unit_id is None:
        return None
    count = unclaimed(actor).values("dossier").distinct().count()
    return Offer(_("Chờ nhận ở đơn vị"), count, f"{reverse('dossiers:list')}?cua={URL_VALUE}&xep=han")
