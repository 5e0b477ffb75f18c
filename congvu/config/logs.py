"""Log lines: one JSON object each (console: one readable line), with the request they belong to, about no person.

People are named in the log by id alone. What a line may carry is listed in KEYS; anything else is left out. Texts that
come from elsewhere (messages of libraries and of faults) lose what people may have typed: quoted parts, values of
database errors, long digit runs, Vietnamese words. So a log can be given away to look for a fault.
"""

import logging
import re
import sys
import traceback
from collections.abc import MutableMapping
from typing import Any

import structlog

KEYS = frozenset(
    {
        "event", "level", "logger", "timestamp", "request_id", "method", "route", "status", "ms", "queries", "db_ms",
        "person_id", "unit_id", "token_id", "job", "job_id", "queue", "attempts", "code", "kind", "count", "fault",
    }
)  # fmt: skip
_QUOTED = re.compile(r"'[^'\n]*'|“[^”\n]*”|`[^`\n]*`|=\([^)\n]*\)")
_DETAIL = re.compile(r"\b(DETAIL|CONTEXT|HINT|QUERY|PARAMETERS):.*", re.S)
_DIGITS = re.compile(r"\d(?:[\d .-]?\d){8,}")
_FOREIGN = re.compile(r"\S*[^\x00-\x7f]\S*(?:\s+\S*[^\x00-\x7f]\S*)*")
_ADDRESS = re.compile(r"\S+@\S+")
HIDDEN = "…"

Line = MutableMapping[str, Any]


def without_people(text: str) -> str:
    """The text without what may name a person or repeat what one typed."""
    text = _DETAIL.sub(HIDDEN, text)
    for pattern in (_QUOTED, _ADDRESS, _DIGITS, _FOREIGN):
        text = pattern.sub(HIDDEN, text)
    return re.sub(rf"{HIDDEN}(?:\s*{HIDDEN})+", HIDDEN, text)


def settings(*, as_json: bool) -> dict[str, Any]:
    """Django's LOGGING. Ours and the libraries' lines take the same way."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": {"()": _formatter, "as_json": as_json}},
        "handlers": {"standard_error": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["standard_error"], "level": "INFO"},
        "loggers": {
            "django": {"level": "INFO", "handlers": [], "propagate": True},
            # A refused or unknown address stands in the access line already.
            "django.request": {"level": "ERROR"},
            "django.server": {"handlers": [], "level": "WARNING", "propagate": True},
            "procrastinate": {"level": "WARNING"},
            "psycopg.pool": {"level": "ERROR"},
        },
    }


def _formatter(*, as_json: bool) -> structlog.stdlib.ProcessorFormatter:
    shared: list[Any] = [
        structlog.contextvars.merge_contextvars,
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        describe_fault,
        only_known_keys,
    ]
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=False,
    )
    if as_json:
        last: Any = structlog.processors.JSONRenderer(ensure_ascii=False)
    else:
        last = structlog.dev.ConsoleRenderer(colors=sys.stderr.isatty(), sort_keys=False)
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[_clean_foreign, *shared],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, last],
    )


def describe_fault(_logger: Any, _method: str, line: Line) -> Line:
    """Instead of a traceback with values: what was raised, where, without what was typed."""
    given = line.pop("exc_info", None)
    if given is True:
        given = sys.exc_info()
    error = given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        line["fault"] = fault(error)
    return line


def fault(error: BaseException) -> str:
    frames = traceback.extract_tb(error.__traceback__)
    places = " < ".join(f"{_short(frame.filename)}:{frame.lineno} {frame.name}" for frame in reversed(frames[-12:]))
    said = without_people(str(error)).strip()
    cause = error.__cause__
    because = f" because {type(cause).__name__}: {without_people(str(cause)).strip()}" if cause else ""
    return f"{type(error).__name__}: {said}{because} at {places}"


def _short(filename: str) -> str:
    return "/".join(filename.rsplit("/", 3)[-3:])


def _clean_foreign(_logger: Any, _method: str, line: Line) -> Line:
    record = line.get("_record")
    if isinstance(record, logging.LogRecord) and record.exc_info:
        line["exc_info"] = record.exc_info
        record.exc_info = record.exc_text = None  # the standard formatter would print it with its values
    line["event"] = without_people(str(line.get("event", "")))
    return line


def only_known_keys(_logger: Any, _method: str, line: Line) -> Line:
    kept = KEYS | {"_record", "_from_structlog"}
    return {key: value for key, value in line.items() if key in kept and value is not None}
