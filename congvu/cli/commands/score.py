"""The result of a round: totals, ranks, groups of criteria, points lost.

Example: congvu score CCHC-2025 --unit SNV --json
"""

import argparse
import json
from typing import Any

from congvu.cli.errors import BadInput
from congvu.core.errors import DomainError


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("round", metavar="ROUND", help="SET-PERIOD, as CCHC-2025 or DTI-2025Q1")
    parser.add_argument("--unit", metavar="CODE", help="this unit only (CODE or SYSTEM:CODE)")
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")


def run(arguments: argparse.Namespace) -> int:
    try:
        answer = _answer(arguments.round, arguments.unit)
    except DomainError as refused:
        from congvu.faces.errors import sentence_of

        raise BadInput(sentence_of(refused)) from refused
    if arguments.json:
        print(json.dumps(answer, ensure_ascii=False))
    else:
        _print(answer)
    return 0


def _answer(code: str, unit: str | None) -> dict[str, Any]:
    from congvu.indexes.report import score_report

    return score_report(code, unit=unit)


def _print(answer: dict[str, Any]) -> None:
    print(f"{answer['round']}: {len(answer['units'])} units")
    for one in answer["units"]:
        place = f"{one['rank']}/{one['of']}" if one["rank"] else "–"
        print(f"{place:>8}  {one['unit']:<16} {one['total']:>8} / {one['max']}  {one['class']}")
        for part in one["groups"]:
            print(f"{'':>10}{part['code']:<8} {part['points']:>8} / {part['max']:<8} {part['name']}")
        for lost in one["lost"]:
            print(f"{'':>10}-{lost['points']} {lost['criterion']} {lost['name']}")
