"""Print the code with which the first administrator is made; only while nobody is there.

Example: congvu setup-code
"""

import argparse


def add_arguments(parser: argparse.ArgumentParser) -> None:
    del parser


def run(arguments: argparse.Namespace) -> int:
    del arguments
    from django.conf import settings
    from django.utils import timezone

    from congvu.orgs import setup

    if not setup.is_wanted():
        print("There are accounts already: sign in, or set a password with `congvu password USER`.")
        return 1
    print(f"{setup.setup_code(timezone.now())}\nOpen {settings.BASE_URL}/-/thiet-lap/ and type it there.")
    return 0
