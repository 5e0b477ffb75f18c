"""Plans from files. Columns: docs/contracts.md §5 and docs/rules/plans.md."""

from congvu.tasks.plans.load.plans import load_plans

__all__ = ["load_plans"]
