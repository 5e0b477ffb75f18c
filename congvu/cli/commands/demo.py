"""Load the demonstration province into an empty embedded database.

Example: congvu demo
"""

import argparse

from congvu.cli.errors import AnswerIsNo, CannotNow


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser


def run(arguments: argparse.Namespace) -> int:
    from django.utils import timezone

    from congvu.demo import load as demonstration

    del arguments
    if not demonstration.may_be_loaded():
        raise CannotNow("The demonstration is loaded in development only, and never through DATABASE_URL.")
    if not demonstration.is_wanted():
        raise AnswerIsNo("The database is not empty; nothing was loaded. Use another CONGVU_VAR for a fresh province.")
    demonstration.load(timezone.now(), say=print)
    print(demonstration.accounts_text())
    return 0
