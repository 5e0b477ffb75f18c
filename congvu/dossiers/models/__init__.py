from congvu.dossiers.models.dossiers import Applicant, Dossier, DossierPaper, State
from congvu.dossiers.models.routes import Route
from congvu.dossiers.models.runs import Outcome, Result, Slip, StepRun, Supplement

__all__ = [
    "Applicant",
    "Dossier",
    "DossierPaper",
    "Outcome",
    "Result",
    "Route",
    "Slip",
    "State",
    "StepRun",
    "Supplement",
]
