"""One module per kind of row; each has `SUBJECT`. Found by themselves: a new module needs no registration."""

import importlib
import pkgutil

from tests.invariants.subject import Subject


def all_subjects() -> list[Subject]:
    names = sorted(module.name for module in pkgutil.iter_modules(__path__))
    return [importlib.import_module(f"{__name__}.{name}").SUBJECT for name in names]
