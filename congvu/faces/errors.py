"""The sentence of a refusal, in the reader's language."""

from collections.abc import Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext

from congvu.core.errors import DomainError
from congvu.faces import words


def sentence_of(error: DomainError) -> str:
    """What happened and what to do: the error's sentence, translated, its data written as people write them here."""
    return gettext(error.sentence) % _written(error.data)


def _written(data: Mapping[str, object]) -> dict[str, Any]:
    return {name: _write(value) for name, value in data.items()}


def _write(value: object) -> object:
    if isinstance(value, datetime):
        return words.moment(value)
    if isinstance(value, date):
        return words.day(value)
    if isinstance(value, Decimal):
        return words.number(value)
    return value
