"""What is wrong with a rule, a set or its classes, in words and with its place."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from congvu.core.scoring.values import write


class Severity(StrEnum):
    """`refuse`: it is not saved. `flag`: it is saved, and published only when somebody accepts it in writing."""

    REFUSE = "refuse"
    FLAG = "flag"


@dataclass(frozen=True, slots=True)
class Finding:
    """`place`: the criterion, and after a colon the part of its rule. `sentence` is translated where it is shown."""

    code: str
    place: str
    severity: Severity
    sentence: str
    data: Mapping[str, object] = field(default_factory=dict)

    def __str__(self) -> str:
        return self.sentence % {name: write(value) for name, value in self.data.items()}


def refuse(code: str, place: str, sentence: str, /, **data: object) -> Finding:
    return Finding(code, place, Severity.REFUSE, sentence, data)


def flag(code: str, place: str, sentence: str, /, **data: object) -> Finding:
    return Finding(code, place, Severity.FLAG, sentence, data)
