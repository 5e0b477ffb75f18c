"""Which signed-in people must still set up their second factor."""

from typing import Any

from allauth.mfa.adapter import get_adapter


def must_set_up(request: Any) -> bool:
    """Whether a role held today asks for a second factor and none is set. One query, for such roles only."""
    asked = any(seat.needs_second_factor for seat in request.seats)
    return asked and not get_adapter().is_mfa_enabled(request.user)
