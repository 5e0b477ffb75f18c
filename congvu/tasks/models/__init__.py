"""Directives and their clauses, tasks and their parts, what happens to them, and the rules they follow."""

from congvu.tasks.models.course import Block, Claim, Evidence, Objection, Progress
from congvu.tasks.models.directives import Clause, Directive
from congvu.tasks.models.settings import Approver, TaskRules, Template
from congvu.tasks.models.tasks import (
    ENDED,
    OPEN,
    Confidentiality,
    Demand,
    PartRole,
    PartState,
    Task,
    TaskPart,
    TaskState,
    Urgency,
)
from congvu.tasks.models.urging import UrgingRule

__all__ = [
    "ENDED",
    "OPEN",
    "Approver",
    "Block",
    "Claim",
    "Clause",
    "Confidentiality",
    "Demand",
    "Directive",
    "Evidence",
    "Objection",
    "PartRole",
    "PartState",
    "Progress",
    "Task",
    "TaskPart",
    "TaskRules",
    "TaskState",
    "Template",
    "Urgency",
    "UrgingRule",
]
