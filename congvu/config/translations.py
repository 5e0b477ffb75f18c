"""Compiled translations: a `.mo` is made from its `.po` where it is missing or older, and never committed."""

import os
from collections.abc import Iterator
from pathlib import Path

import polib

PACKAGE = Path(__file__).resolve().parents[1]


def catalogues(package: Path = PACKAGE) -> list[Path]:
    """Every `.po` of the package, in a stable order."""
    return sorted(package.glob("**/locale/*/LC_MESSAGES/*.po"))


def compile_stale(package: Path = PACKAGE) -> list[Path]:
    """Compile what is missing or older than its source; the files written. A read-only folder is left as it is."""
    return list(_compiled(catalogues(package)))


def _compiled(sources: list[Path]) -> Iterator[Path]:
    for source in sources:
        target = source.with_suffix(".mo")
        if target.exists() and target.stat().st_mtime >= source.stat().st_mtime:
            continue
        if not os.access(source.parent, os.W_OK):
            continue
        fresh = target.with_suffix(f".{os.getpid()}")  # several processes may start at once
        polib.pofile(str(source)).save_as_mofile(str(fresh))
        fresh.replace(target)
        yield target
