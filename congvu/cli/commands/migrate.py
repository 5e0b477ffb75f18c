"""Bring the tables up to date (as their owner) and grant the running role its rights.

Example: congvu migrate
"""

import argparse

from congvu.cli import ready

NEEDS = "settings"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser


def run(arguments: argparse.Namespace) -> int:
    del arguments
    ready.server()
    ready.migrate()
    return 0
