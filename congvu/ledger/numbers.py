"""Numbers without gaps: a counter row, raised in the command's own transaction.

The lock on the row lasts until the commit: take the number as the last write of a command, and several numbers
always in the same order of series.
"""

from collections.abc import Mapping

from django.db import connection

_NEXT = """
INSERT INTO counter (series, period, latest) VALUES (%s, %s, %s)
ON CONFLICT (series, period) DO UPDATE SET latest = counter.latest + excluded.latest RETURNING latest
"""


def next_number(series: str, period: str) -> int:
    """1, 2, 3 … within series and period. A transaction that rolls back gives its number back."""
    return next_numbers(series, period, 1)[0]


def next_numbers(series: str, period: str, count: int) -> range:
    """A run of `count` numbers at once, for bulk loads."""
    if not connection.in_atomic_block:
        raise RuntimeError("a number is taken inside the transaction that uses it")
    if count < 1:
        raise ValueError("count must be at least 1")
    with connection.cursor() as cursor:
        cursor.execute(_NEXT, [series, period, count])
        latest = int(cursor.fetchone()[0])
    return range(latest - count + 1, latest + 1)


def at_least(series: str, period: str, number: int) -> None:
    """After loading history: the next number comes after `number`."""
    all_at_least({(series, period): number})


def all_at_least(numbers: Mapping[tuple[str, str], int]) -> None:
    """The same for many (series, period), in their order, in one statement."""
    rows = [(series, period, number) for (series, period), number in sorted(numbers.items())]
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO counter (series, period, latest) SELECT * FROM unnest(%s::text[], %s::text[], %s::bigint[])"
            " ON CONFLICT (series, period) DO UPDATE SET latest = greatest(counter.latest, excluded.latest)",
            [[row[place] for row in rows] for place in range(3)],
        )
