from congvu.catalog.models.law import LegalBasis, LegalDocument
from congvu.catalog.models.procedures import (
    Channel,
    ChannelLimit,
    Component,
    OnlineLevel,
    Procedure,
    ProcedureResult,
    ProcedureVersion,
)
from congvu.catalog.models.processes import Process, ProcessStep, Transition
from congvu.catalog.models.review import ReviewItem
from congvu.catalog.models.simplification import ComplianceCost, Simplification
from congvu.catalog.models.terms import Competence, FeeRule

__all__ = [
    "Channel",
    "ChannelLimit",
    "Competence",
    "ComplianceCost",
    "Component",
    "FeeRule",
    "LegalBasis",
    "LegalDocument",
    "OnlineLevel",
    "Procedure",
    "ProcedureResult",
    "ProcedureVersion",
    "Process",
    "ProcessStep",
    "ReviewItem",
    "Simplification",
    "Transition",
]
