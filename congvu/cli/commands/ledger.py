"""Check the ledger of events, or seal it now.

`verify` recomputes every chain, every seal and compares them with the book of roots; it names the first break and
ends with 1 when there is one. `--book FILE` takes a copy of the book that was kept elsewhere.

Example: congvu ledger verify --since 2026-11-01 --json
"""

import argparse
import json
import sys
from datetime import UTC, date, datetime
from pathlib import Path

from congvu.cli.errors import BadInput


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="verify|seal")
    verify = verbs.add_parser("verify", help="is the ledger as it was written?")
    verify.add_argument("--since", type=_day, metavar="D", help="only chains that grew on or after this day")
    verify.add_argument("--book", type=Path, metavar="FILE", help="book of roots to compare with")
    seal = verbs.add_parser("seal", help="seal the chains that grew since the latest seal")
    for verb in (verify, seal):
        verb.add_argument("--json", action="store_true", help="one JSON document on stdout")


def run(arguments: argparse.Namespace) -> int:
    return _verify(arguments) if arguments.verb == "verify" else _seal(arguments)


def _verify(arguments: argparse.Namespace) -> int:
    from congvu.ledger import jobs, seals, verify

    book = arguments.book or jobs.book_path()
    if arguments.book and not book.exists():
        raise BadInput(f"{book}: no such file; give the book of roots that was kept outside.")
    try:
        roots = seals.read_book(book.read_text("ascii").splitlines()) if book.exists() else []
    except (ValueError, UnicodeDecodeError) as reason:
        raise BadInput(f"{book}: not a book of roots ({reason}); one line a seal, four columns.") from reason
    verdict = verify.verify(since=arguments.since, book=roots)
    if arguments.json:
        breaks = [{"code": b.code, "subject_kind": b.subject_kind, "subject_id": b.subject_id, "seq": b.seq,
                   "seal": b.seal_id or None, "sentence": b.sentence()} for b in verdict.breaks]  # fmt: skip
        print(json.dumps({"whole": not breaks, "events": verdict.events, "seals": verdict.seals,
                          "roots_compared": len(roots), "first_break": breaks[0] if breaks else None,
                          "breaks": breaks}, ensure_ascii=False))  # fmt: skip
    elif verdict.breaks:
        print(verdict.breaks[0].sentence(), file=sys.stderr)
        if len(verdict.breaks) > 1:
            print(f"… and {len(verdict.breaks) - 1} more (--json lists them)", file=sys.stderr)
    else:
        print(f"{verdict.events} events, {verdict.seals} seals: whole.")
    return 1 if verdict.breaks else 0


def _seal(arguments: argparse.Namespace) -> int:
    from congvu.ledger import jobs

    root = jobs.seal_and_tell(datetime.now(UTC))
    if arguments.json:
        found = root and {"seal": root.seal_id, "leaves": root.leaves, "root": root.root.hex()}
        print(json.dumps({"sealed": found}))
    else:
        print(f"seal {root.seal_id}: {root.leaves} chains, root {root.root.hex()}" if root else "nothing new to seal")
    return 0


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r}: write a day as 2026-11-24") from None
