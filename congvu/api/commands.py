"""Issuing and revoking keys."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.db import transaction

from congvu.api.events import TokenIssued, TokenRevoked
from congvu.api.models import Token
from congvu.core.errors import N_, DomainError
from congvu.ledger.record import record
from congvu.orgs import permissions, policy
from congvu.orgs.actor import Actor, actor_for
from congvu.orgs.models import Person

MANAGE = "api.manage_tokens"
PREFIX = "cv_"
LONGEST = timedelta(days=366)


class TokenWithoutScope(DomainError):
    code = "token_without_scope"
    sentence = N_("Chưa chọn quyền nào cho khóa; hãy chọn đúng những quyền mà hệ thống kia cần.")
    status = 422


class ScopeUnknown(DomainError):
    code = "scope_unknown"
    sentence = N_("Không có quyền “%(scope)s”; hãy chọn trong danh sách quyền.")
    status = 422


class ScopeNotHeld(DomainError):
    """A key may never do more than the person it acts for."""

    code = "scope_not_held"
    sentence = N_("%(person)s không có quyền “%(scope)s” nên khóa cũng không thể có. Hãy bỏ quyền này hoặc đổi người.")
    status = 422


class TokenLifeUnsound(DomainError):
    code = "token_life_unsound"
    sentence = N_("Khóa phải hết hạn sau lúc cấp và không quá %(days)s ngày; hãy chọn ngày khác.")
    status = 422


class NobodysUnit(DomainError):
    code = "token_without_unit"
    sentence = N_("Người được chọn không giữ vị trí nào ở đơn vị này hôm nay. Hãy chọn người hoặc đơn vị khác.")
    status = 422


def hash_of(secret: str) -> str:
    """A key has 256 random bits, so one round of SHA-256 is enough."""
    return hashlib.sha256(secret.encode()).hexdigest()


@transaction.atomic
def issue_token(
    *,
    name: str,
    person: Person,
    unit_id: int | None,
    scopes: Sequence[str],
    expires_at: datetime,
    actor: Actor,
    at: datetime,
) -> tuple[Token, str]:
    """The key's row, and the key, which is shown this once. `unit_id` None: the person's first position."""
    policy.require(actor, MANAGE)
    holder = actor_for(person, unit_id, at=at)
    if holder.unit_id is None or (unit_id is not None and holder.unit_id != unit_id):
        raise NobodysUnit(field="unit")
    _require_scopes(holder, person, scopes)
    if not at < expires_at <= at + LONGEST:
        raise TokenLifeUnsound(field="expires_at", days=LONGEST.days)
    secret = PREFIX + secrets.token_urlsafe(32)
    token = Token.objects.create(
        name=name, person=person, unit_id=holder.unit_id, scopes=sorted(set(scopes)), hash=hash_of(secret),
        made_at=at, expires_at=expires_at,
    )  # fmt: skip
    issued = TokenIssued(person.pk, holder.unit_id, tuple(token.scopes), expires_at.isoformat())
    record(issued, about=("api_token", token.pk), actor=actor, at=at)
    return token, secret


@transaction.atomic
def revoke_token(*, token_id: int, actor: Actor, at: datetime) -> Token:
    """From now on the key opens nothing. Revoking it again changes nothing."""
    policy.require(actor, MANAGE)
    token = Token.objects.select_for_update(of=("self",)).filter(pk=token_id).first()
    if token is None:
        raise policy.NotInSight
    if token.revoked_at is None:
        token.revoked_at = at
        token.save(update_fields=["revoked_at"])
        record(TokenRevoked(), about=("api_token", token.pk), actor=actor, at=at)
    return token


def _require_scopes(holder: Actor, person: Person, scopes: Sequence[str]) -> None:
    if not scopes:
        raise TokenWithoutScope(field="scopes")
    known = {permission.code for permission in permissions.registered()}
    for scope in scopes:
        if scope not in known:
            raise ScopeUnknown(field="scopes", scope=scope)
        if not holder.may(scope):
            raise ScopeNotHeld(field="scopes", scope=str(permissions.label_of(scope)), person=person.full_name)
