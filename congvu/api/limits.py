"""So many requests a minute and no more, for each key, each person, each unknown address.

Every web process counts for itself and nothing is written: an answer to a GET never is. An installation with n
processes lets n times as many through; what counts is that nobody can take the house for himself.
"""

import time
from collections import OrderedDict
from dataclasses import dataclass, field
from threading import Lock

from congvu.core.errors import N_, DomainError

A_MINUTE = 600
UNKNOWN_A_MINUTE = 30
MOST_KEYS = 10_000


class TooManyRequests(DomainError):
    code = "too_many_requests"
    sentence = N_("Quá nhiều yêu cầu; hãy đợi %(seconds)s giây rồi gửi lại.")
    status = 429


@dataclass(slots=True)
class Limiter:
    """Counts by whole minutes; keeps the latest `MOST_KEYS` keys."""

    counts: OrderedDict[str, tuple[int, int]] = field(default_factory=OrderedDict)
    lock: Lock = field(default_factory=Lock)

    def count(self, key: str, most: int, now: float | None = None) -> None:
        """One more request of `key`. Raises TooManyRequests."""
        moment = time.time() if now is None else now
        minute = int(moment // 60)
        with self.lock:
            known, number = self.counts.pop(key, (minute, 0))
            number = number + 1 if known == minute else 1
            self.counts[key] = (minute, number)
            if len(self.counts) > MOST_KEYS:
                self.counts.popitem(last=False)
        if number > most:
            raise TooManyRequests(seconds=60 - int(moment) % 60)


limiter = Limiter()
