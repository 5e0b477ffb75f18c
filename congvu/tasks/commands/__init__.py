"""One function per verb; the only writer of tasks and directives."""

from congvu.tasks.commands.claiming import accept, claim_done, send_back
from congvu.tasks.commands.directives import enter_directive, note_clause_without_task
from congvu.tasks.commands.evidence import EvidenceGiven, withdraw_evidence
from congvu.tasks.commands.extending import ask_extension, decide_extension
from congvu.tasks.commands.giving import TaskGiven, give_tasks
from congvu.tasks.commands.receiving import decide_objection, object_to, receive
from congvu.tasks.commands.reporting import finish_part, report_block, report_progress, resolve_block
from congvu.tasks.commands.splitting import place_under, split
from congvu.tasks.commands.steering import assign_person, change_parts, follow_successions, star, withdraw
from congvu.tasks.commands.templates import give_from_template, give_recurring, make_template

__all__ = [
    "EvidenceGiven",
    "TaskGiven",
    "accept",
    "ask_extension",
    "assign_person",
    "change_parts",
    "claim_done",
    "decide_extension",
    "decide_objection",
    "enter_directive",
    "finish_part",
    "follow_successions",
    "give_from_template",
    "give_recurring",
    "give_tasks",
    "make_template",
    "note_clause_without_task",
    "object_to",
    "place_under",
    "receive",
    "report_block",
    "report_progress",
    "resolve_block",
    "send_back",
    "split",
    "star",
    "withdraw",
    "withdraw_evidence",
]
