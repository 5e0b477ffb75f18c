"""Which key is this, and which keys are there."""

from dataclasses import dataclass
from datetime import datetime

from congvu.api.commands import hash_of
from congvu.api.models import Token
from congvu.orgs.actor import Actor
from congvu.orgs.reach import Reach


@dataclass(frozen=True, slots=True)
class TokenActor(Actor):
    """The person that a key acts for, with no more than the key's scopes."""

    scopes: frozenset[str] = frozenset()
    token_id: int = 0

    def reach(self, permission: str) -> Reach:
        return Actor.reach(self, permission) if permission in self.scopes else Reach()


def actor_of_key(secret: str, now: datetime) -> TokenActor | None:
    """Whoever this key acts for now; None when it is unknown, revoked or expired, or the person has left the unit.

    Two queries.
    """
    from congvu.orgs.actor import actor_for

    token = Token.objects.in_force(now).select_related("person").filter(hash=hash_of(secret)).first()
    if token is None:
        return None
    holder = actor_for(token.person, token.unit_id, at=now)
    if holder.unit_id != token.unit_id:
        return None
    return TokenActor(holder.person_id, holder.unit_id, holder.on, scopes=frozenset(token.scopes), token_id=token.pk)


def tokens() -> list[Token]:
    """All keys, those in force first, newest first."""
    return list(Token.objects.select_related("person").order_by("revoked_at", "-made_at", "-pk"))
