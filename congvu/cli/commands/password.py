"""Set a password at the console: asked twice, never on the command line. Makes no account.

Example: congvu password nguyen.van.an
"""

import argparse
import getpass
import sys

from congvu.cli.errors import BadInput


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("username")


def run(arguments: argparse.Namespace) -> int:
    from django.utils import timezone

    from congvu.core.errors import DomainError
    from congvu.orgs.actor import Actor
    from congvu.orgs.commands.people import set_password
    from congvu.orgs.models import Person

    person = Person.objects.filter(username=arguments.username).first()
    if person is None:
        raise BadInput(f"There is no account “{arguments.username}”; people are loaded with `congvu load people`.")
    try:
        set_password(person_id=person.pk, password=_asked(), actor=Actor.clock(), at=timezone.now())
    except DomainError as refusal:
        raise BadInput(str(refusal)) from None
    print(f"The password of {person.full_name} is set; open sessions have ended.")
    return 0


def _asked() -> str:
    """Twice at a terminal; one line from a pipe."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    first = getpass.getpass("New password: ")
    if getpass.getpass("Once more: ") != first:
        raise BadInput("The two passwords differ; nothing was changed.")
    return first
