"""One function per verb. Rooms open and close through `obligations.kernel`; everything else that changes what is
owed is here."""

from congvu.obligations.commands.clock import pause, recompute, resume
from congvu.obligations.commands.extension import ask_extension, decide_extension
from congvu.obligations.commands.handover import reassign, receive_handover, refuse_handover, send_handover
from congvu.obligations.commands.system_time import claim_system_time, decide_system_time
from congvu.obligations.commands.urging import urge, urge_due

__all__ = [
    "ask_extension",
    "claim_system_time",
    "decide_extension",
    "decide_system_time",
    "pause",
    "reassign",
    "receive_handover",
    "recompute",
    "refuse_handover",
    "resume",
    "send_handover",
    "urge",
    "urge_due",
]
