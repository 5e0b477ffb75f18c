"""Questions about the catalogue. Everyone who is signed in may read it: procedures are announced to the public."""

from congvu.catalog.errors import ProcedureNotFound
from congvu.catalog.selectors.finder import Finding, Suggested, guided
from congvu.catalog.selectors.law import Cited, DocumentRow, citing, document_on, documents
from congvu.catalog.selectors.procedures import (
    Found,
    ProcedurePage,
    ProcedureRow,
    fields,
    find,
    in_force,
    limit_for,
    papers,
    procedures,
    version_on,
)
from congvu.catalog.selectors.processes import (
    ProcessRow,
    ProcessView,
    latest_draft,
    process_numbered,
    process_on,
    process_rows,
    process_view,
)
from congvu.catalog.selectors.review import Doubtful, deciders, open_doubts, review_queue
from congvu.catalog.selectors.simplification import SimplificationRow, costs_of, simplification, simplifications
from congvu.catalog.selectors.terms import CompetenceRow, FeeRow, competences, fee_on, fees_of
from congvu.catalog.selectors.versions import VersionRow, draft_of, version_numbered, version_rows

__all__ = [
    "Cited",
    "CompetenceRow",
    "DocumentRow",
    "Doubtful",
    "FeeRow",
    "Finding",
    "Found",
    "ProcedureNotFound",
    "ProcedurePage",
    "ProcedureRow",
    "ProcessRow",
    "ProcessView",
    "SimplificationRow",
    "Suggested",
    "VersionRow",
    "citing",
    "competences",
    "costs_of",
    "deciders",
    "document_on",
    "documents",
    "draft_of",
    "fee_on",
    "fees_of",
    "fields",
    "find",
    "guided",
    "in_force",
    "latest_draft",
    "limit_for",
    "open_doubts",
    "papers",
    "procedures",
    "process_numbered",
    "process_on",
    "process_rows",
    "process_view",
    "review_queue",
    "simplification",
    "simplifications",
    "version_numbered",
    "version_on",
    "version_rows",
]
