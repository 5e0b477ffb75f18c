"""When something is due that is received at a moment with a limit, and on request why. Writes nothing.

Examples:
  congvu due --received 2025-12-31 --limit "6 ngày làm việc" --explain
  congvu due --received 2026-02-13T14:30 --limit "trong ngày" --cut-off 15:00 --json
  congvu due --received 2025-12-23 --limit "12 ngày làm việc" --pause 2025-12-29/2025-12-31
"""

import argparse
import json
import sys
from collections.abc import Callable
from datetime import datetime, time
from functools import partial
from typing import TypeVar

from congvu.cli.errors import BadInput, CannotNow
from congvu.core.clock import (
    CUT_OFF,
    ClockRule,
    Explanation,
    Pause,
    WorkCalendar,
    day_of,
    explain,
    moment_from,
    parse_allowance,
    why_sentence,
)
from congvu.core.errors import DomainError

T = TypeVar("T")


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--received", required=True, metavar="ISO", help="2026-01-08 or 2026-01-08T14:30")
    parser.add_argument("--limit", required=True, metavar="TEXT", help="“5 ngày làm việc”, “15 ngày”, “8 giờ”, …")
    parser.add_argument("--calendar", default="official", metavar="CODE", help="unit whose calendar holds (official)")
    parser.add_argument("--cut-off", metavar="HH:MM", help="last moment of “trong ngày” (15:00)")
    parser.add_argument(
        "--pause", action="append", default=[], metavar="FROM/RESUME", help="FROM is not counted, RESUME is; repeatable"
    )
    parser.add_argument("--explain", action="store_true", help="every day with its reason (JSON always has them)")
    parser.add_argument("--json", action="store_true", help="one JSON document on stdout")


def run(arguments: argparse.Namespace) -> int:
    received_at = _read("--received", lambda: moment_from(arguments.received))
    allowance = _read("--limit", lambda: parse_allowance(arguments.limit))
    rule = ClockRule(cut_off=_cut_off(arguments.cut_off))
    pauses = tuple(_read("--pause", partial(_pause, text)) for text in arguments.pause)
    calendar = _calendar(arguments.calendar, received_at)
    story = _read(
        "--received/--limit/--pause", lambda: explain(received_at, allowance, calendar, pauses=pauses, rule=rule)
    )
    for warning in allowance.warnings:
        print(f"--limit: {warning.sentence}", file=sys.stderr)
    if arguments.json:
        print(json.dumps(_answer(story), ensure_ascii=False))
    else:
        _say(story, explained=arguments.explain)
    return 0


def _read(option: str, read: Callable[[], T]) -> T:
    try:
        return read()
    except DomainError as error:
        raise BadInput(f"{option}: {error}") from error


def _calendar(code: str, received_at: datetime) -> WorkCalendar:
    from congvu.orgs.calendars.selectors import NoCalendar, calendar_by_code

    try:
        return calendar_by_code(code, day_of(received_at)).calendar
    except NoCalendar as error:
        raise CannotNow(str(error)) from error
    except DomainError as error:
        raise BadInput(f"--calendar: {error}") from error


def _cut_off(text: str | None) -> time:
    if text is None:
        return CUT_OFF
    try:
        found = time.fromisoformat(text)
    except ValueError:
        found = None
    if found is None or found.tzinfo is not None or ":" not in text:
        raise BadInput(f"--cut-off: “{text}” is no time of day; write HH:MM, for example 15:00.")
    return found


def _pause(text: str) -> Pause:
    since, slash, until = text.partition("/")
    if not slash or not since.strip():
        raise BadInput(
            f"--pause: “{text}” is no FROM/RESUME; write for example 2025-12-29/2025-12-31 "
            "(nothing after the slash: still paused)."
        )
    resumed = moment_from(until) if until.strip() else None
    return Pause(moment_from(since), resumed)


def _answer(story: Explanation) -> dict[str, object]:
    due = story.due
    return {
        "due_at": due.due_at.isoformat() if due.due_at else None,
        "due_on": due.due_on.isoformat() if due.due_on else None,
        "provisional": due.provisional,
        "days": [
            {"date": reason.day.isoformat(), "counts": reason.counts, "why": why_sentence(reason)}
            for reason in story.days
        ],
    }


def _say(story: Explanation, *, explained: bool) -> None:
    due = story.due
    if due.due_at is None:
        print("The clock stands still: no due date while the pause is open.")
    else:
        print(f"{due.due_at:%Y-%m-%d %H:%M}" + ("  (provisional)" if due.provisional else ""))
    if explained:
        for reason in story.days:
            print(f"{reason.day:%Y-%m-%d}  {'+' if reason.counts else ' '}  {why_sentence(reason)}")
