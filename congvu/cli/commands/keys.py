"""Keys of encrypted fields and files: name those in force, make a new one, encrypt anew after a new one was put in.

To change keys: put what `keys new` prints in front of CONGVU_KEYS (keep the old ones behind it), restart, run
`keys rotate`, then take the old ones out. Keep them with the backups that were made under them.

Example: congvu keys rotate
"""

import argparse
import json


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="names|new|rotate")
    names = verbs.add_parser("names", help="names of the keys in force, newest first (never the keys)")
    verbs.add_parser("new", help="print a new key")
    rotate = verbs.add_parser("rotate", help="encrypt with the newest key what older ones encrypted")
    for verb in (names, rotate):
        verb.add_argument("--json", action="store_true", help="one JSON document on stdout")


def run(arguments: argparse.Namespace) -> int:
    from congvu.files import keys

    if arguments.verb == "new":
        print(keys.fresh())
    elif arguments.verb == "names":
        names = keys.fingerprints()
        print(json.dumps({"keys": names}) if arguments.json else "\n".join(names))
    else:
        _rotate(arguments.json)
    return 0


def _rotate(as_json: bool) -> None:
    from congvu.cli.errors import CannotNow
    from congvu.core.errors import DomainError
    from congvu.files import rotation

    try:
        done = rotation.rotate()
    except DomainError as refusal:
        raise CannotNow(str(refusal)) from None
    if as_json:
        print(json.dumps({"rotated": {each.column: each.count for each in done}}))
    else:
        for each in done:
            print(f"{each.column}: {each.count} encrypted anew")
