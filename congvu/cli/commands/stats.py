"""Figures of a period: cells and rates, by unit, field, procedure, assigner, month or channel.

Example: congvu stats dossiers --from 2025-01-01 --until 2025-12-31 --by unit --structure now --json
"""

import argparse
import json
from datetime import date, datetime
from typing import Any

from congvu.cli.errors import BadInput
from congvu.core.clock.moments import VIETNAM
from congvu.core.errors import DomainError

_SUBJECTS = ("dossiers", "tasks", "plan")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("subject", choices=_SUBJECTS, help="what to count")
    parser.add_argument("--from", dest="first_on", type=_day, required=True, metavar="D", help="first day")
    parser.add_argument("--until", dest="last_on", type=_day, required=True, metavar="D", help="last day, included")
    parser.add_argument("--as-of", type=_day, metavar="D", help="as it stood at the end of D; default: the last day")
    parser.add_argument("--unit", metavar="CODE", help="that unit with all under it; default: everything")
    parser.add_argument("--by", choices=("unit", "field", "procedure", "assigner", "document", "month", "channel"))
    parser.add_argument("--structure", choices=("then", "now"), default="then", help="default: then")
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")


def run(arguments: argparse.Namespace) -> int:
    try:
        answer = _answer(arguments)
    except DomainError as refused:
        raise BadInput(str(refused)) from refused
    if arguments.json:
        print(json.dumps(answer, ensure_ascii=False))
    else:
        _print(answer)
    return 0


def _print(answer: dict[str, Any]) -> None:
    """The same as a table: a line per key, the sum last."""
    print("{subject} {from} – {until}, as of {as_of}, structure {structure}".format(**answer))
    lines = answer["rows"] if answer["by"] else []
    rates = [rate["code"] for rate in answer["total"]["rates"]]
    heads = ["", *answer["total"]["cells"], *rates]
    table = [heads, *(_line(row) for row in [*lines, answer["total"]])]
    widths = [max(len(line[n]) for line in table) for n in range(len(heads))]
    for line in table:
        name, *cells = line
        padded = [cell.rjust(width) for cell, width in zip(cells, widths[1:], strict=True)]
        print(name.ljust(widths[0]), *padded, sep="  ")


def _line(row: dict[str, Any]) -> list[str]:
    rates = [f"{rate['numerator']}/{rate['denominator']} = {rate['value'] or '–'} %" for rate in row["rates"]]
    return [f"{row['key']} {row['name']}".strip(), *map(str, row["cells"].values()), *rates]


def _answer(arguments: argparse.Namespace) -> dict[str, Any]:
    from congvu.core import periods
    from congvu.metrics.questions import By, Question, Structure
    from congvu.metrics.stats import stats
    from congvu.orgs import units
    from congvu.orgs.actor import Actor

    period = periods.days(arguments.first_on, arguments.last_on)
    today = datetime.now(VIETNAM).date()
    as_of = arguments.as_of or max(min(period.last_on, today), period.first_on)
    unit = units.unit_by_code(arguments.unit, as_of) if arguments.unit else None
    return stats(
        arguments.subject,
        Question(period, as_of, unit.id if unit else None, Structure(arguments.structure)),
        by=By(arguments.by) if arguments.by else None,
        actor=Actor.clock(),
    )


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"{text!r} is no day; write it like 2025-12-31") from None
