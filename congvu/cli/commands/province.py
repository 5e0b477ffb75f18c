"""Make the model province of a size (obligations) in a database of its own, for measuring; never the one of `run`.

Example: congvu province --size 10k && DATABASE_NAME=congvu_province_10k congvu serve
"""

import argparse
import os
import sys

from congvu.cli import ready
from congvu.cli.errors import CannotNow
from congvu.cli.province import SIZES, database_of
from congvu.config import databases

NEEDS = "nothing"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--size", choices=sorted(SIZES), default="10k", help="obligations in it")


def run(arguments: argparse.Namespace) -> int:
    if not databases.uses_embedded():
        raise CannotNow("The model province is made in the embedded server only; leave DATABASE_URL out.")
    os.environ["DATABASE_NAME"] = database_of(arguments.size)
    ready.server()
    ready.migrate()
    os.environ["CONGVU_DATABASE_ROLE"] = "owner"  # bulk loading sets sequences, which the running role may not
    ready.settings()
    from congvu.cli.province import make

    if make.is_made():
        print(f"{database_of(arguments.size)} is there already.")
        return 0
    make.make(arguments.size, lambda line: print(f"\r{line}", end="", file=sys.stderr, flush=True))
    print(f"\n{database_of(arguments.size)}: DATABASE_NAME={database_of(arguments.size)} congvu serve")
    return 0
