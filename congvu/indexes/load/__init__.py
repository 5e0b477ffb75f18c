from congvu.indexes.load.criteria import Options, load_criteria
from congvu.indexes.load.scores import load_scores

__all__ = ["Options", "load_criteria", "load_scores"]
