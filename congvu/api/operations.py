"""The API's own operation: whose key is this, and what may it do."""

from typing import Any

from ninja import Router, Schema

from congvu.api.selectors import TokenActor
from congvu.orgs import permissions
from congvu.orgs.doors import door
from congvu.orgs.models import Person

router = Router(tags=["me"])


class Me(Schema):
    username: str
    full_name: str
    unit_id: int
    permissions: list[str]


@router.get("/me", response=Me, summary="Who this key acts for, in whose name, with which permissions")
@door(kind="detail", room="api", audience="signed_in")
def me(request: Any) -> Me:
    actor = request.actor
    known = actor.scopes if isinstance(actor, TokenActor) else {each.code for each in permissions.registered()}
    person = Person.objects.get(pk=actor.person_id)
    held = sorted(code for code in known if actor.may(code))
    return Me(username=person.username, full_name=person.full_name, unit_id=actor.unit_id, permissions=held)
