"""The truth of figures: obligations and their superseded stretches, counted row by row, as of any day.

A question's population is what came in during the period or was open at its start. Each item enters it once (by the
unit that then held it) and stands at the as-of day in exactly one status (with the unit that then holds or closed it):
what came in = what is done + what is open. Wording and worked examples: docs/rules/metrics.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection

from congvu.core.clock.moments import end_of
from congvu.metrics.facts import Cell, FactRow, Group, Part
from congvu.metrics.questions import By, Narrow, Question, Structure
from congvu.metrics.sight import EVERYTHING, Sight, sight_of
from congvu.metrics.structure import Mapping as Heirs
from congvu.obligations import subjects
from congvu.obligations.models import Obligation
from congvu.orgs.actor import Actor

CAME: Final = ("opened", "carried_over", "reopened")
DONE: Final = ("done_early", "done_on_time", "done_late", "done_no_due")
OPEN: Final = ("running", "paused", "no_due", "overdue")


def _cell(code: str, name_vi: str, name_en: str, *whats: str) -> Cell:
    return Cell(code, name_vi, name_en, tuple(Part(what) for what in whats or (code,)))


COMMON_CELLS: Final = (
    _cell("opened", "Phát sinh trong kỳ", "Opened in the period"),
    _cell("carried_over", "Kỳ trước chuyển qua", "Carried over"),
    _cell("reopened", "Mở lại trong kỳ", "Reopened in the period"),
    _cell("total", "Tổng số", "All", *CAME),
    _cell("done_early", "Xong trước hạn", "Done early"),
    _cell("done_on_time", "Xong đúng hạn", "Done on time"),
    _cell("done_late", "Xong quá hạn", "Done late"),
    _cell("done_no_due", "Xong, không có hạn", "Done, without a due date"),
    _cell("done", "Đã xong", "Done", *DONE),
    _cell("running", "Đang làm, còn hạn", "Open in term", "running"),
    _cell("paused", "Đang tạm dừng tính hạn", "Paused"),
    _cell("no_due", "Đang làm, không có hạn", "Open, without a due date"),
    _cell("open_in_term", "Đang làm, chưa quá hạn", "Open, not overdue", "running", "paused", "no_due"),
    _cell("open_overdue", "Đang làm, quá hạn", "Open, overdue", "overdue"),
    _cell("open", "Đang làm", "Open", *OPEN),
)

# The last moment of a day stands for the day: what happened by 24:00 is in, and a deadline of that day is not yet over.
# Values are written into every branch, not joined: the planner must see them.
_PIECES = """
WITH piece AS NOT MATERIALIZED (
  SELECT id AS item_id, {columns}, NULL::timestamptz AS until_at, '' AS cause FROM obligation WHERE kind = %(kind)s
  UNION ALL
  SELECT item_id, {columns}, until_at, cause FROM obligation_stretch WHERE kind = %(kind)s
)
"""
_FACTS_OF_ONE = """
SELECT {n} AS n, item_id, 'opened' AS what, '' AS outcome, unit_id, person_id, category_id, channel, opened_at,
       {day_of_since} AS day
FROM piece WHERE first AND since_at > %(before_{n})s AND since_at <= %(last_{n})s
UNION ALL
SELECT {n}, item_id, 'carried_over', '', unit_id, person_id, category_id, channel, opened_at, %(before_on_{n})s::date
FROM piece WHERE since_at <= %(before_{n})s AND (until_at IS NULL OR until_at > %(before_{n})s)
             AND (closed_at IS NULL OR closed_at > %(before_{n})s)
UNION ALL
SELECT {n}, item_id, 'reopened', '', again.unit_id, again.person_id, again.category_id, again.channel, again.opened_at,
       {day_of_reopening}
FROM obligation_stretch closed JOIN piece again USING (item_id)
WHERE closed.kind = %(kind)s AND closed.cause = 'reopened' AND closed.closed_at <= %(before_{n})s
  AND closed.until_at > %(before_{n})s AND closed.until_at <= %(last_{n})s AND again.since_at = closed.until_at
UNION ALL
SELECT {n}, item_id,
       CASE WHEN closed_at <= %(seen_{n})s THEN CASE
              WHEN late_at IS NULL THEN 'done_no_due'
              WHEN closed_at > late_at THEN 'done_late'
              WHEN {day_of_closing} < {day_of_due} THEN 'done_early'
              ELSE 'done_on_time' END
            WHEN paused THEN 'paused'
            WHEN late_at IS NULL THEN 'no_due'
            WHEN late_at < %(seen_{n})s THEN 'overdue'
            ELSE 'running' END,
       CASE WHEN closed_at <= %(seen_{n})s THEN outcome ELSE '' END,
       unit_id, person_id, category_id, channel, opened_at,
       CASE WHEN closed_at <= %(seen_{n})s THEN {day_of_closing} ELSE %(seen_on_{n})s::date END
FROM piece
WHERE since_at <= %(seen_{n})s AND (until_at IS NULL OR until_at > %(seen_{n})s)
  AND opened_at <= %(last_{n})s AND (closed_at IS NULL OR closed_at > %(before_{n})s)
  AND NOT EXISTS (  -- closed before the period and reopened only after it: never in it
    SELECT FROM obligation_stretch closed
    WHERE closed.item_id = piece.item_id AND closed.cause = 'reopened' AND closed.since_at <= %(before_{n})s
      AND closed.closed_at <= %(before_{n})s AND closed.until_at > %(last_{n})s)
"""

_COLUMNS: Final = (
    "subject_kind, subject_id, unit_id, person_id, category_id, channel,"
    " opened_at, due_at, late_at, paused, closed_at, outcome, since_at, first"
)


def _day(moment: str) -> str:
    return f"({moment} AT TIME ZONE 'Asia/Ho_Chi_Minh')::date"


_DAYS = {
    "day_of_since": _day("since_at"),
    "day_of_reopening": _day("closed.until_at"),
    "day_of_closing": _day("closed_at"),
    "day_of_due": _day("due_at"),
}
_KEYS = {
    "": "NULL",
    "unit": "unit_id",
    "category": "category_id",
    "channel": "channel",
    "assigner": "category_id",
    "document": "NULL",
    "month": "to_char(opened_at AT TIME ZONE 'Asia/Ho_Chi_Minh', 'YYYY-MM')",
}
_NARROW = {
    "units": "unit_id = ANY(%(narrow_units)s)",
    "categories": "coalesce(category_id, 0) = ANY(%(narrow_categories)s)",
    "month": f"{_KEYS['month']} = %(narrow_month)s",
    "channel": "coalesce(channel, '') = %(narrow_channel)s",
}


@dataclass(frozen=True)
class ObligationFacts:
    """Obligations of one kind as facts. `more_cells` are the room's own, beside the common ones."""

    code: str
    kind: str
    name_vi: str
    name_en: str
    permission: str
    cuts: tuple[By, ...]
    more_cells: tuple[Cell, ...] = ()

    @property
    def cells(self) -> Mapping[str, Cell]:
        return {cell.code: cell for cell in (*COMMON_CELLS, *self.more_cells)}

    def count(self, questions: Sequence[Question], *, key: str, narrow: Narrow, sight: Sight) -> list[Group]:
        """Facts of all questions in one statement, grouped by `key`. The questions differ in days only."""
        where, values = self._where(questions, narrow, sight)
        pieces, facts = self._facts(questions, values)
        text = f"""{pieces}
            SELECT n, {_KEYS[key]} AS key, what, channel, outcome, count(*) FROM {facts} WHERE {where}
            GROUP BY 1, 2, 3, 4, 5 ORDER BY 1, 2, 3, 4, 5"""  # noqa: S608  (our own text)
        with connection.cursor() as cursor:
            cursor.execute(text, values)
            return [Group(n, key, what, chan or "", out or "", many) for n, key, what, chan, out, many in cursor]

    def sight_of(self, actor: Actor) -> Sight:
        return sight_of(actor, self.permission)

    def balance(self, groups: Sequence[Group]) -> int:
        """What ended here beyond what began here: taken over from other units, less handed over to them."""
        return sum(-group.count if group.what in CAME else group.count for group in groups)

    def rows(
        self,
        question: Question,
        *,
        parts: Sequence[Part],
        narrow: Narrow,
        sight: Sight,
        after: tuple[datetime, int] | None,
        limit: int,
    ) -> list[FactRow]:
        """The items counted in these parts, oldest first, from behind `after`."""
        where, values = self._where([question], narrow, sight)
        chosen = " OR ".join(self._part(part, n, values) for n, part in enumerate(parts))
        page = "true"
        if after is not None:
            page = "(opened_at, item_id) > (%(after_at)s, %(after_id)s)"
            values |= {"after_at": after[0], "after_id": after[1]}
        pieces, facts = self._facts([question], values)
        text = f"""{pieces}, page AS (
              SELECT item_id, what, unit_id, opened_at FROM {facts}
              WHERE {where} AND ({chosen}) AND {page} ORDER BY opened_at, item_id LIMIT %(limit)s)
            SELECT page.item_id, subject_kind, subject_id, what, page.unit_id, page.opened_at, due_at,
                   CASE WHEN closed_at <= %(seen_0)s THEN closed_at END
            FROM page JOIN piece USING (item_id)
            WHERE since_at <= %(seen_0)s AND (until_at IS NULL OR until_at > %(seen_0)s)
            ORDER BY page.opened_at, page.item_id"""  # noqa: S608  (our own text)
        with connection.cursor() as cursor:
            cursor.execute(text, values | {"limit": limit})
            found = cursor.fetchall()
        named = subjects.describe((kind, subject) for _item, kind, subject, *_rest in found)
        return [
            FactRow(item, what, unit, opened, due, closed, *_names(named.get((kind, subject))))
            for item, kind, subject, what, unit, opened, due, closed in found
        ]

    def items(self, question: Question) -> tuple[str, dict[str, Any]]:
        """A statement that gives (item_id, unit_id, what) of every fact, whoever may see it."""
        where, values = self._where([question], Narrow(), EVERYTHING)
        pieces, facts = self._facts([question], values)
        return f"{pieces} SELECT item_id, unit_id, what FROM {facts} WHERE {where}", values  # noqa: S608

    def named(self, ids: Sequence[int]) -> dict[int, tuple[str, str, str]]:
        """Item → code, title, address."""
        found = Obligation.objects.filter(pk__in=ids).order_by("id").values_list("id", "subject_kind", "subject_id")
        subjects_of = {item: (kind, subject) for item, kind, subject in found}
        described = subjects.describe(subjects_of.values())
        return {item: _names(described.get(pair)) for item, pair in subjects_of.items()}

    def _facts(self, questions: Sequence[Question], values: dict[str, Any]) -> tuple[str, str]:
        """The statement's head, and the facts of all questions as a table; fills in the days asked for."""
        values["kind"] = self.kind
        branches = []
        for n, question in enumerate(questions):
            before_on = question.period.first_on - timedelta(days=1)
            values |= {
                f"before_on_{n}": before_on,
                f"before_{n}": end_of(before_on),
                f"last_{n}": end_of(question.last_on),
                f"seen_{n}": end_of(question.as_of),
                f"seen_on_{n}": question.as_of,
            }
            branches.append(_FACTS_OF_ONE.format(n=n, **_DAYS))
        return _PIECES.format(columns=_COLUMNS), f"({' UNION ALL '.join(branches)}) AS fact"

    def _where(self, questions: Sequence[Question], narrow: Narrow, sight: Sight) -> tuple[str, dict[str, Any]]:
        conditions = [_NARROW[name] for name in _NARROW if getattr(narrow, name) is not None]
        values: dict[str, Any] = {
            f"narrow_{name}": [each or 0 for each in value] if isinstance(value, tuple) else value
            for name in _NARROW
            if (value := getattr(narrow, name)) is not None
        }
        seen, more = sight.sql("unit_id", "category_id", "person_id")
        conditions.append(seen)
        values |= more
        asked = questions[0]
        if asked.unit_id is not None and asked.structure is Structure.THEN:
            conditions.append(
                "EXISTS (SELECT FROM unit_under u WHERE u.upper_id = %(asked_unit)s AND u.lower_id = fact.unit_id"
                " AND u.during @> fact.day)"
            )
            values["asked_unit"] = asked.unit_id
        elif asked.unit_id is not None:
            conditions.append("unit_id = ANY(%(asked_units)s)")
            values["asked_units"] = list(Heirs(asked).asked_units or ())
        return " AND ".join(conditions), values

    @staticmethod
    def _part(part: Part, n: int, values: dict[str, Any]) -> str:
        sides = [f"what = %(part_{n})s"]
        values[f"part_{n}"] = part.what
        for name, column, chosen, operator in (
            ("channels", "channel", part.channels, "= ANY"),
            ("other", "channel", part.other_than, "<> ALL"),
            ("outcomes", "outcome", part.outcomes, "= ANY"),
        ):
            if chosen:
                sides.append(f"coalesce({column}, '') {operator}(%({name}_{n})s)")
                values[f"{name}_{n}"] = list(chosen)
        return f"({' AND '.join(sides)})"


def _names(described: Any) -> tuple[str, str, str]:
    return ("", "", "") if described is None else (described.code, described.title, described.url)
