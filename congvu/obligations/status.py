"""Timeliness in SQL: the same lines as `core.timeliness.status_at`; a property test compares the two.

“As of day D” is the last moment of D (`end_of`). For a past instant take `rows_at`: the facts that held then.
"""

from congvu.obligations.models import FACTS

_LOCAL_DAY = "({0} AT TIME ZONE 'Asia/Ho_Chi_Minh')::date"


def status_sql(t: str = "%(t)s", alias: str = "o") -> str:
    """A CASE expression over the columns of `alias` at the instant `t` (an SQL expression or placeholder)."""
    closed, due = _LOCAL_DAY.format(f"{alias}.closed_at"), _LOCAL_DAY.format(f"{alias}.due_at")
    return f"""CASE
        WHEN {t} < {alias}.opened_at THEN 'not_yet'
        WHEN {alias}.closed_at <= {t} THEN CASE
            WHEN {alias}.late_at IS NULL THEN 'done_no_due'
            WHEN {alias}.closed_at > {alias}.late_at THEN 'done_late'
            WHEN {closed} < {due} THEN 'done_early'
            ELSE 'done_on_time' END
        WHEN {alias}.paused THEN 'paused'
        WHEN {alias}.late_at IS NULL THEN 'no_due'
        WHEN {alias}.late_at < {t} THEN 'overdue'
        ELSE 'running' END"""


def rows_at(t: str = "%(t)s") -> str:
    """The facts of every obligation that existed at the instant: one row each, `item_id` and the fact columns."""
    columns = ", ".join(FACTS)
    return f"""SELECT id AS item_id, {columns} FROM obligation WHERE since_at <= {t}
        UNION ALL
        SELECT item_id, {columns} FROM obligation_stretch
        WHERE since_at <= {t} AND until_at > {t}"""  # noqa: S608  (our own text)
