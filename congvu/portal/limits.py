"""How often one address may ask: enough for a family, too little for trying codes in a row."""

import hashlib
from datetime import datetime

from django.core.cache import cache
from django.http import HttpRequest

from congvu.core.errors import N_, DomainError

PER_MINUTE = 20


class AskedTooOften(DomainError):
    code = "asked_too_often"
    sentence = N_("Bạn tra cứu quá nhanh. Hãy chờ một phút rồi thử lại.")
    status = 429


def require_slowly(request: HttpRequest, now: datetime) -> None:
    """Raises AskedTooOften. The address is kept only as a hash, for two minutes."""
    address = hashlib.sha256(request.META.get("REMOTE_ADDR", "").encode()).hexdigest()[:16]
    key = f"lookup:{address}:{now:%Y%m%d%H%M}"
    cache.add(key, 0, timeout=120)
    try:
        asked = cache.incr(key)
    except ValueError:  # pushed out this moment: counted from one again
        asked = 1
    if asked > PER_MINUTE:
        raise AskedTooOften
