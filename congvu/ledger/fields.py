"""A `json` column: the bytes that were hashed stay the bytes that are stored (`jsonb` would reorder the keys)."""

from typing import Any

from django.db import models


class PlainJSON(models.Field[Any, Any]):
    """Read as a Python value. Never DISTINCT over it: `json` has no equality."""

    def db_type(self, connection: Any) -> str:
        del connection
        return "json"

    def get_internal_type(self) -> str:
        return "PlainJSON"
