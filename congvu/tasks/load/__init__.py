from congvu.tasks.load.history import load_tasks

__all__ = ["load_tasks"]
