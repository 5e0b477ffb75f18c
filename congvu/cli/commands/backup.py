"""Take a backup into a new folder, while everything runs: database, files, fingerprints of the keys (never the keys).

Example: congvu backup /srv/backups/2026-11-24
"""

import argparse
import json
from dataclasses import asdict
from pathlib import Path

from django.utils import timezone

from congvu.cli.backups import make


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="DIR", help="a folder that is empty or does not exist")
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")


def run(arguments: argparse.Namespace) -> int:
    made = make.backup(arguments.folder, timezone.localtime())
    if arguments.json:
        print(json.dumps(asdict(made)))
        return 0
    print(f"{arguments.folder}: database {made.database.size_bytes:,} bytes, {len(made.files)} files.")
    print(f"Keep the keys {', '.join(made.keys)} elsewhere: without them this backup cannot be read in full.")
    return 0
