"""Tasks as facts: which cell of the grid each one holds at the end of a day, counted row by row.

A task enters a question once: by the unit that leads it at the as-of day, in the cell that `core.tracking.grid.cell_at`
gives it (a test holds the two together). Those assigned before the period and open at its start are facts of their
own kind, `carried_…`, counted apart. Wording and examples: docs/rules/task-figures.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from django.db import connection
from django.urls import reverse

from congvu.core.clock import end_of
from congvu.core.tracking.grid import TaskCell
from congvu.metrics.facts import Cell, FactRow, Group, Part
from congvu.metrics.questions import By, Narrow, Question, Structure
from congvu.metrics.sight import EVERYTHING, Sight, sight_of
from congvu.metrics.structure import Mapping as Heirs
from congvu.orgs.actor import Actor
from congvu.tasks.sight import GIVING, SEE, bodies_of

CARRIED: Final = "carried_"
DONE: Final = (TaskCell.DONE_ON_TIME, TaskCell.DONE_LATE, TaskCell.DONE_NO_DEADLINE)
OPEN: Final = (TaskCell.OPEN_IN_TERM, TaskCell.OPEN_OVERDUE, TaskCell.OPEN_NO_DEADLINE)
CLAIMED, RETURNED, EXTENDED = "claimed", "returned", "extended"
# Working days from the document to its entry, as the last letter of the channel: "" without a document, "3" later.
ENTRIES: Final = ("", "0", "1", "2", "3")


def _cell(code: str, name_vi: str, name_en: str, *cells: TaskCell, carried: bool = False, **marks: Any) -> Cell:
    before = CARRIED if carried else ""
    return Cell(code, name_vi, name_en, tuple(Part(before + cell.value, **marks) for cell in cells))


def _entered(*entries: str) -> tuple[str, ...]:
    return tuple(extended + entry for extended in ("", EXTENDED) for entry in entries)


CELLS: Final = (
    _cell("total", "Tổng số nhiệm vụ giao trong kỳ", "All tasks given in the period", *DONE, *OPEN),
    _cell("done", "Đã hoàn thành", "Done", *DONE),
    _cell("done_on_time", "Hoàn thành đúng hạn", "Done on time", TaskCell.DONE_ON_TIME),
    _cell("done_late", "Hoàn thành quá hạn", "Done late", TaskCell.DONE_LATE),
    _cell("done_no_deadline", "Hoàn thành, không có thời hạn", "Done, no deadline", TaskCell.DONE_NO_DEADLINE),
    _cell("open", "Chưa hoàn thành", "Open", *OPEN),
    _cell("open_in_term", "Chưa hoàn thành, trong hạn", "Open, in term", TaskCell.OPEN_IN_TERM),
    _cell("open_overdue", "Chưa hoàn thành, quá hạn", "Open, overdue", TaskCell.OPEN_OVERDUE),
    _cell("open_no_deadline", "Chưa hoàn thành, không có thời hạn", "Open, no deadline", TaskCell.OPEN_NO_DEADLINE),
    _cell(
        "no_deadline", "Không có thời hạn", "Without a deadline", TaskCell.DONE_NO_DEADLINE, TaskCell.OPEN_NO_DEADLINE
    ),
    _cell("claimed", "Đã báo xong, chờ chấp nhận", "Claimed, unanswered", *OPEN, outcomes=(CLAIMED,)),
    _cell(
        "claimed_overdue",
        "Quá hạn, đã báo xong, chờ chấp nhận",
        "Overdue, claimed, unanswered",
        TaskCell.OPEN_OVERDUE,
        outcomes=(CLAIMED,),
    ),
    _cell("returned", "Chưa đạt yêu cầu, bị trả lại", "Returned, not good enough", *OPEN, outcomes=(RETURNED,)),
    _cell("extended", "Được gia hạn", "Extended", *DONE, *OPEN, channels=tuple(EXTENDED + entry for entry in ENTRIES)),
    _cell(
        "entered_in_two_days",
        "Nhập trong 2 ngày làm việc từ ngày văn bản",
        "Entered within 2 working days",
        *DONE,
        *OPEN,
        channels=_entered("0", "1", "2"),
    ),
    _cell(
        "entered_later",
        "Nhập sau 2 ngày làm việc từ ngày văn bản",
        "Entered later than 2 working days",
        *DONE,
        *OPEN,
        channels=_entered("3"),
    ),
    _cell("withdrawn", "Đã thu hồi", "Withdrawn", TaskCell.WITHDRAWN),
    _cell("carried_over", "Kỳ trước chuyển sang", "Carried over", *TaskCell, carried=True),
    _cell("carried_over_done", "Kỳ trước chuyển sang, đã hoàn thành", "Carried over, done", *DONE, carried=True),
    _cell("carried_over_open", "Kỳ trước chuyển sang, chưa hoàn thành", "Carried over, open", *OPEN, carried=True),
    _cell(
        "carried_over_overdue",
        "Kỳ trước chuyển sang, đang quá hạn",
        "Carried over, overdue",
        TaskCell.OPEN_OVERDUE,
        carried=True,
    ),
)

# What held at the end of the as-of day: who led it, by when. An acceptance counts from its own day on; that day's
# judgement looks at the day it was done. The obligation may have been closed later: what changed after the claim (a
# person named, a unit succeeded) keeps its place in its story.
_FACTS: Final = """
WITH piece AS NOT MATERIALIZED (
  SELECT id AS item_id, subject_id AS task_id, unit_id, person_id, due_at, late_at, closed_at, opened_at, since_at,
         NULL::timestamptz AS until_at FROM obligation WHERE kind = 'task'
  UNION ALL
  SELECT item_id, subject_id, unit_id, person_id, due_at, late_at, closed_at, opened_at, since_at, until_at
  FROM obligation_stretch WHERE kind = 'task'
), held AS (
  SELECT t.id AS item_id, t.code, t.content, t.category_id, t.assigned_on, t.assigner_name, t.assigner_unit_id,
         t.extensions, t.entry_days, t.done_on, p.item_id AS obligation_id,
         p.unit_id, p.person_id, p.opened_at, p.due_at, p.late_at, p.closed_at,
         t.withdrawn_at <= %(seen)s AS is_withdrawn,
         t.state = 'accepted' AND coalesce(t.accepted_at, p.closed_at) <= %(seen)s AS is_done,
         t.assigned_on < %(first_on)s::date AS is_earlier, t.withdrawn_at, t.state, t.accepted_at,
         coalesce(d.number || ' (' || to_char(d.issued_on, 'DD/MM/YYYY') || ')', '') AS document
  FROM task t LEFT JOIN directive d ON d.id = t.directive_id JOIN piece p ON p.task_id = t.id
  WHERE p.since_at <= %(seen)s AND (p.until_at IS NULL OR p.until_at > %(seen)s) AND t.assigned_on <= %(last_on)s::date
), fact AS (
  SELECT item_id, code, content, category_id, unit_id, person_id, opened_at, due_at, assigned_on,
         CASE WHEN is_done THEN closed_at END AS closed_at,
         CASE WHEN is_earlier THEN 'carried_' ELSE '' END ||
         CASE WHEN is_withdrawn THEN 'withdrawn'
              WHEN is_done THEN CASE WHEN late_at IS NULL THEN 'done_no_deadline'
                                     WHEN done_on > (late_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date THEN 'done_late'
                                     ELSE 'done_on_time' END
              WHEN late_at IS NULL THEN 'open_no_deadline'
              WHEN late_at < %(seen)s THEN 'open_overdue'
              ELSE 'open_in_term' END AS what,
         CASE WHEN is_withdrawn IS TRUE OR is_done IS TRUE THEN ''
              ELSE coalesce((SELECT CASE WHEN c.decided_at IS NULL OR c.decided_at > %(seen)s THEN 'claimed'
                                         WHEN NOT c.accepted THEN 'returned' ELSE '' END
                             FROM task_claim c WHERE c.task_id = held.item_id AND c.claimed_at <= %(seen)s
                             ORDER BY c.number DESC LIMIT 1), '') END AS outcome,
         CASE WHEN extensions > 0 AND is_withdrawn IS NOT TRUE
               AND EXISTS (SELECT FROM extension e WHERE e.item_id = held.obligation_id AND e.granted
                           AND e.decided_at <= %(seen)s) THEN 'extended' ELSE '' END
         || CASE WHEN entry_days IS NULL THEN '' ELSE least(greatest(entry_days, 0), 3)::text END AS channel,
         CASE WHEN assigner_name = '' THEN '#' || assigner_unit_id ELSE assigner_name END AS assigner,
         document, to_char(assigned_on, 'YYYY-MM') AS month,
         CASE WHEN is_done THEN (closed_at AT TIME ZONE 'Asia/Ho_Chi_Minh')::date ELSE %(seen_on)s::date END AS day
  FROM held
  WHERE NOT is_earlier OR ((withdrawn_at IS NULL OR withdrawn_at > %(before)s)
        AND (state <> 'accepted' OR coalesce(accepted_at, closed_at) > %(before)s))
)
"""
_KEYS: Final = {
    "": "NULL",
    "unit": "unit_id",
    "category": "category_id",
    "month": "month",
    "assigner": "assigner",
    "document": "document",
    "channel": "channel",
}
_NARROW: Final = {
    "units": "unit_id = ANY(%(narrow_units)s)",
    "categories": "coalesce(category_id, 0) = ANY(%(narrow_categories)s)",
    "month": "month = %(narrow_month)s",
    "assigner": "assigner = %(narrow_assigner)s",
    "document": "document = %(narrow_document)s",
}


@dataclass(frozen=True, slots=True)
class TaskSight(Sight):
    """Besides his reach: what the bodies gave whose office he works in."""

    bodies: tuple[int, ...] = ()


@dataclass(frozen=True)
class TaskFacts:
    """The facts of `metrics.facts.Facts`, of tasks."""

    code: str = "tasks"
    name_vi: str = "Nhiệm vụ được giao"
    name_en: str = "Tasks given"
    permission: str = SEE
    cuts: tuple[By, ...] = (By.UNIT, By.ASSIGNER, By.FIELD, By.DOCUMENT, By.MONTH)

    @property
    def cells(self) -> Mapping[str, Cell]:
        return {cell.code: cell for cell in CELLS}

    def sight_of(self, actor: Actor) -> Sight:
        seen = sight_of(actor, self.permission)
        return TaskSight(seen.blocks, seen.persons, () if seen.everything else bodies_of(actor))

    def balance(self, groups: Sequence[Group]) -> int:
        """Each task is counted for one unit only, so nothing is handed over between lines."""
        del groups
        return 0

    def count(self, questions: Sequence[Question], *, key: str, narrow: Narrow, sight: Sight) -> list[Group]:
        """One statement for each question: months of a trend differ in what they carry over."""
        found: list[Group] = []
        for n, question in enumerate(questions):
            where, values = _where(question, narrow, sight)
            text = f"""{_FACTS} SELECT {_KEYS[key]} AS key, what, channel, outcome, count(*) FROM fact WHERE {where}
                GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4"""  # noqa: S608  (our own text)
            with connection.cursor() as cursor:
                cursor.execute(text, values)
                found += [Group(n, key_, what, chan, out, many) for key_, what, chan, out, many in cursor]
        return found

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
        """The tasks counted in these parts, oldest first, from behind `after`."""
        where, values = _where(question, narrow, sight)
        chosen = " OR ".join(_part(part, n, values) for n, part in enumerate(parts))
        page = "true"
        if after is not None:
            page = "(opened_at, item_id) > (%(after_at)s, %(after_id)s)"
            values |= {"after_at": after[0], "after_id": after[1]}
        text = f"""{_FACTS} SELECT item_id, what, unit_id, opened_at, due_at, closed_at, code, content FROM fact
            WHERE {where} AND ({chosen}) AND {page} ORDER BY opened_at, item_id LIMIT %(limit)s"""  # noqa: S608
        with connection.cursor() as cursor:
            cursor.execute(text, values | {"limit": limit})
            return [
                FactRow(item, what, unit, opened, due, closed, code, content, reverse("tasks:detail", args=[code]))
                for item, what, unit, opened, due, closed, code, content in cursor.fetchall()
            ]

    def items(self, question: Question) -> tuple[str, dict[str, Any]]:
        """A statement that gives (item_id, unit_id, what) of every fact: what a closing keeps."""
        where, values = _where(question, Narrow(), EVERYTHING)
        return f"{_FACTS} SELECT item_id, unit_id, what FROM fact WHERE {where}", values  # noqa: S608

    def named(self, ids: Sequence[int]) -> dict[int, tuple[str, str, str]]:
        """Code, title, address."""
        from congvu.tasks.models import Task

        rows = Task.objects.filter(pk__in=ids).order_by("id").values_list("id", "code", "content")
        return {pk: (code, content, reverse("tasks:detail", args=[code])) for pk, code, content in rows}


def _where(question: Question, narrow: Narrow, sight: Sight) -> tuple[str, dict[str, Any]]:
    before_on = question.period.first_on - timedelta(days=1)
    values: dict[str, Any] = {
        "first_on": question.period.first_on,
        "last_on": question.last_on,
        "before": end_of(before_on),
        "seen": end_of(question.as_of),
        "seen_on": question.as_of,
    }
    conditions: list[str] = []
    for name, condition in _NARROW.items():
        value = getattr(narrow, name)
        if value is not None:
            conditions.append(condition)
            values[f"narrow_{name}"] = [each or 0 for each in value] if isinstance(value, tuple) else value
    if not sight.everything:
        conditions.append(_seen(sight, values))
    if question.unit_id is not None and question.structure is Structure.THEN:
        conditions.append(
            "EXISTS (SELECT FROM unit_under u WHERE u.upper_id = %(asked_unit)s AND u.lower_id = fact.unit_id"
            " AND u.during @> fact.day)"
        )
        values["asked_unit"] = question.unit_id
    elif question.unit_id is not None:
        conditions.append("unit_id = ANY(%(asked_units)s)")
        values["asked_units"] = list(Heirs(question).asked_units or ())
    return " AND ".join(conditions) or "true", values


def _seen(sight: Sight, values: dict[str, Any]) -> str:
    """The same as `Task.visible_to`: a unit in reach, or the viewer by name, has a part in it."""
    reach, more = sight.sql("part.unit_id", "part.category_id", "part.person_id")
    values |= more
    bodies = getattr(sight, "bodies", ())
    if bodies:
        reach = f"({reach} OR (part.unit_id = ANY(%(sight_bodies)s) AND part.role = ANY(%(sight_giving)s)))"
        values |= {"sight_bodies": list(bodies), "sight_giving": list(GIVING)}
    return f"item_id IN (SELECT part.subject_id FROM part WHERE part.subject_kind = 'task' AND {reach})"  # noqa: S608


def _part(part: Part, n: int, values: dict[str, Any]) -> str:
    sides = [f"what = %(part_{n})s"]
    values[f"part_{n}"] = part.what
    for name, column, chosen in (("channels", "channel", part.channels), ("outcomes", "outcome", part.outcomes)):
        if chosen:
            sides.append(f"{column} = ANY(%({name}_{n})s)")
            values[f"{name}_{n}"] = list(chosen)
    return f"({' AND '.join(sides)})"
