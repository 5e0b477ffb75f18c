"""What can be wrong with a process, in words and with its place."""

from dataclasses import dataclass, field
from enum import StrEnum


class Severity(StrEnum):
    """An error keeps a process a draft; a warning waits for a person."""

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True)
class Finding:
    """What is wrong and where. `sentence` is translated where it is shown; `str()` gives the Vietnamese."""

    severity: Severity
    code: str
    place: str  # code of the step or number of the stage; "" for the whole process
    sentence: str
    data: dict[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.sentence % self.data


def error(code: str, place: str, sentence: str, /, **data: object) -> Finding:
    return Finding(Severity.ERROR, code, place, sentence, data)


def warning(code: str, place: str, sentence: str, /, **data: object) -> Finding:
    return Finding(Severity.WARNING, code, place, sentence, data)
