"""The text of a directive, read as proposals of tasks clause by clause; a person confirms.

Rules in prose: docs/rules/directive-text.md.
"""

from congvu.core.directive.clauses import Clause, clauses_of
from congvu.core.directive.deadlines import Deadline, deadlines_in
from congvu.core.directive.reading import Head, Proposal, Reading, SecretText, TextTooLong, read
from congvu.core.directive.units import UnitName, UnitNames, UnitRead
from congvu.core.directive.words import Doubt, Quote

__all__ = [
    "Clause", "Deadline", "Doubt", "Head", "Proposal", "Quote", "Reading", "SecretText", "TextTooLong", "UnitName",
    "UnitNames", "UnitRead", "clauses_of", "deadlines_in", "read",
]  # fmt: skip
