"""Open tasks with their signals: what is due, overdue, silent, at risk; who does not report."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from typing import Any, Final

from django.db import connection
from django.db.models import QuerySet

from congvu.core.clock import WorkCalendar, day_of, end_of, working_days_between
from congvu.core.ratio import Ratio
from congvu.core.tracking.signals import DEFAULT, WORST_FIRST, Level, Report, Settings, Signal, Signs, signal_at
from congvu.faces.parts import Deadline
from congvu.obligations import calendars
from congvu.obligations.deadlines import deadline_of, obligations_by_id
from congvu.obligations.models import Obligation, Urging
from congvu.obligations.names import unit_names
from congvu.orgs.actor import Actor
from congvu.tasks.models import OPEN, Block, Progress, Task, TaskPart, TaskState
from congvu.tasks.rules import rules_for

MOST: Final = 3000
"""So many open tasks are looked at for one page; more must be narrowed by unit, and the page says so."""
KINDS: Final = ("near", "overdue", "silent", "risk", "fine_but_bad")


@dataclass(frozen=True, slots=True)
class WatchedTask:
    id: int
    code: str
    content: str
    lead_unit_id: int
    lead: str
    assigner: str
    starred: bool
    state: str
    percent: int
    reported_at: datetime | None
    due_on: date | None
    deadline: Deadline | None
    days_left: int | None
    signal: Signal
    urged: int
    urged_at: datetime | None

    @property
    def codes(self) -> frozenset[str]:
        return frozenset(reason.code for reason in self.signal.reasons)

    def is_of(self, kind: str) -> bool:
        """Whether it stands under a tab of the console."""
        match kind:
            case "near":
                return self.days_left is not None and 0 <= self.days_left <= DEFAULT.near_days
            case "overdue":
                return self.signal.level is Level.OVERDUE
            case "silent":
                return "silent" in self.codes
            case "risk":
                return self.signal.level is Level.AT_RISK
            case "fine_but_bad":
                return self.signal.fine_but_bad
        return True


@dataclass(frozen=True, slots=True)
class Watched:
    """`whole` False: more tasks are open than were looked at."""

    rows: tuple[WatchedTask, ...]
    whole: bool

    def count(self, kind: str) -> int:
        return sum(row.is_of(kind) for row in self.rows)

    def of(self, kind: str) -> list[WatchedTask]:
        return [row for row in self.rows if row.is_of(kind)]


def watched(*, actor: Actor, now: datetime, unit_id: int | None = None, leads: Sequence[int] | None = None) -> Watched:
    """Open tasks in sight, the worst first, then by due date. About twelve queries, whatever their number."""
    seen = Task.objects.visible_to(actor).filter(state__in=OPEN)
    if unit_id is not None:
        seen = seen.filter(lead_unit_id__in=_unit_and_below(unit_id, day_of(now)))
    if leads is not None:
        seen = seen.filter(lead_unit_id__in=list(leads))
    tasks = list(_with_due(seen)[: MOST + 1])
    shown = tasks[:MOST]
    return Watched(tuple(sorted(_rows(shown, now), key=_worst_first)), len(tasks) <= MOST)


def _unit_and_below(unit_id: int, on: date) -> list[int]:
    from congvu.orgs import units

    return sorted(units.under(unit_id, on))


def _with_due(tasks: "QuerySet[Task]") -> "QuerySet[Task]":
    """Those with the nearest original due date first: what is beyond the limit is the least pressing."""
    return tasks.order_by("due_on", "id")


def _worst_first(row: WatchedTask) -> tuple[int, date, int]:
    return (WORST_FIRST.index(row.signal.level), row.due_on or date.max, row.id)


def _rows(tasks: Sequence[Task], now: datetime) -> Iterable[WatchedTask]:
    items = obligations_by_id(task.obligation_id for task in tasks)
    facts = _Facts.of([task.pk for task in tasks], now)
    rules = {unit: rules_for(unit, day_of(now)) for unit in sorted({task.assigner_unit_id for task in tasks})}
    names = unit_names(
        {unit for task in tasks for unit in (task.lead_unit_id, task.assigner_unit_id)}, day_of(now), short=True
    )
    known: dict[tuple[int, int], WorkCalendar] = {}
    for task in tasks:
        item = items.get(task.obligation_id or 0)
        calendar = _calendar(item, known)
        settings = replace(DEFAULT, update_days=rules[task.assigner_unit_id].update_days)
        due_on = day_of(item.due_at) if item and item.due_at else None
        urged, urged_at = facts.urged.get(task.obligation_id or 0, (0, None))
        yield WatchedTask(
            task.pk,
            task.code,
            task.content,
            task.lead_unit_id,
            names.get(task.lead_unit_id, ""),
            task.assigner_name or names.get(task.assigner_unit_id, ""),
            task.starred,
            task.state,
            task.percent,
            task.reported_at,
            due_on,
            deadline_of(item, now=now, known=known),
            working_days_between(day_of(now), due_on, calendar) if due_on else None,
            _signal(task, item, facts, now, calendar, settings),
            urged,
            urged_at,
        )


def _calendar(item: Obligation | None, known: dict[tuple[int, int], WorkCalendar]) -> WorkCalendar:
    if item is None or item.calendar_id is None or item.calendar_version is None:
        return calendars.in_force(None).calendar
    key = (item.calendar_id, item.calendar_version)
    if key not in known:
        known[key] = calendars.of_version(*key)
    return known[key]


def _signal(
    task: Task, item: Obligation | None, facts: "_Facts", now: datetime, calendar: WorkCalendar, settings: Settings
) -> Signal:
    signs = Signs(
        assigned_at=item.opened_at if item else end_of(task.assigned_on),
        due_at=item.due_at if item else None,
        late_at=item.late_at if item else None,
        claimed=task.state == TaskState.CLAIMED,
        reports=tuple(facts.reports.get(task.pk, ())),
        returns=task.returns,
        extensions=task.extensions,
        blocked_since=tuple(facts.blocks.get(task.pk, ())),
        parts_overdue=facts.parts.get(task.pk, 0),
    )
    return signal_at(signs, now, calendar, settings)


@dataclass(frozen=True)
class _Facts:
    """What the signals are computed from, for many tasks at once."""

    reports: dict[int, list[Report]]
    blocks: dict[int, list[datetime]]
    parts: dict[int, int]
    urged: dict[int, tuple[int, datetime | None]]

    @classmethod
    def of(cls, ids: Sequence[int], now: datetime) -> "_Facts":
        reports: dict[int, list[Report]] = defaultdict(list)
        said = Progress.objects.filter(task_id__in=ids, at__lte=now, part__role="lead").order_by("at", "id")
        for task_id, at, percent in said.values_list("task_id", "at", "percent"):
            reports[task_id].append(Report(at, percent))
        blocks: dict[int, list[datetime]] = defaultdict(list)
        waiting = Block.objects.filter(task_id__in=ids, until_at=None).order_by("since_at", "id")
        for task_id, since in waiting.values_list("task_id", "since_at"):
            blocks[task_id].append(since)
        return cls(reports, blocks, _overdue_parts(ids, now), _urged(ids))


def _overdue_parts(ids: Sequence[int], now: datetime) -> dict[int, int]:
    late = Obligation.objects.filter(kind="task_part", closed_at=None, late_at__lt=now)
    parts = TaskPart.objects.filter(task_id__in=ids, role="coordinating", obligation_id__in=late.values("id"))
    counts: dict[int, int] = defaultdict(int)
    for task_id in parts.order_by("id").values_list("task_id", flat=True):
        counts[task_id] += 1
    return dict(counts)


def _urged(ids: Sequence[int]) -> dict[int, tuple[int, datetime | None]]:
    """Obligation → how often it was reminded of, and when last."""
    found: dict[int, tuple[int, datetime | None]] = {}
    items = Task.objects.filter(pk__in=ids).values("obligation_id")
    for item_id, at in (
        Urging.objects.filter(item_id__in=items).order_by("sent_at", "id").values_list("item_id", "sent_at")
    ):
        found[item_id] = (found.get(item_id, (0, None))[0] + 1, at)
    return found


# --- Who reports, who is silent -------------------------------------------------------------------------------------

_UPDATES = """
WITH piece AS NOT MATERIALIZED (
  SELECT subject_id AS task_id, unit_id, since_at, NULL::timestamptz AS until_at FROM obligation WHERE kind = 'task'
  UNION ALL
  SELECT subject_id, unit_id, since_at, until_at FROM obligation_stretch WHERE kind = 'task')
SELECT p.unit_id, count(*),
       count(*) FILTER (WHERE t.assigned_on > %(since)s::date
         OR EXISTS (SELECT FROM task_progress r WHERE r.task_id = t.id AND r.at > %(since_at)s AND r.at <= %(seen)s)
         OR EXISTS (SELECT FROM task_claim c WHERE c.task_id = t.id AND c.claimed_at <= %(seen)s
                    AND (c.decided_at IS NULL OR c.decided_at > %(since_at)s)))
FROM task t JOIN piece p ON p.task_id = t.id
WHERE p.since_at <= %(seen)s AND (p.until_at IS NULL OR p.until_at > %(seen)s) AND t.assigned_on <= %(on)s::date
  AND (t.withdrawn_at IS NULL OR t.withdrawn_at > %(seen)s)
  AND (t.state <> 'accepted' OR coalesce(t.accepted_at, (t.done_on + 1)::timestamptz) > %(seen)s)
  AND t.id = ANY(%(ids)s)
GROUP BY p.unit_id ORDER BY p.unit_id
"""


@dataclass(frozen=True, slots=True)
class UpdateRow:
    """Of a unit's open tasks, how many were heard of within the days of the rule."""

    unit_id: int
    unit: str
    ratio: Ratio


def update_rates(*, actor: Actor, on: date, days: int = DEFAULT.update_days) -> list[UpdateRow]:
    """As of the end of a day, the worst first: reported on, claimed, or given within the last `days`."""
    ids = list(Task.objects.visible_to(actor).filter(assigned_on__lte=on).order_by("id").values_list("id", flat=True))
    since = on - timedelta(days=days)
    values: dict[str, Any] = {"since": since, "since_at": end_of(since), "seen": end_of(on), "on": on, "ids": ids}
    with connection.cursor() as cursor:
        cursor.execute(_UPDATES, values)
        found = cursor.fetchall()
    names = unit_names([unit for unit, _all, _heard in found], on)
    rows = [UpdateRow(unit, names.get(unit, ""), Ratio(heard, many)) for unit, many, heard in found]
    return sorted(rows, key=lambda row: (row.ratio.exact or 0, -row.ratio.denominator, row.unit, row.unit_id))
