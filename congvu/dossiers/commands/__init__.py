from congvu.dossiers.commands.counter import give_slip
from congvu.dossiers.commands.ending import refuse, return_result, withdraw
from congvu.dossiers.commands.papers import attach, reveal
from congvu.dossiers.commands.process_move import begin_process_move
from congvu.dossiers.commands.receive import receive
from congvu.dossiers.commands.steps import assign, claim, complete_step, resume, return_to_step
from congvu.dossiers.commands.supplement import accept_supplement, request_supplement

__all__ = [
    "accept_supplement",
    "assign",
    "attach",
    "begin_process_move",
    "claim",
    "complete_step",
    "give_slip",
    "receive",
    "refuse",
    "request_supplement",
    "resume",
    "return_result",
    "return_to_step",
    "reveal",
    "withdraw",
]
