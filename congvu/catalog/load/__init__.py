from congvu.catalog.load.fees import load_fees
from congvu.catalog.load.procedures import load_procedures
from congvu.catalog.load.steps import load_steps

__all__ = ["load_fees", "load_procedures", "load_steps"]
