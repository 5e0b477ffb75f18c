"""Check the stored files, or clear away what nobody knows.

`verify` decrypts every file and compares its hash; it ends with 1 when one is missing or changed. `sweep` removes bytes
that a crash left behind (a worker does it every night).

Example: congvu files verify --json
"""

import argparse
import json
import sys
from dataclasses import asdict
from datetime import UTC, datetime


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="verify|sweep")
    for name, meaning in (("verify", "is every file what it was?"), ("sweep", "remove bytes without a row")):
        verb = verbs.add_parser(name, help=meaning)
        verb.add_argument("--json", action="store_true", help="one JSON document on stdout")


def run(arguments: argparse.Namespace) -> int:
    return _verify(arguments.json) if arguments.verb == "verify" else _sweep(arguments.json)


def _verify(as_json: bool) -> int:
    from congvu.files import verify

    report = verify.verify()
    if as_json:
        facts = {"whole": report.whole, "files": report.files, "size_bytes": report.size_bytes}
        print(json.dumps({**facts, "wrong": [asdict(wrong) for wrong in report.wrong]}))
    elif report.whole:
        print(f"{report.files} files, {report.size_bytes:,} bytes: whole.")
    else:
        for wrong in report.wrong:
            print(f"stored file {wrong.stored_file_id} ({wrong.sha256}): {wrong.code}", file=sys.stderr)
    return 0 if report.whole else 1


def _sweep(as_json: bool) -> int:
    from congvu.files import sweep

    gone = sweep.sweep(datetime.now(UTC))
    print(json.dumps({"removed": gone}) if as_json else f"{gone} removed.")
    return 0
