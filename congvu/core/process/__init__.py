"""The approved internal process: its graph, its soundness, a matter's way through it, what a new version changes."""

from congvu.core.process.carry import CannotCarry, carry, same_steps
from congvu.core.process.compare import Difference, compare
from congvu.core.process.findings import Finding, Severity
from congvu.core.process.model import (
    IllegalMove,
    Join,
    NoSuchStep,
    Process,
    Stage,
    Step,
    TimeAllowed,
    TimeUnit,
    Transition,
    Verb,
    WaitsFor,
    next_steps,
)
from congvu.core.process.roles import Role, reading_of_step, role_of_step
from congvu.core.process.rows import NoSteps, UnreadableStep, default_process, from_step_rows, limit_of
from congvu.core.process.run import ChoiceMissing, NotAtStep, ReasonMissing, Run, RunEnded, Token, run_at, start
from congvu.core.process.soundness import is_sound, soundness
from congvu.core.process.table import CellUnreadable, TableRow, process_of, rows_of
from congvu.core.process.times import time_needed

__all__ = [
    "CannotCarry",
    "CellUnreadable",
    "ChoiceMissing",
    "Difference",
    "Finding",
    "IllegalMove",
    "Join",
    "NoSteps",
    "NoSuchStep",
    "NotAtStep",
    "Process",
    "ReasonMissing",
    "Role",
    "Run",
    "RunEnded",
    "Severity",
    "Stage",
    "Step",
    "TableRow",
    "TimeAllowed",
    "TimeUnit",
    "Token",
    "Transition",
    "UnreadableStep",
    "Verb",
    "WaitsFor",
    "carry",
    "compare",
    "default_process",
    "from_step_rows",
    "is_sound",
    "limit_of",
    "next_steps",
    "process_of",
    "reading_of_step",
    "role_of_step",
    "rows_of",
    "run_at",
    "same_steps",
    "soundness",
    "start",
    "time_needed",
]
