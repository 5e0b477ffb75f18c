"""Load a table (CSV in UTF-8 or XLSX). All or nothing; the same file again reports every row unchanged.

Examples: congvu load units units.csv        congvu load procedures new.xlsx --dry-run --json
"""

import argparse
import importlib
import json
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

from django.db import transaction
from django.utils import timezone

from congvu.cli.errors import BadInput
from congvu.cli.loaders import LOADERS
from congvu.core.loading import LoadReport, Note, read_rows


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("kind", choices=sorted(LOADERS), help="what the files hold (docs/contracts.md §5)")
    parser.add_argument("files", nargs="+", type=Path, metavar="FILE")
    parser.add_argument("--dry-run", action="store_true", help="say what would happen, write nothing")
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")
    sets = parser.add_argument_group("criteria sets", "only with: congvu load criteria")
    sets.add_argument("--set", default="", metavar="CODE", help="the set, where the file has no column set")
    sets.add_argument("--set-kind", default="", metavar="KIND", help="cchc, dti, 766, one_stop or own")
    sets.add_argument("--year", default="", metavar="YEAR", help="the year it holds for; default: any year")
    sets.add_argument("--unit-kind", default="", metavar="KINDS", help="kinds of units, parted by commas")
    sets.add_argument("--decision", default="", metavar="TEXT", help="the decision that issued it")
    sets.add_argument("--version", dest="set_version", type=int, default=0, metavar="N", help="default: the next")


def run(arguments: argparse.Namespace) -> int:
    report = load(arguments.kind, arguments.files, dry_run=arguments.dry_run, **_options(arguments))
    if arguments.json:
        print(json.dumps(report.as_json(), ensure_ascii=False))
    else:
        would = "would be " if arguments.dry_run else ""
        print(f"{report.kind}: {report.new} {would}new, {report.changed} {would}changed, {report.unchanged} unchanged")
    for note in report.warnings:
        print(f"warning: {_shown(note)}", file=sys.stderr)
    for note in report.errors:
        print(_shown(note), file=sys.stderr)
    if report.errors:
        print("Nothing was written.", file=sys.stderr)
        return BadInput.exit_code
    return 0


def _options(arguments: argparse.Namespace) -> dict[str, Any]:
    """What is said of the whole file; only criteria sets need it."""
    given = {
        "set": arguments.set, "set_kind": arguments.set_kind, "year": arguments.year,
        "unit_kind": arguments.unit_kind, "decision": arguments.decision, "version": arguments.set_version,
    }  # fmt: skip
    if arguments.kind == "criteria":
        from congvu.indexes.load import Options

        return {"options": Options(**given)}
    wrong = [f"--{name.replace('_', '-')}" for name, value in given.items() if value]
    if wrong:
        raise BadInput(f"{', '.join(wrong)}: only with “congvu load criteria”; leave it out")
    return {}


def load(kind: str, files: list[Path], *, dry_run: bool = False, **options: Any) -> LoadReport:
    """Load the files in their order, in one transaction: an error in one leaves all of them unwritten."""
    from congvu.orgs.actor import Actor

    act = _loader(kind)
    total = LoadReport(kind)
    now = timezone.now()
    with transaction.atomic():
        for file in files:
            report = act(read_rows(file), actor=Actor.clock(), at=now, dry_run=dry_run, **options)
            _add(total, report, file.name if len(files) > 1 else "")
        if total.errors or dry_run:
            transaction.set_rollback(True)
    return total


def _loader(kind: str) -> Callable[..., LoadReport]:
    module, _, name = LOADERS[kind].rpartition(".")
    found: Any = getattr(importlib.import_module(module), name)
    return found  # type: ignore[no-any-return]


def _add(total: LoadReport, report: LoadReport, name: str) -> None:
    total.new += report.new
    total.changed += report.changed
    total.unchanged += report.unchanged
    for into, notes in ((total.warnings, report.warnings), (total.errors, report.errors)):
        into.extend(Note(note.line, note.field, f"{name}: {note.message}" if name else note.message) for note in notes)


def _shown(note: Note) -> str:
    place = f"line {note.line}" + (f", column {note.field}" if note.field else "")
    return f"{place}: {note.message}"
