"""From rows of the selectors to what callers get."""

from datetime import datetime
from typing import Any

from congvu.core.clock import local
from congvu.orgs.units import codes_of
from congvu.tasks.api.answers import (
    BlockOut,
    ClaimOut,
    ClauseOut,
    DirectiveDetail,
    EvidenceOut,
    ExtensionOut,
    ObjectionOut,
    PartOut,
    TaskDeadlineOut,
    TaskDetail,
    TaskEventOut,
    TaskOut,
    TaskPageOut,
)
from congvu.tasks.models import Task
from congvu.tasks.selectors.directives import directive_matter
from congvu.tasks.selectors.listing import TaskRow, described
from congvu.tasks.selectors.matter import Matter, matter


def given_now(request: Any, ids: list[int]) -> TaskPageOut:
    tasks = Task.objects.filter(pk__in=ids[:200]).select_related("directive", "clause", "category").order_by("id")
    rows = described(list(tasks), now=request.now)
    units = codes_of(row.lead_id for row in rows)
    return TaskPageOut(items=[row_out(row, units) for row in rows], count=len(ids), next=None)


def row_out(row: TaskRow, units: dict[int, str]) -> TaskOut:
    due = row.deadline
    deadline = (
        TaskDeadlineOut(status=due.kind, due_on=due.on, working_days=due.days, provisional=due.provisional)
        if due
        else None
    )
    return TaskOut(
        code=row.code, content=row.content, product=row.product, state=row.state, urgency=row.urgency,
        starred=row.starred, lead_unit=units.get(row.lead_id, ""), person=row.person,
        assigner=row.assigner_name or row.assigner, directive=row.directive, clause=row.clause, field=row.field,
        percent=_number(row.percent), assigned_on=row.assigned_on, due_on=row.due_on, done_on=row.done_on,
        returns=row.returns, extensions=row.extensions, deadline=deadline,
    )  # fmt: skip


def _number(value: Any) -> str:
    """Two places, half up."""
    hundredths = (value * 100 * 2 + 1) // 2
    return f"{hundredths // 100}.{hundredths % 100:02d}"


def detail_out(request: Any, code: str) -> TaskDetail:
    m = matter(code, actor=request.actor, at=request.now)
    t = m.task
    units = codes_of(
        [
            t.assigner_unit_id, t.lead_unit_id, *(part.unit_id for part in m.parts), *(b.by_unit_id for b in m.blocks),
            *(o.to_unit_id for o in m.objections if o.to_unit_id),
        ]
    )  # fmt: skip
    return TaskDetail(
        code=t.code, content=t.content, product=t.product, state=t.state, urgency=t.urgency, starred=t.starred,
        directive=t.directive_id, clause=t.clause.label if t.clause else "",
        parent=m.tree[-1].task.code if m.tree else None, children=[b.task.code for b in m.children],
        assigner_unit=units.get(t.assigner_unit_id, ""), assigner_name=t.assigner_name,
        lead_unit=units.get(t.lead_unit_id, ""), assigned_on=t.assigned_on, due_on=t.due_on,
        due_at=_local(m.item.due_at if m.item else None), entered_at=local(t.entered_at), entry_days=t.entry_days,
        percent=_number(m.percent), done_on=t.done_on, accepted_at=_local(t.accepted_at), returns=t.returns,
        extensions=t.extensions, parts=_parts_out(m, units), demands=[one.text for one in m.demands],
        claims=[
            ClaimOut(
                number=c.number, text=c.text, claimed_at=local(c.claimed_at),
                claimed_by=m.persons.get(c.claimed_by_id or 0, ""), accepted=c.accepted, answer=c.answer,
                decided_at=_local(c.decided_at), decided_by=m.persons.get(c.decided_by_id or 0, ""),
            )
            for c in m.claims
        ],
        evidence=[
            EvidenceOut(
                id=e.pk, name=e.name, demand=e.demand.position if e.demand else None,
                withdrawn=e.withdrawn_at is not None,
            )
            for e in m.evidence
        ],
        extension_requests=[
            ExtensionOut(id=x.pk, until_on=x.until_on, why=x.why, granted=x.granted, answer=x.answer)
            for x in m.extensions
        ],
        blocks=[
            BlockOut(
                id=b.pk, by_unit=units.get(b.by_unit_id, ""), needs=b.needs, since_at=local(b.since_at),
                until_at=_local(b.until_at),
            )
            for b in m.blocks
        ],
        objections=[
            ObjectionOut(
                id=o.pk, kind=o.kind, to_unit=units.get(o.to_unit_id) if o.to_unit_id else None, reason=o.reason,
                agreed=o.agreed, answer=o.answer,
            )
            for o in m.objections
        ],
        events=[
            TaskEventOut(
                seq=row.seq, kind=row.kind, sentence=row.sentence, at=local(row.at), recorded_at=local(row.recorded_at),
                person=row.person, unit=row.unit,
            )
            for row in m.events
        ],
        may=sorted(m.may),
    )  # fmt: skip


def _parts_out(m: Matter, units: dict[int, str]) -> list[PartOut]:
    return [
        PartOut(
            id=p.pk, role=p.role, unit=units.get(p.unit_id, ""), person=m.persons.get(p.person_id or 0, ""),
            work=p.work, due_on=p.due_on, state=p.state, percent=p.percent, done_at=_local(p.done_at),
        )
        for p in m.parts
    ]  # fmt: skip


def directive_out(request: Any, directive_id: int) -> DirectiveDetail:
    d = directive_matter(directive_id, actor=request.actor, now=request.now)
    one = d.directive
    return DirectiveDetail(
        id=one.pk, number=one.number, kind=one.kind, title=one.title, signer=one.signer, issued_on=one.issued_on,
        unit=d.unit, total=d.total, done=d.done, overdue=d.overdue,
        clauses=[
            ClauseOut(
                label=c.clause.label if c.clause else "", content=c.clause.content if c.clause else "", status=c.kind,
                total=c.total, done=c.done, overdue=c.overdue,
                no_task_because=c.clause.no_task_because if c.clause else "",
            )
            for c in d.clauses
        ],
    )  # fmt: skip


def _local(moment: datetime | None) -> datetime | None:
    return local(moment) if moment else None
