"""Bring a backup back into an empty installation, then verify ledger and files. Ends with 1 where they disagree.

Example: CONGVU_VAR=/srv/congvu CONGVU_KEYS=… congvu restore /srv/backups/2026-11-24
"""

import argparse
import json
import sys
from dataclasses import asdict
from pathlib import Path

from congvu.cli import ready
from congvu.cli.backups import bring_back

NEEDS = "settings"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="a folder made by `congvu backup`")
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")


def run(arguments: argparse.Namespace) -> int:
    ready.server()
    restored = bring_back.restore(arguments.folder)
    if arguments.json:
        print(json.dumps(asdict(restored), ensure_ascii=False))
    else:
        print(f"{restored.events} events, {restored.files} files: ledger and file hashes were verified.")
    for fault in restored.faults:
        print(fault, file=sys.stderr)
    return 1 if restored.faults else 0
