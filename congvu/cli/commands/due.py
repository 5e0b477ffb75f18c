"""When is it due, and why: the one clock of the house, asked without any dossier.

Examples:
  congvu due --received 2026-04-24T09:30 --limit "5 ngày làm việc" --explain
  congvu due --received 2026-01-08 --limit "15 ngày" --pause 2026-01-12/2026-01-15 --json
"""

import argparse
import json
from datetime import time

from django.utils.translation import gettext

from congvu.cli.calendar import calendar_named
from congvu.cli.errors import BadInput
from congvu.core.clock import (
    DEFAULT_RULE,
    ClockRule,
    DayReason,
    Explanation,
    Pause,
    explain,
    moment_from,
    parse_allowance,
    why_sentence,
)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--received", required=True, metavar="ISO", help="moment of acceptance; a day is its 00:00")
    parser.add_argument("--limit", required=True, metavar="TEXT", help="as the decision writes it: “5 ngày làm việc”")
    parser.add_argument("--calendar", metavar="CODE", default="", help="work calendar; the official one when absent")
    parser.add_argument("--cut-off", metavar="HH:MM", default="", help="last moment of “trong ngày” (15:00)")
    parser.add_argument("--pause", action="append", default=[], metavar="FROM/RESUME", help="repeat for several")
    parser.add_argument("--explain", action="store_true", help="each day, counted or not, and why")
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")


def run(arguments: argparse.Namespace) -> int:
    received = moment_from(arguments.received)
    rule = ClockRule(cut_off=_cut_off(arguments.cut_off)) if arguments.cut_off else DEFAULT_RULE
    found = explain(
        received,
        parse_allowance(arguments.limit),
        calendar_named(arguments.calendar, received),
        pauses=[_pause(text) for text in arguments.pause],
        rule=rule,
    )
    if arguments.json:
        print(json.dumps(as_json(found), ensure_ascii=False))
        return 0
    print(_headline(found))
    if arguments.explain:
        for reason in found.days:
            print(f"{reason.day:%d/%m/%Y}  {'+' if reason.counts else ' '}  {why_sentence(reason, gettext)}")
    return 0


def as_json(found: Explanation) -> dict[str, object]:
    """Contract: docs/contracts.md §3. `due_at` and `due_on` are null while an open pause holds the clock."""
    due = found.due
    return {
        "due_at": due.due_at.isoformat() if due.due_at else None,
        "due_on": due.due_on.isoformat() if due.due_on else None,
        "provisional": due.provisional,
        "days": [_day(reason) for reason in found.days],
    }


def _day(reason: DayReason) -> dict[str, object]:
    source = {"source": reason.note.source} if reason.note and reason.note.source else {}
    return {
        "date": reason.day.isoformat(),
        "counts": reason.counts,
        "why": why_sentence(reason, gettext),
        "code": reason.why.value,
        **source,
    }


def _headline(found: Explanation) -> str:
    if found.due.due_at is None:
        return "Đang tạm dừng, chưa có hạn."
    return f"{found.due.due_at:%d/%m/%Y %H:%M}" + (" (tạm tính)" if found.due.provisional else "")


def _cut_off(text: str) -> time:
    try:
        return time.fromisoformat(text)
    except ValueError:
        raise BadInput(f"--cut-off {text}: write an hour such as 15:00.") from None


def _pause(text: str) -> Pause:
    since, slash, until = text.partition("/")
    if not slash:
        raise BadInput(f"--pause {text}: write FROM/RESUME, as 2026-01-12/2026-01-15; FROM/ while it lasts.")
    return Pause(moment_from(since), moment_from(until) if until else None)
