from congvu.catalog.models.procedures import ChannelLimit, Component, Procedure, ProcedureVersion
from congvu.catalog.models.processes import Process, ProcessStep, Transition
from congvu.catalog.models.review import ReviewItem

__all__ = [
    "ChannelLimit",
    "Component",
    "Procedure",
    "ProcedureVersion",
    "Process",
    "ProcessStep",
    "ReviewItem",
    "Transition",
]
