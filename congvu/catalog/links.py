"""What rooms above offer beside a process: the catalogue knows no dossiers, but its page can lead to them.

links.of_process(lambda actor, code, number: Action(...) or None)
"""

from collections.abc import Callable
from typing import Any

from congvu.faces.parts import Action

Offer = Callable[[Any, str, int], Action | None]
_offers: list[Offer] = []


def of_process(offer: Offer) -> None:
    """Called in a room's `ready()`: (actor, procedure code, number of a published process) → an action, or None."""
    _offers.append(offer)


def for_process(actor: Any, code: str, number: int) -> list[Action]:
    found = (offer(actor, code, number) for offer in _offers)
    return [action for action in found if action is not None]
