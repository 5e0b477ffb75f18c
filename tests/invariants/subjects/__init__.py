"""A module per room; each has `SUBJECT` or `SUBJECTS`. Found by themselves: a new module needs no registration."""

import importlib
import pkgutil

from tests.invariants.subject import Subject


def all_subjects() -> list[Subject]:
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    modules = [importlib.import_module(f"{__name__}.{name}") for name in names]
    return [subject for module in modules for subject in getattr(module, "SUBJECTS", None) or (module.SUBJECT,)]
