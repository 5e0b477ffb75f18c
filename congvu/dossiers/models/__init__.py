from congvu.dossiers.models.dossiers import NATIONAL, Applicant, Dossier, DossierPaper, State
from congvu.dossiers.models.moves import MoveAnswer, ProcessMove
from congvu.dossiers.models.routes import Route
from congvu.dossiers.models.runs import Outcome, Result, Slip, StepRun, Supplement

__all__ = [
    "NATIONAL",
    "Applicant",
    "Dossier",
    "DossierPaper",
    "MoveAnswer",
    "Outcome",
    "ProcessMove",
    "Result",
    "Route",
    "Slip",
    "State",
    "StepRun",
    "Supplement",
]
