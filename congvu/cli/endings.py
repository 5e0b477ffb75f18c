"""What went wrong, as exit code and one sentence: a refusal is bad input, a silent database or a full disk “not now”.

Anything else is a fault of ours and keeps its traceback.
"""

import errno
import json
import sys

from congvu.cli.errors import BadInput, CannotNow, CommandEnds
from congvu.core.errors import DomainError

NOT_NOW = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EIO, errno.EACCES, errno.EPERM, errno.ECONNREFUSED}


def of(error: Exception) -> CommandEnds | None:
    """The ending that this error means, or None for a fault."""
    if isinstance(error, CommandEnds):
        return error
    if isinstance(error, DomainError):
        return _refusal(error)
    if isinstance(error, UnicodeDecodeError):
        return BadInput(f"The text is not UTF-8 (byte {error.start + 1}); save it as UTF-8.")
    if isinstance(error, FileNotFoundError | IsADirectoryError | NotADirectoryError):
        return BadInput(f"{error.filename}: {error.strerror}. Name a file that is there.")
    if isinstance(error, OSError) and error.errno in NOT_NOW:
        return CannotNow(f"{error.filename or 'the machine'}: {error.strerror}.")
    if _is_silent_database(error):
        return CannotNow(f"The database does not answer: {str(error).strip().splitlines()[0]}")
    return None


def tell(ending: CommandEnds, *, as_json: bool) -> None:
    """The sentence on stderr; with --json also one document on stdout, unless the command has printed its own."""
    if not str(ending):
        return
    print(str(ending), file=sys.stderr)
    if as_json:
        print(json.dumps({"error": {"code": ending.code, "message": str(ending)}}, ensure_ascii=False))


def _refusal(error: DomainError) -> CommandEnds:
    from congvu.faces.errors import sentence_of

    ending = BadInput(sentence_of(error))
    ending.code = error.code
    return ending


def _is_silent_database(error: Exception) -> bool:
    from django.db import InterfaceError, OperationalError

    return isinstance(error, OperationalError | InterfaceError)
