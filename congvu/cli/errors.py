"""How a command ends when it does not end well. Exit codes are a contract (docs/contracts.md §3)."""


class CommandEnds(Exception):
    """`code` is stable, for --json."""

    exit_code = 3
    code = "cannot_now"


class AnswerIsNo(CommandEnds):
    """Differences were found, a check failed."""

    exit_code = 1
    code = "answer_is_no"


class BadInput(CommandEnds):
    """The message names file, line, column and what would be right; nothing was written."""

    exit_code = 2
    code = "bad_input"


class CannotNow(CommandEnds):
    """Database, disk or network do not allow it at present."""

    exit_code = 3
