"""Who really asks, behind reverse proxies: only the proxies named in TRUSTED_PROXIES are believed."""

import ipaddress
from collections.abc import Callable
from functools import lru_cache

from django.http import HttpRequest
from django.http.response import HttpResponseBase

from congvu.config import environment

Network = ipaddress.IPv4Network | ipaddress.IPv6Network


@lru_cache(maxsize=4)
def networks(text: str) -> tuple[Network, ...]:
    """`10.0.0.0/8, 192.168.1.5` → networks. Raises ValueError on anything else."""
    return tuple(ipaddress.ip_network(part.strip()) for part in text.split(",") if part.strip())


def is_trusted(address: str, trusted: tuple[Network, ...]) -> bool:
    try:
        found = ipaddress.ip_address(address)
    except ValueError:
        return False
    return any(found in network for network in trusted)


class TrustedProxiesMiddleware:
    """REMOTE_ADDR becomes the nearest address that is no trusted proxy; https is believed from a trusted proxy alone.

    From anyone else the forwarding headers are dropped, so nothing further in can be led astray by them.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponseBase]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponseBase:
        trusted = networks(environment.value("TRUSTED_PROXIES"))
        nearest = request.META.get("REMOTE_ADDR", "")
        said = request.META.pop(
            "HTTP_X_FORWARDED_FOR", ""
        )  # used here and nowhere else: its left end is anybody's word
        if not is_trusted(nearest, trusted):
            for header in ("HTTP_X_FORWARDED_PROTO", "HTTP_X_FORWARDED_HOST"):
                request.META.pop(header, None)
            return self.get_response(request)
        hops = [hop.strip() for hop in said.split(",") if hop.strip()]
        while hops and is_trusted(nearest, trusted):
            nearest = hops.pop()
        request.META["REMOTE_ADDR"] = nearest
        return self.get_response(request)
