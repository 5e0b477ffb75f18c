"""A `json` column: the bytes that were hashed stay the bytes that are stored (`jsonb` would reorder the keys)."""

from typing import TYPE_CHECKING, Any

from django.db import models

if TYPE_CHECKING:
    Field = models.Field[Any, Any]
else:
    Field = models.Field


class PlainJSON(Field):
    """Read as a Python value. Never DISTINCT over it: `json` has no equality."""

    def db_type(self, connection: Any) -> str:
        del connection
        return "json"

    def get_internal_type(self) -> str:
        return "PlainJSON"
