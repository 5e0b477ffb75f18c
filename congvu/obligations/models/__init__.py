"""What is owed, what it was before, and the facts due dates are recomputed from. See docs/rules/obligations.md."""

from congvu.obligations.models.acts import Extension, Handover, SystemTime, Urging
from congvu.obligations.models.items import FACTS, Facts, Obligation, ObligationStretch, Part

__all__ = ["FACTS", "Extension", "Facts", "Handover", "Obligation", "ObligationStretch", "Part", "SystemTime", "Urging"]
