"""What a person does to the catalogue: one function a verb, the only writers beside the loaders."""

from congvu.catalog.commands.defaults import default_process_row, default_process_value
from congvu.catalog.commands.doubts import accept_doubt, discard_doubt, settle_doubt
from congvu.catalog.commands.law import describe_document, repeal_document
from congvu.catalog.commands.processes import discard_process, draft_process, publish_process, save_process
from congvu.catalog.commands.simplify import announce_simplification, decide_simplification, propose_simplification
from congvu.catalog.commands.terms import end_competence, end_fee, set_competence, set_fee
from congvu.catalog.commands.versions import discard_draft, draft_version, publish_version, save_draft

__all__ = [
    "accept_doubt",
    "announce_simplification",
    "decide_simplification",
    "default_process_row",
    "default_process_value",
    "describe_document",
    "discard_doubt",
    "discard_draft",
    "discard_process",
    "draft_process",
    "draft_version",
    "end_competence",
    "end_fee",
    "propose_simplification",
    "publish_process",
    "publish_version",
    "repeal_document",
    "save_draft",
    "save_process",
    "set_competence",
    "set_fee",
    "settle_doubt",
]
