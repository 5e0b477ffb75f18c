from congvu.indexes.models.results import Publication, ResultLine
from congvu.indexes.models.rounds import (
    Appraiser,
    Round,
    RoundState,
    RoundUnit,
    RoundVersion,
    UnitState,
    Window,
)
from congvu.indexes.models.scores import Evidence, Remark, Repair, Score
from congvu.indexes.models.sets import (
    AcceptedFinding,
    Counts,
    CriteriaSet,
    Criterion,
    SetKind,
    SetState,
    SourceKind,
)

__all__ = [
    "AcceptedFinding",
    "Appraiser",
    "Counts",
    "CriteriaSet",
    "Criterion",
    "Evidence",
    "Publication",
    "Remark",
    "Repair",
    "ResultLine",
    "Round",
    "RoundState",
    "RoundUnit",
    "RoundVersion",
    "Score",
    "SetKind",
    "SetState",
    "SourceKind",
    "UnitState",
    "Window",
]
