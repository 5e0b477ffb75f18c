"""The demonstration province, where its package is installed: only in development, only into the embedded database."""

import importlib
from types import ModuleType

from congvu.config import databases, environment


def _package() -> ModuleType | None:
    return importlib.import_module("congvu.demo") if environment.app_exists("congvu.demo") else None


def may_be_loaded() -> bool:
    return _package() is not None and not environment.is_production() and databases.uses_embedded()


def is_wanted() -> bool:
    """True when it may be loaded and the database holds nobody yet."""
    package = _package()
    return package is not None and may_be_loaded() and bool(package.is_wanted())


def load() -> None:
    package = _package()
    if package is not None:
        package.load()


def accounts_text() -> str:
    """Who can sign in to try it, one line each; "" where there is no demonstration."""
    package = _package()
    return str(package.accounts_text()) if package is not None and may_be_loaded() else ""
