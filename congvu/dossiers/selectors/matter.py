"""One dossier as its page shows it: everything within sight, in a constant number of queries."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from congvu.catalog.processes import process_value
from congvu.core import process as core
from congvu.core.clock import Budget, Explanation, WorkCalendar, budget, day_of, explain
from congvu.core.process import Role, Verb
from congvu.dossiers import desks, policy
from congvu.dossiers.models import Applicant, Dossier, DossierPaper, Result, State, StepRun, Supplement
from congvu.files.models import Attachment
from congvu.ledger.selectors import TimelineRow, timeline
from congvu.obligations import calendars, clock
from congvu.obligations.deadlines import obligations_by_id
from congvu.obligations.models import Obligation
from congvu.obligations.names import person_names, unit_names
from congvu.orgs.actor import Actor
from congvu.orgs.policy import NotInSight


@dataclass(frozen=True, slots=True)
class Matter:
    """What the page is made of. `mine`: the open step the actor could do now; `held_by_other`: its holder, else ""."""

    dossier: Dossier
    applicant: Applicant
    value: core.Process | None
    runs: list[StepRun]
    open_runs: list[StepRun]
    mine: StepRun | None
    held_by_other: str
    legal: Obligation | None
    step_item: Obligation | None
    items: dict[int, Obligation]
    papers: list[DossierPaper]
    attachments: list[Attachment]
    supplements: list[Supplement]
    result: Result | None
    events: list[TimelineRow]
    persons: dict[int, str]
    units: dict[int, str]
    next_desks: list[desks.Desk]
    next_people: list[desks.DeskPerson]
    step_people: list[desks.DeskPerson]
    next_step: core.Step | None
    back_to: list[core.Step]
    may_receive: bool
    may_reveal: bool
    may_assign: bool
    may_attach: bool

    @property
    def is_last_step(self) -> bool:
        if self.mine is None or self.value is None:
            return False
        return Verb.FINISH in {way.verb for way in self.value.leaving(self.mine.step)}


def seen(code: str, actor: Actor) -> Dossier:
    """Within sight, with what it points to. Raises NotInSight."""
    related = ("version__procedure", "process", "applicant", "category")
    found = Dossier.objects.visible_to(actor).select_related(*related).filter(code=code).first()
    if found is None:
        raise NotInSight
    return found


def matter(code: str, *, actor: Actor, at: datetime) -> Matter:
    dossier = seen(code, actor)
    today = day_of(at)
    value = process_value(dossier.process) if dossier.process else None
    runs = list(dossier.runs.order_by("number"))
    open_runs = [run for run in runs if run.closed_at is None and not run.arrived]
    mine, held_by_other = _mine(open_runs, actor)
    current = mine or (open_runs[0] if open_runs else None)
    items = obligations_by_id([dossier.obligation_id, *(run.obligation_id for run in runs)])
    supplements = list(dossier.supplements.order_by("number"))
    result = Result.objects.filter(dossier=dossier).first()
    next_step = _next(value, mine)
    found_desks = _desks(dossier, next_step, today)
    persons = person_names(
        [
            *(run.person_id for run in runs), *(run.closed_by_id for run in runs), dossier.accepted_by_id,
            *(s.asked_by_id for s in supplements), result.decided_by_id if result else None,
        ]
    )  # fmt: skip
    units = unit_names([dossier.received_unit_id, dossier.competent_unit_id, *(run.unit_id for run in runs)], today)
    return Matter(
        dossier=dossier, applicant=dossier.applicant, value=value, runs=runs, open_runs=open_runs, mine=mine,
        held_by_other=persons.get(held_by_other or 0, ""),
        legal=items.get(dossier.obligation_id or 0),
        step_item=items.get(current.obligation_id or 0) if current else None, items=items,
        papers=list(dossier.papers.order_by("position")),
        attachments=list(Attachment.objects.about("dossier", dossier.pk).select_related("stored_file")),
        supplements=supplements, result=result, events=timeline("dossier", dossier.pk), persons=persons, units=units,
        next_desks=found_desks,
        next_people=_people(next_step, found_desks, today, dossier.category_id),
        step_people=_step_people(open_runs, today), next_step=next_step, back_to=_back(value, mine),
        may_receive=actor.may(policy.RECEIVE, dossier.received_unit_id, dossier.category_id),
        may_reveal=policy.may_at_part(actor, [policy.REVEAL], dossier),
        may_assign=current is not None and actor.may(policy.ASSIGN, current.unit_id, dossier.category_id),
        may_attach=policy.may_at_part(actor, policy.PERMISSION.values(), dossier),
    )  # fmt: skip


def _mine(open_runs: Sequence[StepRun], actor: Actor) -> tuple[StepRun | None, int | None]:
    """The step waiting for this actor, and who else holds it (then it is shown, not offered)."""
    able = [run for run in open_runs if not run.waits_for and policy.may_do(actor, run)]
    own = (actor.person_id, *actor.reach(policy.SEE).persons)
    for run in able:
        if run.person_id is None or run.person_id in own:
            return run, None
    held = able[0] if able else None
    return None, held.person_id if held else None


def _next(value: core.Process | None, mine: StepRun | None) -> core.Step | None:
    if value is None or mine is None:
        return None
    onward = [way for way in value.leaving(mine.step) if way.verb is Verb.FORWARD]
    return value.step(onward[0].targets[0]) if len(onward) == 1 else None


def _desks(dossier: Dossier, step: core.Step | None, on: date) -> list[desks.Desk]:
    """Where the next step may go, the proposed one first; empty where the counter or a wait is next."""
    if step is None or step.waits_for or step.role in (Role.RECEIVING, Role.RETURNING):
        return []
    found = desks.desks_for(
        step, dossier.competent_unit_id, on, received_unit_id=dossier.received_unit_id, category_id=dossier.category_id
    )
    routed = desks.routed_unit(step, received_unit_id=dossier.received_unit_id, version_id=dossier.version_id, on=on)
    if routed is None:
        return found
    names = unit_names([routed], on)
    first = next((desk for desk in found if desk.unit_id == routed), desks.Desk(routed, names.get(routed, ""), 0))
    return [first, *(desk for desk in found if desk.unit_id != routed)]


def _people(step: core.Step | None, found: Sequence[desks.Desk], on: date, category_id: int) -> list[desks.DeskPerson]:
    return desks.people_for(step.role, found[0].unit_id, on, category_id=category_id) if step and found else []


def _step_people(open_runs: Sequence[StepRun], on: date) -> list[desks.DeskPerson]:
    """Who could do the open step instead."""
    if not open_runs or open_runs[0].waits_for:
        return []
    run = open_runs[0]
    able = desks.people_for(Role(run.role), run.unit_id, on, category_id=run.dossier.category_id)
    return [one for one in able if one.id != run.person_id]


def _back(value: core.Process | None, mine: StepRun | None) -> list[core.Step]:
    if value is None or mine is None:
        return []
    return [value.step(way.targets[0]) for way in value.leaving(mine.step) if way.verb is Verb.SEND_BACK]


def frozen_calendar(item: Obligation) -> WorkCalendar | None:
    if item.calendar_id is None or item.calendar_version is None:
        return None
    return calendars.of_version(item.calendar_id, item.calendar_version)


def legal_explanation(item: Obligation | None, *, at: datetime) -> Explanation | None:
    """Day by day why the citizen's date is that date; None where no limit is known or the day was set elsewhere."""
    calendar = frozen_calendar(item) if item else None
    if item is None or calendar is None:
        return None
    facts = clock.facts_of(item)
    terms = clock.extended(facts, calendar)
    if terms.allowance is None:
        return None
    return explain(
        facts.clock_from_at, terms.allowance, calendar, pauses=facts.pauses, rule=facts.rule, until=day_of(at)
    )


def used_of(item: Obligation | None, *, at: datetime) -> Budget | None:
    """The budget of an obligation's limit; None without one."""
    calendar = frozen_calendar(item) if item else None
    if item is None or calendar is None or item.allowance is None:
        return None
    facts = clock.facts_of(item)
    terms = clock.extended(facts, calendar)
    if terms.allowance is None:
        return None
    until = item.closed_at if item.closed_at and item.closed_at < at else at
    return budget(facts.clock_from_at, terms.allowance, calendar, at=until, pauses=facts.pauses, rule=facts.rule)


WAITS = (State.WAITING_DUTY, State.WAITING_OUTSIDE)
