"""Questions about what is owed: the inbox, why a date is that date, where the time went."""

from congvu.obligations.selectors.explained import Explained, explain_due
from congvu.obligations.selectors.inbox import (
    GROUPS,
    InboxFilters,
    InboxPage,
    InboxRow,
    Scope,
    edges_at,
    inbox,
    open_count,
    rows_of,
    waiting_count,
)
from congvu.obligations.selectors.lateness import Cause, causes_of_lateness
from congvu.obligations.selectors.matter import Matter, matter
from congvu.obligations.selectors.three_clocks import ClockReading, three_clocks

__all__ = [
    "GROUPS",
    "Cause",
    "ClockReading",
    "Explained",
    "InboxFilters",
    "InboxPage",
    "InboxRow",
    "Matter",
    "Scope",
    "causes_of_lateness",
    "edges_at",
    "explain_due",
    "inbox",
    "matter",
    "open_count",
    "rows_of",
    "three_clocks",
    "waiting_count",
]
