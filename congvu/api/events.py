"""What can have happened to a key. About the subject ("api_token", id)."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from congvu.ledger.events import event


@event("api.token_issued")
@dataclass(frozen=True, slots=True)
class TokenIssued:
    person_id: int
    unit_id: int
    scopes: tuple[str, ...]
    expires_at: str

    def sentence(self) -> str:
        return _("Cấp khóa API")


@event("api.token_revoked")
@dataclass(frozen=True, slots=True)
class TokenRevoked:
    def sentence(self) -> str:
        return _("Thu hồi khóa API")
