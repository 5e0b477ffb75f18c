"""Bytes that no row knows: what a crash or a roll-back left behind. A day old, they go."""

from datetime import datetime, timedelta
from itertools import islice

from congvu.files.backends import backend
from congvu.files.models import StoredFile

OLD_ENOUGH = timedelta(days=1)  # longer than any transaction that may still write the row
BATCH = 1000


def sweep(now: datetime) -> int:
    """Remove blobs without a row and unfinished ones, older than a day; how many went."""
    store = backend()
    before = now - OLD_ENOUGH
    gone = store.forget_unfinished(before)
    old = store.written_before(before)
    while batch := list(islice(old, BATCH)):
        known = set(StoredFile.objects.filter(blob__in=batch).values_list("blob", flat=True))
        for blob in batch:
            if blob not in known:
                store.remove(blob)
                gone += 1
    return gone
