"""The sentence of a refusal, in the reader's language."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.apps import apps
from django.db import IntegrityError
from django.utils.translation import gettext

from congvu.core.errors import DomainError, Said
from congvu.faces import words


def sentence_of(error: DomainError) -> str:
    """What happened and what to do: the error's sentence, translated, its data written as people write them here."""
    return filled(error.sentence, error.data)


def filled(sentence: str, data: Mapping[str, object]) -> str:
    """A marked sentence of the core in the reader's language, with its data."""
    return gettext(sentence) % _written(data)


def _written(data: Mapping[str, object]) -> dict[str, Any]:
    return {name: _write(value) for name, value in data.items()}


def _write(value: object) -> object:
    if isinstance(value, datetime):
        return words.moment(value)
    if isinstance(value, date):
        return words.day(value)
    if isinstance(value, Decimal):
        return words.number(value)
    return _said(value) if isinstance(value, Said) and value else value


def _said(value: str) -> str:
    whole = gettext(value)
    if whole != value or not words.english():
        return whole
    return ", ".join(words.limit(gettext(one)) for one in value.split(", "))


class Refused(DomainError):
    """The database refused what a constraint forbids; the constraint has a sentence for people."""

    def __init__(self, name: str, sentence: str) -> None:
        super().__init__()
        self.code = name  # type: ignore[misc]
        self.sentence = sentence.replace("%", "%%")  # type: ignore[misc]


def refusal_of(error: IntegrityError) -> Refused | None:
    """The refusal that a constraint words (`violation_error_message`); None for one without words: that is a fault."""
    name = getattr(getattr(error.__cause__, "diag", None), "constraint_name", None)
    if not name:
        return None
    for model in apps.get_models():
        for constraint in model._meta.constraints:
            own = str(constraint.violation_error_message)
            if constraint.name == name and own != str(type(constraint).default_violation_error_message):
                return Refused(name, own)
    return None
