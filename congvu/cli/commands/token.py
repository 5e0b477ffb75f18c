"""Keys of other systems for the API: issue (the key is shown this once), list, revoke.

Examples:
  congvu token issue --name "Cổng dịch vụ công" --person an.nguyen --scope dossiers.see --until 2027-06-30
  congvu token list --json
  congvu token revoke 7
"""

import argparse
import json
from datetime import date, datetime, time, timedelta

from django.utils import timezone

from congvu.cli.errors import BadInput


def add_arguments(parser: argparse.ArgumentParser) -> None:
    verbs = parser.add_subparsers(dest="verb", required=True, metavar="issue|list|revoke")
    issue = verbs.add_parser("issue", help="make a key and print it")
    issue.add_argument("--name", required=True, help="the system that will use it")
    issue.add_argument("--person", required=True, metavar="USERNAME", help="the account it acts for")
    issue.add_argument("--unit", metavar="CODE", help="in whose name; the person's first position when absent")
    issue.add_argument("--scope", action="append", default=[], metavar="PERMISSION", help="repeat for several")
    issue.add_argument("--until", type=_day, metavar="D", help="last day it opens anything; a year when absent")
    revoke = verbs.add_parser("revoke", help="from now on the key opens nothing")
    revoke.add_argument("token_id", type=int, metavar="ID")
    listed = verbs.add_parser("list", help="keys, those in force first")
    for verb in (issue, revoke, listed):
        verb.add_argument("--json", action="store_true", help="one JSON document on stdout")


def run(arguments: argparse.Namespace) -> int:
    return {"issue": _issue, "revoke": _revoke, "list": _list}[arguments.verb](arguments)


def _issue(arguments: argparse.Namespace) -> int:
    from congvu.api import commands
    from congvu.orgs.actor import Actor
    from congvu.orgs.models import Person

    now = timezone.now()
    person = Person.objects.filter(username=arguments.person, is_active=True).first()
    if person is None:
        raise BadInput(f"--person {arguments.person}: no account of that name can sign in.")
    until = arguments.until or timezone.localtime(now).date() + timedelta(days=364)
    token, secret = commands.issue_token(
        name=arguments.name,
        person=person,
        unit_id=_unit(arguments.unit, timezone.localtime(now).date()),
        scopes=arguments.scope,
        expires_at=timezone.make_aware(datetime.combine(until + timedelta(days=1), time())),
        actor=Actor.clock(),
        at=now,
    )
    if arguments.json:
        document = {"id": token.pk, "token": secret, "scopes": token.scopes, "expires_at": token.expires_at.isoformat()}
        print(json.dumps(document))
    else:
        print(secret)
    return 0


def _revoke(arguments: argparse.Namespace) -> int:
    from congvu.api import commands
    from congvu.orgs.actor import Actor

    token = commands.revoke_token(token_id=arguments.token_id, actor=Actor.clock(), at=timezone.now())
    if arguments.json:
        print(json.dumps({"id": token.pk, "revoked_at": token.revoked_at.isoformat() if token.revoked_at else None}))
    return 0


def _list(arguments: argparse.Namespace) -> int:
    from congvu.api import selectors

    rows = [
        {
            "id": token.pk,
            "name": token.name,
            "person": token.person.username,
            "scopes": token.scopes,
            "expires_at": token.expires_at.isoformat(),
            "revoked_at": token.revoked_at.isoformat() if token.revoked_at else None,
        }
        for token in selectors.tokens()
    ]
    if arguments.json:
        print(json.dumps(rows, ensure_ascii=False))
        return 0
    for token in selectors.tokens():
        state = f"revoked {token.revoked_at:%Y-%m-%d}" if token.revoked_at else f"until {token.expires_at:%Y-%m-%d}"
        print(f"{token.pk:>4}  {token.name}  ({token.person.username})  {', '.join(token.scopes)}  {state}")
    return 0


def _unit(code: str | None, today: date) -> int | None:
    if code is None:
        return None
    from congvu.orgs.units import unit_by_code

    return int(unit_by_code(code, today).pk)


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text}: write a day such as 2027-06-30") from None
