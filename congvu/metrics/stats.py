"""`congvu stats SUBJECT`: the cells of a form and the rates beside them, as one document (docs/contracts.md §3)."""

from typing import Any

from congvu.core.errors import N_, DomainError
from congvu.core.ratio import rate
from congvu.metrics import closings, registry, values
from congvu.metrics.facts import TABLES
from congvu.metrics.figures import CellLine
from congvu.metrics.questions import By, Question
from congvu.orgs.actor import Actor


class SubjectNotLoaded(DomainError):
    """No room offers this subject."""

    code = "subject_not_loaded"
    sentence = N_("Chưa nạp phân hệ cho “%(subject)s”; có thể hỏi: %(known)s.")
    status = 422


def stats(subject: str, question: Question, *, by: By | None, actor: Actor) -> dict[str, Any]:
    """`total` counts everything asked for; with `by` the counts of `rows` add up to it, without it is the only row.

    A period that was closed answers as it was signed, with `closing`: by whom, and what was corrected since.
    """
    if subject not in TABLES:
        raise SubjectNotLoaded(field="subject", subject=subject, known=", ".join(TABLES) or "–")
    frozen = closings.answer(subject, question, by=by, actor=actor)
    return frozen or counted_now(subject, question, by=by, actor=actor)


def counted_now(subject: str, question: Question, *, by: By | None, actor: Actor) -> dict[str, Any]:
    """Counted from the rows, whatever was signed."""
    counted = values.cells(subject, question, by=by, actor=actor)
    total = _row(subject, counted.total, "total")
    return {
        "subject": subject,
        "from": question.period.first_on.isoformat(),
        "until": question.period.last_on.isoformat(),
        "as_of": question.as_of.isoformat(),
        "structure": question.structure.value,
        "by": by.value if by else None,
        "complete": counted.complete,
        "rows": [_row(subject, line, line.code) for line in counted.lines] if by else [total],
        "total": total,
    }


def _row(subject: str, line: CellLine, key: str) -> dict[str, Any]:
    return {
        "key": key,
        "name": line.name,
        "cells": dict(line.cells),
        "rates": [_rate(code, line) for code in TABLES[subject].rates],
    }


def _rate(code: str, line: CellLine) -> dict[str, Any]:
    """Rates read the printed cells, so that whoever sees the row can work them out again."""
    made = registry.find(code)
    numerator = sum(line.cells[cell] for cell in made.numerator)
    denominator = sum(line.cells[cell] for cell in made.denominator)
    assert made.when_nothing is not None
    answer = rate(
        numerator, denominator, places=made.places, rounding=made.rounding, when_nothing=made.when_nothing
    ).value
    return {
        "code": code,
        "numerator": numerator,
        "denominator": denominator,
        "value": None if answer is None else str(answer),
    }
