"""List every setting: name, value in force, default, meaning. Secrets are never shown.

Example: CONGVU_VAR=/srv/congvu congvu config --json
"""

import argparse
import json

from congvu.config.environment import VARIABLES

NEEDS = "nothing"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")


def run(arguments: argparse.Namespace) -> int:
    rows = [
        {
            "name": variable.name,
            "value": "(set)" if variable.secret and variable.read() else variable.read(),
            "default": variable.default,
            "meaning": variable.meaning,
        }
        for variable in VARIABLES.values()
    ]
    if arguments.json:
        print(json.dumps(rows, ensure_ascii=False))
        return 0
    width = max(len(row["name"]) for row in rows)
    for row in rows:
        print(f"{row['name']:<{width}}  {row['value'] or '-'}\n{'':<{width}}  {row['meaning']}")
    return 0
