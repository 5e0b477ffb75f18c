"""End the embedded database server that other commands leave running.

Example: congvu stop
"""

import argparse

from congvu.config import databases, embedded

NEEDS = "nothing"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser


def run(arguments: argparse.Namespace) -> int:
    del arguments
    if not databases.uses_embedded():
        print("DATABASE_URL names a server that is not ours; nothing was stopped.")
    elif embedded.stop(databases.embedded_server()):
        print("The embedded database has stopped.")
    else:
        print("The embedded database was not running.")
    return 0
