"""Directives in sight, clause by clause: what was given by each clause, and how far it is."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import Count, Q, QuerySet

from congvu.core.text import query_grams
from congvu.files.models import Attachment
from congvu.ledger.selectors import TimelineRow, timeline
from congvu.obligations.names import person_names, unit_names
from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotInSight
from congvu.tasks import policy
from congvu.tasks.models import Clause, Directive, Task, TaskState
from congvu.tasks.selectors.listing import TaskRow, described

PAGE = 50
SHOWN = 8


@dataclass(frozen=True, slots=True)
class DirectiveRow:
    id: int
    name: str
    number: str
    kind: str
    title: str
    signer: str
    unit: str
    issued_on: date
    entered_at: datetime
    total: int
    done: int
    withdrawn: int
    overdue: int


@dataclass(frozen=True, slots=True)
class DirectivePage:
    rows: list[DirectiveRow]
    count: int
    total: int
    next_key: tuple[str, int] | None


@dataclass(frozen=True, slots=True)
class ClauseStatus:
    """`kind`: none (nobody was given anything yet), not_needed (read, with the reason), open, overdue, done."""

    clause: Clause | None
    kind: str
    total: int
    done: int
    overdue: int
    rows: tuple[TaskRow, ...]


@dataclass(frozen=True, slots=True)
class DirectiveMatter:
    directive: Directive
    unit: str
    entered_by: str
    clauses: list[ClauseStatus]
    total: int
    done: int
    overdue: int
    attachments: list[Attachment]
    events: list[TimelineRow]
    may_give: bool


def directive_rows(
    *, actor: Actor, query: str = "", after: Sequence[str | int | None] | None = None, now: datetime, size: int = PAGE
) -> DirectivePage:
    """Newest first."""
    seen = Directive.objects.visible_to(actor)
    grams = query_grams(query)
    found = seen.filter(grams__contains=list(grams)) if grams else seen
    count = found.count()
    narrowed = _beyond(found, after)
    page = list(narrowed.order_by("-issued_on", "-id")[: size + 1])
    latest = page[size - 1] if len(page) > size else None
    key = (latest.issued_on.isoformat(), latest.pk) if latest else None
    return DirectivePage(_rows(page[:size], actor, now), count, count if not grams else seen.count(), key)


def _beyond(found: QuerySet[Directive], after: object) -> QuerySet[Directive]:
    match after:
        case (str() as day, int() as pk) if 0 <= pk < 2**63:
            try:
                on = date.fromisoformat(day)
            except ValueError:
                return found
            return found.filter(issued_on__lte=on).filter(Q(issued_on__lt=on) | Q(id__lt=pk))
    return found


def _rows(page: Sequence[Directive], actor: Actor, now: datetime) -> list[DirectiveRow]:
    counts = _counts(Task.objects.visible_to(actor).filter(directive__in=[one.pk for one in page]), "directive", now)
    units = unit_names([one.unit_id for one in page], now.date(), short=True)
    return [
        DirectiveRow(
            one.pk, one.name, one.number, one.kind, one.title, one.signer,
            one.issued_by or units.get(one.unit_id, ""), one.issued_on, one.entered_at,
            *counts.get(one.pk, (0, 0, 0, 0)),
        )
        for one in page
    ]  # fmt: skip


def _counts(tasks: QuerySet[Task], by: str, now: datetime) -> dict[int | None, tuple[int, int, int, int]]:
    """total, done, withdrawn, overdue."""
    from congvu.obligations.models import Obligation

    late = Obligation.objects.filter(kind="task", closed_at=None, late_at__lt=now).values("subject_id")
    rows = tasks.values(by).annotate(
        total=Count("id"),
        done=Count("id", filter=Q(state=TaskState.ACCEPTED)),
        withdrawn=Count("id", filter=Q(state=TaskState.WITHDRAWN)),
        overdue=Count("id", filter=Q(id__in=late)),
    )
    return {row[by]: (row["total"], row["done"], row["withdrawn"], row["overdue"]) for row in rows.order_by(by)}


def seen(pk: int, actor: Actor) -> Directive:
    """Raises NotInSight."""
    found = Directive.objects.visible_to(actor).filter(pk=pk).first()
    if found is None:
        raise NotInSight
    return found


def clause_statuses(directive: Directive, *, actor: Actor, now: datetime, shown: int = SHOWN) -> list[ClauseStatus]:
    """Clause by clause, of the tasks in sight; tasks without a clause come last."""
    tasks = Task.objects.visible_to(actor).filter(directive=directive, parent=None)
    counts = _counts(tasks, "clause", now)
    some = list(tasks.select_related("directive", "clause", "category").order_by("clause__position", "id")[:400])
    by_clause: dict[int | None, list[Task]] = {}
    for task in some:
        by_clause.setdefault(task.clause_id, []).append(task)
    first = [task for own in by_clause.values() for task in own[:shown]]
    rows: dict[int | None, list[TaskRow]] = {}
    for task, row in zip(first, described(first, now=now), strict=True):
        rows.setdefault(task.clause_id, []).append(row)
    clauses: list[Clause | None] = list(directive.clauses.order_by("position"))
    if None in counts:
        clauses.append(None)
    return [_status(one, counts.get(one.pk if one else None), rows.get(one.pk if one else None, [])) for one in clauses]


def _status(clause: Clause | None, count: tuple[int, int, int, int] | None, rows: Sequence[TaskRow]) -> ClauseStatus:
    total, done, withdrawn, overdue = count or (0, 0, 0, 0)
    counted = total - withdrawn
    if not total:
        kind = "not_needed" if clause and clause.no_task_because else "none"
    elif done == counted:
        kind = "done"
    else:
        kind = "overdue" if overdue else "open"
    return ClauseStatus(clause, kind, counted, done, overdue, tuple(rows))


def directive_matter(pk: int, *, actor: Actor, now: datetime) -> DirectiveMatter:
    directive = seen(pk, actor)
    clauses = clause_statuses(directive, actor=actor, now=now)
    units = unit_names([directive.unit_id], now.date())
    persons = person_names([directive.entered_by_id])
    return DirectiveMatter(
        directive, units.get(directive.unit_id, ""), persons.get(directive.entered_by_id or 0, ""), clauses,
        sum(one.total for one in clauses), sum(one.done for one in clauses), sum(one.overdue for one in clauses),
        list(Attachment.objects.about("directive", directive.pk).select_related("stored_file")),
        timeline("directive", directive.pk), policy.may_give(actor, directive.unit_id),
    )  # fmt: skip
