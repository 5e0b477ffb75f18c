"""What allauth asks the house: nobody signs up, and a second factor that a role demands is not taken off."""

from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.http import HttpRequest
from django.utils import timezone

from congvu.orgs.actor import seats_of


class AccountAdapter(DefaultAccountAdapter):  # type: ignore[misc]
    def is_open_for_signup(self, request: HttpRequest) -> bool:
        return False

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """Acts on an account are in the ledger; no mail of allauth's own leaves the house."""


class MFAAdapter(DefaultMFAAdapter):  # type: ignore[misc]
    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        demanded = any(seat.needs_second_factor for seat in seats_of(authenticator.user_id, timezone.localdate()))
        return not demanded or authenticator.type == Authenticator.Type.RECOVERY_CODES

    def send_notification_mail(self, *args: Any, **kwargs: Any) -> None:
        """As above."""
