"""Closing a period: the state as signed is kept, later corrections stand beside it (docs/rules/closings.md)."""

from congvu.metrics.closings.commands import ClosedBefore, NotClosable, PeriodRuns, SignerMissing, close_period
from congvu.metrics.closings.frozen import fingerprint, is_intact
from congvu.metrics.closings.selectors import (
    Changed,
    ClosingRow,
    Correction,
    answer,
    changed_cells,
    corrections,
    count_corrections,
    in_sight,
    rows,
)

__all__ = [
    "Changed",
    "ClosedBefore",
    "ClosingRow",
    "Correction",
    "NotClosable",
    "PeriodRuns",
    "SignerMissing",
    "answer",
    "changed_cells",
    "close_period",
    "corrections",
    "count_corrections",
    "fingerprint",
    "in_sight",
    "is_intact",
    "rows",
]
