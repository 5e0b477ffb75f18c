"""Tasks of an older system: what ended there stands as history, what is open is worked on here."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from django.db import transaction

from congvu.core.clock import day_of, start_of
from congvu.core.errors import N_, DomainError
from congvu.core.loading import LoadReport, Row
from congvu.core.numbering import parse_task_number, task_number
from congvu.core.tasks import CoordinatingIsLead, PartTwice, TwoLeads
from congvu.core.text import search_grams
from congvu.faces.errors import sentence_of
from congvu.ledger.record import Entry, record_many
from congvu.obligations import kernel
from congvu.obligations.clock import DueFacts, due_for, facts_of
from congvu.obligations.models import Obligation, Part
from congvu.orgs.actor import Actor
from congvu.orgs.models import UnitUnder
from congvu.tasks import clocks
from congvu.tasks.categories import categories_of
from congvu.tasks.commands.moving import absorb
from congvu.tasks.events import Accepted, Loaded, Withdrawn
from congvu.tasks.load.rows import PastTask, read
from congvu.tasks.models import Claim, Clause, Directive, Evidence, PartRole, PartState, Task, TaskPart, TaskState
from congvu.tasks.numbers import next_codes, used
from congvu.tasks.unit_names import UnitNames, UnitNameUnknown

STATES = {
    "open": TaskState.IN_PROGRESS, "done": TaskState.CLAIMED, "accepted": TaskState.ACCEPTED,
    "returned": TaskState.RETURNED, "withdrawn": TaskState.WITHDRAWN,
}  # fmt: skip
_EVENING, _MORNING = timedelta(hours=17), timedelta(hours=8)


class NamedTwice(DomainError):
    code = "task_named_twice"
    sentence = N_("Số nhiệm vụ %(number)s ghi hai lần trong tệp; hãy giữ một dòng.")
    status = 422


class LivesHere(DomainError):
    """A file of an older system must not touch what was given here."""

    code = "task_lives_here"
    sentence = N_("Nhiệm vụ %(number)s được giao ở hệ thống này; không nạp đè từ hệ thống cũ.")
    status = 422


class Ended(DomainError):
    code = "task_ended_here"
    sentence = N_("Nhiệm vụ %(number)s đã kết thúc ở lần nạp trước nên không mở lại từ tệp; hãy giao lại nếu cần.")
    status = 422


class OtherThanLoaded(DomainError):
    code = "task_other_than_loaded"
    sentence = N_(
        "Cột %(column)s của nhiệm vụ %(number)s khác lần nạp trước; tệp không đổi được cột này. "
        "Hãy để nguyên giá trị cũ, hoặc thu hồi rồi giao lại."
    )
    status = 422


@dataclass(frozen=True, slots=True)
class _Named:
    """A row with the units it means."""

    past: PastTask
    lead: int
    coordinating: tuple[int, ...]
    assigner: int
    assigner_name: str


@dataclass
class _Known:
    names: UnitNames
    tasks: dict[str, Task]
    tops: dict[int, int] = field(default_factory=dict)

    def assigner(self, past: PastTask, lead: int, report: LoadReport, line: int) -> tuple[int, str]:
        """A unit's code or name; else a text as it stands, and the top of the lead's chart stands for the unit."""
        if past.assigner:
            try:
                return self.names.find(past.assigner, past.assigned_on, column="assigner"), ""
            except UnitNameUnknown:
                pass
            except DomainError as doubt:
                report.warn(line, "assigner", sentence_of(doubt))
        return self.top(lead, past.assigned_on), past.assigner

    def top(self, unit: int, on: date) -> int:
        if unit not in self.tops:
            above = UnitUnder.objects.filter(lower_id=unit, during__contains=on).order_by("-depth", "upper_id")
            self.tops[unit] = above.values_list("upper_id", flat=True).first() or unit
        return self.tops[unit]


def load_tasks(rows: Sequence[Row], *, actor: Actor, at: datetime, dry_run: bool = False) -> LoadReport:
    """All or nothing. The same rows again are unchanged; a row that moved on there is moved on here."""
    report = LoadReport("tasks")
    with transaction.atomic():
        pasts = _read(rows, report, day_of(at))
        wanted = [past.number for _line, past in pasts]
        known = _Known(UnitNames.load(strict=True), {})
        present = Task.objects.select_for_update(of=("self",)).filter(loaded_as__in=wanted).order_by("id")
        known.tasks = {task.loaded_as: task for task in present}
        lived = set(Task.objects.filter(code__in=wanted, from_older_system=False).values_list("code", flat=True))
        fresh, changed = [], []
        for line, past in pasts:
            try:
                if past.number in lived:
                    raise LivesHere(field="number", number=past.number)
                named = _named(past, known, report, line)
                task = known.tasks.get(past.number)
                if task is None:
                    fresh.append(named)
                elif task.digest == past.digest:
                    report.unchanged += 1
                else:
                    _require_movable(task, past)
                    changed.append((task, named))
            except DomainError as error:
                report.refuse(line, (error.field or "").partition("-")[0], sentence_of(error))
        report.new, report.changed = len(fresh), len(changed)
        if not report.errors:
            _write(fresh, actor=actor, at=at)
            for task, named in changed:
                _move_on(task, named, actor=actor, at=at)
        if dry_run or report.errors:
            transaction.set_rollback(True)
    return report


def _read(rows: Sequence[Row], report: LoadReport, today: date) -> list[tuple[int, PastTask]]:
    met: set[str] = set()
    found = []
    for row in rows:
        try:
            past = read(row.cells, today)
            if past.number in met:
                raise NamedTwice(field="number", number=past.number)
        except DomainError as error:
            report.refuse(row.line, error.field or "", sentence_of(error))
            continue
        met.add(past.number)
        found.append((row.line, past))
    return found


def _named(past: PastTask, known: _Known, report: LoadReport, line: int) -> _Named:
    """Raises UnitNameUnknown (with the nearest names), TwoLeads, CoordinatingIsLead, PartTwice."""
    leads = known.names.find_many(past.lead_unit, past.assigned_on, column="lead_unit")
    if len(set(leads)) != 1:
        raise TwoLeads(
            field="lead_unit", count=len(leads), units=", ".join(known.names.shown.get(one, "") for one in leads)
        )
    helpers = known.names.find_many(past.coordinating_units, past.assigned_on, column="coordinating_units")
    if leads[0] in helpers:
        raise CoordinatingIsLead(field="coordinating_units")
    if len(set(helpers)) < len(helpers):
        raise PartTwice(field="coordinating_units")
    assigner, name = known.assigner(past, leads[0], report, line)
    return _Named(past, leads[0], tuple(helpers), assigner, name)


def _require_movable(task: Task, past: PastTask) -> None:
    if task.assigned_on != past.assigned_on:
        raise OtherThanLoaded(field="assigned_on", column="assigned_on", number=past.number)
    if task.has_ended and STATES[past.status] != task.state:
        raise Ended(field="status", number=past.number)


def _write(fresh: Sequence[_Named], *, actor: Actor, at: datetime) -> None:
    """Directives, tasks, parts, claims in bulk; obligations by the kernel; events chained in bulk."""
    if not fresh:
        return
    papers = _papers(fresh, at)
    clauses = _clauses(fresh, papers)
    codes = _codes(fresh)
    category_of = categories_of({one.past.field for one in fresh})
    tasks = Task.objects.bulk_create(
        [_task(one, code, papers, clauses, category_of, at) for one, code in zip(fresh, codes, strict=True)],
        batch_size=1000,
    )
    pairs = list(zip(tasks, fresh, strict=True))
    leads = [_lead(task, one) for task, one in pairs]
    helpers = [_helper(task, one, unit) for task, one in pairs for unit in one.coordinating]
    TaskPart.objects.bulk_create([*leads, *helpers], batch_size=2000)
    clocks.owe_tasks(tasks, leads, [_owed(task, one.past) for task, one in pairs], at=at)
    clocks.owe_parts([(part.task, part, part.done_at) for part in helpers], at=at)
    claims = Claim.objects.bulk_create([c for task, one in pairs if (c := _claim(task, one.past))], batch_size=1000)
    Evidence.objects.bulk_create([_evidence(claim) for claim in claims], batch_size=1000)
    for claim in claims:
        if claim.decided_at is None:
            clocks.must_answer(claim.task, clocks.CLAIM, claim.pk, at=claim.claimed_at)
    clocks.take_part(
        [
            *((task, task.assigner_unit_id, None, "assigner") for task in tasks),
            *((part.task, part.unit_id, None, part.role) for part in (*leads, *helpers)),
        ],
        since=None,
    )
    record_many([entry for task, one in pairs for entry in _told(task, one.past)], actor=actor)


def _codes(fresh: Sequence[_Named]) -> list[str]:
    """A number of our own shape stays the code; others get one of their year."""
    own: dict[str, str] = {}
    for one in fresh:
        try:
            year, number = parse_task_number(one.past.number)
            own[one.past.number] = task_number(year=year, sequence=number)
        except DomainError:
            continue
    taken = set(Task.objects.filter(code__in=own.values()).values_list("code", flat=True))
    own = {number: code for number, code in own.items() if code not in taken}
    used([parse_task_number(code) for code in own.values()])
    by_year: dict[int, list[str]] = {}
    for one in fresh:
        if one.past.number not in own:
            by_year.setdefault(one.past.assigned_on.year, []).append(one.past.number)
    for year, numbers in sorted(by_year.items()):
        own |= dict(zip(numbers, next_codes(year, len(numbers)), strict=True))
    return [own[one.past.number] for one in fresh]


_Key = tuple[int, str, date]


def _paper_key(one: _Named) -> _Key | None:
    past = one.past
    return (one.assigner, past.document_no, past.document_date) if past.document_no and past.document_date else None


def _papers(fresh: Sequence[_Named], at: datetime) -> dict[_Key, Directive]:
    wanted = {key: one for one in fresh if (key := _paper_key(one))}
    found = Directive.objects.filter(number__in={number for _unit, number, _day in wanted})
    known: dict[_Key, Directive] = {(d.unit_id, d.number, d.issued_on): d for d in found.order_by("id")}
    new = [
        Directive(
            kind=_kind(number), number=number, issued_on=day, unit_id=unit, entered_at=at,
            signer=wanted[unit, number, day].assigner_name, from_older_system=True, grams=list(search_grams(number)),
        )
        for unit, number, day in wanted
        if (unit, number, day) not in known
    ]  # fmt: skip
    for made in Directive.objects.bulk_create(new, batch_size=1000):
        known[made.unit_id, made.number, made.issued_on] = made
    Part.objects.bulk_create(
        [
            Part(subject_kind="directive", subject_id=d.pk, unit_id=d.unit_id, role="assigner", since_at=at)
            for d in known.values()
        ],
        ignore_conflicts=True,
    )
    return known


def _kind(number: str) -> str:
    signs = {
        "TB": Directive.Kind.CONCLUSION, "CT": Directive.Kind.INSTRUCTION, "QĐ": Directive.Kind.DECISION,
        "KH": Directive.Kind.PLAN, "NQ": Directive.Kind.RESOLUTION, "CTr": Directive.Kind.PROGRAMME,
    }  # fmt: skip
    sign = number.rpartition("/")[2].partition("-")[0]
    return signs.get(sign, Directive.Kind.DISPATCH)


def _clauses(fresh: Sequence[_Named], papers: dict[_Key, Directive]) -> dict[tuple[int, str], Clause]:
    wanted: dict[tuple[int, str], str] = {}
    for one in fresh:
        key = _paper_key(one)
        if key and one.past.clause:
            wanted.setdefault((papers[key].pk, one.past.clause[:40]), one.past.content)
    known = {
        (c.directive_id, c.label): c
        for c in Clause.objects.filter(directive__in={d for d, _label in wanted}).order_by("id")
    }
    latest: dict[int, int] = {}
    for clause in known.values():
        latest[clause.directive_id] = max(latest.get(clause.directive_id, 0), clause.position)
    new = []
    for (directive, label), content in wanted.items():
        if (directive, label) in known:
            continue
        latest[directive] = latest.get(directive, 0) + 1
        new.append(Clause(directive_id=directive, position=latest[directive], label=label, content=content))
    for made in Clause.objects.bulk_create(new, batch_size=1000):
        known[made.directive_id, made.label] = made
    return known


def _task(
    one: _Named, code: str, papers: dict[_Key, Directive], clauses: dict[tuple[int, str], Clause],
    category_of: dict[str, int | None], at: datetime,
) -> Task:  # fmt: skip
    past, key = one.past, _paper_key(one)
    paper = papers[key] if key else None
    accepted = past.status == "accepted"
    ended_on = past.accepted_on or past.done_on
    withdrawn = past.status == "withdrawn"
    return Task(
        code=code, year=past.assigned_on.year, number=None, directive=paper,
        clause=clauses.get((paper.pk, past.clause[:40])) if paper and past.clause else None, content=past.content,
        product=past.product, category_id=category_of[past.field], urgency=past.urgency,
        assigner_unit_id=one.assigner, assigner_name=one.assigner_name, lead_unit_id=one.lead,
        assigned_on=past.assigned_on, due_on=past.due_on, entered_at=at, state=STATES[past.status],
        percent=100 if accepted else 0, returns=1 if past.status == "returned" else 0,
        done_on=past.done_on if accepted else None,
        accepted_at=_evening(ended_on) if accepted and ended_on else None,
        withdrawn_at=_evening(ended_on or past.assigned_on) if withdrawn else None,
        withdrawn_because=past.note if withdrawn else "", from_older_system=True, loaded_as=past.number,
        note=past.note, digest=past.digest,
        grams=list(search_grams(code, past.number, past.content, past.product, past.document_no)),
    )  # fmt: skip


def _evening(day: date) -> datetime:
    return start_of(day) + _EVENING


def _lead(task: Task, one: _Named) -> TaskPart:
    ended = one.past.status == "accepted"
    return TaskPart(
        task=task, role=PartRole.LEAD, unit_id=one.lead, due_on=task.due_on,
        state=PartState.DONE if ended else PartState.RELEASED if one.past.status == "withdrawn" else PartState.WORKING,
        received_at=start_of(task.assigned_on) + _MORNING, percent=100 if ended else 0,
        done_at=_evening(one.past.done_on) if ended and one.past.done_on else None,
    )  # fmt: skip


def _helper(task: Task, one: _Named, unit: int) -> TaskPart:
    """Of coordinating units the file says nothing more: their part ended with the whole."""
    ended = task.has_ended
    return TaskPart(
        task=task, role=PartRole.COORDINATING, unit_id=unit, due_on=task.due_on,
        state=PartState.DONE if ended else PartState.WORKING, percent=100 if ended else 0,
        received_at=start_of(task.assigned_on) + _MORNING,
        done_at=_evening(one.past.done_on or task.assigned_on) if ended else None,
    )  # fmt: skip


def _owed(task: Task, past: PastTask) -> kernel.Past:
    new = kernel.New(
        clocks.TASK, clocks.TASK, task.pk, task.lead_unit_id, category_id=task.category_id,
        terms=clocks.terms(task.due_on),
    )  # fmt: skip
    closed_at = None
    if past.status == "accepted" and past.done_on:
        closed_at = _evening(past.done_on)
    elif past.status == "withdrawn":
        closed_at = task.withdrawn_at
    return kernel.Past(new, start_of(task.assigned_on) + _MORNING, closed_at, past.status if closed_at else "")


def _claim(task: Task, past: PastTask) -> Claim | None:
    if past.status not in ("done", "accepted", "returned"):
        return None
    claimed_on = past.done_on or past.accepted_on or past.assigned_on
    decided_at = None
    if past.status != "done":
        decided_at = _evening(max(past.accepted_on or claimed_on, claimed_on))
    return Claim(
        task=task, number=1, text=str(N_("Theo hệ thống cũ.")), claimed_at=_evening(claimed_on),
        unit_id=task.lead_unit_id, decided_at=decided_at,
        accepted=None if decided_at is None else past.status == "accepted",
        answer="" if past.status != "returned" else past.note or str(N_("Theo hệ thống cũ, không ghi lý do.")),
    )  # fmt: skip


def _evidence(claim: Claim) -> Evidence:
    return Evidence(task=claim.task, claim=claim, name=str(N_("Theo hệ thống cũ.")), added_at=claim.claimed_at)


def _told(task: Task, past: PastTask) -> list[Entry]:
    about = ("task", task.pk)
    due = task.due_on.isoformat() if task.due_on else ""
    entries = [Entry(Loaded(task.code, past.status, due), about, start_of(task.assigned_on) + _MORNING)]
    if task.accepted_at and task.done_on:
        entries.append(Entry(Accepted(0, task.done_on.isoformat()), about, task.accepted_at))
    if task.withdrawn_at:
        entries.append(Entry(Withdrawn(task.code), about, task.withdrawn_at))
    return entries


def _move_on(task: Task, named: _Named, *, actor: Actor, at: datetime) -> None:
    """The older system went on: its facts are set right, and what ended there ends here."""
    past = named.past
    was, item = task.state, Obligation.objects.select_for_update(of=("self",)).get(pk=task.obligation_id or 0)
    claimed_at = _evening(past.done_on) if past.done_on else at
    _correct(task, item, named, at)
    if was == STATES[past.status]:
        task.save()
        record_many([Entry(Loaded(task.code, past.status, str(task.due_on or "")), ("task", task.pk), at)], actor=actor)
        return
    open_claim = task.claims.filter(decided_at=None).first()
    if past.status in ("accepted", "returned") and open_claim is not None:
        open_claim.decided_at, open_claim.accepted = max(at, open_claim.claimed_at), past.status == "accepted"
        open_claim.answer = past.note or ("" if open_claim.accepted else str(N_("Theo hệ thống cũ, không ghi lý do.")))
        open_claim.save()
        clocks.answered(clocks.CLAIM, open_claim.pk, outcome=past.status, at=max(at, open_claim.claimed_at))
    elif past.status in ("done", "accepted", "returned"):
        claim = _claim(task, past)
        assert claim is not None
        claim.number = task.claims.count() + 1
        claim.save()
        _evidence(claim).save()
        if claim.decided_at is None:
            clocks.must_answer(task, clocks.CLAIM, claim.pk, at=at)
    task.state = STATES[past.status]
    task.returns += past.status == "returned"
    if past.status == "accepted" and past.done_on:
        task.done_on, task.accepted_at, task.percent = past.done_on, _evening(past.accepted_on or past.done_on), 100
    if past.status == "withdrawn":
        task.withdrawn_at, task.withdrawn_because = at, past.note
    task.save()
    if task.has_ended:
        state = PartState.DONE if past.status == "accepted" else PartState.RELEASED
        open_parts = task.parts.exclude(state__in=(PartState.DONE, PartState.RELEASED))
        open_parts.update(state=state, done_at=claimed_at)
        clocks.close_everything(task, outcome="ended", at=at)
        clocks.close_task(task, outcome=past.status, at=claimed_at if past.status == "accepted" else at)
    record_many(_told(task, past), actor=actor)


def _correct(task: Task, item: Obligation, named: _Named, at: datetime) -> None:
    """Everything the file says otherwise now. What had ended is set right as it stands; of what is open the old unit
    and the old day stay in the story."""
    past, ended = named.past, item.closed_at is not None
    if key := _paper_key(named):
        papers = _papers([named], at)
        task.directive = papers[key]
        task.clause = _clauses([named], papers).get((papers[key].pk, past.clause[:40])) if past.clause else None
    task.content, task.product, task.note, task.digest = past.content, past.product, past.note, past.digest
    task.urgency, task.category_id = past.urgency, categories_of({past.field})[past.field]
    task.assigner_unit_id, task.assigner_name = named.assigner, named.assigner_name
    task.grams = list(search_grams(task.code, past.number, past.content, past.product, past.document_no))
    changes: dict[str, Any] = {}
    if past.due_on != task.due_on:
        facts = facts_of(item)
        new = DueFacts(facts.clock_from_at, facts.clock, clocks.terms(past.due_on))
        found = due_for(new, kernel.frozen_calendar(item))
        changes |= {"fixed_due_on": past.due_on, **kernel.due_columns(found)}
    if named.lead != task.lead_unit_id:
        changes["unit_id"] = named.lead
    if item.category_id != task.category_id:
        changes["category_id"] = task.category_id
    if ended and task.state == TaskState.ACCEPTED and past.done_on:
        changes["closed_at"] = max(_evening(past.done_on), item.since_at)
        task.done_on, task.accepted_at = past.done_on, _evening(past.accepted_on or past.done_on)
        task.claims.filter(accepted=True).update(claimed_at=_evening(past.done_on))
    if past.status in ("done", "accepted") and past.done_on:
        task.claims.filter(decided_at=None).update(claimed_at=_evening(past.done_on))
    if changes:
        kernel.replace(item.pk, cause="corrected", at=item.since_at if ended else at, **changes)
    task.due_on, task.lead_unit_id = past.due_on, named.lead
    _correct_parts(task, named, at)


def _correct_parts(task: Task, named: _Named, at: datetime) -> None:
    """The lead's part follows; units that coordinate no more are released, new ones have a part from now on."""
    parts = {part.unit_id: part for part in task.parts.order_by("id")}
    lead = next(part for part in parts.values() if part.role == PartRole.LEAD)
    for unit, part in parts.items():
        if part is lead or unit in named.coordinating:
            continue
        if part.state not in (PartState.DONE, PartState.RELEASED):
            clocks.close_part(part, outcome="released", at=at)
        if unit == named.lead:
            absorb(part, lead)
            continue
        part.state = PartState.RELEASED
        part.save(update_fields=["state"])
    if (lead.unit_id, lead.due_on) != (named.lead, task.due_on):
        lead.person_id = lead.person_id if lead.unit_id == named.lead else None
        lead.unit_id, lead.due_on = named.lead, task.due_on
        lead.save(update_fields=["unit", "person", "due_on"])
    made = [_helper(task, named, unit) for unit in named.coordinating if unit not in parts or parts[unit] is lead]
    TaskPart.objects.bulk_create(made)
    clocks.owe_parts([(task, part, part.done_at) for part in made], at=at)
    seen = [(task, part.unit_id, None, str(part.role)) for part in (lead, *made)]
    clocks.take_part([(task, task.assigner_unit_id, None, "assigner"), *seen], since=at)
