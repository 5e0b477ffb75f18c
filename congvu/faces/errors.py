"""The sentence of a refusal, in the reader's language."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

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
