"""Querysets whose text is made once: the ORM says what is asked, later asking only fills in the values.

Building a statement costs the ORM several times what PostgreSQL needs to answer it. For the few questions that every
request or every step asks; all others stay plain querysets.
"""

from collections.abc import Callable, Hashable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, Generic, TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, models

from congvu.ledger.prepared import prepared_cursor

M = TypeVar("M", bound=models.Model)


class Given(models.Value):
    """In a filter, a value that arrives when the question is asked: `filter(code=Given("code"))`."""

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, Any]:
        del compiler, connection
        return "%s", (self,)


@dataclass(frozen=True, slots=True)
class _Text:
    sql: str
    params: tuple[Any, ...]
    model: type[models.Model]
    names: tuple[str, ...]
    converters: dict[int, Any]


class Compiled(Generic[M]):
    """`build` makes the queryset of one model, plain rows, from the key; the same key must give the same queryset."""

    def __init__(self, build: Callable[..., models.QuerySet[M]], *, keep: int = 512) -> None:
        self._build = build
        self._text = lru_cache(maxsize=keep)(self._compiled)

    def rows(self, *key: Hashable, **given: Any) -> list[M]:
        """What the queryset of that key gives for these values."""
        text = self._text(*key)
        values = [given[param.value] if isinstance(param, Given) else param for param in text.params]
        with prepared_cursor() as cursor:
            cursor.execute(text.sql, values)
            found = cursor.fetchall()
        if text.converters:
            found = [_converted(row, text.converters) for row in found]
        return [text.model.from_db(DEFAULT_DB_ALIAS, text.names, row) for row in found]  # type: ignore[misc]

    def first(self, *key: Hashable, **given: Any) -> M | None:
        return next(iter(self.rows(*key, **given)), None)

    def _compiled(self, *key: Hashable) -> _Text:
        query = self._build(*key).query
        compiler = query.get_compiler(DEFAULT_DB_ALIAS)
        sql, params = compiler.as_sql()
        columns = [column for column, _sql, _alias in compiler.select]
        if compiler.annotation_col_map or (compiler.klass_info or {}).get("related_klass_infos"):
            raise TypeError("only plain rows of one model")
        names = tuple(column.target.attname for column in columns)
        model = query.model
        assert model is not None
        return _Text(sql, tuple(params), model, names, compiler.get_converters(columns))


def _converted(row: tuple[Any, ...], converters: dict[int, Any]) -> list[Any]:
    result = list(row)
    for position, (functions, expression) in converters.items():
        for function in functions:
            result[position] = function(result[position], expression, connection)
    return result
