"""One function per verb of plans; the only writers."""

from congvu.tasks.plans.commands.approving import approve_plan, name_units
from congvu.tasks.plans.commands.doing import accept_claim, attach_evidence, claim_done, report_value, return_claim
from congvu.tasks.plans.commands.drafting import begin_amendment, draft_plan, remove_line, write_line

__all__ = [
    "accept_claim", "approve_plan", "attach_evidence", "begin_amendment", "claim_done", "draft_plan", "name_units",
    "remove_line", "report_value", "return_claim", "write_line",
]  # fmt: skip
