from congvu.dossiers.load.history import load_dossiers
from congvu.dossiers.load.routes import load_routes

__all__ = ["load_dossiers", "load_routes"]
